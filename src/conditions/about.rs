//! What a condition is about, told without compiling it.

use crate::check::types::compared_values;
use crate::syntax::ast;

/// What a leaf of a condition is about; two of one subject may clash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject<'c> {
    /// A field of the contact or of an event.
    Field(&'c str, &'c str),
    /// Fields that depend on each other: of a visit, a message, a conversation.
    Scope(&'c str),
    /// A tag.
    Tag(&'c str),
    /// A group.
    Group(&'c str),
}

/// With more leaves every condition is looked at closely.
const LEAVES_MAX: usize = 16;

/// Whether two leaves are about one thing, or one is about something that is odd by itself.
pub(super) fn may_be_odd(conditions: &[ast::Condition]) -> bool {
    let mut seen: Vec<Subject<'_>> = Vec::new();
    conditions.iter().any(|condition| odd(condition, &mut seen))
}

/// Whether a condition asks for something of the message, or of what a message changes.
pub(super) fn asks_of_message(condition: &ast::Condition) -> bool {
    match condition {
        ast::Condition::And(parts, _) | ast::Condition::Or(parts, _) => parts.iter().any(asks_of_message),
        ast::Condition::Not(part, _) => asks_of_message(part),
        ast::Condition::Compare(compare) => {
            matches!(scope(compare), "message" | "event" | "conversation")
        }
        ast::Condition::HasTag(..)
        | ast::Condition::InGroup(..)
        | ast::Condition::Now(..)
        | ast::Condition::Broken(_) => false,
    }
}

fn odd<'c>(condition: &'c ast::Condition, seen: &mut Vec<Subject<'c>>) -> bool {
    let subject = match condition {
        ast::Condition::And(parts, _) | ast::Condition::Or(parts, _) => {
            return parts.iter().any(|part| odd(part, seen));
        }
        ast::Condition::Not(part, _) => return odd(part, seen),
        ast::Condition::Broken(_) => return false,
        ast::Condition::HasTag(tag, _) => Subject::Tag(tag.plain().unwrap_or_default()),
        ast::Condition::InGroup(group, _) => Subject::Group(&group.text),
        // One window may be open always, or never.
        ast::Condition::Now(..) => return true,
        ast::Condition::Compare(compare) => {
            if is_odd_alone(compare) {
                return true;
            }
            match (scope(compare), compare.field.names.get(1)) {
                (scope @ ("contact" | "event"), Some(name)) => Subject::Field(scope, &name.text),
                (scope, _) => Subject::Scope(scope),
            }
        }
    };
    if seen.contains(&subject) || seen.len() >= LEAVES_MAX {
        return true;
    }
    seen.push(subject);
    false
}

fn scope(compare: &ast::Compare) -> &str {
    compare.field.names.first().map_or("", |name| name.text.as_str())
}

/// Whether one comparison may be always or never true: of what is always known, by an expression, of two fields.
fn is_odd_alone(compare: &ast::Compare) -> bool {
    let always_known = matches!(scope(compare), "conversation" | "message" | "event")
        || (scope(compare) == "visitor"
            && compare.field.names.get(1).is_some_and(|name| name.text == "visits"));
    if matches!(compare.operator, ast::Operator::Matches(_)) {
        return true;
    }
    let values = compared_values(&compare.operator);
    always_known || values.len() > 1 || values.iter().any(|value| matches!(value, ast::Value::Field(_)))
}
