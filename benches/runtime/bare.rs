//! What the disk and SQLite alone allow: loops that do nothing but commit, with the settings of the store.

use std::path::Path;
use std::time::Instant as Tick;

use flowc::shell::runtime::store::Store;
use rusqlite::types::Value;
use rusqlite::{Connection, params};

/// Commits the rows that a service left in its store into another with the same tables: each event of the history, the
/// contact's state with it, and each delivery when it is added and when it ends. Gives the bytes of an event's rows, and
/// events per second.
pub fn rows(path: &Path, to: &Path, group: usize) -> (f64, f64) {
    drop(std::fs::remove_file(to));
    let mut store = Store::open(to).expect("a store");
    let from = Connection::open(path).expect("the store");
    let sql = "SELECT h.number, h.contact, h.sequence, h.committed_at, h.program, h.at, h.event_id, h.event, h.effects, \
               c.active_at, c.state, c.name, \
               (SELECT count(*) FROM deliveries WHERE contact = h.contact AND sequence = h.sequence) \
               FROM history h JOIN contacts c ON c.id = h.contact ORDER BY h.number";
    let mut statement = from.prepare(sql).expect("it is right");
    let events: Vec<Vec<Value>> = statement
        .query_map([], |row| (0..13).map(|at| row.get(at)).collect())
        .expect("the history")
        .collect::<Result<_, _>>()
        .expect("its rows");
    let bytes: usize = events.iter().flatten().map(length).sum();
    let begun = Tick::now();
    for events in events.chunks(group) {
        let transaction = store.connection().transaction().expect("a transaction");
        for event in events {
            commit(&transaction, event).expect("its rows");
        }
        transaction.commit().expect("it is written");
    }
    (bytes as f64 / events.len() as f64, events.len() as f64 / begun.elapsed().as_secs_f64())
}

fn commit(connection: &Connection, event: &[Value]) -> rusqlite::Result<()> {
    let [number, contact, sequence, committed_at, program, at, id, what, effects] = &event[..9] else {
        unreachable!()
    };
    let [active_at, state, name, Value::Integer(deliveries)] = &event[9..] else { unreachable!() };
    let sql = "UPDATE contacts SET active_at = ?2, state = ?3 WHERE id = ?1";
    if connection.prepare_cached(sql)?.execute(params![contact, active_at, state])? == 0 {
        let sql = "INSERT INTO contacts (id, name, active_at, active_in, open, assignee, sort_name, state) \
                   VALUES (?1, ?2, ?3, ?3 / 600000, 1, '', ?2, ?4)";
        connection.prepare_cached(sql)?.execute(params![contact, name, active_at, state])?;
    }
    let sql = "INSERT INTO history (number, contact, sequence, committed_at, program, at, event_id, event, effects) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let values = params![number, contact, sequence, committed_at, program, at, id, what, effects];
    connection.prepare_cached(sql)?.execute(values)?;
    for place in 0..*deliveries {
        let sql = "INSERT INTO outbox (contact, sequence, place, lane, decided_at, in_flight, parcel) \
                   VALUES (?1, ?2, ?3, 'webchat', ?4, 1, ?5)";
        connection.prepare_cached(sql)?.execute(params![contact, sequence, place, at, effects])?;
        let row = connection.last_insert_rowid();
        let sql = "INSERT INTO deliveries (contact, sequence, place, lane, outcome, at, attempts, perhaps_sent) \
                   VALUES (?1, ?2, ?3, 'webchat', 'sent', ?4, 1, 0)";
        connection.prepare_cached(sql)?.execute(params![contact, sequence, place, at])?;
        connection.prepare_cached("DELETE FROM outbox WHERE id = ?1")?.execute([row])?;
    }
    Ok(())
}

fn length(value: &Value) -> usize {
    match value {
        Value::Null => 0,
        Value::Integer(_) | Value::Real(_) => 4,
        Value::Text(text) => text.len(),
        Value::Blob(bytes) => bytes.len(),
    }
}

/// Commits one row of so many bytes for each event; gives events per second.
pub fn bytes(path: &Path, bytes: usize, group: usize, rows: usize) -> f64 {
    let mut connection = Connection::open(path).expect("a file");
    connection
        .execute_batch(
            "PRAGMA journal_mode = wal; PRAGMA synchronous = full; PRAGMA cache_size = -65536; \
             PRAGMA wal_autocheckpoint = 8192; \
             DROP TABLE IF EXISTS rows; CREATE TABLE rows (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);",
        )
        .expect("a table");
    // Bytes that do not repeat from row to row.
    let mut row = vec![0_u8; bytes];
    let begun = Tick::now();
    let mut done = 0;
    while done < rows {
        let transaction = connection.transaction().expect("a transaction");
        for number in done..(done + group).min(rows) {
            row[..8.min(bytes)].copy_from_slice(&number.to_le_bytes()[..8.min(bytes)]);
            let mut insert =
                transaction.prepare_cached("INSERT INTO rows (bytes) VALUES (?1)").expect("it is right");
            insert.execute(params![row]).expect("a row");
        }
        transaction.commit().expect("it is written");
        done += group;
    }
    rows as f64 / begun.elapsed().as_secs_f64()
}
