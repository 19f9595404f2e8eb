//! The opening hours of a business: weekly hours, and the dates that differ from them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::country::Country;
use super::local::{day_of, weekday_of};
use super::zone::Zone;
use crate::time::{Stretch, Weekly};

/// Dates from `first` to `last`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DateRange {
    /// The first date.
    pub first: NaiveDate,
    /// The last date; the range is empty when it is earlier than the first.
    pub last: NaiveDate,
}

impl DateRange {
    /// A single date.
    pub const fn day(date: NaiveDate) -> Self {
        Self { first: date, last: date }
    }

    /// Whether `date` is one of them.
    pub fn contains(self, date: NaiveDate) -> bool {
        self.first <= date && date <= self.last
    }

    fn covers(self, day: i64) -> bool {
        day_of(self.first) <= day && day <= day_of(self.last)
    }
}

/// Hours that replace the usual ones on some dates: `open 2026-12-23 09:00..20:00`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Opening {
    /// The dates.
    pub dates: DateRange,
    /// The hours of each; a date is replaced only when a stretch begins on its day of the week.
    pub hours: Weekly,
}

impl Opening {
    fn covers(&self, day: i64) -> bool {
        self.dates.covers(day) && self.hours.stretches.iter().any(|stretch| begins_on(stretch, day))
    }
}

/// When a business is open.
///
/// For each date the first of these that says something about it: `open`, `closed` and `closed_holidays`,
/// `weekly`. A stretch past midnight belongs to the date it begins on, also when the next one is closed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Schedule {
    /// The clock that the hours are read from.
    pub zone: Zone,
    /// The hours of an ordinary week.
    pub weekly: Weekly,
    /// Dates without the weekly hours.
    pub closed: Vec<DateRange>,
    /// Countries on whose public holidays there are no weekly hours.
    pub closed_holidays: Vec<Country>,
    /// Dates with hours of their own, closed or not; several entries for one date add up.
    pub open: Vec<Opening>,
}

impl Schedule {
    /// Whether the weekly hours of that date are cancelled; an opening may still give it others.
    pub fn is_closed_on(&self, date: NaiveDate) -> bool {
        self.is_closed(day_of(date))
    }

    /// The stretches that begin on that day (counted from 1970-01-01).
    pub(super) fn stretches_on(&self, day: i64) -> impl Iterator<Item = &Stretch> {
        let begins = move |stretch: &&Stretch| begins_on(stretch, day);
        let special = self.open.iter().any(|opening| opening.covers(day));
        let usual =
            !special && self.weekly.stretches.iter().any(|s| begins_on(s, day)) && !self.is_closed(day);
        let weekly: &[Stretch] = if usual { &self.weekly.stretches } else { &[] };
        let open: &[Opening] = if special { &self.open } else { &[] };
        open.iter()
            .filter(move |opening| opening.covers(day))
            .flat_map(|opening| &opening.hours.stretches)
            .chain(weekly)
            .filter(begins)
    }

    fn is_closed(&self, day: i64) -> bool {
        self.closed.iter().any(|dates| dates.covers(day))
            || self.closed_holidays.iter().any(|country| country.is_holiday_on(day))
    }
}

/// Whether `stretch` begins on that day (counted from 1970-01-01).
pub(super) fn begins_on(stretch: &Stretch, day: i64) -> bool {
    stretch.days.contains(weekday_of(day))
}
