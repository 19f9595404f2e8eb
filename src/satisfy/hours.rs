//! An instant at which the clock is within some hours and outside others.

use crate::calendar::{self, Zone};
use crate::program::{Hours, HoursSource, Program};
use crate::time::Instant;

use super::Asked;

/// What can be said of the hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    /// They agree then, in that zone of the contact.
    At(Instant, Zone),
    /// They never do.
    Never,
    /// In the zones that were tried they never do.
    Unsure,
}

/// Zones all around the earth, for a contact whose zone may be any.
const ZONES: [&str; 12] = [
    "Pacific/Honolulu",
    "America/Los_Angeles",
    "America/New_York",
    "America/Sao_Paulo",
    "Atlantic/Azores",
    "Europe/London",
    "Europe/Athens",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Australia/Sydney",
    "Pacific/Auckland",
];

/// The first instant at which all hours are as asked; `own` is the contact's zone, if that is settled.
pub(super) fn choose(
    program: &Program,
    from: Instant,
    hours: &[(&Hours, Asked)],
    own: Option<Zone>,
) -> Moment {
    let zone = own.unwrap_or(program.workspace.zone);
    let in_zone = |zone: Zone| {
        let all: Vec<_> =
            hours.iter().map(|(hours, asked)| as_calendar(program, hours, *asked, zone)).collect();
        calendar::next_allowed(from, &all).map(|at| Moment::At(at, zone))
    };
    if let Some(moment) = in_zone(zone) {
        return moment;
    }
    let is_window = |(hours, _): &(&Hours, Asked)| matches!(hours.source, HoursSource::Window(_));
    if own.is_some() || !hours.iter().any(is_window) {
        return Moment::Never;
    }
    if hours.iter().all(is_window) {
        // All are read on one clock: another zone shows the same week, but for hours that a change of the clock skips.
        return in_zone(Zone::UTC).unwrap_or(Moment::Never);
    }
    ZONES.iter().filter_map(|name| Zone::parse(name)).find_map(in_zone).unwrap_or(Moment::Unsure)
}

fn as_calendar<'h>(program: &'h Program, hours: &'h Hours, asked: Asked, zone: Zone) -> calendar::Hours<'h> {
    let outside = hours.outside == (asked == Asked::Holds);
    match (&hours.source, outside) {
        (HoursSource::Window(weekly), false) => calendar::Hours::Within(weekly, zone),
        (HoursSource::Window(weekly), true) => calendar::Hours::Outside(weekly, zone),
        (HoursSource::Schedule(id), false) => calendar::Hours::Open(&program.schedules[id.index()].1),
        (HoursSource::Schedule(id), true) => calendar::Hours::Closed(&program.schedules[id.index()].1),
    }
}
