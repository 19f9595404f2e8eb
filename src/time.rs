//! Instants, delays and weekly windows: the plain values that every room shares.

mod rfc3339;
mod weekly;

use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use self::weekly::{Days, Stretch, TimeOfDay, Weekly};

/// A point on the time line: milliseconds since 1970-01-01T00:00:00Z. Written as RFC 3339 in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Instant(i64);

impl Instant {
    /// The instant that many milliseconds after the Unix epoch (before it, when negative).
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the Unix epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// This instant, `millis` later (earlier, when negative); it stops at the ends of the time line.
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Milliseconds from `earlier` to this instant; negative when `earlier` is the later one.
    pub const fn millis_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The same instant as chrono's type; instants beyond chrono's years become its first or last one.
    pub fn to_utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).unwrap_or(if self.0 < 0 {
            DateTime::<Utc>::MIN_UTC
        } else {
            DateTime::<Utc>::MAX_UTC
        })
    }
}

impl From<DateTime<Utc>> for Instant {
    fn from(value: DateTime<Utc>) -> Self {
        Self(value.timestamp_millis())
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match rfc3339::Text::of(*self) {
            Some(text) => f.write_str(text.as_str()),
            None => f.write_str(&self.to_utc().to_rfc3339_opts(SecondsFormat::AutoSi, true)),
        }
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match rfc3339::Text::of(*self) {
            Some(text) => serializer.serialize_str(text.as_str()),
            None => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let parsed = DateTime::parse_from_rfc3339(&text).map_err(serde::de::Error::custom)?;
        Ok(parsed.with_timezone(&Utc).into())
    }
}

/// A length of time as authors write it: calendar days (`d`, `w`), then exact time (`s`, `m`, `h`).
///
/// A calendar day later is the same time on the clock (RFC 5545, 3.3.6), also over a change to or from
/// summer time; an hour is always 3600 seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Delay {
    /// Calendar days, weeks included.
    pub days: u32,
    /// Exact milliseconds on top of the days.
    pub millis: u64,
}

impl Delay {
    /// No time at all.
    pub const ZERO: Self = Self { days: 0, millis: 0 };

    /// That many calendar days.
    pub const fn from_days(days: u32) -> Self {
        Self { days, millis: 0 }
    }

    /// That many seconds of exact time.
    pub const fn from_seconds(seconds: u64) -> Self {
        Self { days: 0, millis: seconds.saturating_mul(1000) }
    }

    /// Whether nothing is waited for.
    pub const fn is_zero(self) -> bool {
        self.days == 0 && self.millis == 0
    }

    /// The length with each calendar day taken as 24 hours: for comparing lengths, never for adding to a clock.
    pub const fn nominal_millis(self) -> u64 {
        (self.days as u64).saturating_mul(86_400_000).saturating_add(self.millis)
    }
}

impl fmt::Display for Delay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_zero() {
            return f.write_str("0s");
        }
        let seconds = self.millis / 1000;
        let parts = [
            (u64::from(self.days / 7), "w"),
            (u64::from(self.days % 7), "d"),
            (seconds / 3600, "h"),
            (seconds / 60 % 60, "m"),
            (seconds % 60, "s"),
            (self.millis % 1000, "ms"),
        ];
        parts.iter().filter(|(count, _)| *count > 0).try_for_each(|(count, unit)| write!(f, "{count}{unit}"))
    }
}
