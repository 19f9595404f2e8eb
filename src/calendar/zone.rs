//! Time zones by their IANA name, and what the clock on the wall shows in them.

use std::cmp::max;
use std::fmt;

use chrono::NaiveDateTime;
use chrono_tz::{TZ_VARIANTS, Tz};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::local::Local;
use super::offsets::{self, Span};
use crate::time::{Delay, Instant};

/// No offset is larger than 16 hours: a local time is never further from its instant than that.
const OFFSET_MILLIS_MAX: i64 = 16 * 3_600_000;
const DAY_MILLIS: i64 = 86_400_000;

/// A time zone of the IANA database. Written as its name in JSON.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Zone(u16);

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(Tz::UTC as u16);

    /// The zone of that name, in the database's own spelling.
    ///
    /// ```
    /// # use flowc::calendar::Zone;
    /// assert_eq!(Zone::parse("Europe/Paris").unwrap().name(), "Europe/Paris");
    /// assert_eq!(Zone::parse("europe/paris"), None);
    /// ```
    pub fn parse(name: &str) -> Option<Self> {
        name.parse::<Tz>().ok().map(|zone| Self(zone as u16))
    }

    /// The name in the IANA database.
    pub fn name(self) -> &'static str {
        TZ_VARIANTS[usize::from(self.0)].name()
    }

    /// The names of all zones, for suggesting one.
    pub fn names() -> impl Iterator<Item = &'static str> {
        TZ_VARIANTS.iter().map(|zone| zone.name())
    }

    /// The release of the IANA database that is built in, such as `2025b`.
    pub const fn database() -> &'static str {
        chrono_tz::IANA_TZDB_VERSION
    }

    /// What the calendar and the clock on the wall show at that instant.
    pub fn local(self, at: Instant) -> Local {
        Local::from_millis(at.millis().saturating_add(self.span(at).offset))
    }

    /// The local date and time at that instant; beyond chrono's years, its first or last one.
    pub fn to_local(self, at: Instant) -> NaiveDateTime {
        self.local(at).date_time()
    }

    /// The first instant at which the clock shows `local`, or has jumped over it.
    ///
    /// A local time that does not exist becomes the first instant after the gap; one that exists twice is the
    /// earlier of the two.
    ///
    /// ```
    /// # use flowc::calendar::Zone;
    /// let paris = Zone::parse("Europe/Paris").unwrap();
    /// let instant = |text: &str| paris.to_instant(text.parse().unwrap()).to_string();
    /// assert_eq!(instant("2026-03-29T02:30:00"), "2026-03-29T01:00:00Z"); // the clock shows 03:00
    /// assert_eq!(instant("2026-10-25T02:30:00"), "2026-10-25T00:30:00Z"); // still summer time
    /// ```
    pub fn to_instant(self, local: NaiveDateTime) -> Instant {
        self.instant_of(local.and_utc().timestamp_millis())
    }

    /// That instant and `delay` later: first the calendar days, at the same time on the clock, then the exact time.
    ///
    /// ```
    /// # use flowc::{calendar::Zone, time::Delay};
    /// let paris = Zone::parse("Europe/Paris").unwrap();
    /// let noon = paris.to_instant("2026-03-28T12:00:00".parse().unwrap());
    /// let next_noon = paris.add(noon, Delay::from_days(1));
    /// assert_eq!(next_noon.millis_since(noon), 23 * 3_600_000); // the night is an hour shorter
    /// ```
    #[must_use]
    pub fn add(self, at: Instant, delay: Delay) -> Instant {
        let millis = i64::try_from(delay.millis).unwrap_or(i64::MAX);
        self.plus_days(at, i64::from(delay.days)).plus_millis(millis)
    }

    /// That instant and `delay` earlier: first the calendar days, at the same time on the clock, then the exact time.
    #[must_use]
    pub fn sub(self, at: Instant, delay: Delay) -> Instant {
        let millis = i64::try_from(delay.millis).unwrap_or(i64::MAX);
        self.plus_days(at, -i64::from(delay.days)).plus_millis(-millis)
    }

    /// The stretch of time around `at` in which the offset stays the same.
    pub(super) fn span(self, at: Instant) -> Span {
        offsets::span(self.0, at.millis())
    }

    fn plus_days(self, at: Instant, days: i64) -> Instant {
        if days == 0 {
            return at;
        }
        let local = at.millis().saturating_add(self.span(at).offset);
        self.instant_of(local.saturating_add(days * DAY_MILLIS))
    }

    /// The first instant at which the clock shows `local` (milliseconds) or later.
    fn instant_of(self, local: i64) -> Instant {
        let mut start = local.saturating_sub(OFFSET_MILLIS_MAX);
        loop {
            let span = offsets::span(self.0, start);
            let candidate = local.saturating_sub(span.offset);
            if candidate < span.end || span.end == i64::MAX {
                return Instant::from_millis(max(candidate, start));
            }
            start = span.end;
        }
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name())
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Default for Zone {
    /// UTC, as for a workspace that names none.
    fn default() -> Self {
        Self::UTC
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let unknown = || serde::de::Error::custom(format_args!("no such time zone: `{name}`"));
        Self::parse(&name).ok_or_else(unknown)
    }
}
