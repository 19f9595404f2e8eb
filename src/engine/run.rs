//! A run on its way: from step to step until it has to wait, or is done.

mod answers;
mod sending;

pub(super) use answers::{Answer, answered, heard, open_question, otherwise, silent};
pub(super) use sending::send_elsewhere;

use super::contact::{Origin, RunState};
use super::eval::{Circumstances, holds, value};
use super::hours::{self, Verdict};
use super::turn::Turn;
use super::{EffectKind, Reason, RunEnd, Seen, Sender, action};
use crate::program::{Base, Flow, Hours, NodeId, NodeKind, Value};
use crate::time::{Delay, Instant};

/// What a step says of the run's way.
pub(super) enum Next {
    /// On to that step.
    Go(NodeId),
    /// Here it stays for now, or it has ended.
    Rest,
}

/// Moves the run from `node` on. `first_due` is when that step was due at first, if it was held since.
///
/// The steps of a flow never lead back, so that it comes to an end.
pub(super) fn go(turn: &mut Turn<'_>, run_id: u64, node: NodeId, first_due: Instant) {
    let (mut node, mut first_due) = (node, first_due);
    while let Some(run) = turn.run_mut(run_id) {
        run.state = RunState::Moving;
        let Some((_, flow)) = turn.run(run_id).and_then(|run| turn.flow_of(run)) else {
            return turn.end_run(run_id, RunEnd::Gone, None, "the program has no such flow");
        };
        let Some(step) = flow.node(node) else {
            let (end, why) = match node == NodeId::END {
                true => (RunEnd::Completed, "its steps are done"),
                false => (RunEnd::Gone, "the flow has no such step"),
            };
            let cause = turn.run(run_id).map(|run| run.cause.clone());
            return turn.end_run(run_id, end, cause, why);
        };
        turn.see(Seen::Step(step));
        let next = match &step.kind {
            NodeKind::Wait { delay, .. } => wait(turn, run_id, node, *delay),
            NodeKind::WaitUntil { base, offset_back, offset, skip_to, .. } => {
                wait_until(turn, run_id, node, base, (*offset_back, *offset), *skip_to)
            }
            NodeKind::Send(send) => sending::send(turn, flow, run_id, node, send, first_due),
            NodeKind::Ask { send, arms, .. } => sending::ask(turn, flow, run_id, node, send, arms, first_due),
            NodeKind::If { condition, otherwise } => {
                let run = turn.run(run_id).expect("the loop has just seen it");
                let (way, to) = match holds(turn, condition, Circumstances::of(run)) {
                    true => (0, step.next),
                    false => (1, *otherwise),
                };
                turn.see(Seen::Way(step, way));
                Next::Go(to)
            }
            NodeKind::Split(shares) => {
                let way = share(turn, flow, node, shares);
                turn.see(Seen::Way(step, way));
                Next::Go(shares.get(way).map_or(NodeId::END, |(_, entry)| *entry))
            }
            NodeKind::Do(action) => {
                action::perform(turn, run_id, node, action);
                Next::Go(step.next)
            }
            NodeKind::Stop => {
                let cause = turn.run(run_id).map(|run| run.cause.clone());
                turn.end_run(run_id, RunEnd::Stopped, cause, "a `stop` step");
                Next::Rest
            }
        };
        match next {
            Next::Go(to) => (node, first_due) = (to, turn.now),
            Next::Rest => return,
        }
    }
}

/// `after D`: counted from the last message of the run.
fn wait(turn: &mut Turn<'_>, run_id: u64, node: NodeId, delay: Delay) -> Next {
    let zone = turn.zone();
    let run = turn.run(run_id).expect("the loop has just seen it");
    let due = zone.add(run.anchor, delay).max(turn.now);
    rest_until(turn, run_id, node, due)
}

/// `at INSTANT`: skipped when the instant is not known, or has passed.
fn wait_until(
    turn: &mut Turn<'_>,
    run_id: u64,
    node: NodeId,
    base: &Base,
    (back, offset): (bool, Delay),
    skip_to: NodeId,
) -> Next {
    let zone = turn.zone();
    let run = turn.run(run_id).expect("the loop has just seen it");
    let base = match base {
        Base::Moment(at) => Some(*at),
        Base::Field(field) => match value(turn, field, Circumstances::of(run)) {
            Some(Value::Instant(at)) => Some(at),
            Some(Value::Date(date)) => Some(zone.to_instant(date.and_time(chrono::NaiveTime::MIN))),
            Some(Value::Text(_) | Value::Number(_) | Value::YesNo(_)) | None => None,
        },
    };
    let due = base.map(|at| if back { zone.sub(at, offset) } else { zone.add(at, offset) });
    match due {
        Some(due) if due >= turn.now => rest_until(turn, run_id, node, due),
        Some(due) => {
            let passed = zone.to_local(due).format("%Y-%m-%d %H:%M");
            drop_step(turn, run_id, node, Reason::Expired, format!("{passed} has passed"));
            Next::Go(skip_to)
        }
        None => {
            drop_step(turn, run_id, node, Reason::Expired, "the moment to wait for is not known");
            Next::Go(skip_to)
        }
    }
}

fn rest_until(turn: &mut Turn<'_>, run_id: u64, node: NodeId, due: Instant) -> Next {
    if let Some(run) = turn.run_mut(run_id) {
        run.answering = false;
        run.state = RunState::Waiting { node, due };
    }
    if due > turn.now {
        return Next::Rest;
    }
    after_wait(turn, run_id, node, due)
}

