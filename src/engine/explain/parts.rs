//! The parts of a condition that decide, with what the contact has.

use super::Part;
use crate::engine::eval::{Circumstances, holds, value};
use crate::engine::turn::Turn;
use crate::program::{Condition, FieldRef};

/// The parts to which it is due that a condition does not hold: of several that must hold the first, of several of
/// which one is enough all.
pub(super) fn unmet(turn: &Turn<'_>, condition: &Condition, around: Circumstances<'_>) -> Vec<Part> {
    match condition {
        Condition::All(parts) => {
            let first = parts.iter().find(|part| !holds(turn, part, around));
            first.map(|part| unmet(turn, part, around)).unwrap_or_default()
        }
        Condition::Any(parts) => parts.iter().flat_map(|part| unmet(turn, part, around)).collect(),
        leaf => vec![part(turn, leaf, around)],
    }
}

/// A condition with the values of its fields.
pub(super) fn part(turn: &Turn<'_>, condition: &Condition, around: Circumstances<'_>) -> Part {
    let mut values = Vec::new();
    fields(turn, condition, around, &mut values);
    Part { condition: condition.words(), values }
}

fn fields(
    turn: &Turn<'_>,
    condition: &Condition,
    around: Circumstances<'_>,
    values: &mut Vec<(String, Option<String>)>,
) {
    let mut told = |field| {
        values.push((FieldRef::words(field), value(turn, field, around).map(|value| value.words())));
    };
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().for_each(|part| fields(turn, part, around, values));
        }
        Condition::Not(part) => fields(turn, part, around, values),
        Condition::Compare(field, _) => told(field),
        Condition::CompareFields(field, _, other) => {
            told(field);
            told(other);
        }
        Condition::HasTag(_) | Condition::InGroup(_) | Condition::Now(_) => {}
    }
}
