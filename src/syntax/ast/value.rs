//! The leaves: names, strings with placeholders, numbers, dates, regular expressions.

use chrono::{NaiveDate, NaiveDateTime};

use crate::source::Span;
use crate::time::{Delay, TimeOfDay};

/// `order_start`: a name, composed to NFC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// `"Bonjour {contact.first_name | vous} !"`: a string with its placeholders, escapes resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Str {
    /// Text and placeholders in order; no two texts beside each other, no empty text.
    pub parts: Vec<StrPart>,
    /// With the quotes.
    pub span: Span,
}

impl Str {
    /// The text when there is no placeholder in it.
    pub fn plain(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [StrPart::Text(text)] => Some(text),
            _ => None,
        }
    }
}

/// One piece of a string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StrPart {
    /// Text as it goes out.
    Text(String),
    /// `{contact.first_name | vous}`.
    Placeholder(Placeholder),
}

/// `{contact.first_name | vous}`, or `{name}` for a template's parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder {
    /// The names between the dots.
    pub path: Vec<Name>,
    /// The text behind `|`, trimmed: used when the field is unknown.
    pub default: Option<String>,
    /// With the braces.
    pub span: Span,
}

/// `49.90`: exact to six decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(pub i64);

impl Number {
    /// How many units of the last decimal make one.
    pub const ONE: i64 = 1_000_000;
}

/// `2026-12-25 09:00 "Europe/Paris"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateTime {
    /// Date and time on the clock.
    pub local: NaiveDateTime,
    /// The zone behind it, when one is written.
    pub zone: Option<Str>,
    /// Where it stands.
    pub span: Span,
}

/// `/ref [0-9]+/`: the pattern between the slashes, `\/` read as a slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regex {
    /// In the syntax of the `regex` crate.
    pub pattern: String,
    /// With the slashes.
    pub span: Span,
}

/// Whether letters in upper and lower case are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// The default.
    Sensitive,
    /// `ignoring case`.
    Ignored,
}

/// A value that a field is compared with or set to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `"free"`
    Text(Str),
    /// `49.90`, also `-3`
    Number(Number, Span),
    /// `open`, `new`, `yes`, `fr`, `sms`, `nobody`: a word
    Word(Name),
    /// `2026-12-25`
    Date(NaiveDate, Span),
    /// `2026-12-25 09:00`
    DateTime(DateTime),
    /// `09:00`
    Time(TimeOfDay, Span),
    /// `2h`
    Duration(Delay, Span),
    /// `event.total`: another field, in `set contact.total to event.total`
    Field(super::FieldPath),
}

impl Value {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Self::Text(text) => text.span,
            Self::Word(name) => name.span,
            Self::DateTime(moment) => moment.span,
            Self::Field(path) => path.span,
            Self::Number(_, span) | Self::Date(_, span) | Self::Time(_, span) | Self::Duration(_, span) => {
                *span
            }
        }
    }
}
