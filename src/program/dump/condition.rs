//! Conditions as text.

use super::value::{field, quoted, value};
use super::{hours, list};
use crate::program::{Condition, FieldRef, Name, Pattern, Relation, Test, Value};

impl Condition {
    /// The condition as an author would say it, for reasons.
    pub fn words(&self) -> String {
        condition(self)
    }
}

impl FieldRef {
    /// `contact.plan`
    pub fn words(&self) -> String {
        field(self)
    }
}

impl Value {
    /// As it is written in a condition; instants in UTC.
    pub fn words(&self) -> String {
        value(self)
    }
}

pub(super) fn condition(tree: &Condition) -> String {
    match tree {
        Condition::All(parts) => joined(parts, " and "),
        Condition::Any(parts) => joined(parts, " or "),
        Condition::Not(part) => format!("not {}", condition(part)),
        Condition::Compare(path, wanted) => format!("{} {}", field(path), test(wanted)),
        Condition::CompareFields(path, relation, other) => {
            format!("{} {} {}", field(path), words(*relation), field(other))
        }
        Condition::HasTag(tag) => format!("has tag {}", quoted(tag)),
        Condition::InGroup(group) => format!("in group {group}"),
        Condition::Now(window) => format!("now {}", hours(window)),
    }
}

fn words(relation: Relation) -> &'static str {
    match relation {
        Relation::Is => "is",
        Relation::IsNot => "is not",
        Relation::IsIgnoringCase => "is ignoring case",
        Relation::IsNotIgnoringCase => "is not ignoring case",
        Relation::LanguageIs => "is in language",
        Relation::LanguageIsNot => "is not in language",
        Relation::Below => "<",
        Relation::AtMost => "<=",
        Relation::Above => ">",
        Relation::AtLeast => ">=",
    }
}

fn joined(parts: &[Condition], word: &str) -> String {
    format!("({})", parts.iter().map(condition).collect::<Vec<_>>().join(word))
}

fn test(test: &Test) -> String {
    match test {
        Test::Is(values) => format!("is {}", list(values.iter().map(value))),
        Test::IsNot(values) => format!("is not {}", list(values.iter().map(value))),
        Test::IsIgnoringCase(texts) => format!("is {} ignoring case", texts_of(texts)),
        Test::IsNotIgnoringCase(texts) => format!("is not {} ignoring case", texts_of(texts)),
        Test::LanguageIs(ranges) => format!("is in language {}", list(ranges)),
        Test::LanguageIsNot(ranges) => format!("is not in language {}", list(ranges)),
        Test::Known => "is known".to_owned(),
        Test::Unknown => "is unknown".to_owned(),
        Test::Contains(patterns) => format!("contains {}", list(patterns.iter().map(pattern))),
        Test::ContainsNone(patterns) => {
            format!("does not contain {}", list(patterns.iter().map(pattern)))
        }
        Test::StartsWith(start) => format!("starts with {}", pattern(start)),
        Test::Matches(regex) => format!("matches /{regex}/"),
        Test::Below(other) => format!("< {}", value(other)),
        Test::AtMost(other) => format!("<= {}", value(other)),
        Test::Above(other) => format!("> {}", value(other)),
        Test::AtLeast(other) => format!(">= {}", value(other)),
    }
}

fn texts_of(texts: &[Name]) -> String {
    list(texts.iter().map(|text| quoted(text)))
}

fn pattern(pattern: &Pattern) -> String {
    let case = if pattern.ignore_case { " ignoring case" } else { "" };
    format!("{}{case}", quoted(&pattern.text))
}
