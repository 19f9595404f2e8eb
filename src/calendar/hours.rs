//! When windows and schedules are open, and the first instant at which all of them are.

use super::local::Local;
use super::schedule::{Schedule, begins_on};
use super::zone::Zone;
use crate::time::{Instant, Stretch, Weekly};

/// How far ahead an opening is looked for: ten years.
///
/// Weekly windows have met in every way they can long before that, changes of summer time included; what is
/// further away is a date in a schedule, and nobody waits for it.
pub const HORIZON_DAYS: u32 = 3653;

const HORIZON_MILLIS: i64 = HORIZON_DAYS as i64 * 86_400_000;
const MINUTE_MILLIS: i64 = 60_000;
const DAY_MINUTES: i64 = 24 * 60;

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

    /// The first instant from `from` on at which it may happen; none within [`HORIZON_DAYS`].
    pub fn next_open(self, from: Instant) -> Option<Instant> {
        self.next(from, from.plus_millis(HORIZON_MILLIS), Wanted::Open)
    }

    /// The first instant from `from` on at which it may not happen; none within [`HORIZON_DAYS`].
    pub fn next_shut(self, from: Instant) -> Option<Instant> {
        self.next(from, from.plus_millis(HORIZON_MILLIS), Wanted::Shut)
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
            Self::Within(weekly, zone) => look(at, zone, |day| weekly_on(weekly, day)),
            Self::Outside(weekly, zone) => look(at, zone, |day| weekly_on(weekly, day)).inverted(),
            Self::Open(schedule) => look(at, schedule.zone, |day| schedule.stretches_on(day)),
            Self::Closed(schedule) => look(at, schedule.zone, |day| schedule.stretches_on(day)).inverted(),
        }
    }
}

/// The first instant from `from` on that all of `hours` allow; none within [`HORIZON_DAYS`].
///
/// No hours at all allow everything. When the hours never meet, finding that out takes a fraction of a millisecond.
pub fn next_allowed(from: Instant, hours: &[Hours<'_>]) -> Option<Instant> {
    let horizon = from.plus_millis(HORIZON_MILLIS);
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

/// Looks at the stretches that begin today, and at those of yesterday that run past midnight.
///
/// INVARIANT: as long as the zone keeps its offset, the reading moves with the time, so nothing changes before the
/// next edge of a stretch or the next midnight; `until` is that, or the end of the offset, whichever is earlier.
fn look<'a, S: Iterator<Item = &'a Stretch>>(
    at: Instant,
    zone: Zone,
    stretches_on: impl Fn(i64) -> S,
) -> View {
    let span = zone.span(at);
    let local = Local::from_millis(at.millis().saturating_add(span.offset));
    let minute = local.minute();
    let (mut open, mut edge) = (false, DAY_MINUTES);
    for stretch in stretches_on(local.day()) {
        let (start, end) = minutes(stretch);
        if minute < start {
            edge = edge.min(start);
        } else if minute < end {
            open = true;
            edge = edge.min(end);
        }
    }
    for stretch in stretches_on(local.day() - 1) {
        let end = minutes(stretch).1 - DAY_MINUTES;
        if minute < end {
            open = true;
            edge = edge.min(end);
        }
    }
    let until = at.plus_millis(edge * MINUTE_MILLIS - local.millis());
    View { open, until: until.min(Instant::from_millis(span.end)) }
}

/// Start and end in minutes since the midnight before the start; the end may be on the next day.
fn minutes(stretch: &Stretch) -> (i64, i64) {
    let (start, end) = (i64::from(stretch.start.minutes()), i64::from(stretch.end.minutes()));
    if end > start { (start, end) } else { (start, end + DAY_MINUTES) }
}

fn weekly_on(weekly: &Weekly, day: i64) -> impl Iterator<Item = &Stretch> {
    weekly.stretches.iter().filter(move |stretch| begins_on(stretch, day))
}
