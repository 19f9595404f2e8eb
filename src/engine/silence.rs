//! Silence: the business wrote, and nothing has come back.

use super::contact::{Origin, RunState};
use super::start::{Start, start};
use super::turn::Turn;
use super::{Cause, RunEnd};
use crate::program::{Again, Name, TriggerKind};

/// The business wrote on that channel: a silence begins. `sender` is the flow that wrote, when one did.
pub(super) fn begin(turn: &mut Turn<'_>, channel: &Name, sender: Option<&Name>, cause: Cause) {
    if turn.contact.conversation.bot_inactive {
        return;
    }
    let program = turn.program;
    for id in &program.index.silence {
        let flow = turn.flow(*id);
        if sender == Some(&flow.name) || turn.contact.quieted.contains(&flow.name) {
            continue;
        }
        let trigger = flow.triggers.iter().find(|trigger| matches!(trigger.kind, TriggerKind::Silence));
        let words = trigger.map_or_else(|| "silence".into(), |trigger| trigger.words.clone());
        let with = Start {
            origin: Origin::Silence,
            follow_up: true,
            channel: Some(channel.clone()),
            cause: Some(cause.clone()),
            again: Again::Restart,
            ..Start::by_event(words)
        };
        start(turn, *id, with);
    }
}

/// The contact wrote, or the conversation was closed: the silence is over, and with it what it started.
pub(super) fn end(turn: &mut Turn<'_>, end: RunEnd, why: &'static str) {
    for at in 0..turn.contact.runs.len() {
        let run = &turn.contact.runs[at];
        if run.origin == Origin::Silence && run.state != RunState::Ended {
            let run_id = run.id;
            turn.end_run(run_id, end, None, why);
        }
    }
}
