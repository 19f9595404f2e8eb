//! Fields that are held against each other: values that fit together, found by trying.

use std::collections::BTreeMap;

use crate::program::{FieldRef, Number, Value};

use super::field::{Domain, is_always_known};
use super::literal::Literals;
use super::values::{Absence, Choice, choose};
use super::visit::is_of_visit;
use super::{Asked, Question};

/// Whether a field is held against another one.
pub(super) fn is_related(literals: &Literals<'_>, field: &FieldRef) -> bool {
    literals.relations.iter().any(|(one, _, other, _)| *one == field || *other == field)
}

/// What can be said of fields that are held against each other.
pub(super) enum Relations {
    /// These values pass.
    Settled(Vec<(FieldRef, Option<Value>)>),
    /// None was found.
    Unsure,
}

/// With more combinations, nothing is said of fields that are held against each other.
const COMBINATIONS_MAX: usize = 4_000;

/// Tries values for the fields that are held against each other: found or not known, never excluded.
pub(super) fn relations(question: &Question<'_>, literals: &Literals<'_>) -> Relations {
    let mut candidates: BTreeMap<usize, (&FieldRef, Vec<Option<Value>>)> = BTreeMap::new();
    for field in literals.fields().into_iter().filter(|field| is_related(literals, field)) {
        if is_of_visit(field)
            || matches!(
                field,
                FieldRef::VisitorVisits
                    | FieldRef::MessageText
                    | FieldRef::MessageChannel
                    | FieldRef::Event(_)
                    | FieldRef::ConversationStatus
            )
        {
            return Relations::Unsure;
        }
        let tests = literals.of(field);
        let passes = |value: Option<&Value>| {
            tests.iter().all(|(test, asked)| test.passes(value) == (*asked == Asked::Holds))
        };
        let mut values: Vec<Option<Value>> = Vec::new();
        match Domain::of(field, question.program) {
            Domain::Among(among) => values.extend(among.into_iter().map(Some)),
            domain => {
                let chosen = choose(&tests, &domain, Absence::Excluded);
                if let Choice::Value(Some(value)) = chosen {
                    values.extend(beside(&value).into_iter().map(Some));
                    values.insert(0, Some(value));
                }
            }
        }
        values.push(None);
        values.retain(|value| passes(value.as_ref()) && (value.is_some() || !is_always_known(field)));
        candidates.insert(candidates.len(), (field, values));
    }
    if candidates.is_empty() {
        return Relations::Settled(Vec::new());
    }
    // What one field may hold, the others may hold too.
    let pool: Vec<Value> =
        candidates.values().flat_map(|(_, values)| values.iter().flatten().cloned()).collect();
    for (field, values) in candidates.values_mut() {
        let tests = literals.of(field);
        if matches!(Domain::of(field, question.program), Domain::Among(_)) {
            continue;
        }
        let passes = |value: &Value| {
            tests.iter().all(|(test, asked)| test.passes(Some(value)) == (*asked == Asked::Holds))
        };
        for value in &pool {
            if passes(value) && !values.contains(&Some(value.clone())) {
                values.push(Some(value.clone()));
            }
        }
    }
    let lists: Vec<_> = candidates.values().collect();
    let combinations: usize = lists.iter().map(|(_, values)| values.len()).product();
    for combination in 0..combinations.min(COMBINATIONS_MAX) {
        let mut rest = combination;
        let mut chosen: Vec<(&FieldRef, &Option<Value>)> = Vec::new();
        for (field, values) in &lists {
            chosen.push((field, &values[rest % values.len()]));
            rest /= values.len();
        }
        let value = |field: &FieldRef| {
            chosen.iter().find(|(other, _)| *other == field).and_then(|(_, value)| value.as_ref())
        };
        let all = literals.relations.iter().all(|(one, relation, other, asked)| {
            let holds = match (value(one), value(other)) {
                (Some(one), Some(other)) => relation.to(other).passes(Some(one)),
                _ => false,
            };
            holds == (*asked == Asked::Holds)
        });
        if all {
            let settled = chosen.into_iter().map(|(field, value)| (field.clone(), value.clone())).collect();
            return Relations::Settled(settled);
        }
    }
    Relations::Unsure
}

/// Values near to one.
fn beside(value: &Value) -> Vec<Value> {
    match value {
        Value::Number(Number(number)) => {
            vec![
                Value::Number(Number(number.saturating_add(1_000_000))),
                Value::Number(Number(number.saturating_sub(1_000_000))),
            ]
        }
        Value::Date(date) => {
            [date.succ_opt(), date.pred_opt()].into_iter().flatten().map(Value::Date).collect()
        }
        Value::Instant(instant) => {
            vec![Value::Instant(instant.plus_millis(60_000)), Value::Instant(instant.plus_millis(-60_000))]
        }
        Value::Text(_) | Value::YesNo(_) => Vec::new(),
    }
}
