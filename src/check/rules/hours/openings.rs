//! Whether hours ever open, alone or together, and when they open next.

use std::collections::BTreeMap;

use chrono::NaiveTime;

use crate::calendar::{self, Schedule, Zone, everywhere, next_allowed};
use crate::check::hours::{schedule, zone_of};
use crate::check::rules::Workspace;
use crate::syntax::ast;
use crate::time::{Instant, Weekly};

/// One window or schedule that must be open, or shut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part<'a> {
    outside: bool,
    source: Source<'a>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Source<'a> {
    Window(&'a Weekly),
    Schedule(&'a str),
}

impl<'a> Part<'a> {
    /// What a clause asks for.
    pub fn of(hours: &'a ast::Hours) -> Self {
        let source = match &hours.source {
            ast::HoursSource::Window(window) => Source::Window(&window.weekly),
            ast::HoursSource::Schedule(name) => Source::Schedule(&name.text),
        };
        Self { outside: hours.outside, source }
    }

    /// What the quiet hours ask for.
    pub const fn outside(quiet: &'a Weekly) -> Self {
        Self { outside: true, source: Source::Window(quiet) }
    }

    const fn is_window(&self) -> bool {
        matches!(self.source, Source::Window(_))
    }
}

/// When hours open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opens {
    /// Then, from the day on as of which the workspace is checked.
    At(Instant),
    /// No more, but once they did.
    Before,
    /// Never, wherever the contact is.
    Never,
    /// A schedule cannot be read.
    Unknown,
}

/// Answers for one workspace, each combination worked out once.
#[derive(Debug)]
pub(super) struct Openings<'a> {
    zone: Zone,
    schedules: BTreeMap<&'a str, Option<Schedule>>,
    from: Instant,
    /// Before the first date that a schedule names.
    before: Instant,
    known: BTreeMap<Vec<Part<'a>>, Opens>,
}

impl<'a> Openings<'a> {
    /// The schedules of the workspace; none when its zone does not exist.
    pub fn of(workspace: &Workspace<'a>) -> Option<Self> {
        let zone = zone_of(workspace.settings())?;
        let schedules: BTreeMap<_, _> = workspace
            .items()
            .filter_map(|item| match item {
                ast::Item::Schedule(tree) => Some((tree.name.text.as_str(), schedule(zone, tree))),
                _ => None,
            })
            .collect();
        let midnight = |date: chrono::NaiveDate| Zone::UTC.to_instant(date.and_time(NaiveTime::MIN));
        let from = midnight(workspace.as_of);
        let named = schedules.values().flatten().filter_map(Schedule::first_date).min();
        // Two days before, the named date has begun nowhere.
        let before = named.and_then(|date| date.checked_sub_days(chrono::Days::new(2)));
        let before = before.map_or(from, |date| midnight(date).min(from));
        Some(Self { zone, schedules, from, before, known: BTreeMap::new() })
    }

    /// When all parts are open at once. Windows follow the clock of the contact, who may be anywhere.
    pub fn together(&mut self, parts: &[Part<'a>]) -> Opens {
        if let Some(known) = self.known.get(parts) {
            return *known;
        }
        let opens = self.work_out(parts);
        self.known.insert(parts.to_vec(), opens);
        opens
    }

    /// The clock that a part is read on, as far as that is known.
    pub fn zone(&self, part: Part<'_>) -> Zone {
        match part.source {
            Source::Window(_) => self.zone,
            Source::Schedule(name) => {
                self.schedules.get(name).and_then(Option::as_ref).map_or(self.zone, |schedule| schedule.zone)
            }
        }
    }

    fn work_out(&self, parts: &[Part<'a>]) -> Opens {
        let found = |from: Instant| self.first(parts, from);
        match found(self.from) {
            None => Opens::Unknown,
            Some(Some(at)) => Opens::At(at),
            Some(None) if self.before < self.from && found(self.before).flatten().is_some() => Opens::Before,
            Some(None) => Opens::Never,
        }
    }

    /// The first opening in any zone that the contact may be in; none at all when a schedule cannot be read.
    fn first(&self, parts: &[Part<'a>], from: Instant) -> Option<Option<Instant>> {
        let in_zone = |zone: Zone| -> Option<Option<Instant>> {
            let hours: Option<Vec<_>> = parts.iter().map(|part| self.as_calendar(*part, zone)).collect();
            Some(next_allowed(from, &hours?))
        };
        let here = in_zone(self.zone)?;
        let windows = parts.iter().filter(|part| part.is_window()).count();
        if here.is_some() || windows == 0 {
            return Some(here);
        }
        if windows == parts.len() {
            // All are read on one clock, and UTC shows every time of the week.
            return in_zone(Zone::UTC);
        }
        Some(everywhere().find_map(|zone| in_zone(zone).flatten()))
    }

    fn as_calendar<'h>(&'h self, part: Part<'h>, zone: Zone) -> Option<calendar::Hours<'h>> {
        Some(match (part.source, part.outside) {
            (Source::Window(weekly), false) => calendar::Hours::Within(weekly, zone),
            (Source::Window(weekly), true) => calendar::Hours::Outside(weekly, zone),
            (Source::Schedule(name), outside) => {
                let schedule = self.schedules.get(name)?.as_ref()?;
                if outside { calendar::Hours::Closed(schedule) } else { calendar::Hours::Open(schedule) }
            }
        })
    }
}
