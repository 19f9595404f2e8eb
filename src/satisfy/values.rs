//! A value that passes all tests of a field.

use chrono::NaiveDate;

use crate::program::{Name, Number, Test, Value};
use crate::time::Instant;

use super::Asked;
use super::field::Domain;
use super::text;

/// What can be said of a field.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Choice {
    /// This value passes; none: the field is unknown.
    Value(Option<Value>),
    /// Nothing passes.
    Nothing,
    /// It cannot be told.
    Unsure,
}

/// Whether a field may be unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Absence {
    /// It may.
    Allowed,
    /// It always has a value.
    Excluded,
}

/// A value of the domain, or its absence, that passes every test that is asked to hold and fails the others.
pub(super) fn choose(tests: &[(&Test, Asked)], domain: &Domain, absence: Absence) -> Choice {
    let passes = |value: Option<&Value>| {
        tests.iter().all(|(test, asked)| test.passes(value) == (*asked == Asked::Holds))
    };
    if absence == Absence::Allowed && passes(None) {
        return Choice::Value(None);
    }
    let found = |candidates: Vec<Value>| candidates.into_iter().find(|value| passes(Some(value)));
    let exact = |candidates| found(candidates).map_or(Choice::Nothing, |value| Choice::Value(Some(value)));
    match domain {
        Domain::Among(values) => exact(values.clone()),
        Domain::Number => exact(around(tests, numbers)),
        Domain::Date => exact(around(tests, dates)),
        Domain::Instant => exact(around(tests, instants)),
        Domain::Language => exact(languages(tests)),
        Domain::Text => {
            if let Some(value) = found(named(tests)) {
                return Choice::Value(Some(value));
            }
            if tests.iter().any(names_all) {
                return Choice::Nothing;
            }
            match text::choose(tests) {
                // The search and the tests must agree.
                Choice::Value(Some(value)) if !passes(Some(&value)) => Choice::Unsure,
                choice => choice,
            }
        }
        Domain::Any => {
            let candidates =
                [named(tests), around(tests, numbers), around(tests, dates), around(tests, instants)];
            match found(candidates.concat()) {
                Some(value) => Choice::Value(Some(value)),
                None => match text::choose(tests) {
                    Choice::Value(Some(value)) if passes(Some(&value)) => Choice::Value(Some(value)),
                    _ => Choice::Unsure,
                },
            }
        }
    }
}

/// Whether nothing but the values that the test names can pass.
fn names_all((test, asked): &(&Test, Asked)) -> bool {
    matches!((test, asked), (Test::Is(_), Asked::Holds) | (Test::IsNot(_), Asked::Fails))
}

/// The values that a test names.
fn constants(test: &Test) -> &[Value] {
    match test {
        Test::Is(values) | Test::IsNot(values) => values,
        Test::Below(value) | Test::AtMost(value) | Test::Above(value) | Test::AtLeast(value) => {
            std::slice::from_ref(value)
        }
        Test::IsIgnoringCase(_)
        | Test::IsNotIgnoringCase(_)
        | Test::LanguageIs(_)
        | Test::LanguageIsNot(_)
        | Test::Known
        | Test::Unknown
        | Test::Contains(_)
        | Test::ContainsNone(_)
        | Test::StartsWith(_)
        | Test::Matches(_) => &[],
    }
}

/// All values that the tests name, as they are.
fn named(tests: &[(&Test, Asked)]) -> Vec<Value> {
    let mut named: Vec<Value> = tests.iter().flat_map(|(test, _)| constants(test).to_vec()).collect();
    for (test, _) in tests {
        if let Test::IsIgnoringCase(words) | Test::IsNotIgnoringCase(words) = test {
            // Countries and the like are written in capitals.
            named.extend(words.iter().map(|word| Value::Text(Name::from(word.to_uppercase()))));
            named.extend(words.iter().map(|word| Value::Text(word.clone())));
        }
    }
    named
}

/// The values that the tests name, those beside them, and one that none of them names. Tests of ordered values change
/// only there, so that one of these passes if any value does.
fn around(tests: &[(&Test, Asked)], beside: fn(&Value) -> Vec<Value>) -> Vec<Value> {
    let mut values: Vec<Value> =
        tests.iter().flat_map(|(test, _)| constants(test)).flat_map(beside).collect();
    if values.is_empty() {
        values.extend(
            [Value::Number(Number::whole(1)), Value::Date(DAY), Value::Instant(Instant::from_millis(0))]
                .iter()
                .flat_map(beside),
        );
    }
    values
}

const DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 1, 1).expect("the calendar has that day");

fn numbers(value: &Value) -> Vec<Value> {
    let number = match value {
        Value::Number(number) => *number,
        Value::Text(text) => match Number::parse(text) {
            Some(number) => number,
            None => return Vec::new(),
        },
        Value::YesNo(_) | Value::Date(_) | Value::Instant(_) => return Vec::new(),
    };
    // Whole numbers read better than the nearest millionth.
    let steps = [0, 1_000_000, -1_000_000, 1, -1];
    steps
        .iter()
        .filter_map(|step| number.0.checked_add(*step))
        .map(|next| Value::Number(Number(next)))
        .collect()
}

fn dates(value: &Value) -> Vec<Value> {
    let Value::Date(date) = value else { return Vec::new() };
    [Some(*date), date.succ_opt(), date.pred_opt()].into_iter().flatten().map(Value::Date).collect()
}

fn instants(value: &Value) -> Vec<Value> {
    let Value::Instant(instant) = value else { return Vec::new() };
    [0, 1, -1].map(|step| Value::Instant(instant.plus_millis(step))).to_vec()
}

/// The ranges that the tests name, and a tag that is in none of them: a tag is in a range when that is the tag or its
/// beginning, so that the narrowest tag that all ranges allow is one of them.
fn languages(tests: &[(&Test, Asked)]) -> Vec<Value> {
    let mut tags: Vec<Name> = Vec::new();
    for (test, _) in tests {
        match test {
            Test::LanguageIs(ranges) | Test::LanguageIsNot(ranges) => tags.extend(ranges.iter().cloned()),
            Test::Is(values) | Test::IsNot(values) => {
                tags.extend(values.iter().filter_map(Value::text).map(Name::from));
            }
            _ => {}
        }
    }
    tags.extend(["en", "fr", "qaa"].map(Name::from));
    tags.into_iter().map(Value::Text).collect()
}
