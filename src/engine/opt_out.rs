//! Opting out and in again.

use super::contact::RunState;
use super::matching::Happening;
use super::start::{Start, start_all};
use super::turn::{Scope, Turn};
use super::{EffectKind, RunEnd, Why};
use crate::program::Name;

/// The contact opts out of a channel, or of all: every run ends, and automatic messages are blocked there.
pub(super) fn opt_out(turn: &mut Turn<'_>, channel: Option<&Name>, why: impl Into<Why>) {
    let why = why.into();
    match channel {
        Some(channel) => turn.channel_state(channel).opted_out = true,
        None => turn.contact.opted_out = true,
    }
    turn.effect(Scope::default(), EffectKind::OptOut { channel: channel.cloned() }, why.clone());
    for at in 0..turn.contact.runs.len() {
        if turn.contact.runs[at].state != RunState::Ended {
            let run_id = turn.contact.runs[at].id;
            turn.end_run(run_id, RunEnd::OptedOut, None, why.clone());
        }
    }
    turn.contact.sent.clear();
    let program = turn.program;
    let from = channel.cloned();
    start_all(turn, program.index.other.iter().copied(), Happening::OptOut, |words| Start {
        channel: from.clone(),
        ..Start::by_event(words)
    });
}

/// The contact asks to be written to again on that channel; says whether that changed anything.
pub(super) fn opt_in(turn: &mut Turn<'_>, channel: &Name, why: impl Into<Why>) -> bool {
    if !turn.contact.opted_out_of(channel) {
        return false;
    }
    if turn.contact.opted_out {
        turn.contact.opted_out = false;
        let program = turn.program;
        for other in program.channels.iter().filter(|other| other.name != *channel) {
            turn.channel_state(&other.name).opted_out = true;
        }
    }
    turn.channel_state(channel).opted_out = false;
    turn.effect(Scope::default(), EffectKind::OptIn { channel: channel.clone() }, why);
    true
}
