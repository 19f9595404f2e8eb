//! History that has been kept for long enough, and goes.

use rusqlite::{Connection, params};

use super::{StoreError, feed};
use crate::time::Instant;

/// Removes the oldest events that were committed before that instant, with what became of their deliveries; not more
/// than `limit`. It stops at an event of which something is still to go out. Gives how many went.
///
/// # Errors
///
/// When the store cannot be written.
pub fn remove_before(connection: &Connection, before: Instant, limit: usize) -> Result<usize, StoreError> {
    let sql = "SELECT h.number, h.contact, h.sequence, h.committed_at < ?1 AND NOT EXISTS \
               (SELECT 1 FROM outbox o WHERE o.contact = h.contact AND o.sequence = h.sequence) \
               FROM history h ORDER BY h.number LIMIT ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params![before.millis(), limit as i64])?;
    let mut going: Vec<(i64, i64, i64)> = Vec::new();
    while let Some(row) = rows.next()? {
        if !row.get::<_, bool>(3)? {
            break;
        }
        going.push((row.get(0)?, row.get(1)?, row.get(2)?));
    }
    drop(rows);
    if !going.is_empty() {
        feed::keep_numbers(connection)?;
        let sql = "INSERT INTO meta (name, value) VALUES ('cleared_before', ?1) \
                   ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        connection.prepare_cached(sql)?.execute([before.to_string()])?;
    }
    for (number, contact, sequence) in &going {
        let sql = "DELETE FROM deliveries WHERE contact = ?1 AND sequence = ?2";
        connection.prepare_cached(sql)?.execute([contact, sequence])?;
        connection.prepare_cached("DELETE FROM history WHERE number = ?1")?.execute([number])?;
    }
    Ok(going.len())
}
