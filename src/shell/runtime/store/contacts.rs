//! Contacts: their state, and when each wants to be woken.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::programs::ProgramRow;
use super::{StoreError, addresses, codec, people, upgrades};
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

/// When a contact is to be woken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wake {
    /// When; in the store never later than the state's own next wake, unless the contact was pushed back.
    pub at: Option<Instant>,
    /// How often in a row it was pushed back.
    pub pushes: u32,
}

impl Wake {
    /// What the store is to say from now on. One that was put off leaves the row as it is: who wakes at the old time
    /// finds that it is too early, once, instead of an index that moves with each message.
    #[must_use]
    pub fn behind(self, stored: Self, now: Instant) -> Self {
        let stays = self.pushes == 0
            && stored.pushes == 0
            && matches!((stored.at, self.at), (Some(early), Some(next)) if early > now && early <= next);
        if stays { stored } else { self }
    }
}

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
    let Some((stored, mut contact, program)) = load(connection, name)? else { return Ok(None) };
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
        codec::encode(contact),
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
    let (state, active_at) = (codec::encode(after), after.now.millis());
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

/// Says anew when a contact is to be woken.
///
/// # Errors
///
/// When the store cannot be written.
pub fn set_wake(connection: &Connection, row: ContactRow, wake: Wake) -> Result<(), StoreError> {
    let sql = "UPDATE contacts SET wake_at = ?2, pushes = ?3 WHERE id = ?1";
    connection.prepare_cached(sql)?.execute(params![row.0, wake.at.map(Instant::millis), wake.pushes])?;
    Ok(())
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

/// When the writer has to look at a contact next: nothing is due before.
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
    let sql = "SELECT id, state, name, wake_at, pushes FROM contacts WHERE wake_at IS NOT NULL ORDER BY wake_at, name";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    // By when each is due, and by name.
    let mut first: BTreeMap<(Instant, Name), (ContactRow, Contact)> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let wake_at = Instant::from_millis(row.get(3)?);
        // Nobody is due before the row says so: those that come now are not among the first.
        let last = first.last_key_value().map(|((due, _), _)| *due);
        if first.len() >= limit && last.is_none_or(|last| last < wake_at) {
            break;
        }
        let name: String = row.get(2)?;
        let state = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
        let contact: Contact = codec::decode(state, || format!("the state of `{name}`"))?;
        let pushed_back = row.get::<_, u32>(4)? > 0;
        let due = contact.next_wake().filter(|_| !pushed_back).unwrap_or(wake_at);
        first.insert((due, contact.id.clone()), (ContactRow(row.get(0)?), contact));
        if first.len() > limit {
            first.pop_last();
        }
    }
    Ok(first.into_values().collect())
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
