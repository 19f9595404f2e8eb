//! The opening hours of a business: weekly hours, and the dates that differ from them.

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::country::Country;
use super::local::{date_of, weekday_of};
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
    fn covers(&self, date: NaiveDate) -> bool {
        self.dates.contains(date) && self.hours.stretches.iter().any(|s| s.days.contains(date.weekday()))
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
        self.closed.iter().any(|dates| dates.contains(date))
            || self.closed_holidays.iter().any(|country| country.is_holiday(date))
    }

    /// The last date that the schedule names itself; from the next one on only the week and the holidays count.
    pub fn last_date(&self) -> Option<NaiveDate> {
        let closed = self.closed.iter().map(|dates| dates.last);
        closed.chain(self.open.iter().map(|opening| opening.dates.last)).max()
    }

    /// The first date that the schedule names itself.
    pub fn first_date(&self) -> Option<NaiveDate> {
        let closed = self.closed.iter().map(|dates| dates.first);
        closed.chain(self.open.iter().map(|opening| opening.dates.first)).min()
    }

    /// The stretches that begin on that day (counted from 1970-01-01) and last beyond that minute of it.
    ///
    /// What kind of date it is costs more to find out than a stretch, and is asked only when it matters.
    pub(super) fn stretches_on(&self, day: i64, minute: i64) -> impl Iterator<Item = &Stretch> {
        let weekday = weekday_of(day);
        let wanted = move |stretch: &&Stretch| lasts(stretch, weekday, minute);
        let weekly_matters = self.weekly.stretches.iter().any(|stretch| wanted(&stretch));
        let open_matters = self.open.iter().any(|open| open.hours.stretches.iter().any(|s| wanted(&s)));
        let (mut open, mut weekly): (&[Opening], &[Stretch]) = (&[], &[]);
        let mut date = NaiveDate::MIN;
        if weekly_matters || open_matters {
            date = date_of(day);
            if self.open.iter().any(|open| open.covers(date)) {
                open = &self.open;
            } else if weekly_matters && !self.is_closed_on(date) {
                weekly = &self.weekly.stretches;
            }
        }
        let special =
            open.iter().filter(move |open| open.covers(date)).flat_map(|open| &open.hours.stretches);
        special.chain(weekly).filter(wanted)
    }
}

/// The minutes of a day on the clock.
pub(super) const DAY_MINUTES: i64 = 24 * 60;

/// Whether `stretch` begins on that day of the week and lasts beyond that minute of it.
pub(super) fn lasts(stretch: &Stretch, weekday: Weekday, minute: i64) -> bool {
    stretch.days.contains(weekday) && minute < minutes(stretch).1
}

/// Start and end in minutes since the midnight before the start; the end may be on the next day.
pub(super) fn minutes(stretch: &Stretch) -> (i64, i64) {
    let (start, end) = (i64::from(stretch.start.minutes()), i64::from(stretch.end.minutes()));
    if end > start { (start, end) } else { (start, end + DAY_MINUTES) }
}
