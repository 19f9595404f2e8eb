//! What the business and its systems report: fields, bookings, purchases, agents' acts.

use super::super::action::{add_tag, closed as conversation_closed, fire, join};
use super::super::contact::Origin;
use super::super::matching::Happening;
use super::super::start::{Start, refuse, start, start_all, stop_on};
use super::super::turn::{Scope, Turn};
use super::super::{EffectKind, Reason, outbound};
use crate::program::{Assignee, Name, Value};
use crate::time::Instant;

/// Fields became known; tags and groups were set.
pub(super) fn updated(turn: &mut Turn<'_>, fields: &[(Name, Value)], tags: &[Name], groups: &[Name]) {
    for (field, value) in fields {
        turn.contact.set_field(field, Some(value.clone()));
    }
    turn.forget_zone();
    turn.contact.next_clock = None;
    let write = |turn: &mut Turn<'_>, kind: EffectKind| {
        turn.effect(Scope::default(), kind, "set by the author's systems");
    };
    for tag in tags {
        add_tag(turn, tag, write);
    }
    for group in groups {
        join(turn, group, write);
    }
}

/// An appointment was booked.
pub(super) fn booked(turn: &mut Turn<'_>, time: Instant) {
    turn.contact.booking_time = Some(time);
    fire(turn, Happening::Booking);
}

/// Something was bought.
pub(super) fn purchased(turn: &mut Turn<'_>) {
    fire(turn, Happening::Purchase);
}

/// The author's systems reported something.
pub(super) fn reported(turn: &mut Turn<'_>, event: &Name, fields: &[(Name, Value)]) {
    let program = turn.program;
    let happening = Happening::Event(event);
    stop_on(turn, happening);
    start_all(turn, program.index.other.iter().copied(), happening, |words| Start {
        event_fields: fields.to_vec(),
        ..Start::by_event(words)
    });
}

/// A person took the conversation over.
pub(super) fn took_over(turn: &mut Turn<'_>, agent: &Name) {
    turn.contact.conversation.bot_inactive = true;
    outbound::open_conversation(turn, Scope::default(), "an agent took over");
    let to = Assignee::Agent(agent.clone());
    if turn.contact.conversation.assignee.as_ref() != Some(&to) {
        turn.contact.conversation.assignee = Some(to.clone());
        turn.effect(Scope::default(), EffectKind::Assign { to }, "the agent took over");
    }
}

/// A person gave the conversation to somebody.
pub(super) fn assigned(turn: &mut Turn<'_>, to: &Assignee) {
    let before = turn.contact.conversation.assignee.as_ref().unwrap_or(&Assignee::Nobody);
    if before != to {
        turn.contact.conversation.assignee = Some(to.clone()).filter(|to| *to != Assignee::Nobody);
        turn.effect(Scope::default(), EffectKind::Assign { to: to.clone() }, "a person gave it");
    }
}

/// The conversation was closed.
pub(super) fn closed(turn: &mut Turn<'_>) {
    if turn.contact.conversation.open {
        turn.effect(Scope::default(), EffectKind::CloseConversation, "an agent closed it");
    }
    conversation_closed(turn);
}

/// Somebody starts a flow.
pub(super) fn flow_started(turn: &mut Turn<'_>, name: &Name) {
    let Some((id, flow)) = turn.flow_named(name) else { return };
    let active = turn.run_of(&flow.name).is_some();
    let with = Start { origin: Origin::Other, ..Start::by_event("started by hand") };
    if !start(turn, id, with) && !active && turn.effects().is_empty() {
        refuse(turn, flow, None, Reason::Stopped, "its `when` does not hold");
    }
}
