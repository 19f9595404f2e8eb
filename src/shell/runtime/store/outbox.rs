//! What is to go out, in order, and what became of it.
//!
//! A lane is the channel of a message, or the act (`notify`, `forward`, `call`, `other`). Within a lane each contact's
//! deliveries go one after the other: only the first has a `due_at`.

mod attempt;

use rusqlite::{Connection, OptionalExtension, params};

use self::attempt::attempts;
pub use self::attempt::{Attempt, Ending, Label, Parcel};
use super::contacts::ContactRow;
use super::{StoreError, codec};
use crate::program::Name;
use crate::time::Instant;

/// Which row of `outbox`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutboxRow(pub i64);

/// What is added.
#[derive(Debug, Clone, Copy)]
pub struct Added<'a> {
    /// Under which number; none is ever used twice while a process runs.
    pub row: OutboxRow,
    /// Whose.
    pub contact: ContactRow,
    /// In which lane.
    pub lane: &'a str,
    /// When it was decided.
    pub decided_at: Instant,
    /// What.
    pub parcel: &'a Parcel,
}

/// What an added delivery waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waits {
    /// For an earlier one of the same contact and lane.
    Behind,
    /// For a hand that takes it.
    Due,
    /// For nothing: its first attempt begins with the commit.
    Not,
}

/// Adds a delivery whose effect is in the history.
///
/// # Errors
///
/// When the store cannot be written.
pub fn add(connection: &Connection, added: &Added<'_>, waits: Waits) -> Result<(), StoreError> {
    let Added { row, contact, lane, decided_at, parcel } = added;
    let sql = "INSERT INTO outbox (id, contact, sequence, place, lane, decided_at, due_at, in_flight, attempts, parcel) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9)";
    connection.prepare_cached(sql)?.execute(params![
        row.0,
        contact.0,
        parcel.effect.key.sequence as i64,
        parcel.effect.key.index,
        lane,
        decided_at.millis(),
        (waits == Waits::Due).then(|| decided_at.millis()),
        waits == Waits::Not,
        codec::encode(&parcel.label),
    ])?;
    Ok(())
}

/// Whether something of that contact is in that lane.
///
/// # Errors
///
/// When the store cannot be read.
pub fn is_taken(connection: &Connection, contact: ContactRow, lane: &str) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM outbox WHERE contact = ?1 AND lane = ?2 LIMIT 1";
    Ok(connection.prepare_cached(sql)?.exists(params![contact.0, lane])?)
}

/// The highest number in use; 0 when nothing is to go out.
///
/// # Errors
///
/// When the store cannot be read.
pub fn last_row(connection: &Connection) -> Result<OutboxRow, StoreError> {
    let sql = "SELECT coalesce(max(id), 0) FROM outbox";
    Ok(OutboxRow(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?))
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

/// Claims what is due in a lane: it counts as in flight from the commit on. Not more than `limit`. What `at_hand` has is
/// not read.
///
/// # Errors
///
/// When the store cannot be written.
pub fn claim(
    connection: &Connection,
    lane: &Name,
    now: Instant,
    limit: usize,
    at_hand: &mut dyn FnMut(OutboxRow) -> Option<Parcel>,
) -> Result<Vec<Attempt>, StoreError> {
    let mut attempts = attempts(
        connection,
        "o.lane = ?1 AND o.due_at <= ?2 ORDER BY o.due_at, o.id LIMIT ?3",
        params![&**lane, now.millis(), limit as i64],
        at_hand,
    )?;
    attempts.iter_mut().for_each(|attempt| attempt.number = attempt.number.saturating_add(1));
    let sql = "UPDATE outbox SET due_at = NULL, in_flight = 1, attempts = ?2 WHERE id = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    for attempt in &attempts {
        statement.execute(params![attempt.row.0, attempt.number])?;
    }
    Ok(attempts)
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

/// Puts an attempt back: it is due again then. False when the delivery is gone, since its contact was forgotten.
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
) -> Result<bool, StoreError> {
    let sql = "UPDATE outbox SET due_at = ?2, in_flight = 0, perhaps_sent = ?3, \
               written = coalesce(?4, written), why = ?5 WHERE id = ?1";
    let values = params![row.0, due_at.millis(), perhaps_sent, written, why];
    Ok(connection.prepare_cached(sql)?.execute(values)? > 0)
}

/// Ends a delivery: it leaves the outbox, what became of it is kept, and the next of its lane is due. False when it was
/// gone, since its contact was forgotten.
///
/// # Errors
///
/// When the store cannot be written.
pub fn end(connection: &Connection, attempt: &Attempt, ended: &Ended<'_>) -> Result<bool, StoreError> {
    if connection.prepare_cached("DELETE FROM outbox WHERE id = ?1")?.execute([attempt.row.0])? == 0 {
        return Ok(false);
    }
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
    let sql = "UPDATE outbox SET due_at = ?3 WHERE id = \
               (SELECT id FROM outbox WHERE contact = ?1 AND lane = ?2 ORDER BY id LIMIT 1)";
    connection.prepare_cached(sql)?.execute(params![attempt.contact.0, &*attempt.lane, ended.at.millis()])?;
    Ok(true)
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
    attempts(connection, "o.in_flight = 1 ORDER BY o.id", params![], &mut |_| None)
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
