//! What is to go out, in order, and what became of it.
//!
//! A lane is the channel of a message, or the act (`notify`, `forward`, `call`, `other`). Within a lane each contact's
//! deliveries go one after the other: only the first has a `due_at`.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::contacts::ContactRow;
use super::{StoreError, codec};
use crate::engine::{Effect, EffectKey};
use crate::program::{Name, Value};
use crate::time::Instant;

/// Which row of `outbox`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutboxRow(pub i64);

/// An effect that is to be performed, with what was known of the contact when it was decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parcel {
    /// What.
    pub effect: Effect,
    /// The contact's address on the channel of a message; empty for everything else.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// The contact's language, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Name>,
    /// The contact's fields, for a call.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<(Name, Value)>,
}

/// One attempt that may begin.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    /// Where it stands.
    pub row: OutboxRow,
    /// Whose it is.
    pub contact: ContactRow,
    /// The contact's name.
    pub name: Name,
    /// The lane.
    pub lane: Name,
    /// Which attempt, from 1.
    pub number: u32,
    /// An earlier attempt may have got through.
    pub perhaps_sent: bool,
    /// When the effect was decided.
    pub decided_at: Instant,
    /// What.
    pub parcel: Parcel,
    /// What the AI wrote on an earlier attempt.
    pub written: Option<Name>,
}

impl Attempt {
    /// The delivery's key, `contact/sequence/index`.
    pub fn key(&self) -> String {
        format!("{}/{}", self.name, self.parcel.effect.key)
    }
}

/// How a delivery ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The provider has it.
    Sent,
    /// It will never go out this way.
    Failed,
    /// Nobody knows, and trying again could make two of one.
    Unknown,
}

