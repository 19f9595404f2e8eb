//! A run's messages: what becomes of them, and what they leave behind.

use super::super::contact::{Origin, RunState, Sent};
use super::super::delivery::{self, Decision, Route};
use super::super::eval::Circumstances;
use super::super::turn::{Scope, Turn};
use super::super::{
    Cause, EffectKind, Message, Reason, Refusal, RunEnd, Sender, Why, frequency, outbound, silence, wording,
};
use super::{Next, hold};
use crate::program::{Arm, ArmKind, Flow, NodeId, NodeKind, Send};
use crate::time::Instant;

/// How many of the latest messages are remembered, for failures that are reported later.
const SENT_REMEMBERED: usize = 16;

/// A `send` step.
pub(super) fn send(
    turn: &mut Turn<'_>,
    flow: &Flow,
    run_id: u64,
    node: NodeId,
    send: &Send,
    first_due: Instant,
) -> Next {
    let next = flow.node(node).map_or(NodeId::END, |step| step.next);
    match attempt(turn, flow, run_id, node, send, first_due) {
        Attempt::Held => Next::Rest,
        Attempt::Dropped => unless_never_shown(turn, run_id, next),
        Attempt::Sent => {
            let Some(run) = turn.run_mut(run_id) else { return Next::Rest };
            if run.origin == Origin::Proactive && !run.shown {
                run.shown = true;
                run.state = RunState::Showing { next };
                return Next::Rest;
            }
            Next::Go(next)
        }
    }
}

/// An `ask` step: a message, then an open question.
pub(super) fn ask(
    turn: &mut Turn<'_>,
    flow: &Flow,
    run_id: u64,
    node: NodeId,
    send: &Send,
    arms: &[Arm],
    first_due: Instant,
) -> Next {
    let next = flow.node(node).map_or(NodeId::END, |step| step.next);
    match attempt(turn, flow, run_id, node, send, first_due) {
        Attempt::Held => Next::Rest,
        Attempt::Dropped => unless_never_shown(turn, run_id, next),
        Attempt::Sent => {
            let delay = arms.iter().find_map(|arm| match arm.kind {
                ArmKind::Silence(delay) => Some(delay),
                ArmKind::Answers(_) | ArmKind::Intent(_) | ArmKind::Otherwise => None,
            });
            let silence = delay.map(|delay| turn.zone().add(turn.now, delay));
            let asked = turn.now;
            if let Some(run) = turn.run_mut(run_id) {
                run.shown = true;
                run.state = RunState::Asking { node, silence, asked };
            }
            Next::Rest
        }
    }
}

/// A proactive run whose first message cannot be shown is over: there is nothing to open.
fn unless_never_shown(turn: &mut Turn<'_>, run_id: u64, next: NodeId) -> Next {
    let Some(run) = turn.run(run_id) else { return Next::Rest };
    if run.origin == Origin::Proactive && !run.shown {
        let cause = Some(run.cause.clone());
        turn.end_run(run_id, RunEnd::NotShown, cause, "its message could not be shown");
        return Next::Rest;
    }
    Next::Go(next)
}

enum Attempt {
    Sent,
    Held,
    Dropped,
}

fn attempt(
    turn: &mut Turn<'_>,
    flow: &Flow,
    run_id: u64,
    node: NodeId,
    send: &Send,
    first_due: Instant,
) -> Attempt {
    let run = turn.run(run_id).expect("only an active run sends");
    match delivery::decide(turn, flow, run, send, first_due) {
        Decision::Hold(until, why) => {
            hold(turn, run_id, node, first_due, until, why);
            Attempt::Held
        }
        Decision::Drop { reason, refused, why } => {
            suppress(turn, run_id, node, (reason, refused, why));
            Attempt::Dropped
        }
        Decision::Go(route) => {
            go_out(turn, flow, run_id, node, send, route);
            Attempt::Sent
        }
    }
}

fn suppress(
    turn: &mut Turn<'_>,
    run_id: u64,
    node: NodeId,
    (reason, refused, why): (Reason, Vec<Refusal>, Why),
) {
    let kind =
        EffectKind::Suppress { reason, channel: None, refused, sender: Sender::Flow, undelivered: false };
    turn.run_effect(run_id, Some(node), kind, why);
    let now = turn.now;
    if let Some(run) = turn.run_mut(run_id) {
        run.anchor = now;
    }
}

