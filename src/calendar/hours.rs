//! When windows and schedules are open, and the first instant at which all of them are.

use super::local::{Local, day_of, weekday_of};
use super::schedule::{DAY_MINUTES, Schedule, lasts, minutes};
use super::zone::Zone;
use crate::time::{Instant, Stretch, Weekly};

/// How far ahead an opening is looked for at most: ten years.
pub const HORIZON_DAYS: u32 = 3653;

/// Weekly hours in one zone: each reading of the clock comes every week, but for one that a change of offset skips.
const ONE_ZONE_DAYS: i64 = 28;
/// Weekly hours in several zones: how their clocks differ repeats every year.
const ZONES_DAYS: i64 = 400;
const DAY_MILLIS: i64 = 86_400_000;
const MINUTE_MILLIS: i64 = 60_000;

/// One condition on the time at which something may happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hours<'a> {
    /// `within mon..fri 09:00..18:00`
    Within(&'a Weekly, Zone),
    /// `outside mon..fri 09:00..18:00`, and the quiet hours
    Outside(&'a Weekly, Zone),
    /// `within office`
    Open(&'a Schedule),
    /// `outside office`
    Closed(&'a Schedule),
}

impl Hours<'_> {
    /// Whether it may happen at that instant: the clock on the wall decides.
    pub fn is_open(self, at: Instant) -> bool {
        self.look(at).open
    }

    /// The first instant from `from` on at which it may happen; none when that does not come ([`next_allowed`]).
    pub fn next_open(self, from: Instant) -> Option<Instant> {
        self.next(from, horizon(from, &[self]), Wanted::Open)
    }

    /// The first instant from `from` on at which it may not happen; none when that does not come.
    pub fn next_shut(self, from: Instant) -> Option<Instant> {
        self.next(from, horizon(from, &[self]), Wanted::Shut)
    }

    /// The clock that decides.
    pub fn zone(self) -> Zone {
        match self {
            Self::Within(_, zone) | Self::Outside(_, zone) => zone,
            Self::Open(schedule) | Self::Closed(schedule) => schedule.zone,
        }
    }

    fn schedule(&self) -> Option<&Schedule> {
        match self {
            Self::Within(..) | Self::Outside(..) => None,
            Self::Open(schedule) | Self::Closed(schedule) => Some(schedule),
        }
    }

    fn next(self, from: Instant, horizon: Instant, wanted: Wanted) -> Option<Instant> {
        let mut at = from;
        while at < horizon {
            let view = self.look(at);
            if view.open == (wanted == Wanted::Open) {
                return Some(at);
            }
            at = view.until;
        }
        None
    }

    fn look(self, at: Instant) -> View {
        match self {
            Self::Within(weekly, zone) => Clock::read(zone, at).look_at_week(weekly),
            Self::Outside(weekly, zone) => Clock::read(zone, at).look_at_week(weekly).inverted(),
            Self::Open(schedule) => Clock::read(schedule.zone, at).look_at_schedule(schedule),
            Self::Closed(schedule) => Clock::read(schedule.zone, at).look_at_schedule(schedule).inverted(),
        }
    }
}

/// The first instant from `from` on that all of `hours` allow; no hours at all allow everything.
///
/// None when they never meet. For that the search goes on until all that can happen has happened: four weeks for
/// windows in one zone, 400 days in several, both counted from the last date that a schedule names; public holidays
/// can meet a window of the week years later, so with them it goes on for [`HORIZON_DAYS`], as it never does longer.
pub fn next_allowed(from: Instant, hours: &[Hours<'_>]) -> Option<Instant> {
    let horizon = horizon(from, hours);
    let mut at = from;
    let mut agreed = 0;
    for one in hours.iter().cycle() {
        if agreed == hours.len() {
            break;
        }
        let next = one.next(at, horizon, Wanted::Open)?;
        agreed = if next == at { agreed + 1 } else { 1 };
        at = next;
    }
    Some(at)
}

/// By when `hours` have met, if they ever do.
fn horizon(from: Instant, hours: &[Hours<'_>]) -> Instant {
    let farthest = from.plus_millis(i64::from(HORIZON_DAYS) * DAY_MILLIS);
    let schedules = || hours.iter().filter_map(Hours::schedule);
    if schedules().any(|schedule| !schedule.closed_holidays.is_empty()) {
        return farthest;
    }
    let regular_from = match schedules().filter_map(Schedule::last_date).max() {
        Some(date) => from.max(Instant::from_millis(day_of(date) * DAY_MILLIS)),
        None => from,
    };
    let is_one_zone = hours.windows(2).all(|pair| pair[0].zone() == pair[1].zone());
    let days = if is_one_zone { ONE_ZONE_DAYS } else { ZONES_DAYS };
    farthest.min(regular_from.plus_millis(days * DAY_MILLIS))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Open,
    Shut,
}

/// What is so at an instant, and surely stays so before `until`.
#[derive(Clone, Copy)]
struct View {
    open: bool,
    until: Instant,
}

impl View {
    fn inverted(self) -> Self {
        Self { open: !self.open, ..self }
    }
}

/// An instant as the clock on the wall shows it.
struct Clock {
    at: Instant,
    local: Local,
    /// The first instant at which the clock may jump.
    steady_until: Instant,
}

impl Clock {
    fn read(zone: Zone, at: Instant) -> Self {
        let span = zone.span(at);
        let local = Local::from_millis(at.millis().saturating_add(span.offset));
        Self { at, local, steady_until: Instant::from_millis(span.end) }
    }

    fn look_at_week(&self, weekly: &Weekly) -> View {
        self.look(|day, minute| {
            let weekday = weekday_of(day);
            weekly.stretches.iter().filter(move |stretch| lasts(stretch, weekday, minute))
        })
    }

    fn look_at_schedule(&self, schedule: &Schedule) -> View {
        self.look(|day, minute| schedule.stretches_on(day, minute))
    }

    /// Looks at the stretches that begin today, and at those of yesterday that run past midnight.
    ///
    /// INVARIANT: while the clock is steady nothing changes before the next edge of a stretch or the next midnight.
    fn look<'s, S: Iterator<Item = &'s Stretch>>(&self, lasting: impl Fn(i64, i64) -> S) -> View {
        let (today, minute) = (self.local.day(), self.local.minute());
        let (mut open, mut change) = (false, DAY_MINUTES);
        for (day, minute) in [(today, minute), (today - 1, minute + DAY_MINUTES)] {
            // `for_each` runs through chained iterators in half the time of a `for`.
            lasting(day, minute).for_each(|stretch| {
                let (start, end) = minutes(stretch);
                open |= start <= minute;
                change = change.min(if start <= minute { end } else { start } - minute);
            });
        }
        change = change.min(DAY_MINUTES - minute);
        let until = self.at.plus_millis((minute + change) * MINUTE_MILLIS - self.local.millis());
        View { open, until: until.min(self.steady_until) }
    }
}
