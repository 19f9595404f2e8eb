//! What a step does besides writing to the contact.

use super::contact::Origin;
use super::eval::Circumstances;
use super::matching::Happening;
use super::start::{Start, start, start_all, stop_on};
use super::turn::Turn;
use super::{EffectKind, RunEnd, outbound, silence, wording};
use crate::program::{Action, Again, Assignee, FlowId, Name, NodeId, Receiver};

/// Performs the action of a step.
pub(super) fn perform(turn: &mut Turn<'_>, run_id: u64, node: NodeId, action: &Action) {
    let program = turn.program;
    let write = |turn: &mut Turn<'_>, kind: EffectKind| {
        turn.run_effect(run_id, Some(node), kind, "a step of the flow");
    };
    match action {
        Action::Tag(tag) => add_tag(turn, tag, write),
        Action::Untag(tag) => {
            if let Ok(at) = turn.contact.tags.binary_search(tag) {
                turn.contact.tags.remove(at);
                write(turn, EffectKind::RemoveTag { tag: tag.clone() });
            }
        }
        Action::Join(group) => join(turn, group, write),
        Action::Leave(group) => {
            if let Ok(at) = turn.contact.groups.binary_search(group) {
                turn.contact.groups.remove(at);
                write(turn, EffectKind::LeaveGroup { group: group.clone() });
            }
        }
        Action::Set(field, to) => {
            let Some(run) = turn.run(run_id) else { return };
            let value = wording::as_value(turn, to, Circumstances::of(run));
            turn.contact.set_field(field, value.clone());
            turn.forget_zone();
            write(turn, EffectKind::SetField { field: field.clone(), value });
        }
        Action::Assign(to) => {
            turn.contact.conversation.assignee = Some(to.clone()).filter(|to| *to != Assignee::Nobody);
            write(turn, EffectKind::Assign { to: to.clone() });
        }
        Action::Notify { to, content } => {
            let Some(run) = turn.run(run_id) else { return };
            let message = wording::message(turn, content, Circumstances::of(run));
            write(turn, EffectKind::Notify { to: to.clone(), message });
        }
        Action::Forward(addresses) => {
            let text = turn.run(run_id).and_then(|run| run.message.clone());
            for to in addresses {
                write(turn, EffectKind::Forward { to: to.clone(), text: text.clone() });
            }
        }
        Action::HandOver { to, asking } => hand_over(turn, run_id, node, to, asking),
        Action::Ticket(tags) => write(turn, EffectKind::TagTicket { tags: tags.clone() }),
        Action::Start(flow) => start_flow(turn, run_id, node, *flow),
        Action::StopFlow(flow) => {
            let name = &program.flows[flow.index()].name;
            if let Some(other) = turn.run_of(name).map(|run| run.id) {
                let cause = turn.run(run_id).map(|run| run.cause.clone());
                turn.end_run(other, RunEnd::Stopped, cause, "a `stop` step of another flow");
            }
        }
        Action::OpenConversation => {
            let scope = turn.scope_of(run_id, Some(node));
            outbound::open_conversation(turn, scope, "a step of the flow");
        }
        Action::CloseConversation => {
            if turn.contact.conversation.open {
                write(turn, EffectKind::CloseConversation);
                closed(turn);
            }
        }
        Action::Call(url) => {
            let Some(run) = turn.run(run_id) else { return };
            let url = wording::fill(turn, url, &[], Circumstances::of(run));
            write(turn, EffectKind::Call { url });
        }
    }
}

/// Adds a tag, and starts what waits for it; nothing happens when the contact has it.
pub(super) fn add_tag(turn: &mut Turn<'_>, tag: &Name, mut write: impl FnMut(&mut Turn<'_>, EffectKind)) {
    let Err(at) = turn.contact.tags.binary_search(tag) else { return };
    turn.contact.tags.insert(at, tag.clone());
    write(turn, EffectKind::AddTag { tag: tag.clone() });
    fire(turn, Happening::Tag(tag));
}

/// Adds the contact to a group, and starts what waits for it; nothing happens when the contact is in it.
pub(super) fn join(turn: &mut Turn<'_>, group: &Name, mut write: impl FnMut(&mut Turn<'_>, EffectKind)) {
    let Err(at) = turn.contact.groups.binary_search(group) else { return };
    turn.contact.groups.insert(at, group.clone());
    write(turn, EffectKind::JoinGroup { group: group.clone() });
    fire(turn, Happening::Group(group));
}

/// Stops and starts what the event stops and starts, messages aside.
pub(super) fn fire(turn: &mut Turn<'_>, happening: Happening<'_>) {
    let program = turn.program;
    let cause = turn.last_cause();
    stop_on(turn, happening);
    start_all(turn, program.index.other.iter().copied(), happening, |words| Start {
        cause: cause.clone(),
        ..Start::by_event(words)
    });
}

/// The conversation is closed: the bot has the next one, and nobody follows up on this one.
pub(super) fn closed(turn: &mut Turn<'_>) {
    turn.contact.conversation.open = false;
    turn.contact.conversation.bot_inactive = false;
    silence::end(turn, RunEnd::Closed, "the conversation was closed");
    if turn.program.workspace.unassign_on_close && turn.contact.conversation.assignee.take().is_some() {
        let to = Assignee::Nobody;
        turn.effect(
            super::turn::Scope::default(),
            EffectKind::Assign { to },
            "the workspace unassigns on close",
        );
    }
    fire(turn, Happening::Close);
}

fn hand_over(turn: &mut Turn<'_>, run_id: u64, node: NodeId, to: &Receiver, asking: &[Name]) {
    let scope = turn.scope_of(run_id, Some(node));
    outbound::open_conversation(turn, scope, "the conversation was handed over");
    let why = match to {
        Receiver::Agent | Receiver::Team(_) => "a person takes over: the bot is inactive",
        Receiver::Bot(..) => "a bot takes over",
    };
    turn.contact.conversation.bot_inactive = !matches!(to, Receiver::Bot(..));
    if let Receiver::Team(team) = to {
        turn.contact.conversation.assignee = Some(Assignee::Team(team.clone()));
    }
    turn.run_effect(
        run_id,
        Some(node),
        EffectKind::HandOver { to: to.clone(), asking: asking.to_vec() },
        why,
    );
}

fn start_flow(turn: &mut Turn<'_>, run_id: u64, node: NodeId, flow: FlowId) {
    let Some(run) = turn.run(run_id) else { return };
    let label = turn.scope_of(run_id, Some(node)).step.unwrap_or_default();
    let with = Start {
        origin: if run.answering { Origin::Message } else { Origin::Other },
        follow_up: run.follow_up,
        answering: run.answering,
        channel: run.channel.clone(),
        cause: Some(run.cause.clone()),
        message: run.message.clone(),
        event_fields: run.event_fields.clone(),
        why: format!("step {label} of {}", run.flow).into(),
        again: Again::Ignore,
    };
    start(turn, flow, with);
}
