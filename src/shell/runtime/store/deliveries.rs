//! What became of what went out.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::StoreError;
use super::contacts::ContactRow;
use crate::engine::EffectKey;
use crate::program::Name;
use crate::time::Instant;

/// The message that a provider knows by that id, or that has that key (`contact/sequence/index`).
///
/// # Errors
///
/// When the store cannot be read.
pub fn find(
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

fn found(row: &rusqlite::Row<'_>) -> rusqlite::Result<(Name, EffectKey)> {
    let key = EffectKey { sequence: row.get::<_, i64>(1)?.unsigned_abs(), index: row.get(2)? };
    Ok((row.get_ref(0)?.as_str()?.into(), key))
}
