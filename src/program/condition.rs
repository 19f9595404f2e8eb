//! Compiled conditions and hours.

use std::sync::Arc;

use super::{Name, ScheduleId, Value};
use crate::text::fold_case;
use crate::time::{Delay, Weekly};

/// A condition over a contact, its visit, its conversation, the event and the clock.
#[derive(Debug, Clone)]
pub enum Condition {
    /// All of them hold.
    All(Vec<Condition>),
    /// One of them holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// A field passes a test; an unknown field passes none but `Unknown`.
    Compare(FieldRef, Test),
    /// The first field stands to the other like that; when one of them is unknown it does not.
    CompareFields(FieldRef, Relation, FieldRef),
    /// The contact has the tag.
    HasTag(Name),
    /// The contact is in the group.
    InGroup(Name),
    /// The clock is within the hours; their `overrun` says nothing here.
    Now(Hours),
}

/// A field by what holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is the field that it names")]
pub enum FieldRef {
    VisitorUrl,
    VisitorTitle,
    VisitorHistory,
    VisitorVisits,
    VisitorReferrer,
    /// `device.language`, `.type`, `.os`, `.browser`
    Device(Name),
    /// `contact.first_name` and the like, declared ones too
    Contact(Name),
    MessageText,
    MessageChannel,
    ConversationStatus,
    ConversationAssignee,
    ConversationBot,
    /// `event.total`: what the event that started the run carried
    Event(Name),
    CallbackTime,
    BookingTime,
}

/// What is asked of a field's value.
#[derive(Debug, Clone)]
pub enum Test {
    /// It is one of the values.
    Is(Vec<Value>),
    /// It is none of the values.
    IsNot(Vec<Value>),
    /// It is a text that equals one of these but for case (folded).
    IsIgnoringCase(Vec<Name>),
    /// It is a text that equals none of these, case aside (folded).
    IsNotIgnoringCase(Vec<Name>),
    /// It is a language tag within one of these ranges: `fr` takes `fr-CA` (RFC 4647, basic filtering).
    LanguageIs(Vec<Name>),
    /// It is a language tag within none of these ranges.
    LanguageIsNot(Vec<Name>),
    /// It is known.
    Known,
    /// It is unknown.
    Unknown,
    /// It contains one of the texts.
    Contains(Vec<Pattern>),
    /// It contains none of the texts.
    ContainsNone(Vec<Pattern>),
    /// It starts with the text.
    StartsWith(Pattern),
    /// The whole of it matches.
    Matches(Arc<regex::Regex>),
    /// It is smaller, or earlier.
    Below(Value),
    /// It is not larger.
    AtMost(Value),
    /// It is larger, or later.
    Above(Value),
    /// It is not smaller.
    AtLeast(Value),
}

/// How one field stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is the test of that name")]
pub enum Relation {
    Is,
    IsNot,
    IsIgnoringCase,
    IsNotIgnoringCase,
    LanguageIs,
    LanguageIsNot,
    Below,
    AtMost,
    Above,
    AtLeast,
}

impl Relation {
    /// The test that the first field has to pass when the other one holds `value`.
    pub fn to(self, value: &Value) -> Test {
        let texts = |change: fn(&str) -> Name| value.text().map(change).into_iter().collect();
        match self {
            Self::Is => Test::Is(vec![value.clone()]),
            Self::IsNot => Test::IsNot(vec![value.clone()]),
            Self::IsIgnoringCase => Test::IsIgnoringCase(texts(|text| fold_case(text).into())),
            Self::IsNotIgnoringCase => Test::IsNotIgnoringCase(texts(|text| fold_case(text).into())),
            Self::LanguageIs => Test::LanguageIs(texts(|text| text.into())),
            Self::LanguageIsNot => Test::LanguageIsNot(texts(|text| text.into())),
            Self::Below => Test::Below(value.clone()),
            Self::AtMost => Test::AtMost(value.clone()),
            Self::Above => Test::Above(value.clone()),
            Self::AtLeast => Test::AtLeast(value.clone()),
        }
    }
}

/// A text to look for; folded (`text::fold_case`) when case is ignored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The text, folded already when case is ignored.
    pub text: Name,
    /// `ignoring case`
    pub ignore_case: bool,
}

/// Hours that hold a message, or that a condition asks for.
#[derive(Debug, Clone)]
pub struct Hours {
    /// `outside` instead of `within`.
    pub outside: bool,
    /// What opens and shuts.
    pub source: HoursSource,
    /// What becomes of a message that comes outside.
    pub overrun: Overrun,
    /// As an author would say it: `within office`.
    pub words: Name,
}

/// What opens and shuts.
#[derive(Debug, Clone)]
pub enum HoursSource {
    /// In the contact's zone, or the workspace's.
    Window(Weekly),
    /// In its own zone.
    Schedule(ScheduleId),
}

/// What becomes of a message that comes outside the hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overrun {
    /// Held.
    Hold,
    /// Dropped.
    Skip,
    /// Held, dropped when it would be for longer.
    Expires(Delay),
}
