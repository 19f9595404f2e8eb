//! All that happened, in the order in which it was committed: what somebody follows.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Happened, StoreError, codec};
use crate::program::Name;
use crate::time::Instant;

/// Something that happened, with its number in the order of commits.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its number.
    pub number: u64,
    /// To whom.
    pub contact: Name,
    /// What.
    pub happened: Happened,
}

/// What came behind that number, in order; not more than `limit`.
///
/// # Errors
///
/// When the store cannot be read.
pub fn after(connection: &Connection, number: u64, limit: usize) -> Result<Vec<Entry>, StoreError> {
    let sql = "SELECT h.number, c.name, h.sequence, p.fingerprint, h.at, h.event, h.effects FROM history h \
               JOIN contacts c ON c.id = h.contact \
               JOIN programs p ON p.id = h.program WHERE h.number > ?1 ORDER BY h.number LIMIT ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params![number as i64, limit as i64])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push(entry(row)?);
    }
    Ok(entries)
}

/// The same of one contact.
///
/// # Errors
///
/// When the store cannot be read.
pub fn of_contact(
    connection: &Connection,
    contact: &str,
    number: u64,
    limit: usize,
) -> Result<Vec<Entry>, StoreError> {
    let sql = "SELECT h.number, c.name, h.sequence, p.fingerprint, h.at, h.event, h.effects FROM contacts c \
               JOIN history h ON h.contact = c.id JOIN programs p ON p.id = h.program \
               WHERE c.name = ?1 AND h.number > ?2 ORDER BY h.sequence LIMIT ?3";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params![contact, number as i64, limit as i64])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push(entry(row)?);
    }
    Ok(entries)
}

/// The number of the latest; 0 when nothing has happened. Rows that are gone count.
///
/// # Errors
///
/// When the store cannot be read.
pub fn latest(connection: &Connection) -> Result<u64, StoreError> {
    let sql = "SELECT max(coalesce((SELECT max(number) FROM history), 0), \
               coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'numbered'), 0))";
    let number: i64 = connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
    Ok(number.unsigned_abs())
}

/// Rows are about to go: the numbers up to the latest never come again.
///
/// # Errors
///
/// When the store cannot be written.
pub fn keep_numbers(connection: &Connection) -> Result<(), StoreError> {
    let sql = "INSERT INTO meta (name, value) VALUES ('numbered', ?1) \
               ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    connection.execute(sql, [latest(connection)?.to_string()])?;
    Ok(())
}

/// The number behind which everything was committed at that instant or later.
///
/// # Errors
///
/// When the store cannot be read.
pub fn before(connection: &Connection, at: Instant) -> Result<u64, StoreError> {
    // Numbers and instants both go up, so that halving finds the place; numbers that were forgotten leave gaps.
    let sql = "SELECT number, committed_at FROM history WHERE number > ?1 ORDER BY number LIMIT 1";
    let mut statement = connection.prepare_cached(sql)?;
    let (mut low, mut high) = (0, latest(connection)? as i64);
    while low < high {
        let middle = low + (high - low) / 2;
        let next: Option<(i64, i64)> =
            statement.query_row([middle], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        match next {
            Some((number, committed)) if committed < at.millis() => low = number,
            Some(_) | None => high = middle,
        }
    }
    Ok(low.unsigned_abs())
}

fn entry(row: &Row<'_>) -> Result<Entry, StoreError> {
    let number = row.get::<_, i64>(0)?.unsigned_abs();
    let sequence = row.get::<_, i64>(2)?.unsigned_abs();
    let contact: Name = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?.into();
    let what = || format!("event {sequence} of `{contact}`");
    let happened = Happened {
        sequence,
        program: row.get(3)?,
        at: Instant::from_millis(row.get(4)?),
        event: codec::decode(row.get_ref(5)?.as_blob().map_err(rusqlite::Error::from)?, what)?,
        effects: codec::decode(row.get_ref(6)?.as_blob().map_err(rusqlite::Error::from)?, what)?,
    };
    Ok(Entry { number, contact, happened })
}
