//! Hours that hold messages, and schedules.

use crate::calendar::{Country, DateRange, Opening, Schedule, Zone};
use crate::program::{Hours, HoursSource, Name, Overrun};
use crate::syntax::ast::{self, ScheduleEntry};
use crate::time::Weekly;

use super::names::{Names, zone};
use super::words;

/// `within office or skip`.
pub(super) fn hours(names: &Names, tree: &ast::Hours) -> Hours {
    let source = match &tree.source {
        ast::HoursSource::Window(window) => HoursSource::Window(window.weekly.clone()),
        ast::HoursSource::Schedule(name) => HoursSource::Schedule(names.schedule(name)),
    };
    let overrun = match tree.overrun {
        ast::Overrun::Hold => Overrun::Hold,
        ast::Overrun::Skip => Overrun::Skip,
        ast::Overrun::Expires(delay, _) => Overrun::Expires(delay),
    };
    Hours { outside: tree.outside, source, overrun, words: words::hours(tree).into() }
}

/// A schedule with its name.
pub(super) fn schedule(workspace: Zone, tree: &ast::Schedule) -> (Name, Schedule) {
    let mut schedule = Schedule { zone: workspace, ..Schedule::default() };
    for entry in &tree.entries {
        match entry {
            ScheduleEntry::Weekly(window) => add(&mut schedule.weekly, &window.weekly),
            ScheduleEntry::Closed(ranges) => {
                schedule
                    .closed
                    .extend(ranges.iter().map(|(first, last, _)| DateRange { first: *first, last: *last }));
            }
            ScheduleEntry::ClosedHolidays(countries) => {
                let country = |code: &ast::Str| code.plain().and_then(Country::parse);
                let known = countries.iter().map(|code| country(code).expect("check: the country exists"));
                schedule.closed_holidays.extend(known);
            }
            ScheduleEntry::Open(date, window, _) => {
                schedule.open.push(Opening { dates: DateRange::day(*date), hours: window.weekly.clone() });
            }
            ScheduleEntry::Timezone(name) => schedule.zone = zone(name),
        }
    }
    (tree.name.text.as_str().into(), schedule)
}

/// The windows of several lines as one.
pub(super) fn add(weekly: &mut Weekly, more: &Weekly) {
    weekly.stretches.extend_from_slice(&more.stretches);
}
