//! Which fields certainly have a value at a place: what conditions, triggers and earlier steps say.

use super::Certainty;
use crate::syntax::ast;

/// A field that has a value.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fact<'a> {
    /// The field at that path.
    Path(&'a [ast::Name]),
    /// The built-in field at that path.
    Builtin(&'static str),
}

/// What a condition turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Yes,
    No,
}

impl Holds {
    const fn opposite(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
        }
    }
}

/// Whether the field at `path` certainly has a value, given these facts.
pub(super) fn certainty(facts: &[Fact<'_>], path: &[ast::Name]) -> Certainty {
    let same = |fact: &Fact<'_>| match fact {
        Fact::Path(known) => same_path(known, path),
        Fact::Builtin(known) => known.split('.').eq(path.iter().map(|name| name.text.as_str())),
    };
    if facts.iter().any(same) { Certainty::Known } else { Certainty::Open }
}

/// The fields that have a value when the condition `holds`. A comparison with an unknown field is false, so
/// one that is true tells that its field is known.
pub(super) fn facts<'a>(condition: &'a ast::Condition, holds: Holds) -> Vec<Fact<'a>> {
    match (condition, holds) {
        (ast::Condition::And(parts, _), Holds::Yes) | (ast::Condition::Or(parts, _), Holds::No) => {
            parts.iter().flat_map(|part| facts(part, holds)).collect()
        }
        (ast::Condition::And(parts, _), Holds::No) | (ast::Condition::Or(parts, _), Holds::Yes) => {
            in_all(parts, holds)
        }
        (ast::Condition::Not(part, _), _) => facts(part, holds.opposite()),
        (ast::Condition::Compare(compare), _) => {
            let tells = match compare.operator {
                ast::Operator::IsUnknown => holds == Holds::No,
                _ => holds == Holds::Yes,
            };
            if tells { vec![Fact::Path(&compare.field.names)] } else { Vec::new() }
        }
        (
            ast::Condition::HasTag(..)
            | ast::Condition::InGroup(..)
            | ast::Condition::Now(..)
            | ast::Condition::Broken(_),
            _,
        ) => Vec::new(),
    }
}

/// What a trigger tells when a run starts by it.
pub(super) fn of_trigger(trigger: &ast::TriggerKind) -> &'static [&'static str] {
    match trigger {
        ast::TriggerKind::Intent(name) if name.text == "callback" => {
            &["message.text", "message.channel", "callback.time"]
        }
        ast::TriggerKind::Keyword(..)
        | ast::TriggerKind::MessageIs(..)
        | ast::TriggerKind::MessageContains(..)
        | ast::TriggerKind::MessageStartsWith(..)
        | ast::TriggerKind::MessageMatches(_)
        | ast::TriggerKind::AnyMessage
        | ast::TriggerKind::Intent(_)
        | ast::TriggerKind::OptOut => &["message.text", "message.channel"],
        ast::TriggerKind::PageView(_) => &["visitor.url", "visitor.history", "visitor.visits"],
        ast::TriggerKind::Visit(_) => &["visitor.history", "visitor.visits"],
        ast::TriggerKind::Booking => &["booking.time"],
        ast::TriggerKind::Silence
        | ast::TriggerKind::Start
        | ast::TriggerKind::Purchase
        | ast::TriggerKind::Tag(_)
        | ast::TriggerKind::Group(_)
        | ast::TriggerKind::Close
        | ast::TriggerKind::Event(_)
        | ast::TriggerKind::Time(_)
        | ast::TriggerKind::Every(..) => &[],
    }
}

fn in_all<'a>(parts: &'a [ast::Condition], holds: Holds) -> Vec<Fact<'a>> {
    let Some((first, rest)) = parts.split_first() else { return Vec::new() };
    let mut common = facts(first, holds);
    for part in rest {
        let others = facts(part, holds);
        common.retain(|fact| match fact {
            Fact::Path(path) => certainty(&others, path) == Certainty::Known,
            Fact::Builtin(_) => false,
        });
    }
    common
}

fn same_path(left: &[ast::Name], right: &[ast::Name]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(one, other)| one.text == other.text)
}
