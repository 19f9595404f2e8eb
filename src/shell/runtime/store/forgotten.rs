//! Removing a contact, all of it; and knowing it again by a salted number, so that what arrives late does not bring it
//! back.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::{StoreError, feed};
use crate::time::Instant;

/// What belongs to a contact, what refers to others first, with how its rows are found.
const TABLES: [(&str, &str); 7] = [
    ("set_aside_events", "contact"),
    ("set_aside", "contact"),
    ("people_words", "contact"),
    ("addresses", "contact"),
    ("deliveries", "contact"),
    ("outbox", "contact"),
    ("history", "contact"),
];

/// Removes a contact; gives how many rows of each table went, none when nobody has that name. What is to go out is
/// withdrawn. Whatever else happened to it by `now` is taken for known from now on.
///
/// # Errors
///
/// When the store cannot be written.
pub fn remove(
    connection: &Connection,
    name: &str,
    now: Instant,
) -> Result<Option<BTreeMap<&'static str, u64>>, StoreError> {
    let sql = "SELECT id FROM contacts WHERE name = ?1";
    let row: Option<i64> = connection.query_row(sql, [name], |row| row.get(0)).optional()?;
    let Some(row) = row else { return Ok(None) };
    feed::keep_numbers(connection)?;
    let mut removed = BTreeMap::new();
    for (table, column) in TABLES {
        let gone = connection.execute(&format!("DELETE FROM {table} WHERE {column} = ?1"), [row])?;
        removed.insert(table, gone as u64);
    }
    removed.insert("contacts", connection.execute("DELETE FROM contacts WHERE id = ?1", [row])? as u64);
    let sql = "INSERT INTO forgotten (digest, at) VALUES (?1, ?2) \
               ON CONFLICT (digest) DO UPDATE SET at = excluded.at";
    connection.execute(sql, params![digest(&salt(connection)?, name), now.millis()])?;
    Ok(Some(removed))
}

/// When a contact of that name was forgotten.
///
/// # Errors
///
/// When the store cannot be read.
pub fn at(connection: &Connection, name: &str) -> Result<Option<Instant>, StoreError> {
    let Some(salt) = known_salt(connection)? else { return Ok(None) };
    let sql = "SELECT at FROM forgotten WHERE digest = ?1";
    let at = connection.prepare_cached(sql)?.query_row([digest(&salt, name)], |row| row.get(0)).optional()?;
    Ok(at.map(Instant::from_millis))
}

/// The salt of this store: without it, anybody could try names until one has the number.
fn salt(connection: &Connection) -> Result<String, StoreError> {
    let sql = "INSERT OR IGNORE INTO meta (name, value) VALUES ('forgotten_salt', hex(randomblob(32)))";
    connection.execute(sql, [])?;
    Ok(known_salt(connection)?.unwrap_or_default())
}

fn known_salt(connection: &Connection) -> Result<Option<String>, StoreError> {
    let sql = "SELECT value FROM meta WHERE name = 'forgotten_salt'";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?)
}

fn digest(salt: &str, name: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(salt.as_bytes());
    hasher.update(name.as_bytes());
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
