//! Values of fields.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Name;
use crate::time::Instant;

/// A number, exact to six decimals: millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Number(pub i64);

impl Number {
    /// How many millionths make one.
    const ONE: i64 = 1_000_000;

    /// A whole number; beyond nine billions it stays there.
    pub const fn whole(number: i64) -> Self {
        Self(number.saturating_mul(Self::ONE))
    }

    /// Reads `49.90`, `-3` or `1 000,50`; none when it is no number, or one too large.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.trim().chars().filter(|c| !c.is_whitespace()).collect();
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text.as_str()),
        };
        let (whole, decimals) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || decimals.len() > 6 || !all_digits(whole) || !all_digits(decimals) {
            return None;
        }
        let whole: i64 = whole.parse().ok()?;
        let decimals: i64 = format!("{decimals:0<6}").parse().ok()?;
        Some(Self(sign * whole.checked_mul(Self::ONE)?.checked_add(decimals)?))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / 1_000_000, self.0.unsigned_abs() % 1_000_000);
        if rest == 0 {
            return write!(f, "{sign}{whole}");
        }
        let decimals = format!("{rest:06}");
        let decimals = decimals.trim_end_matches('0');
        write!(f, "{sign}{whole}.{decimals:0<2}")
    }
}

/// A field's value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// A text, also an enum's word.
    Text(Name),
    /// A number.
    Number(Number),
    /// `yes` or `no`.
    YesNo(bool),
    /// A day.
    Date(NaiveDate),
    /// A point in time.
    Instant(Instant),
}

impl Value {
    /// The text of a text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(_) | Self::YesNo(_) | Self::Date(_) | Self::Instant(_) => None,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

/// A declared field's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the variants are the words of the language")]
pub enum FieldType {
    Text,
    Number,
    YesNo,
    Date,
    Instant,
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn numbers_are_read_and_written() {
        for (text, shown) in [("49.9", "49.90"), ("-3", "-3"), ("1 000,5", "1000.50"), ("0.125", "0.125")] {
            assert_eq!(Number::parse(text).map(|n| n.to_string()).as_deref(), Some(shown));
        }
        for text in ["", "-", "1.", "x", "99999999999999999999", "1.2.3"] {
            assert_eq!(Number::parse(text).is_some(), text == "1.", "{text}");
        }
    }
}
