//! What is known of a visitor, which is all known or all unknown.

use crate::program::{FieldRef, Name, Number, Program, Value};

use super::field::Domain;
use super::literal::Literals;
use super::values::{Absence, Choice, choose};

/// A visit as far as conditions ask for it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct VisitModel {
    /// `visitor.url`
    pub url: Name,
    /// `visitor.title`
    pub title: Option<Name>,
    /// `visitor.referrer`
    pub referrer: Option<Name>,
    /// `device.…`
    pub device: Vec<(Name, Value)>,
}

/// What can be said of the visitor.
pub(super) enum Visitor {
    /// So many visits, and the visit that goes on.
    Is(u32, Option<VisitModel>),
    /// Nobody is that visitor.
    Nobody,
    /// It cannot be told.
    Unsure,
}

/// A visitor for the tests of `visitor.…` and `device.…`.
pub(super) fn choose_visitor(program: &Program, literals: &Literals<'_>) -> Visitor {
    let asked: Vec<&FieldRef> = literals.fields().into_iter().filter(|field| is_of_visit(field)).collect();
    if asked.is_empty() && literals.of(&FieldRef::VisitorVisits).is_empty() {
        return Visitor::Is(0, None);
    }
    let without = without_visit(program, literals, &asked);
    if let Visitor::Is(..) = without {
        return without;
    }
    match (with_visit(program, literals, &asked), without) {
        (Visitor::Nobody, Visitor::Unsure) => Visitor::Unsure,
        (visitor, _) => visitor,
    }
}

/// Whether the field is known during a visit alone.
pub(super) fn is_of_visit(field: &FieldRef) -> bool {
    matches!(
        field,
        FieldRef::VisitorUrl
            | FieldRef::VisitorTitle
            | FieldRef::VisitorHistory
            | FieldRef::VisitorReferrer
            | FieldRef::Device(_)
    )
}

fn without_visit(program: &Program, literals: &Literals<'_>, asked: &[&FieldRef]) -> Visitor {
    for field in asked {
        let tests = literals.of(field);
        let unknown = tests.iter().all(|(test, way)| test.passes(None) == (*way == super::Asked::Holds));
        if !unknown {
            return Visitor::Nobody;
        }
    }
    match visits(program, literals, 0..=i64::from(u32::MAX)) {
        Some(Some(visits)) => Visitor::Is(visits, None),
        Some(None) => Visitor::Nobody,
        None => Visitor::Unsure,
    }
}

fn with_visit(program: &Program, literals: &Literals<'_>, asked: &[&FieldRef]) -> Visitor {
    let mut visit = VisitModel { url: "https://example.com/".into(), ..VisitModel::default() };
    let mut history = 1..=i64::from(u32::MAX);
    let mut unsure = false;
    for field in asked {
        let absence = match field {
            FieldRef::VisitorUrl | FieldRef::VisitorHistory => Absence::Excluded,
            _ => Absence::Allowed,
        };
        let value = match choose(&literals.of(field), &Domain::of(field, program), absence) {
            Choice::Value(value) => value,
            Choice::Nothing => return Visitor::Nobody,
            Choice::Unsure => {
                unsure = true;
                continue;
            }
        };
        let text = value.as_ref().and_then(Value::text).map(Name::from);
        match field {
            FieldRef::VisitorUrl => visit.url = text.unwrap_or_default(),
            FieldRef::VisitorTitle => visit.title = text,
            FieldRef::VisitorReferrer => visit.referrer = text,
            FieldRef::VisitorHistory if text.as_deref() == Some("new") => history = 1..=1,
            FieldRef::VisitorHistory => history = 2..=i64::from(u32::MAX),
            FieldRef::Device(name) => visit.device.extend(value.map(|value| (name.clone(), value))),
            _ => unreachable!("satisfy: only fields of a visit are asked here"),
        }
    }
    let tests = literals.of(&FieldRef::VisitorHistory);
    let both = |word: &str| {
        let value = Value::from(word);
        tests.iter().all(|(test, way)| test.passes(Some(&value)) == (*way == super::Asked::Holds))
    };
    if both("new") && both("returning") {
        history = 1..=i64::from(u32::MAX);
    }
    match visits(program, literals, history) {
        Some(Some(count)) if !unsure => Visitor::Is(count, Some(visit)),
        Some(None) => Visitor::Nobody,
        Some(Some(_)) | None => Visitor::Unsure,
    }
}

/// A number of visits in the range; none when it cannot be told.
fn visits(
    program: &Program,
    literals: &Literals<'_>,
    range: std::ops::RangeInclusive<i64>,
) -> Option<Option<u32>> {
    let field = FieldRef::VisitorVisits;
    let tests = literals.of(&field);
    if tests.is_empty() {
        return Some(u32::try_from(*range.start()).ok());
    }
    let (least, most) =
        (Value::Number(Number::whole(*range.start())), Value::Number(Number::whole(*range.end())));
    let least_test = crate::program::Test::AtLeast(least);
    let most_test = crate::program::Test::AtMost(most);
    let mut all = tests;
    all.push((&least_test, super::Asked::Holds));
    all.push((&most_test, super::Asked::Holds));
    match choose(&all, &Domain::of(&field, program), Absence::Excluded) {
        Choice::Value(Some(Value::Number(number))) if number.0 % 1_000_000 == 0 => {
            Some(u32::try_from(number.0 / 1_000_000).ok())
        }
        // Between two visits there is no half one, but another whole number may pass.
        Choice::Value(_) | Choice::Unsure => None,
        Choice::Nothing => Some(None),
    }
}