impl Ending {
    /// The word in the table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

/// Adds a delivery; it is due now unless an earlier one of the same contact and lane is there.
///
/// # Errors
///
/// When the store cannot be written.
pub fn add(
    connection: &Connection,
    contact: ContactRow,
    lane: &str,
    now: Instant,
    parcel: &Parcel,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO outbox (contact, sequence, place, lane, decided_at, due_at, parcel) \
               VALUES (?1, ?2, ?3, ?4, ?5, \
               iif(EXISTS (SELECT 1 FROM outbox WHERE contact = ?1 AND lane = ?4), NULL, ?5), ?6)";
    connection.prepare_cached(sql)?.execute(params![
        contact.0,
        parcel.effect.key.sequence as i64,
        parcel.effect.key.index,
        lane,
        now.millis(),
        codec::encode(parcel),
    ])?;
    Ok(())
}

/// The lanes in which something waits.
///
/// # Errors
///
/// When the store cannot be read.
pub fn lanes(connection: &Connection) -> Result<Vec<Name>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT DISTINCT lane FROM outbox ORDER BY lane")?;
    let rows = statement.query_map([], |row| Ok(Name::from(row.get_ref(0)?.as_str()?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Claims what is due in a lane: it counts as in flight from the commit on. Not more than `limit`.
///
/// # Errors
///
/// When the store cannot be written.
pub fn claim(
    connection: &Connection,
    lane: &Name,
    now: Instant,
    limit: usize,
) -> Result<Vec<Attempt>, StoreError> {
    let mut attempts = attempts(
        connection,
        "o.lane = ?1 AND o.due_at <= ?2 ORDER BY o.due_at, o.id LIMIT ?3",
        params![&**lane, now.millis(), limit as i64],
    )?;
    attempts.iter_mut().for_each(|attempt| attempt.number = attempt.number.saturating_add(1));
    let sql = "UPDATE outbox SET due_at = NULL, in_flight = 1, attempts = ?2 WHERE id = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    for attempt in &attempts {
        statement.execute(params![attempt.row.0, attempt.number])?;
    }
    Ok(attempts)
}

/// Whether a delivery is still in the outbox.
///
/// # Errors
///
/// When the store cannot be read.
pub fn is_there(connection: &Connection, row: OutboxRow) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM outbox WHERE id = ?1)";
    Ok(connection.prepare_cached(sql)?.query_row([row.0], |row| row.get(0))?)
}

/// Keeps what the AI wrote for a delivery.
///
/// # Errors
///
/// When the store cannot be written.
pub fn set_written(connection: &Connection, row: OutboxRow, text: &str) -> Result<(), StoreError> {
    let sql = "UPDATE outbox SET written = ?2 WHERE id = ?1";
    connection.prepare_cached(sql)?.execute(params![row.0, text])?;
    Ok(())
}

/// Puts an attempt back: it is due again then.
///
/// # Errors
///
/// When the store cannot be written.
pub fn put_back(
    connection: &Connection,
    row: OutboxRow,
    due_at: Instant,
    perhaps_sent: bool,
    written: Option<&str>,
    why: &str,
) -> Result<(), StoreError> {
    let sql = "UPDATE outbox SET due_at = ?2, in_flight = 0, perhaps_sent = ?3, \
               written = coalesce(?4, written), why = ?5 WHERE id = ?1";
    connection.prepare_cached(sql)?.execute(params![row.0, due_at.millis(), perhaps_sent, written, why])?;
    Ok(())
}

/// Ends a delivery: it leaves the outbox, what became of it is kept, and the next of its lane is due.
///
/// # Errors
///
/// When the store cannot be written.
pub fn end(connection: &Connection, attempt: &Attempt, ended: &Ended<'_>) -> Result<(), StoreError> {
    let key = attempt.parcel.effect.key;
    let sql = "INSERT INTO deliveries (contact, sequence, place, lane, outcome, at, attempts, perhaps_sent, \
               provider_id, written, why) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    connection.prepare_cached(sql)?.execute(params![
        attempt.contact.0,
        key.sequence as i64,
        key.index,
        &*attempt.lane,
        ended.ending.name(),
        ended.at.millis(),
        attempt.number,
        attempt.perhaps_sent,
        ended.provider_id,
        ended.written,
        ended.why,
    ])?;
    connection.prepare_cached("DELETE FROM outbox WHERE id = ?1")?.execute([attempt.row.0])?;
    let sql = "UPDATE outbox SET due_at = ?3 WHERE id = \
               (SELECT id FROM outbox WHERE contact = ?1 AND lane = ?2 ORDER BY id LIMIT 1)";
    connection.prepare_cached(sql)?.execute(params![attempt.contact.0, &*attempt.lane, ended.at.millis()])?;
    Ok(())
}

/// What became of a delivery.
#[derive(Debug, Clone, Copy)]
pub struct Ended<'a> {
    /// What.
    pub ending: Ending,
    /// When.
    pub at: Instant,
    /// The provider's own id.
    pub provider_id: Option<&'a str>,
    /// What the AI wrote.
    pub written: Option<&'a str>,
    /// Why, in words.
    pub why: Option<&'a str>,
}

/// The attempts that a process left in flight when it died.
///
/// # Errors
///
/// When the store cannot be read.
pub fn left_in_flight(connection: &Connection) -> Result<Vec<Attempt>, StoreError> {
    attempts(connection, "o.in_flight = 1 ORDER BY o.id", params![])
}

/// When the next delivery of a lane is due.
///
/// # Errors
///
/// When the store cannot be read.
pub fn next_due(connection: &Connection, lane: &str) -> Result<Option<Instant>, StoreError> {
    let sql = "SELECT due_at FROM outbox WHERE lane = ?1 AND due_at IS NOT NULL ORDER BY due_at LIMIT 1";
    let at = connection.prepare_cached(sql)?.query_row([lane], |row| row.get(0)).optional()?;
    Ok(at.map(Instant::from_millis))
}

