//! Which sources were in force from when on.

use rusqlite::{Connection, OptionalExtension, params};

use super::StoreError;
use crate::program::Fingerprint;
use crate::time::Instant;

/// Which row of `programs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProgramRow(pub i64);

/// From now on that one is in force; nothing is written when it is already.
///
/// # Errors
///
/// When the store cannot be written.
pub fn install(
    connection: &Connection,
    fingerprint: Fingerprint,
    now: Instant,
) -> Result<ProgramRow, StoreError> {
    let fingerprint = fingerprint.to_string();
    if let Some((row, present)) = present(connection)?
        && present == fingerprint
    {
        return Ok(row);
    }
    let sql = "INSERT INTO programs (fingerprint, since) VALUES (?1, ?2)";
    connection.execute(sql, params![fingerprint, now.millis()])?;
    Ok(ProgramRow(connection.last_insert_rowid()))
}

/// The one in force, with its fingerprint; none in a new store.
///
/// # Errors
///
/// When the store cannot be read.
pub fn present(connection: &Connection) -> Result<Option<(ProgramRow, String)>, StoreError> {
    let sql = "SELECT id, fingerprint FROM programs ORDER BY id DESC LIMIT 1";
    Ok(connection.query_row(sql, [], |row| Ok((ProgramRow(row.get(0)?), row.get(1)?))).optional()?)
}
