//! Contacts: their state, and when each wants to be woken.

use rusqlite::{Connection, OptionalExtension, params};

use super::programs::ProgramRow;
use super::{StoreError, addresses, codec, people, upgrades};
use crate::engine::Contact;
use crate::program::Name;
use crate::time::Instant;

/// Which row of `contacts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContactRow(pub i64);

/// A contact that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Who.
    pub name: Name,
    /// Since when.
    pub at: Instant,
    /// How often in a row it was due again at once.
    pub pushes: u32,
}

/// The contact of that name, as it stands in the program in force: whoever has not gone over to that one yet is shown
/// as if it had.
///
/// # Errors
///
/// When the store cannot be read.
pub fn get(connection: &Connection, name: &str) -> Result<Option<(ContactRow, Contact)>, StoreError> {
    let Some((row, mut contact, program)) = load(connection, name)? else { return Ok(None) };
    upgrades::take_over(connection, program, &mut contact)?;
    Ok(Some((row, contact)))
}

/// The contact of that name, with the program that its state was made with.
///
/// # Errors
///
/// When the store cannot be read.
pub fn load(
    connection: &Connection,
    name: &str,
) -> Result<Option<(ContactRow, Contact, ProgramRow)>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT id, state, program FROM contacts WHERE name = ?1")?;
    let row = statement
        .query_row([name], |row| {
            let state = row.get_ref(1)?.as_blob()?;
            let contact = codec::decode(state, || format!("the state of `{name}`"));
            Ok((ContactRow(row.get(0)?), contact, ProgramRow(row.get(2)?)))
        })
        .optional()?;
    row.map(|(id, state, program)| Ok((id, state?, program))).transpose()
}

/// The contact's state was made with that program.
///
/// # Errors
///
/// When the store cannot be written.
pub fn set_program(connection: &Connection, row: ContactRow, program: ProgramRow) -> Result<(), StoreError> {
    let sql = "UPDATE contacts SET program = ?2 WHERE id = ?1";
    connection.prepare_cached(sql)?.execute(params![row.0, program.0])?;
    Ok(())
}

/// Contacts whose state was made with an earlier program; not more than `limit`.
///
/// # Errors
///
/// When the store cannot be read.
pub fn left_behind(
    connection: &Connection,
    program: ProgramRow,
    limit: usize,
) -> Result<Vec<Name>, StoreError> {
    let sql = "SELECT name FROM contacts WHERE program < ?1 ORDER BY program LIMIT ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let rows =
        statement.query_map(params![program.0, limit as i64], |row| Ok(row.get_ref(0)?.as_str()?.into()))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Every contact as it stands in the program in force, by name.
///
/// # Errors
///
/// When the store cannot be read, and what `each` returns.
pub fn for_each(
    connection: &Connection,
    mut each: impl FnMut(Contact) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare("SELECT name, state, program FROM contacts ORDER BY name")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        let state = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
        let mut contact = codec::decode(state, || format!("the state of `{name}`"))?;
        upgrades::take_over(connection, ProgramRow(row.get(2)?), &mut contact)?;
        each(contact)?;
    }
    Ok(())
}

/// Writes a contact's state, and whatever must follow it in the same transaction: who looks contacts up by what they
/// hold adds a line here. `before` is what the store has of it.
///
/// # Errors
///
/// When the store cannot be written.
pub fn put(
    connection: &Connection,
    row: Option<ContactRow>,
    before: Option<&Contact>,
    after: &Contact,
    wake: Wake,
) -> Result<ContactRow, StoreError> {
    let state = codec::encode(after);
    let wake_at = wake.at.map(Instant::millis);
    let row = match row {
        Some(row) => {
            let sql = "UPDATE contacts SET state = ?2, wake_at = ?3, pushes = ?4 WHERE id = ?1";
            connection.prepare_cached(sql)?.execute(params![row.0, state, wake_at, wake.pushes])?;
            row
        }
        None => {
            let sql = "INSERT INTO contacts (name, state, wake_at, pushes) VALUES (?1, ?2, ?3, ?4)";
            connection.prepare_cached(sql)?.execute(params![&*after.id, state, wake_at, wake.pushes])?;
            ContactRow(connection.last_insert_rowid())
        }
    };
    addresses::follow(connection, row, before, after)?;
    people::follow(connection, row, before, after)?;
    Ok(row)
}

/// When a contact is to be woken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wake {
    /// When; the state's own next wake, or later when the contact was pushed back.
    pub at: Option<Instant>,
    /// How often in a row it was pushed back.
    pub pushes: u32,
}

/// The contacts that are due by `now`, the earliest first, of several at one instant by name; not more than `limit`.
///
/// # Errors
///
/// When the store cannot be read.
pub fn due(connection: &Connection, now: Instant, limit: usize) -> Result<Vec<Due>, StoreError> {
    let sql =
        "SELECT name, wake_at, pushes FROM contacts WHERE wake_at <= ?1 ORDER BY wake_at, name LIMIT ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params![now.millis(), limit as i64], |row| {
        let name: Name = row.get_ref(0)?.as_str()?.into();
        Ok(Due { name, at: Instant::from_millis(row.get(1)?), pushes: row.get(2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// When the next contact is due.
///
/// # Errors
///
/// When the store cannot be read.
pub fn next_wake(connection: &Connection) -> Result<Option<Instant>, StoreError> {
    let sql = "SELECT wake_at FROM contacts WHERE wake_at IS NOT NULL ORDER BY wake_at LIMIT 1";
    let at = connection.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?;
    Ok(at.map(Instant::from_millis))
}

/// The contacts that are woken next, soonest first; not more than `limit`.
///
/// # Errors
///
/// When the store cannot be read.
pub fn waiting_first(
    connection: &Connection,
    limit: usize,
) -> Result<Vec<(ContactRow, Contact)>, StoreError> {
    let sql =
        "SELECT id, state, name FROM contacts WHERE wake_at IS NOT NULL ORDER BY wake_at, name LIMIT ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([limit as i64])?;
    let mut contacts = Vec::new();
    while let Some(row) = rows.next()? {
        let name: String = row.get(2)?;
        let state = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
        contacts.push((ContactRow(row.get(0)?), codec::decode(state, || format!("the state of `{name}`"))?));
    }
    Ok(contacts)
}

/// How many contacts wait to be woken.
///
/// # Errors
///
/// When the store cannot be read.
pub fn waiting(connection: &Connection) -> Result<u64, StoreError> {
    let sql = "SELECT count(*) FROM contacts WHERE wake_at IS NOT NULL";
    let count: i64 = connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}
