//! Instants, delays and weekly windows: the plain values that every floor of the house shares.

use std::fmt;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, Utc, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

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
        f.write_str(&self.to_utc().to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
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

/// A time on the clock in whole minutes, `00:00` to `24:00` (the end of the day).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// `00:00`.
    pub const START: Self = Self(0);
    /// `24:00`.
    pub const END: Self = Self(24 * 60);

    /// The time at that hour and minute; none when there is no such time on a clock.
    pub const fn new(hour: u16, minute: u16) -> Option<Self> {
        if minute > 59 || hour > 24 || (hour == 24 && minute > 0) {
            return None;
        }
        Some(Self(hour * 60 + minute))
    }

    /// Minutes since midnight, 0 to 1440.
    pub const fn minutes(self) -> u16 {
        self.0
    }

    /// That time on `date`; `24:00` is midnight of the day after.
    pub fn on(self, date: NaiveDate) -> NaiveDateTime {
        let midnight = date.and_time(NaiveTime::MIN);
        midnight.checked_add_signed(chrono::TimeDelta::minutes(i64::from(self.0))).unwrap_or(midnight)
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// A set of days of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Days(u8);

impl Days {
    /// No day.
    pub const NONE: Self = Self(0);
    /// Every day.
    pub const ALL: Self = Self(0b111_1111);

    /// The days from `first` to `last`, both included; `fri..mon` runs over the week-end.
    pub fn range(first: Weekday, last: Weekday) -> Self {
        let mut days = Self::NONE;
        let mut day = first;
        loop {
            days = days.with(day);
            if day == last {
                return days;
            }
            day = day.succ();
        }
    }

    /// These days and `day`.
    #[must_use]
    pub fn with(self, day: Weekday) -> Self {
        Self(self.0 | 1 << day.num_days_from_monday())
    }

    /// The days that are in one of the two sets.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether `day` is one of them.
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day.num_days_from_monday()) != 0
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl fmt::Display for Days {
    /// As an author writes it: `mon..fri, sun`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let has = |day: usize| self.0 & (1 << day) != 0;
        let mut day = 0;
        let mut separator = "";
        while day < 7 {
            if !has(day) {
                day += 1;
                continue;
            }
            let first = day;
            while day + 1 < 7 && has(day + 1) {
                day += 1;
            }
            let name = NAMES[first];
            match day - first {
                0 => write!(f, "{separator}{name}")?,
                _ => write!(f, "{separator}{name}..{}", NAMES[day])?,
            }
            separator = ", ";
            day += 1;
        }
        Ok(())
    }
}

/// One stretch of a weekly window: half open, on each of its days.
///
/// When `end` is not later than `start` the stretch runs past midnight and belongs to the day that it begins
/// on; `00:00..24:00` is a whole day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stretch {
    /// The days on which it begins.
    pub days: Days,
    /// The first minute inside.
    pub start: TimeOfDay,
    /// The first minute outside again.
    pub end: TimeOfDay,
}

impl fmt::Display for Stretch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.days != Days::ALL {
            write!(f, "{} ", self.days)?;
        }
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// A window of the week: open whenever one of its stretches is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Weekly {
    /// The stretches in the author's order; they may overlap.
    pub stretches: Vec<Stretch>,
}

impl fmt::Display for Weekly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, stretch) in self.stretches.iter().enumerate() {
            write!(f, "{}{stretch}", if index == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}
