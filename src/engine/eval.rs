//! Conditions and fields: what holds for a contact at an instant.

use super::contact::Run;
use super::turn::Turn;
use crate::program::{Assignee, Condition, FieldRef, Name, Number, Pattern, Test, Value};
use crate::text;

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
    match condition {
        Condition::All(parts) => parts.iter().all(|part| holds(turn, part, around)),
        Condition::Any(parts) => parts.iter().any(|part| holds(turn, part, around)),
        Condition::Not(part) => !holds(turn, part, around),
        Condition::Compare(field, test) => passes(value(turn, field, around).as_ref(), test),
        Condition::CompareFields(field, relation, other) => {
            let (field, other) = (value(turn, field, around), value(turn, other, around));
            field.is_some() && other.is_some_and(|other| passes(field.as_ref(), &relation.to(&other)))
        }
        Condition::HasTag(tag) => turn.contact.tags.binary_search(tag).is_ok(),
        Condition::InGroup(group) => turn.contact.groups.binary_search(group).is_ok(),
        Condition::Now(hours) => super::hours::is_open(turn, hours),
    }
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

/// Whether the value passes; an unknown one passes `Unknown` alone.
fn passes(value: Option<&Value>, test: &Test) -> bool {
    let Some(value) = value else { return matches!(test, Test::Unknown) };
    match test {
        Test::Known => true,
        Test::Unknown => false,
        Test::Is(values) => values.iter().any(|other| equal(value, other)),
        Test::IsNot(values) => !values.iter().any(|other| equal(value, other)),
        Test::IsIgnoringCase(words) => is_folded(value, words),
        Test::IsNotIgnoringCase(words) => !is_folded(value, words),
        Test::LanguageIs(ranges) => in_language(value, ranges),
        Test::LanguageIsNot(ranges) => !in_language(value, ranges),
        Test::Contains(patterns) => patterns.iter().any(|pattern| contains(value, pattern)),
        Test::ContainsNone(patterns) => !patterns.iter().any(|pattern| contains(value, pattern)),
        Test::StartsWith(pattern) => starts_with(value, pattern),
        Test::Matches(regex) => value.text().is_some_and(|text| regex.is_match(text)),
        Test::Below(other) => order(value, other).is_some_and(std::cmp::Ordering::is_lt),
        Test::AtMost(other) => order(value, other).is_some_and(std::cmp::Ordering::is_le),
        Test::Above(other) => order(value, other).is_some_and(std::cmp::Ordering::is_gt),
        Test::AtLeast(other) => order(value, other).is_some_and(std::cmp::Ordering::is_ge),
    }
}

fn equal(value: &Value, other: &Value) -> bool {
    value == other || order(value, other).is_some_and(std::cmp::Ordering::is_eq)
}

/// How two values of one type stand to each other; a text that reads as a number counts as one beside a number
/// (events and forms bring numbers as text).
fn order(value: &Value, other: &Value) -> Option<std::cmp::Ordering> {
    match (value, other) {
        (Value::Number(a), Value::Number(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::Instant(a), Value::Instant(b)) => Some(a.cmp(b)),
        (Value::Text(a), Value::Number(b)) => Some(Number::parse(a)?.cmp(b)),
        (Value::Number(a), Value::Text(b)) => Some(a.cmp(&Number::parse(b)?)),
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

fn is_folded(value: &Value, words: &[Name]) -> bool {
    value.text().is_some_and(|text| {
        let folded = text::fold_case(text);
        words.iter().any(|word| **word == *folded)
    })
}

/// RFC 4647, basic filtering: `fr` takes `fr`, `fr-CA` and `FR_ca`.
fn in_language(value: &Value, ranges: &[Name]) -> bool {
    let Some(tag) = value.text() else { return false };
    let same = |a: u8, b: u8| a.eq_ignore_ascii_case(&b) || (b"-_".contains(&a) && b"-_".contains(&b));
    ranges.iter().any(|range| {
        let (tag, range) = (tag.as_bytes(), range.as_bytes());
        tag.len() >= range.len()
            && tag.iter().zip(range).all(|(a, b)| same(*a, *b))
            && tag.get(range.len()).is_none_or(|byte| b"-_".contains(byte))
    })
}

fn contains(value: &Value, pattern: &Pattern) -> bool {
    let Some(text) = value.text() else { return false };
    match pattern.ignore_case {
        false => text.contains(&*pattern.text),
        true => text::fold_case(text).contains(&*pattern.text),
    }
}

fn starts_with(value: &Value, pattern: &Pattern) -> bool {
    let Some(text) = value.text() else { return false };
    match pattern.ignore_case {
        false => text.starts_with(&*pattern.text),
        true => text::fold_case(text).starts_with(&*pattern.text),
    }
}
