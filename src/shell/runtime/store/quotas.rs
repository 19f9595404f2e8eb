//! What all contacts together have used of each channel's monthly quota.

use chrono::{DateTime, Datelike, TimeZone, Utc};
use rusqlite::{Connection, params};

use super::StoreError;
use crate::engine::{Effect, EffectKind};
use crate::program::Name;
use crate::time::Instant;

/// The use of one month, as the engine wants it with each event. Months are those of UTC, as the platforms count them.
#[derive(Debug, Clone, Default)]
pub struct Quotas {
    month: String,
    /// The instant from which another month is to be looked at, and the one before which.
    until: i64,
    from: i64,
    used: Vec<(Name, u32)>,
}

impl Quotas {
    /// What was used in the month of that instant, sorted by channel; read from the store when the month is another.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn at(&mut self, connection: &Connection, now: Instant) -> Result<&[(Name, u32)], StoreError> {
        if now.millis() >= self.until || now.millis() < self.from {
            let (month, from, until) = month(now);
            let sql = "SELECT channel, used FROM quotas WHERE month = ?1 ORDER BY channel";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([&month], |row| {
                let channel: Name = row.get_ref(0)?.as_str()?.into();
                Ok((channel, row.get(1)?))
            })?;
            self.used = rows.collect::<Result<_, _>>()?;
            (self.month, self.from, self.until) = (month, from, until);
        }
        Ok(&self.used)
    }

    /// Counts what an effect that was decided now uses.
    ///
    /// # Errors
    ///
    /// When the store cannot be written.
    pub fn count(
        &mut self,
        connection: &Connection,
        now: Instant,
        effect: &Effect,
    ) -> Result<(), StoreError> {
        let EffectKind::SendMessage { channel, counts_quota: true, .. } = &effect.kind else { return Ok(()) };
        self.at(connection, now)?;
        match self.used.binary_search_by(|(name, _)| name.cmp(channel)) {
            Ok(at) => self.used[at].1 = self.used[at].1.saturating_add(1),
            Err(at) => self.used.insert(at, (channel.clone(), 1)),
        }
        let sql = "INSERT INTO quotas (channel, month, used) VALUES (?1, ?2, 1) \
                   ON CONFLICT (channel, month) DO UPDATE SET used = used + 1";
        connection.prepare_cached(sql)?.execute(params![&**channel, self.month])?;
        Ok(())
    }
}

/// The month of an instant, the instant when it began, and that when it ends.
fn month(now: Instant) -> (String, i64, i64) {
    let now = now.to_utc();
    let first = |year: i32, month: u32| Utc.with_ymd_and_hms(year, month, 1, 0, 0, 0).single();
    let next = match now.month() {
        12 => first(now.year().saturating_add(1), 1),
        month => first(now.year(), month + 1),
    };
    let millis = |at: Option<DateTime<Utc>>, end: i64| at.map_or(end, |at| at.timestamp_millis());
    let text = format!("{:04}-{:02}", now.year(), now.month());
    (text, millis(first(now.year(), now.month()), i64::MIN), millis(next, i64::MAX))
}
