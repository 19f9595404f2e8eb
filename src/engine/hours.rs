//! Which hours hold a message, and until when.

use super::turn::Turn;
use super::{Seen, Why};
use crate::calendar::{self, Zone};
use crate::program::{Hours, HoursSource, Overrun};
use crate::time::Instant;

/// What the hours say to a message that is due now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Go ahead.
    Open,
    /// Wait until then, because of these hours.
    Wait(Instant, Why),
    /// The author said `or skip`.
    Skip(Why),
    /// It would be held for longer than the author allows, or the hours never begin.
    Expired(Why),
}

/// Whether the hours are open now.
pub(super) fn is_open(turn: &Turn<'_>, hours: &Hours) -> bool {
    as_calendar(turn, hours, turn.zone()).is_open(turn.now)
}

fn as_calendar<'h>(turn: &Turn<'h>, hours: &'h Hours, zone: Zone) -> calendar::Hours<'h> {
    match (&hours.source, hours.outside) {
        (HoursSource::Window(weekly), false) => calendar::Hours::Within(weekly, zone),
        (HoursSource::Window(weekly), true) => calendar::Hours::Outside(weekly, zone),
        (HoursSource::Schedule(id), false) => calendar::Hours::Open(&turn.program.schedules[id.index()].1),
        (HoursSource::Schedule(id), true) => calendar::Hours::Closed(&turn.program.schedules[id.index()].1),
    }
}

/// Decides over a message or step that was first due at `first_due`: the hours of the step and the flow, and
/// with `quiet` the workspace's quiet hours.
pub(super) fn decide(turn: &Turn<'_>, hours: [&[Hours]; 2], quiet: bool, first_due: Instant) -> Verdict {
    let program = turn.program;
    let zone = turn.zone();
    let quiet =
        program.workspace.quiet.as_ref().filter(|_| quiet).map(|quiet| calendar::Hours::Outside(quiet, zone));
    let own = || hours.iter().copied().flatten();
    if turn.is_watched() {
        for hours in own() {
            turn.see(Seen::Hours { hours, open: as_calendar(turn, hours, zone).is_open(turn.now) });
        }
        if let Some(quiet) = &quiet {
            turn.see(Seen::Quiet { quiet: !quiet.is_open(turn.now) });
        }
    }
    let shut = own().find(|hours| !as_calendar(turn, hours, zone).is_open(turn.now));
    let quiet_now = quiet.as_ref().is_some_and(|quiet| !quiet.is_open(turn.now));
    if shut.is_none() && !quiet_now {
        return Verdict::Open;
    }
    let words = shut.map_or(Why::Fixed("quiet hours"), |hours| Why::Told(hours.words.clone()));
    let shut_now = || own().filter(|hours| !as_calendar(turn, hours, zone).is_open(turn.now));
    if let Some(skipped) = shut_now().find(|hours| hours.overrun == Overrun::Skip) {
        return Verdict::Skip(skipped.words.clone().into());
    }
    let all: Vec<calendar::Hours<'_>> =
        own().map(|hours| as_calendar(turn, hours, zone)).chain(quiet).collect();
    let Some(until) = calendar::next_allowed(turn.now, &all) else {
        return Verdict::Expired(format!("{words} never opens").into());
    };
    for hours in own() {
        if let Overrun::Expires(delay) = hours.overrun
            && until > zone.add(first_due, delay)
        {
            return Verdict::Expired(format!("{words} opens only after {delay}").into());
        }
    }
    Verdict::Wait(until, words)
}
