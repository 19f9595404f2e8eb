//! Hours as they are written: schedules and windows for the calendar, and clauses in words.

use std::fmt::Write;

use crate::calendar::{Country, DateRange, Opening, Schedule, Zone};
use crate::syntax::ast::{self, ScheduleEntry};
use crate::time::{Days, Weekly};

/// A schedule for the calendar; none when a zone or a country of it does not exist.
pub fn schedule(workspace: Zone, tree: &ast::Schedule) -> Option<Schedule> {
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
                for code in countries {
                    schedule.closed_holidays.push(Country::parse(code.plain()?)?);
                }
            }
            ScheduleEntry::Open(date, window, _) => {
                schedule.open.push(Opening { dates: DateRange::day(*date), hours: window.weekly.clone() });
            }
            ScheduleEntry::Timezone(name) => schedule.zone = zone(name)?,
        }
    }
    Some(schedule)
}

/// The workspace's zone, UTC when it names none; none when it does not exist.
pub fn zone_of(workspace: Option<&ast::Workspace>) -> Option<Zone> {
    workspace.and_then(|workspace| workspace.timezone.first()).map_or(Some(Zone::UTC), zone)
}

/// The workspace's quiet hours, of all its lines together; none when it has none.
pub fn quiet(workspace: &ast::Workspace) -> Option<Weekly> {
    let mut quiet = Weekly::default();
    workspace.quiet.iter().for_each(|window| add(&mut quiet, &window.weekly));
    (!quiet.stretches.is_empty()).then_some(quiet)
}

/// `within office`, `outside mon..fri 09:00..18:00`: a clause in one line and with regular spacing.
pub fn words(hours: &ast::Hours) -> String {
    let word = if hours.outside { "outside" } else { "within" };
    match &hours.source {
        ast::HoursSource::Window(window) => format!("{word} {}", weekly(&window.weekly)),
        ast::HoursSource::Schedule(name) => format!("{word} {}", name.text),
    }
}

fn zone(name: &ast::Str) -> Option<Zone> {
    name.plain().and_then(Zone::parse)
}

fn add(weekly: &mut Weekly, more: &Weekly) {
    weekly.stretches.extend_from_slice(&more.stretches);
}

/// The days of a stretch are written where they differ from those before it.
fn weekly(weekly: &Weekly) -> String {
    let mut words = String::new();
    let mut days = Days::ALL;
    for stretch in &weekly.stretches {
        if !words.is_empty() {
            words.push_str(", ");
        }
        if stretch.days != days {
            days = stretch.days;
            write!(words, "{days} ").expect("a string takes all that is written");
        }
        write!(words, "{}..{}", stretch.start, stretch.end).expect("a string takes all that is written");
    }
    words
}
