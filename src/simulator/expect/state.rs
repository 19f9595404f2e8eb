//! Expectations of how things stand now.
//!
//! A state that names no contact is looked for like this: a tag and an assignee with any contact, `no tag` with
//! all of them, and whether a conversation is open, or assigned to nobody, with the contact of the last act.

use super::View;
use crate::engine::{Contact, Pending};
use crate::program::{Assignee, Name, Value};
use crate::simulator::script::{
    ConversationStatus, Expectation, Moment, Presence, assignee_text, date_time, quoted, quoted_list,
    value_text,
};
use crate::simulator::telling::pending_text;

/// How things stand instead of what is expected; none when they stand as expected.
pub(super) fn found_instead(view: View<'_>, expectation: &Expectation) -> Option<String> {
    match expectation {
        Expectation::Pending { flow, at } => {
            let is_there = pending(view, flow.as_ref()).any(|(_, pending)| is_due(view, &pending, *at));
            (!is_there).then(|| told_pending(view))
        }
        Expectation::NoPending { flow } => {
            pending(view, flow.as_ref()).next().is_some().then(|| told_pending(view))
        }
        Expectation::Tag(tag, presence) => {
            let is_there = view.world.contacts().any(|contact| contact.tags.contains(tag));
            missing(is_there, *presence, || each(view, |contact| tags(&contact.tags)))
        }
        Expectation::InGroup { contact, group, presence } => {
            let groups = view.world.contact(contact).map_or(&[][..], |contact| &contact.groups);
            missing(groups.contains(group), *presence, || match groups {
                [] => format!("{contact} is in no group"),
                groups => format!("{contact} is in {}", groups.join(", ")),
            })
        }
        Expectation::Assigned(Assignee::Nobody) => {
            let found = acting(view)?.conversation.assignee.as_ref()?;
            (*found != Assignee::Nobody).then(|| format!("assigned to {}", assignee_text(found)))
        }
        Expectation::Assigned(to) => {
            let is_there =
                view.world.contacts().any(|found| found.conversation.assignee.as_ref() == Some(to));
            missing(is_there, Presence::Present, || each(view, assigned))
        }
        Expectation::Conversation(status) => {
            let found = match acting(view) {
                Some(contact) if contact.conversation.open => ConversationStatus::Open,
                Some(_) | None => ConversationStatus::Closed,
            };
            (found != *status).then(|| match found {
                ConversationStatus::Open => "conversation open".to_owned(),
                ConversationStatus::Closed => "conversation closed".to_owned(),
            })
        }
        Expectation::Field { contact, field, value } => {
            let fields = view.world.contact(contact).map_or(&[][..], |contact| &contact.fields);
            let found = fields.iter().find(|(name, _)| name == field).map(|(_, value)| value);
            (found != value.as_ref()).then(|| told_field(view, contact, field, found))
        }
        Expectation::Send(_)
        | Expectation::Nothing
        | Expectation::NoSend { .. }
        | Expectation::HeldUntil(_)
        | Expectation::Suppressed(_)
        | Expectation::Notify { .. }
        | Expectation::Forward { .. }
        | Expectation::HandOver { .. }
        | Expectation::Ticket(_)
        | Expectation::Call(_) => unreachable!("`judge` looks for these among what happened"),
    }
}

fn pending(view: View<'_>, flow: Option<&Name>) -> impl Iterator<Item = (Name, Pending)> {
    let all = view.world.pending().into_iter();
    all.filter(move |(_, pending)| flow.is_none_or(|flow| pending.flow == *flow))
}

fn is_due(view: View<'_>, pending: &Pending, at: Option<Moment>) -> bool {
    at.is_none_or(|moment| moment.tells_future(pending.due, &[view.world.now(), view.since]))
}

fn told_pending(view: View<'_>) -> String {
    let zone = view.world.trace().zone;
    let told = |(contact, pending): (Name, Pending)| {
        format!("{} {}", date_time(pending.due, zone), pending_text(&contact, &pending))
    };
    match view.world.pending() {
        all if all.is_empty() => "nothing is pending".to_owned(),
        all => format!("pending: {}", all.into_iter().map(told).collect::<Vec<_>>().join("; ")),
    }
}

/// The contact of the last act, or the only one.
fn acting<'a>(view: View<'a>) -> Option<&'a Contact> {
    match view.contact {
        Some(name) => view.world.contact(name),
        None => view.world.contacts().next(),
    }
}

fn missing(is_there: bool, presence: Presence, found: impl Fn() -> String) -> Option<String> {
    let as_expected = match presence {
        Presence::Present => is_there,
        Presence::Absent => !is_there,
    };
    (!as_expected).then(found)
}

fn each(view: View<'_>, told: impl Fn(&Contact) -> String) -> String {
    let each = |contact: &Contact| format!("{} {}", contact.id, told(contact));
    view.world.contacts().map(each).collect::<Vec<_>>().join("; ")
}

fn tags(tags: &[Name]) -> String {
    if tags.is_empty() { "has no tag".to_owned() } else { format!("has {}", quoted_list(tags)) }
}

fn assigned(contact: &Contact) -> String {
    let to = contact.conversation.assignee.as_ref().unwrap_or(&Assignee::Nobody);
    format!("is assigned to {}", assignee_text(to))
}

fn told_field(view: View<'_>, contact: &Name, field: &Name, found: Option<&Value>) -> String {
    match found {
        None => format!("{contact}.{field} is unknown"),
        Some(Value::Text(text)) => format!("{contact}.{field} is {}", quoted(text)),
        Some(value) => format!("{contact}.{field} is {}", value_text(value, view.world.trace().zone)),
    }
}
