//! Contacts that flowc was wrong about: nothing happens to them until they are tried again, and nothing is lost.
//!
//! Their state stays as it was, their timer rests, and what happens to them meanwhile is kept here in its order.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::contacts::ContactRow;
use super::programs::ProgramRow;
use super::{StoreError, codec};
use crate::engine::Event;
use crate::program::Name;
use crate::time::Instant;

/// The flowc that this is: a contact that another one set aside is tried again.
pub const FLOWC: &str = env!("CARGO_PKG_VERSION");

/// A contact that is set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Who.
    pub contact: Name,
    /// Since when.
    pub since: Instant,
    /// What flowc said when it was wrong.
    pub why: String,
    /// How many events are kept.
    pub events: u64,
}

/// Sets a contact aside: it is not woken any more.
///
/// # Errors
///
/// When the store cannot be written.
pub fn add(
    connection: &Connection,
    contact: ContactRow,
    program: ProgramRow,
    why: &str,
    now: Instant,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO set_aside (contact, since, flowc, program, why) VALUES (?1, ?2, ?3, ?4, ?5) \
               ON CONFLICT (contact) DO NOTHING";
    connection.execute(sql, params![contact.0, now.millis(), FLOWC, program.0, why])?;
    connection.execute("UPDATE contacts SET wake_at = NULL, pushes = 0 WHERE id = ?1", [contact.0])?;
    Ok(())
}

/// Keeps an event behind those that are kept; one that is there already is not kept twice.
///
/// # Errors
///
/// When the store cannot be written.
pub fn keep(connection: &Connection, contact: ContactRow, event: &Event) -> Result<(), StoreError> {
    let sql = "INSERT INTO set_aside_events (contact, event_id, event) VALUES (?1, ?2, ?3) \
               ON CONFLICT (contact, event_id) DO NOTHING";
    connection.prepare_cached(sql)?.execute(params![contact.0, &*event.id, codec::encode(event)])?;
    Ok(())
}

/// Takes a contact back, with the events that were kept, in their order. Whoever does says when it is woken.
///
/// # Errors
///
/// When the store cannot be written.
pub fn take_back(connection: &Connection, contact: ContactRow) -> Result<Vec<Event>, StoreError> {
    let sql = "SELECT event FROM set_aside_events WHERE contact = ?1 ORDER BY id";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([contact.0])?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        let bytes = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
        events.push(codec::decode(bytes, || format!("an event of contact number {}", contact.0))?);
    }
    connection.execute("DELETE FROM set_aside_events WHERE contact = ?1", [contact.0])?;
    connection.execute("DELETE FROM set_aside WHERE contact = ?1", [contact.0])?;
    Ok(events)
}

/// Asks for contacts to be tried again, by the service that runs or the next one: that one, or all. Gives how many.
///
/// # Errors
///
/// When the store cannot be written.
pub fn ask_again(connection: &Connection, contact: Option<&str>) -> Result<usize, StoreError> {
    // Of no flowc that there is.
    let sql = "UPDATE set_aside SET flowc = '' \
               WHERE ?1 IS NULL OR contact = (SELECT id FROM contacts WHERE name = ?1)";
    Ok(connection.execute(sql, [contact])?)
}

/// Those who are to be tried again: another flowc or another program set them aside, or somebody asked for it. Not more
/// than `limit`.
///
/// # Errors
///
/// When the store cannot be read.
pub fn to_try(connection: &Connection, program: ProgramRow, limit: usize) -> Result<Vec<Name>, StoreError> {
    let sql = "SELECT c.name FROM set_aside s JOIN contacts c ON c.id = s.contact \
               WHERE s.flowc <> ?1 OR s.program <> ?2 ORDER BY s.since, c.id LIMIT ?3";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement
        .query_map(params![FLOWC, program.0, limit as i64], |row| Ok(row.get_ref(0)?.as_str()?.into()))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The names of all of them.
///
/// # Errors
///
/// When the store cannot be read.
pub fn names(connection: &Connection) -> Result<BTreeSet<Name>, StoreError> {
    let sql = "SELECT c.name FROM set_aside s JOIN contacts c ON c.id = s.contact";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| Ok(row.get_ref(0)?.as_str()?.into()))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether a contact is one of them.
///
/// # Errors
///
/// When the store cannot be read.
pub fn holds(connection: &Connection, contact: ContactRow) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM set_aside WHERE contact = ?1)";
    Ok(connection.prepare_cached(sql)?.query_row([contact.0], |row| row.get(0))?)
}

/// What is told of a contact that is set aside; none of one who is not.
///
/// # Errors
///
/// When the store cannot be read.
pub fn of(connection: &Connection, contact: ContactRow) -> Result<Option<SetAside>, StoreError> {
    let sql = format!("{TOLD} WHERE s.contact = ?1");
    Ok(connection.prepare_cached(&sql)?.query_row([contact.0], told).optional()?)
}

/// The same of all, the longest first.
///
/// # Errors
///
/// When the store cannot be read.
pub fn all(connection: &Connection) -> Result<Vec<SetAside>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{TOLD} ORDER BY s.since, c.id"))?;
    let rows = statement.query_map([], told)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

const TOLD: &str = "SELECT c.name, s.since, s.why, \
    (SELECT count(*) FROM set_aside_events WHERE contact = s.contact) \
    FROM set_aside s JOIN contacts c ON c.id = s.contact";

fn told(row: &rusqlite::Row<'_>) -> rusqlite::Result<SetAside> {
    Ok(SetAside {
        contact: row.get_ref(0)?.as_str()?.into(),
        since: Instant::from_millis(row.get(1)?),
        why: row.get(2)?,
        events: row.get::<_, i64>(3)?.unsigned_abs(),
    })
}
