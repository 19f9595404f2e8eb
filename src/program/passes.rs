//! Whether a value passes a test.

use super::{Name, Number, Pattern, Test, Value};
use crate::text;

impl Test {
    /// Whether the value passes; an unknown one passes `Unknown` alone.
    pub fn passes(&self, value: Option<&Value>) -> bool {
        let Some(value) = value else { return matches!(self, Self::Unknown) };
        match self {
            Self::Known => true,
            Self::Unknown => false,
            Self::Is(values) => values.iter().any(|other| equal(value, other)),
            Self::IsNot(values) => !values.iter().any(|other| equal(value, other)),
            Self::IsIgnoringCase(words) => is_folded(value, words),
            Self::IsNotIgnoringCase(words) => !is_folded(value, words),
            Self::LanguageIs(ranges) => in_language(value, ranges),
            Self::LanguageIsNot(ranges) => !in_language(value, ranges),
            Self::Contains(patterns) => patterns.iter().any(|pattern| contains(value, pattern)),
            Self::ContainsNone(patterns) => !patterns.iter().any(|pattern| contains(value, pattern)),
            Self::StartsWith(pattern) => starts_with(value, pattern),
            Self::Matches(regex) => value.text().is_some_and(|text| regex.is_match(text)),
            Self::Below(other) => order(value, other).is_some_and(std::cmp::Ordering::is_lt),
            Self::AtMost(other) => order(value, other).is_some_and(std::cmp::Ordering::is_le),
            Self::Above(other) => order(value, other).is_some_and(std::cmp::Ordering::is_gt),
            Self::AtLeast(other) => order(value, other).is_some_and(std::cmp::Ordering::is_ge),
        }
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
