//! What the calendar and the clock on the wall show: a day and the time since its midnight.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Weekday};

const DAY_MILLIS: i64 = 86_400_000;
const MINUTE_MILLIS: i64 = 60_000;

/// A local reading: cheap to make, and split as windows need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Local {
    day: i64,
    millis: i64,
}

impl Local {
    /// The reading `millis` after 1970-01-01 00:00 on the local clock.
    pub(super) const fn from_millis(millis: i64) -> Self {
        Self { day: millis.div_euclid(DAY_MILLIS), millis: millis.rem_euclid(DAY_MILLIS) }
    }

    /// Days since 1970-01-01 on the local calendar.
    pub const fn day(self) -> i64 {
        self.day
    }

    /// Milliseconds since the day's midnight on the clock, 0 to 86,399,999.
    pub const fn millis(self) -> i64 {
        self.millis
    }

    /// Whole minutes since the day's midnight on the clock, 0 to 1439.
    pub const fn minute(self) -> i64 {
        self.millis / MINUTE_MILLIS
    }

    /// The date; beyond chrono's years, its first or last one.
    pub fn date(self) -> NaiveDate {
        date_of(self.day)
    }

    /// The day of the week.
    pub const fn weekday(self) -> Weekday {
        weekday_of(self.day)
    }

    /// Date and time together; beyond chrono's years, its first or last instant.
    pub fn date_time(self) -> NaiveDateTime {
        let millis = self.day.saturating_mul(DAY_MILLIS).saturating_add(self.millis);
        DateTime::from_timestamp_millis(millis).map_or_else(
            || if self.day < 0 { NaiveDateTime::MIN } else { NaiveDateTime::MAX },
            |reading| reading.naive_utc(),
        )
    }
}

/// The day that a date is, counted from 1970-01-01.
pub(super) fn day_of(date: NaiveDate) -> i64 {
    i64::from(date.to_epoch_days())
}

/// The date of a day counted from 1970-01-01.
pub(super) fn date_of(day: i64) -> NaiveDate {
    i32::try_from(day).ok().and_then(NaiveDate::from_epoch_days).unwrap_or(if day < 0 {
        NaiveDate::MIN
    } else {
        NaiveDate::MAX
    })
}

/// The day of the week of a day counted from 1970-01-01, which was a Thursday.
pub(super) const fn weekday_of(day: i64) -> Weekday {
    match (day + 3).rem_euclid(7) {
        0 => Weekday::Mon,
        1 => Weekday::Tue,
        2 => Weekday::Wed,
        3 => Weekday::Thu,
        4 => Weekday::Fri,
        5 => Weekday::Sat,
        _ => Weekday::Sun,
    }
}
