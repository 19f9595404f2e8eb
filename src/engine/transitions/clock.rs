//! The clock: runs that are due, proactive flows that are due, and the triggers `time` and `every`.

use super::super::start::{Start, start};
use super::super::turn::Turn;
use super::super::{Cause, run};
use super::visit;
use crate::program::{FlowId, Name, TriggerKind};
use crate::time::{Days, Instant, TimeOfDay};

/// The instant that `next_wake` named has come: everything that is due happens, the earliest first; at one instant
/// runs in the order of their flows, then pages, then the clock's own triggers.
pub(super) fn woke(turn: &mut Turn<'_>) {
    let now = turn.now;
    while let Some(run_id) = earliest_run(turn) {
        run::wake(turn, run_id);
    }
    visit::fire_watches(turn);
    if turn.contact.next_clock.is_some_and(|due| due <= now) {
        fire_clock(turn);
    }
}

fn earliest_run(turn: &Turn<'_>) -> Option<u64> {
    let due = turn.contact.runs.iter().filter_map(|run| {
        let due = run.state.due().filter(|due| *due <= turn.now)?;
        let order = turn.flow_of(run).map(|(id, _)| id);
        Some(((due, order, run.id), run.id))
    });
    due.min_by_key(|(order, _)| *order).map(|(_, run)| run)
}

fn fire_clock(turn: &mut Turn<'_>) {
    let program = turn.program;
    let since = turn.contact.clock_checked.unwrap_or(turn.now);
    turn.contact.clock_checked = Some(turn.now);
    turn.contact.next_clock = None;
    let due: Vec<(FlowId, Name)> = program
        .index
        .clock
        .iter()
        .filter_map(|id| {
            let triggers = &turn.flow(*id).triggers;
            let fired = triggers.iter().find(|trigger| {
                next_after(turn, &trigger.kind, since).is_some_and(|next| next <= turn.now)
            })?;
            Some((*id, fired.words.clone()))
        })
        .collect();
    for (id, words) in due {
        let cause = Some(Cause::Event(turn.event.id.clone()));
        start(turn, id, Start { cause, ..Start::by_event(words) });
    }
}

/// Works out when the clock's triggers are due next; a contact's first event counts as before everything at that
/// instant, so that a trigger at exactly that time is not missed.
pub(in crate::engine) fn plan_next(turn: &mut Turn<'_>) {
    let program = turn.program;
    if program.index.clock.is_empty() || turn.contact.next_clock.is_some() {
        return;
    }
    let since = *turn.contact.clock_checked.get_or_insert(turn.now.plus_millis(-1));
    let triggers = program.index.clock.iter().flat_map(|id| &program.flows[id.index()].triggers);
    let next = triggers.filter_map(|trigger| next_after(turn, &trigger.kind, since)).min();
    turn.contact.next_clock = next;
}

/// When a trigger of the clock fires next after that instant.
fn next_after(turn: &Turn<'_>, kind: &TriggerKind, since: Instant) -> Option<Instant> {
    match kind {
        TriggerKind::Time(at) => Some(*at).filter(|at| *at > since),
        TriggerKind::Every(days, time) => next_of_days(turn, *days, *time, since),
        _ => None,
    }
}

fn next_of_days(turn: &Turn<'_>, days: Days, time: TimeOfDay, since: Instant) -> Option<Instant> {
    let zone = turn.zone();
    let today = zone.to_local(since).date();
    // A week and a day: the day itself may be over, or lack that time when the clocks change.
    (0..9).find_map(|ahead| {
        let date = today.checked_add_days(chrono::Days::new(ahead))?;
        let at = zone.to_instant(time.on(date));
        (days.contains(chrono::Datelike::weekday(&date)) && at > since).then_some(at)
    })
}
