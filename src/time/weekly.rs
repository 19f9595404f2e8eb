//! Times of day, days of the week, and the hours of a week that they make.

use std::fmt;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

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
