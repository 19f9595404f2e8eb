//! When contacts want to be woken: timers, each contact's next one in its row.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::contacts::ContactRow;
use super::{StoreError, codec};
use crate::engine::Contact;
use crate::program::Name;
use crate::time::Instant;

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