/// How many deliveries wait or are on their way.
///
/// # Errors
///
/// When the store cannot be read.
pub fn depth(connection: &Connection) -> Result<u64, StoreError> {
    let count: i64 =
        connection.prepare_cached("SELECT count(*) FROM outbox")?.query_row([], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

/// The message that a provider knows by that id, or that has that key (`contact/sequence/index`).
///
/// # Errors
///
/// When the store cannot be read.
pub fn find_delivery(
    connection: &Connection,
    lane: &str,
    message: &str,
) -> Result<Option<(Name, EffectKey)>, StoreError> {
    let sql = "SELECT c.name, d.sequence, d.place FROM deliveries d JOIN contacts c ON c.id = d.contact \
               WHERE d.provider_id = ?1 AND d.lane = ?2";
    let by_provider = connection.prepare_cached(sql)?.query_row(params![message, lane], found).optional()?;
    if by_provider.is_some() {
        return Ok(by_provider);
    }
    let mut parts = message.rsplitn(3, '/');
    let (Some(place), Some(sequence), Some(name)) = (parts.next(), parts.next(), parts.next()) else {
        return Ok(None);
    };
    let (Ok(place), Ok(sequence)) = (place.parse::<u32>(), sequence.parse::<i64>()) else { return Ok(None) };
    let sql = "SELECT c.name, d.sequence, d.place FROM contacts c JOIN deliveries d ON d.contact = c.id \
               WHERE c.name = ?1 AND d.sequence = ?2 AND d.place = ?3";
    Ok(connection.prepare_cached(sql)?.query_row(params![name, sequence, place], found).optional()?)
}

/// The provider says that a message has arrived. False when that was known, or when there is no such message.
///
/// # Errors
///
/// When the store cannot be written.
pub fn delivered(
    connection: &Connection,
    contact: &str,
    key: EffectKey,
    at: Instant,
) -> Result<bool, StoreError> {
    let sql = "UPDATE deliveries SET delivered_at = ?4 WHERE delivered_at IS NULL AND sequence = ?2 AND place = ?3 \
               AND contact = (SELECT id FROM contacts WHERE name = ?1)";
    let values = params![contact, key.sequence as i64, key.index, at.millis()];
    Ok(connection.prepare_cached(sql)?.execute(values)? > 0)
}

fn found(row: &rusqlite::Row<'_>) -> rusqlite::Result<(Name, EffectKey)> {
    let key = EffectKey { sequence: row.get::<_, i64>(1)?.unsigned_abs(), index: row.get(2)? };
    Ok((row.get_ref(0)?.as_str()?.into(), key))
}

/// What the AI wrote for a contact's deliveries since that sequence number.
///
/// # Errors
///
/// When the store cannot be read.
pub fn written_since(
    connection: &Connection,
    contact: ContactRow,
    sequence: u64,
) -> Result<BTreeMap<EffectKey, Name>, StoreError> {
    let sql = "SELECT sequence, place, written FROM deliveries \
               WHERE contact = ?1 AND sequence >= ?2 AND written IS NOT NULL AND outcome <> 'failed'";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params![contact.0, sequence as i64], |row| {
        let key = EffectKey { sequence: row.get::<_, i64>(0)?.unsigned_abs(), index: row.get(1)? };
        Ok((key, Name::from(row.get_ref(2)?.as_str()?)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn attempts(
    connection: &Connection,
    which: &str,
    parameters: impl rusqlite::Params,
) -> Result<Vec<Attempt>, StoreError> {
    let sql = format!(
        "SELECT o.id, o.contact, c.name, o.lane, o.attempts, o.perhaps_sent, o.decided_at, o.parcel, o.written \
         FROM outbox o JOIN contacts c ON c.id = o.contact WHERE {which}"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(parameters)?;
    let mut attempts = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let parcel = row.get_ref(7)?.as_blob().map_err(rusqlite::Error::from)?;
        attempts.push(Attempt {
            row: OutboxRow(id),
            contact: ContactRow(row.get(1)?),
            name: row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?.into(),
            lane: row.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?.into(),
            number: row.get(4)?,
            perhaps_sent: row.get(5)?,
            decided_at: Instant::from_millis(row.get(6)?),
            parcel: codec::decode(parcel, || format!("delivery {id}"))?,
            written: row.get::<_, Option<String>>(8)?.map(Name::from),
        });
    }
    Ok(attempts)
}
