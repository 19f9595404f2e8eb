//! Which sources were in force from when on: the last row is.

use std::str::FromStr;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::{StoreError, codec};
use crate::shell::runtime::version::Version;
use crate::source::{Source, SourceId};
use crate::time::Instant;

/// Which row of `programs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProgramRow(pub i64);

/// A program that is or was in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Its row: the number of the version.
    pub row: ProgramRow,
    /// The fingerprint of its sources.
    pub fingerprint: String,
    /// When it was applied.
    pub since: Instant,
}

/// One of its files.
#[derive(Debug, Serialize, Deserialize)]
struct File {
    name: String,
    text: String,
}

/// From now on that one is in force; nothing is written when it is already.
///
/// # Errors
///
/// When the store cannot be written, and when the program in force is of the same texts with its steps elsewhere.
pub fn install(connection: &Connection, version: &Version, now: Instant) -> Result<ProgramRow, StoreError> {
    let fingerprint = version.fingerprint.to_string();
    if let Some(present) = present(connection)?
        && present.fingerprint == fingerprint
    {
        same_layout(connection, present.row, version)?;
        keep_texts(connection, present.row, version)?;
        return Ok(present.row);
    }
    let sql = "INSERT INTO programs (fingerprint, since) VALUES (?1, ?2)";
    connection.execute(sql, params![fingerprint, now.millis()])?;
    let row = ProgramRow(connection.last_insert_rowid());
    keep_texts(connection, row, version)?;
    Ok(row)
}

/// Keeps what a program was made of, of one that has not: the first stores kept fingerprints alone.
///
/// # Errors
///
/// When the store cannot be written.
pub fn keep_texts(connection: &Connection, row: ProgramRow, version: &Version) -> Result<(), StoreError> {
    let file = |source: &Source| File { name: source.name().to_owned(), text: source.text().to_owned() };
    let files: Vec<File> = version.sources().iter().map(file).collect();
    let sql = "UPDATE programs SET files = ?2, checked_on = ?3, layout = ?4 WHERE id = ?1 AND files IS NULL";
    connection.execute(
        sql,
        params![
            row.0,
            (!files.is_empty()).then(|| codec::encode(&files)),
            version.checked_on().to_string(),
            version.program.layout().to_string(),
        ],
    )?;
    Ok(())
}

/// Whether the store has kept what a program was made of.
///
/// # Errors
///
/// When the store cannot be read.
pub fn has_texts(connection: &Connection, row: ProgramRow) -> Result<bool, StoreError> {
    let sql = "SELECT files IS NOT NULL FROM programs WHERE id = ?1";
    Ok(connection.query_row(sql, [row.0], |row| row.get(0))?)
}

/// The one in force; none in a new store.
///
/// # Errors
///
/// When the store cannot be read.
pub fn present(connection: &Connection) -> Result<Option<Applied>, StoreError> {
    let sql = "SELECT id, fingerprint, since FROM programs ORDER BY id DESC LIMIT 1";
    Ok(connection.prepare_cached(sql)?.query_row([], applied).optional()?)
}

/// The one that was applied next.
///
/// # Errors
///
/// When the store cannot be read.
pub fn behind(connection: &Connection, row: ProgramRow) -> Result<Option<Applied>, StoreError> {
    let sql = "SELECT id, fingerprint, since FROM programs WHERE id > ?1 ORDER BY id LIMIT 1";
    Ok(connection.prepare_cached(sql)?.query_row([row.0], applied).optional()?)
}

fn applied(row: &rusqlite::Row<'_>) -> rusqlite::Result<Applied> {
    let since = Instant::from_millis(row.get(2)?);
    Ok(Applied { row: ProgramRow(row.get(0)?), fingerprint: row.get(1)?, since })
}

/// A program as it was applied, made anew from its texts.
///
/// # Errors
///
/// When the store cannot be read, has not kept the texts, or this flowc makes another program of them.
pub fn version(connection: &Connection, row: ProgramRow) -> Result<Version, StoreError> {
    let unreadable = |why: String| StoreError::Unreadable { what: format!("program {}", row.0), why };
    let sql = "SELECT files, checked_on FROM programs WHERE id = ?1";
    let found: Option<(Option<Vec<u8>>, Option<String>)> = connection
        .prepare_cached(sql)?
        .query_row([row.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((Some(files), Some(checked_on))) = found else {
        return Err(unreadable("its texts were not kept".to_owned()));
    };
    let files: Vec<File> = codec::decode(&files, || format!("the texts of program {}", row.0))?;
    let checked_on = NaiveDate::from_str(&checked_on).map_err(|error| unreadable(error.to_string()))?;
    let sources =
        files.into_iter().zip(0..).map(|(file, id)| Source::new(SourceId(id), file.name, file.text));
    let version = Version::of(sources.collect(), checked_on)
        .map_err(|found| unreadable(format!("this flowc takes it for wrong: {}", found.message)))?;
    same_layout(connection, row, &version)?;
    Ok(version)
}

/// Contacts stand on places in a program: texts alone do not say that they are the same.
fn same_layout(connection: &Connection, row: ProgramRow, version: &Version) -> Result<(), StoreError> {
    let sql = "SELECT layout FROM programs WHERE id = ?1";
    let layout: Option<String> = connection.prepare_cached(sql)?.query_row([row.0], |row| row.get(0))?;
    if layout.is_none_or(|layout| layout == version.program.layout().to_string()) {
        return Ok(());
    }
    let why = "it was applied by another flowc, which puts its steps elsewhere: run that one until no contact \
               stands on them, or apply a program with it";
    Err(StoreError::Unreadable { what: format!("program {}", row.0), why: why.to_owned() })
}

/// A service runs with it.
///
/// # Errors
///
/// When the store cannot be written.
pub fn set_running(connection: &Connection, row: ProgramRow, now: Instant) -> Result<(), StoreError> {
    let sql = "UPDATE programs SET running_since = ?2 WHERE id = ?1 AND running_since IS NULL";
    connection.prepare_cached(sql)?.execute(params![row.0, now.millis()])?;
    Ok(())
}

/// Whether a service has been running with it.
///
/// # Errors
///
/// When the store cannot be read.
pub fn is_running(connection: &Connection, row: ProgramRow) -> Result<bool, StoreError> {
    let sql = "SELECT running_since IS NOT NULL FROM programs WHERE id = ?1";
    Ok(connection.query_row(sql, [row.0], |row| row.get(0)).optional()?.unwrap_or(false))
}

/// Takes a program back that no service can run: nobody stands on it.
///
/// # Errors
///
/// When the store cannot be written.
pub fn withdraw(connection: &Connection, row: ProgramRow) -> Result<(), StoreError> {
    connection.execute("DELETE FROM programs WHERE id = ?1", [row.0])?;
    Ok(())
}
