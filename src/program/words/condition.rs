//! Conditions as their author would write them.

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

/// `contact.plan is "free" and not contact has tag "vip"`; parentheses stand inside only.
pub fn condition(tree: &Condition) -> String {
    match tree {
        Condition::All(parts) => joined(parts, " and "),
        Condition::Any(parts) => joined(parts, " or "),
        Condition::Not(part) => format!("not {}", part_of(part)),
        Condition::Compare(path, wanted) => format!("{} {}", field(path), test(wanted)),
        Condition::CompareFields(path, relation, other) => {
            let case = match relation {
                Relation::IsIgnoringCase | Relation::IsNotIgnoringCase => " ignoring case",
                _ => "",
            };
            format!("{} {} {}{case}", field(path), words(*relation), field(other))
        }
        Condition::HasTag(tag) => format!("contact has tag {}", quoted(tag)),
        Condition::InGroup(group) => format!("contact in group {group}"),
        Condition::Now(window) => format!("now {}", hours(window)),
    }
}

/// A condition that stands in another one.
fn part_of(part: &Condition) -> String {
    match part {
        Condition::All(_) | Condition::Any(_) => format!("({})", condition(part)),
        _ => condition(part),
    }
}

fn words(relation: Relation) -> &'static str {
    match relation {
        Relation::Is | Relation::IsIgnoringCase | Relation::LanguageIs => "is",
        Relation::IsNot | Relation::IsNotIgnoringCase | Relation::LanguageIsNot => "is not",
        Relation::Below => "<",
        Relation::AtMost => "<=",
        Relation::Above => ">",
        Relation::AtLeast => ">=",
    }
}

fn joined(parts: &[Condition], word: &str) -> String {
    parts.iter().map(part_of).collect::<Vec<_>>().join(word)
}

fn test(test: &Test) -> String {
    match test {
        Test::Is(values) => one_of("is", values.iter().map(value)),
        Test::IsNot(values) => one_of("is not", values.iter().map(value)),
        Test::IsIgnoringCase(texts) => one_of("is", quoted_all(texts)) + " ignoring case",
        Test::IsNotIgnoringCase(texts) => one_of("is not", quoted_all(texts)) + " ignoring case",
        Test::LanguageIs(ranges) => one_of("is", quoted_all(ranges)),
        Test::LanguageIsNot(ranges) => one_of("is not", quoted_all(ranges)),
        Test::Known => "is known".to_owned(),
        Test::Unknown => "is unknown".to_owned(),
        Test::Contains(patterns) if patterns.len() > 1 => format!("contains any of {}", texts(patterns)),
        Test::Contains(patterns) => format!("contains {}", texts(patterns)),
        Test::ContainsNone(patterns) => format!("does not contain {}", texts(patterns)),
        Test::StartsWith(start) => format!("starts with {}", texts(std::slice::from_ref(start))),
        Test::Matches(regex) => format!("matches {}", written(regex.as_str())),
        Test::Below(other) => than("<", other),
        Test::AtMost(other) => than("<=", other),
        Test::Above(other) => than(">", other),
        Test::AtLeast(other) => than(">=", other),
    }
}

/// `is "a"`, `is one of "a", "b"`.
fn one_of(word: &str, values: impl ExactSizeIterator<Item = String>) -> String {
    let several = if values.len() > 1 { " one of" } else { "" };
    format!("{word}{several} {}", list(values))
}

fn than(sign: &str, other: &Value) -> String {
    format!("{sign} {}", value(other))
}

fn quoted_all(texts: &[Name]) -> impl ExactSizeIterator<Item = String> {
    texts.iter().map(|text| quoted(text))
}

/// All patterns of a test have the same case.
fn texts(patterns: &[Pattern]) -> String {
    let case = if patterns.iter().any(|pattern| pattern.ignore_case) { " ignoring case" } else { "" };
    format!("{}{case}", list(patterns.iter().map(|pattern| quoted(&pattern.text))))
}

/// `/a|b/ ignoring case`: the author's expression, without what makes it match the whole of a text.
fn written(anchored: &str) -> String {
    let inner = |start: &str| anchored.strip_prefix(start)?.strip_suffix(")$");
    let (pattern, case) = match (inner("^(?:"), inner("^(?i:")) {
        (Some(pattern), _) => (pattern, ""),
        (None, Some(pattern)) => (pattern, " ignoring case"),
        (None, None) => (anchored, ""),
    };
    format!("/{}/{case}", pattern.strip_suffix('\n').unwrap_or(pattern))
}