fn go_out(turn: &mut Turn<'_>, flow: &Flow, run_id: u64, node: NodeId, send: &Send, route: Route) {
    let run = turn.run(run_id).expect("only an active run sends");
    let message = wording::message(turn, &send.content, Circumstances::of(run));
    let (answering, follow_up) = (run.answering, run.follow_up);
    let proactive = run.origin == Origin::Proactive && !run.shown;
    let why: Why = match (answering, proactive) {
        (true, _) => "in answer to the contact".into(),
        (false, true) => "on the page, until the visitor opens it".into(),
        (false, false) => "due now, and nothing stands against it".into(),
    };
    if !proactive && !route.refused.is_empty() {
        note_switch(turn, turn.scope_of(run_id, Some(node)), &route);
    }
    let channel = route.channel.clone();
    let key = turn.run_effect(run_id, Some(node), as_effect(route, message, send, proactive), why);
    if !answering {
        frequency::count_send(turn);
    }
    let now = turn.now;
    if let Some(run) = turn.run_mut(run_id) {
        run.anchor = now;
    }
    let flow_name = flow.name.clone();
    remember(
        turn,
        Sent { key, flow: flow_name, node, channel: channel.clone(), follow_up, failed: Vec::new() },
    );
    if proactive {
        return;
    }
    outbound::went_out(turn, &channel);
    if !follow_up {
        silence::begin(turn, &channel, Some(&flow.name), Cause::Effect(key));
    }
}

fn as_effect(route: Route, message: Message, send: &Send, proactive: bool) -> EffectKind {
    let Route { channel, passage, refused } = route;
    EffectKind::SendMessage {
        sender: Sender::Flow,
        channel,
        message,
        content_type: passage.content_type,
        human_agent: passage.human_agent,
        notification: send.notification,
        proactive,
        counts_quota: passage.counts_quota,
        refused,
    }
}

/// The conversation goes on elsewhere when an earlier candidate would not do.
fn note_switch(turn: &mut Turn<'_>, scope: Scope, route: &Route) {
    let Some(first) = route.refused.first() else { return };
    let from = turn.contact.last_channel.clone().unwrap_or_else(|| first.channel.clone());
    if from == route.channel {
        return;
    }
    let reasons: Vec<String> =
        route.refused.iter().map(|refusal| format!("{}: {}", refusal.channel, refusal.reason)).collect();
    turn.effect(scope, EffectKind::SwitchChannel { from, to: route.channel.clone() }, reasons.join(", "));
}

fn remember(turn: &mut Turn<'_>, sent: Sent) {
    let list = &mut turn.contact.sent;
    if list.len() >= SENT_REMEMBERED {
        list.remove(0);
    }
    list.push(sent);
}

/// A message of a flow failed for good: it goes through the next candidate, if one takes it.
pub(in crate::engine) fn send_elsewhere(turn: &mut Turn<'_>, mut sent: Sent) {
    let Some((_, flow)) = turn.flow_named(&sent.flow) else { return };
    let Some(NodeKind::Send(send) | NodeKind::Ask { send, .. }) = flow.node(sent.node).map(|node| &node.kind)
    else {
        return;
    };
    sent.failed.push(sent.channel.clone());
    let step = flow.node(sent.node).map(|node| node.label.clone());
    let scope = Scope { cause: None, flow: Some(flow.name.clone()), step };
    let run = turn.run_of(&flow.name);
    let around = run.map(Circumstances::of).unwrap_or_default();
    let candidates = delivery::named(turn, flow);
    // A flow without `via` has no other candidate.
    let alone = candidates.is_empty();
    let decision = match turn.contact.conversation.bot_inactive {
        true => {
            let why = "a person has the conversation".into();
            Decision::Drop { reason: Reason::BotInactive, refused: Vec::new(), why }
        }
        false => delivery::route(turn, &candidates, &send.content, send, &sent.failed),
    };
    match decision {
        Decision::Go(route) => {
            let message = wording::message(turn, &send.content, around);
            note_switch(turn, scope.clone(), &route);
            let channel = route.channel.clone();
            let why = format!("delivery on {} failed for good", sent.channel);
            let key = turn.effect(scope, as_effect(route, message, send, false), why);
            outbound::went_out(turn, &channel);
            remember(turn, Sent { key, channel, ..sent });
        }
        Decision::Drop { reason, refused, why } => {
            let reason = if alone && reason == Reason::NoAddress { Reason::DeliveryFailed } else { reason };
            let kind = EffectKind::Suppress {
                reason,
                channel: Some(sent.channel),
                refused,
                sender: Sender::Flow,
                undelivered: true,
            };
            turn.effect(scope, kind, why);
        }
        Decision::Hold(..) => {}
    }
}
