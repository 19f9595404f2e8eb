//! Contacts: their state, and what follows it in the same transaction.

use rusqlite::{Connection, OptionalExtension, params};

use super::programs::{self, ProgramRow};
use super::wakes::Wake;
use super::{StoreError, addresses, codec, people, set_aside, upgrades};
use crate::engine::Contact;
use crate::program::{Name, Value};
use crate::time::Instant;

/// Which row of `contacts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContactRow(pub i64);

/// What the store has of a contact beside its state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// Where.
    pub row: ContactRow,
    /// When it is to be woken.
    pub wake: Wake,
}

/// The contact of that name, as it stands in the program in force: whoever has not gone over to that one yet is shown
/// as if it had.
///
/// # Errors
///
/// When the store cannot be read.
pub fn get(connection: &Connection, name: &str) -> Result<Option<(ContactRow, Contact)>, StoreError> {
    let Some((stored, mut contact, program)) = load(connection, name)? else { return Ok(None) };
    if set_aside::holds(connection, stored.row)? {
        // It stays in its own program; where its runs stand there means nothing in another.
        if programs::present(connection)?.is_none_or(|present| present.row != program) {
            contact.runs.clear();
        }
        return Ok(Some((stored.row, contact)));
    }
    upgrades::take_over(connection, program, &mut contact)?;
    Ok(Some((stored.row, contact)))
}

/// The contact of that name, with the program that its state was made with.
///
/// # Errors
///
/// When the store cannot be read.
pub fn load(
    connection: &Connection,
    name: &str,
) -> Result<Option<(Stored, Contact, ProgramRow)>, StoreError> {
    let sql = "SELECT id, wake_at, pushes, program, state FROM contacts WHERE name = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let row = statement
        .query_row([name], |row| {
            let wake =
                Wake { at: row.get::<_, Option<i64>>(1)?.map(Instant::from_millis), pushes: row.get(2)? };
            let stored = Stored { row: ContactRow(row.get(0)?), wake };
            let state = row.get_ref(4)?.as_blob()?;
            let contact = codec::decode(state, || format!("the state of `{name}`"));
            Ok((stored, contact, ProgramRow(row.get(3)?)))
        })
        .optional()?;
    row.map(|(stored, state, program)| Ok((stored, state?, program))).transpose()
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

/// Contacts whose state was made with an earlier program, but for those that are set aside; not more than `limit`.
///
/// # Errors
///
/// When the store cannot be read.
pub fn left_behind(
    connection: &Connection,
    program: ProgramRow,
    limit: usize,
) -> Result<Vec<Name>, StoreError> {
    let sql = "SELECT name FROM contacts WHERE program < ?1 AND id NOT IN (SELECT contact FROM set_aside) \
               ORDER BY program LIMIT ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let rows =
        statement.query_map(params![program.0, limit as i64], |row| Ok(row.get_ref(0)?.as_str()?.into()))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Every contact as it stands in the program in force, by name; but for those that are set aside, who stay where they
/// are.
///
/// # Errors
///
/// When the store cannot be read, and what `each` returns.
pub fn for_each(
    connection: &Connection,
    mut each: impl FnMut(Contact) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare(
        "SELECT name, state, program FROM contacts WHERE id NOT IN (SELECT contact FROM set_aside) ORDER BY name",
    )?;
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

/// What was known of a contact before an event, as far as others look it up by that.
#[derive(Debug, Clone)]
pub struct Before {
    facts: people::Facts,
    fields: Vec<(Name, Value)>,
}

impl Before {
    /// Of a contact to which something is about to happen.
    pub fn of(contact: &Contact) -> Self {
        Self { facts: people::Facts::of(contact), fields: contact.fields.clone() }
    }
}

/// Writes a contact of whom nothing was known.
///
/// # Errors
///
/// When the store cannot be written.
pub fn add(
    connection: &Connection,
    contact: &Contact,
    wake: Wake,
    program: ProgramRow,
) -> Result<ContactRow, StoreError> {
    let facts = people::Facts::of(contact);
    let sql = "INSERT INTO contacts (name, wake_at, pushes, program, active_at, active_in, open, assignee, \
               sort_name, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    connection.prepare_cached(sql)?.execute(params![
        &*contact.id,
        wake.at.map(Instant::millis),
        wake.pushes,
        program.0,
        contact.now.millis(),
        facts.active_in,
        facts.open,
        people::assignee(facts.assignee.as_ref()),
        people::sort_name(&contact.id, &contact.fields),
        codec::encode_state(contact),
    ])?;
    let row = ContactRow(connection.last_insert_rowid());
    addresses::follow(connection, row, &[], &contact.fields)?;
    people::follow_fields(connection, row, &[], &contact.fields)?;
    Ok(row)
}

/// Writes a contact's state, and whatever must follow it in the same transaction: who looks contacts up by what they
/// hold adds a line here. `before` is what the store has of it; without a wake the row's stays.
///
/// # Errors
///
/// When the store cannot be written.
pub fn put(
    connection: &Connection,
    row: ContactRow,
    before: &Before,
    after: &Contact,
    wake: Option<Wake>,
) -> Result<(), StoreError> {
    let (state, active_at) = (codec::encode_state(after), after.now.millis());
    match wake {
        // Columns that indexes hold are only named when they change.
        None => {
            let sql = "UPDATE contacts SET active_at = ?2, state = ?3 WHERE id = ?1";
            connection.prepare_cached(sql)?.execute(params![row.0, active_at, state])?;
        }
        Some(Wake { at, pushes }) => {
            let sql =
                "UPDATE contacts SET active_at = ?2, state = ?3, wake_at = ?4, pushes = ?5 WHERE id = ?1";
            let at = at.map(Instant::millis);
            connection.prepare_cached(sql)?.execute(params![row.0, active_at, state, at, pushes])?;
        }
    }
    people::follow(connection, row, &before.facts, after)?;
    if before.fields != after.fields {
        addresses::follow(connection, row, &before.fields, &after.fields)?;
        people::follow_fields(connection, row, &before.fields, &after.fields)?;
        let (old, new) = (&before.fields, &after.fields);
        let sort_name = people::sort_name(&after.id, new);
        if people::sort_name(&after.id, old) != sort_name {
            let sql = "UPDATE contacts SET sort_name = ?2 WHERE id = ?1";
            connection.prepare_cached(sql)?.execute(params![row.0, sort_name])?;
        }
    }
    Ok(())
}
