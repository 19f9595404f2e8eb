//! Every event that was taken, and what came of it.

use rusqlite::{Connection, OptionalExtension, params};

use super::contacts::ContactRow;
use super::programs::ProgramRow;
use super::{Happened, StoreError, codec, feed};
use crate::engine::{Effect, Event};
use crate::time::Instant;

/// Writes down an event, with what came of it.
///
/// # Errors
///
/// When the store cannot be written.
pub fn add(
    connection: &Connection,
    contact: ContactRow,
    program: ProgramRow,
    sequence: u64,
    event: &Event,
    effects: &[Effect],
    now: Instant,
) -> Result<(), StoreError> {
    let number = feed::add(connection, contact, sequence, now)?;
    let sql = "INSERT INTO history (contact, sequence, number, event_id, at, program, event, effects) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    connection.prepare_cached(sql)?.execute(params![
        contact.0,
        sequence as i64,
        number,
        &*event.id,
        event.at.millis(),
        program.0,
        codec::encode(event),
        codec::encode(&effects),
    ])?;
    Ok(())
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
