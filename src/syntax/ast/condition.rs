//! Conditions: comparisons of fields, tags, groups and hours, joined by `and`, `or`, `not`.

use super::{Case, Hours, Name, Regex, Str, Value};
use crate::source::Span;

/// `visitor.url contains any of "/pricing" and (visitor.history is new or not now within office)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// `A and B and C`: two or more.
    And(Vec<Condition>, Span),
    /// `A or B or C`: two or more. `and` and `or` are mixed only through parentheses.
    Or(Vec<Condition>, Span),
    /// `not A`
    Not(Box<Condition>, Span),
    /// `contact.plan is "free"`
    Compare(Compare),
    /// `contact has tag "vip"`
    HasTag(Str, Span),
    /// `contact in group clients`
    InGroup(Name, Span),
    /// `now within office`, `now outside 09:00..18:00`: `overrun` is always `Hold`
    Now(Hours, Span),
    /// Stands for a condition that could not be read; its error is reported already.
    Broken(Span),
}

impl Condition {
    /// Where it stands, without parentheses around it.
    pub fn span(&self) -> Span {
        match self {
            Self::And(_, span)
            | Self::Or(_, span)
            | Self::Not(_, span)
            | Self::HasTag(_, span)
            | Self::InGroup(_, span)
            | Self::Now(_, span)
            | Self::Broken(span) => *span,
            Self::Compare(compare) => compare.span,
        }
    }
}

/// `contact.plan is one of "free", "pro" ignoring case`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compare {
    /// The field.
    pub field: FieldPath,
    /// What is asked of it.
    pub operator: Operator,
    /// Where the operator's words stand.
    pub operator_span: Span,
    /// Whether `ignoring case` stands behind it.
    pub case: Case,
    /// The whole.
    pub span: Span,
}

/// `contact.first_name`: the names between the dots, two or more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldPath {
    /// `contact`, `first_name`.
    pub names: Vec<Name>,
    /// The whole.
    pub span: Span,
}

impl FieldPath {
    /// As it is written, with dots.
    pub fn dotted(&self) -> String {
        self.names.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(".")
    }
}

/// What is asked of a field, with what it is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operator {
    /// `is V`
    Is(Value),
    /// `is not V`
    IsNot(Value),
    /// `is one of V, W`
    IsOneOf(Vec<Value>),
    /// `is not one of V, W`
    IsNotOneOf(Vec<Value>),
    /// `is known`
    IsKnown,
    /// `is unknown`
    IsUnknown,
    /// `contains "a"`
    Contains(Str),
    /// `contains any of "a", "b"`; also `contains at least one of`
    ContainsAnyOf(Vec<Str>),
    /// `does not contain "a"` (`"a", "b"`: none of them)
    DoesNotContain(Vec<Str>),
    /// `starts with "a"`
    StartsWith(Str),
    /// `matches /a+/`: the whole value
    Matches(Regex),
    /// `< V`
    Below(Value),
    /// `<= V`
    AtMost(Value),
    /// `> V`
    Above(Value),
    /// `>= V`
    AtLeast(Value),
}
