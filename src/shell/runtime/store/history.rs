//! Every event that was taken, and what came of it.

use rusqlite::{Connection, OptionalExtension, params};

use super::contacts::ContactRow;
use super::programs::ProgramRow;
use super::{Happened, StoreError, codec};
use crate::engine::{Effect, Event};
use crate::time::Instant;

/// What is written into the history.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Whose.
    pub contact: ContactRow,
    /// The program that took the event.
    pub program: ProgramRow,
    /// The event's place in the contact's history.
    pub sequence: u64,
    /// What happened.
    pub event: &'a Event,
    /// What came of it.
    pub effects: &'a [Effect],
}

/// Writes down an event with what came of it, under that number; false when the contact has had an event of that id,
/// and nothing is written.
///
/// # Errors
///
/// When the store cannot be written.
pub fn add(
    connection: &Connection,
    number: u64,
    entry: &Entry<'_>,
    now: Instant,
) -> Result<bool, StoreError> {
    let Entry { contact, program, sequence, event, effects } = entry;
    let sql = "INSERT INTO history (number, contact, sequence, committed_at, program, at, event_id, event, effects) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (contact, event_id) DO NOTHING";
    let written = connection.prepare_cached(sql)?.execute(params![
        number as i64,
        contact.0,
        *sequence as i64,
        now.millis(),
        program.0,
        event.at.millis(),
        &*event.id,
        codec::encode(event),
        codec::encode(effects),
    ])?;
    Ok(written > 0)
}

/// The sequence number under which an event was taken, if it was.
///
/// # Errors
///
/// When the store cannot be read.
pub fn find(connection: &Connection, contact: ContactRow, event_id: &str) -> Result<Option<u64>, StoreError> {
    let sql = "SELECT sequence FROM history WHERE contact = ?1 AND event_id = ?2";
    let found: Option<i64> = connection
        .prepare_cached(sql)?
        .query_row(params![contact.0, event_id], |row| row.get(0))
        .optional()?;
    Ok(found.map(i64::unsigned_abs))
}

/// What happened to a contact from that sequence number on, in order; not more than `limit`.
///
/// # Errors
///
/// When the store cannot be read.
pub fn since(
    connection: &Connection,
    contact: ContactRow,
    sequence: u64,
    limit: usize,
) -> Result<Vec<Happened>, StoreError> {
    let sql = "SELECT h.sequence, p.fingerprint, h.at, h.event, h.effects FROM history h \
               JOIN programs p ON p.id = h.program \
               WHERE h.contact = ?1 AND h.sequence >= ?2 ORDER BY h.sequence LIMIT ?3";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params![contact.0, sequence as i64, limit as i64])?;
    let mut happened = Vec::new();
    while let Some(row) = rows.next()? {
        let sequence = row.get::<_, i64>(0)?.unsigned_abs();
        let what = || format!("event {sequence} of contact number {}", contact.0);
        happened.push(Happened {
            sequence,
            program: row.get(1)?,
            at: Instant::from_millis(row.get(2)?),
            event: codec::decode(row.get_ref(3)?.as_blob().map_err(rusqlite::Error::from)?, what)?,
            effects: codec::decode(row.get_ref(4)?.as_blob().map_err(rusqlite::Error::from)?, what)?,
        });
    }
    Ok(happened)
}
