//! `advance`: a program, one contact's state and one event in; the new state and the effects out.
//!
//! The engine is a pure function. It has no clock (time enters with the event), no randomness, no input and no
//! output, so the simulator, the test runner and the service on the real clock are shells around the same
//! function and cannot differ.
//!
//! To read it: an event is taken apart in `transitions`, which starts, stops and answers runs (`start`); a run
//! moves from step to step in `run`, which asks `delivery` whether, where and when each message goes.

pub mod contact;
pub mod effect;
pub mod event;
pub mod explain;
pub mod reason;
pub mod relocate;
pub mod watch;

mod action;
mod delivery;
mod eval;
mod frequency;
mod hours;
mod matching;
mod opt_out;
mod outbound;
mod run;
mod silence;
mod start;
mod transitions;
mod turn;
mod wording;

pub use contact::{Contact, Pending};
pub use effect::{Cause, Effect, EffectKey, EffectKind, Message, Refusal, Sender};
pub use event::{Event, EventKind, Written};
pub use reason::{Reason, RunEnd, Why};
pub use relocate::{FlowRoute, Routes, relocate};
pub use watch::{Seen, Watch};

pub(crate) use turn::STARTS_MAX;

use crate::program::Program;

/// How many of a contact's latest event ids are remembered: an event that arrives again among them changes
/// nothing. A shell that takes events from the outside keeps the whole list.
pub const EVENTS_REMEMBERED: usize = 64;

/// Takes one event: changes the contact's state, and says what is to be done and what was decided.
///
/// The effects stand in the order in which they were decided. An event whose id is among the contact's latest
/// changes nothing and gives none.
///
/// INVARIANT: the same program, state and event always give the same state and effects.
pub fn advance(program: &Program, contact: &mut Contact, event: &Event) -> Vec<Effect> {
    take(program, contact, event, None)
}

/// The same, with somebody who looks on.
///
/// INVARIANT: state and effects are those of [`advance`], whoever looks on.
pub fn advance_watched(
    program: &Program,
    contact: &mut Contact,
    event: &Event,
    watch: &dyn Watch,
) -> Vec<Effect> {
    take(program, contact, event, Some(watch))
}

fn take(program: &Program, contact: &mut Contact, event: &Event, watch: Option<&dyn Watch>) -> Vec<Effect> {
    let timer = matches!(event.kind, EventKind::Woke);
    if !timer && contact.seen.contains(&event.id) {
        return Vec::new();
    }
    contact.now = contact.now.max(event.at);
    if timer && contact.next_wake().is_none_or(|due| due > contact.now) {
        return Vec::new();
    }
    if !timer {
        if contact.seen.len() >= EVENTS_REMEMBERED {
            contact.seen.remove(0);
        }
        contact.seen.push(event.id.clone());
    }
    contact.sequence += 1;
    let mut turn = turn::Turn::watched(program, contact, event, watch);
    transitions::take(&mut turn);
    turn.settle()
}
