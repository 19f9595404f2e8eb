//! Conditions and fields: what holds for a contact at an instant.

use super::Seen;
use super::contact::Run;
use super::turn::Turn;
use crate::program::{Assignee, Condition, FieldRef, Name, Number, Value};

/// What a condition may look at besides the contact: the event, as far as a run remembers it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Circumstances<'a> {
    /// `message.text`
    pub message: Option<&'a Name>,
    /// `message.channel`
    pub channel: Option<&'a Name>,
    /// `event.*`
    pub event_fields: &'a [(Name, Value)],
}

impl<'a> Circumstances<'a> {
    /// As the run remembers them.
    pub fn of(run: &'a Run) -> Self {
        Self { message: run.message.as_ref(), channel: run.channel.as_ref(), event_fields: &run.event_fields }
    }
}

/// Whether the condition holds.
pub(super) fn holds(turn: &Turn<'_>, condition: &Condition, around: Circumstances<'_>) -> bool {
    let holds = match condition {
        Condition::All(parts) => parts.iter().all(|part| holds(turn, part, around)),
        Condition::Any(parts) => parts.iter().any(|part| holds(turn, part, around)),
        Condition::Not(part) => !holds(turn, part, around),
        Condition::Compare(field, test) => test.passes(value(turn, field, around).as_ref()),
        Condition::CompareFields(field, relation, other) => {
            let (field, other) = (value(turn, field, around), value(turn, other, around));
            field.is_some() && other.is_some_and(|other| relation.to(&other).passes(field.as_ref()))
        }
        Condition::HasTag(tag) => turn.contact.tags.binary_search(tag).is_ok(),
        Condition::InGroup(group) => turn.contact.groups.binary_search(group).is_ok(),
        Condition::Now(hours) => super::hours::is_open(turn, hours),
    };
    turn.see(Seen::Condition { condition, holds });
    holds
}

/// A field's value; none when it is unknown.
pub(super) fn value(turn: &Turn<'_>, field: &FieldRef, around: Circumstances<'_>) -> Option<Value> {
    let contact = &turn.contact;
    let visit = contact.visitor.visit.as_ref();
    let text = |name: &Name| Value::Text(name.clone());
    match field {
        FieldRef::VisitorUrl => visit.map(|visit| text(&visit.url)),
        FieldRef::VisitorTitle => visit.and_then(|visit| visit.title.as_ref()).map(text),
        FieldRef::VisitorReferrer => visit.and_then(|visit| visit.referrer.as_ref()).map(text),
        FieldRef::VisitorHistory => {
            visit.map(|_| Value::from(if contact.visitor.visits > 1 { "returning" } else { "new" }))
        }
        FieldRef::VisitorVisits => Some(Value::Number(Number::whole(i64::from(contact.visitor.visits)))),
        FieldRef::Device(name) => visit.and_then(|visit| find(&visit.device, name)).cloned(),
        FieldRef::Contact(name) => contact.field(name).cloned(),
        FieldRef::MessageText => around.message.map(text),
        FieldRef::MessageChannel => around.channel.map(text),
        FieldRef::ConversationStatus => {
            Some(Value::from(if contact.conversation.open { "open" } else { "closed" }))
        }
        FieldRef::ConversationAssignee => match contact.conversation.assignee.as_ref()? {
            Assignee::Team(name) | Assignee::Agent(name) => Some(text(name)),
            Assignee::Nobody => None,
        },
        FieldRef::ConversationBot => {
            Some(Value::from(if contact.conversation.bot_inactive { "inactive" } else { "active" }))
        }
        FieldRef::Event(name) => find(around.event_fields, name).cloned(),
        FieldRef::CallbackTime => contact.callback_time.map(Value::Instant),
        FieldRef::BookingTime => contact.booking_time.map(Value::Instant),
    }
}

fn find<'v>(fields: &'v [(Name, Value)], name: &Name) -> Option<&'v Value> {
    fields.iter().find(|(field, _)| field == name).map(|(_, value)| value)
}
