//! Whether a store is whole: what SQLite says of its pages, and what must be true of the rows.

use rusqlite::Connection;

use super::{StoreError, codec};
use crate::engine::Contact;
use crate::time::Instant;

/// How many of SQLite's own complaints are told.
const COMPLAINTS_MAX: usize = 20;

/// Questions that must find nothing, and what it means when they do.
const RULES: [(&str, &str); 9] = [
    (
        "SELECT 'delivery ' || o.id FROM outbox o LEFT JOIN contacts c ON c.id = o.contact WHERE c.id IS NULL",
        "belongs to no contact",
    ),
    (
        "SELECT 'event ' || h.sequence || ' of contact number ' || h.contact FROM history h \
         LEFT JOIN contacts c ON c.id = h.contact WHERE c.id IS NULL",
        "belongs to no contact",
    ),
    (
        "SELECT 'delivery ' || o.id FROM outbox o LEFT JOIN history h \
         ON h.contact = o.contact AND h.sequence = o.sequence WHERE h.contact IS NULL",
        "comes of no event",
    ),
    (
        "SELECT 'delivery ' || o.id FROM outbox o JOIN deliveries d \
         ON d.contact = o.contact AND d.sequence = o.sequence AND d.place = o.place",
        "waits although it is over",
    ),
    (
        "SELECT 'delivery ' || o.id FROM outbox o WHERE o.due_at IS NULL AND o.in_flight = 0 AND o.id = \
         (SELECT min(id) FROM outbox WHERE contact = o.contact AND lane = o.lane)",
        "is the first of its lane and never due",
    ),
    (
        "SELECT 'delivery ' || o.id FROM outbox o WHERE (o.due_at IS NOT NULL OR o.in_flight = 1) AND o.id <> \
         (SELECT min(id) FROM outbox WHERE contact = o.contact AND lane = o.lane)",
        "overtakes an earlier one",
    ),
    (
        "SELECT 'delivery ' || o.id FROM outbox o WHERE o.due_at IS NOT NULL AND o.in_flight = 1",
        "is due and in flight",
    ),
    (
        "SELECT 'event `' || e.event_id || '` that is kept' FROM set_aside_events e \
         LEFT JOIN set_aside s ON s.contact = e.contact WHERE s.contact IS NULL",
        "belongs to no contact that is set aside",
    ),
    (
        "SELECT 'the address ' || a.address FROM addresses a LEFT JOIN contacts c ON c.id = a.contact \
         WHERE c.id IS NULL",
        "belongs to no contact",
    ),
];

/// What is wrong with a store, in words; nothing when it is whole.
///
/// # Errors
///
/// When it cannot be read at all.
pub fn check(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut wrong = pages(connection)?;
    if !wrong.is_empty() {
        return Ok(wrong);
    }
    for (question, meaning) in RULES {
        let mut statement = connection.prepare(question)?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        for row in rows {
            wrong.push(format!("{} {meaning}", row?));
        }
    }
    wakes(connection, &mut wrong)?;
    Ok(wrong)
}

fn pages(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare(&format!("PRAGMA integrity_check({COMPLAINTS_MAX})"))?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    let complaints = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(complaints.into_iter().filter(|complaint| complaint != "ok").collect())
}

/// Every state can be read, its wake is the row's, and its history is without gaps.
fn wakes(connection: &Connection, wrong: &mut Vec<String>) -> Result<(), StoreError> {
    let cleared = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM meta WHERE name = 'cleared_before')",
        [],
        |row| row.get(0),
    )?;
    let sql = "SELECT c.name, c.state, c.wake_at, c.pushes, \
               (SELECT max(sequence) FROM history WHERE contact = c.id), \
               EXISTS (SELECT 1 FROM set_aside WHERE contact = c.id) FROM contacts c ORDER BY c.id";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        let state = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
        let contact: Contact = match codec::decode(state, || format!("the state of `{name}`")) {
            Ok(contact) => contact,
            Err(error) => {
                wrong.push(error.to_string());
                continue;
            }
        };
        let wake_at = row.get::<_, Option<i64>>(2)?.map(Instant::from_millis);
        let pushed_back = row.get::<_, u32>(3)? > 0;
        let next = contact.next_wake();
        // A wake that was put off may still stand earlier; a contact that was due again at once too often waits
        // longer than its state says.
        let set_aside: bool = row.get(5)?;
        let agrees = match (wake_at, next) {
            // The wake rests.
            (stored, _) if set_aside => stored.is_none(),
            (Some(stored), Some(next)) => pushed_back || stored <= next,
            (stored, next) => stored == next,
        };
        if !agrees {
            wrong.push(format!("the wake of `{name}` is not that of its state"));
        }
        let last = row.get::<_, Option<i64>>(4)?.map(i64::unsigned_abs);
        // Who has had no event for long has no history left, once some of it went.
        let gone = last.is_none() && cleared;
        if (last.unwrap_or(0) != contact.sequence && !gone) || *contact.id != *name {
            wrong.push(format!("the state of `{name}` is not that of its history"));
        }
    }
    Ok(())
}