/// The wait at `node` is over: its hours hold what is behind it, unless that is a message, which asks for all
/// hours at once.
fn after_wait(turn: &mut Turn<'_>, run_id: u64, node: NodeId, first_due: Instant) -> Next {
    let run = turn.run(run_id).expect("only an active run waits");
    let Some((_, flow)) = turn.flow_of(run) else { return Next::Go(node) };
    let Some(step) = flow.node(node) else { return Next::Go(node) };
    let (NodeKind::Wait { hours, skip_to, .. } | NodeKind::WaitUntil { hours, skip_to, .. }) = &step.kind
    else {
        return Next::Go(node);
    };
    let message = flow.node(step.next).is_some_and(|next| {
        matches!(
            next.kind,
            NodeKind::Send(_) | NodeKind::Ask { .. } | NodeKind::Wait { .. } | NodeKind::WaitUntil { .. }
        )
    });
    if hours.is_empty() || message {
        return Next::Go(step.next);
    }
    hold_step(turn, run_id, (node, step.next, *skip_to), hours, first_due)
}

fn hold_step(
    turn: &mut Turn<'_>,
    run_id: u64,
    (node, next, skip_to): (NodeId, NodeId, NodeId),
    hours: &[Hours],
    first_due: Instant,
) -> Next {
    match hours::decide(turn, [hours, &[]], false, first_due) {
        Verdict::Open => Next::Go(next),
        Verdict::Wait(until, why) => {
            hold(turn, run_id, node, first_due, until, why);
            Next::Rest
        }
        Verdict::Skip(why) => {
            drop_step(turn, run_id, node, Reason::Skipped, why);
            Next::Go(skip_to)
        }
        Verdict::Expired(why) => {
            drop_step(turn, run_id, node, Reason::Expired, why);
            Next::Go(skip_to)
        }
    }
}

/// Holds the run before `node` until its hours begin.
fn hold(turn: &mut Turn<'_>, run_id: u64, node: NodeId, due: Instant, until: Instant, why: super::Why) {
    turn.run_effect(run_id, Some(node), EffectKind::Hold { until }, why);
    if let Some(run) = turn.run_mut(run_id) {
        run.answering = false;
        run.state = RunState::Held { node, due, until };
    }
}

/// Writes down that a step is left out; the next `after` counts from now.
fn drop_step(turn: &mut Turn<'_>, run_id: u64, node: NodeId, reason: Reason, why: impl Into<super::Why>) {
    let kind = EffectKind::Suppress {
        reason,
        channel: None,
        refused: Vec::new(),
        sender: Sender::Flow,
        undelivered: false,
    };
    turn.run_effect(run_id, Some(node), kind, why);
    let now = turn.now;
    if let Some(run) = turn.run_mut(run_id) {
        run.anchor = now;
    }
}

/// What the run waited or was held for has come.
pub(super) fn wake(turn: &mut Turn<'_>, run_id: u64) {
    let Some(run) = turn.run(run_id) else { return };
    match run.state {
        RunState::Waiting { node, due } => {
            if let Next::Go(next) = after_wait(turn, run_id, node, due) {
                go(turn, run_id, next, due);
            }
        }
        RunState::Held { node, due, .. } => release(turn, run_id, node, due),
        RunState::Asking { node, .. } => silent(turn, run_id, node),
        RunState::Showing { .. } | RunState::Moving | RunState::Ended => {}
    }
}

/// The hours have begun: everything is decided again, the flow's own condition first.
fn release(turn: &mut Turn<'_>, run_id: u64, node: NodeId, first_due: Instant) {
    let run = turn.run(run_id).expect("only an active run is held");
    let Some((_, flow)) = turn.flow_of(run) else {
        return turn.end_run(run_id, RunEnd::Gone, None, "the program has no such flow");
    };
    let stays = flow.when.as_ref().is_none_or(|when| holds(turn, when, Circumstances::of(run)));
    if !stays {
        drop_step(turn, run_id, node, Reason::Stopped, "its `when` no longer holds");
        let cause = turn.run(run_id).map(|run| run.cause.clone());
        return turn.end_run(run_id, RunEnd::Stopped, cause, "its `when` no longer holds");
    }
    if run.origin == Origin::Proactive && !run.shown && turn.contact.conversation.open {
        let why = "the visitor is in a conversation by now";
        drop_step(turn, run_id, node, Reason::ConversationActive, why);
        let cause = turn.run(run_id).map(|run| run.cause.clone());
        return turn.end_run(run_id, RunEnd::NotShown, cause, why);
    }
    let waits =
        flow.node(node).map(|step| matches!(step.kind, NodeKind::Wait { .. } | NodeKind::WaitUntil { .. }));
    if waits == Some(true) {
        if let Next::Go(next) = after_wait(turn, run_id, node, first_due) {
            go(turn, run_id, next, first_due);
        }
        return;
    }
    go(turn, run_id, node, first_due);
}

/// Which way of a `split` the contact goes: always the same one (FNV-1a over contact, flow and step).
fn share(turn: &Turn<'_>, flow: &Flow, node: NodeId, shares: &[(u32, NodeId)]) -> usize {
    let label = flow.node(node).map_or("", |step| &step.label);
    let bytes = [&*turn.contact.id, "\0", &*flow.name, "\0", label];
    let hash = bytes.iter().flat_map(|part| part.bytes()).fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let point = u32::try_from((hash ^ (hash >> 32)) % 100).unwrap_or(0);
    let way = shares.iter().position(|(upto, _)| point < *upto);
    way.unwrap_or(shares.len().saturating_sub(1))
}
