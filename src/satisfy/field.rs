//! What a field may hold.

use crate::fields::{Builtin, ValueType};
use crate::program::{FieldRef, FieldType, Name, Program, Value};

/// The values that a field may hold.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Domain {
    /// These alone.
    Among(Vec<Value>),
    /// Numbers.
    Number,
    /// Days.
    Date,
    /// Points in time.
    Instant,
    /// Texts.
    Text,
    /// Language tags.
    Language,
    /// Anything: it is not known which type is reported.
    Any,
}

impl Domain {
    /// What the field holds when it is known.
    pub fn of(field: &FieldRef, program: &Program) -> Self {
        match field {
            FieldRef::Contact(name) => match program.fields.iter().find(|declared| declared.name == *name) {
                Some(declared) if !declared.one_of.is_empty() => Self::Among(declared.one_of.clone()),
                Some(declared) => Self::declared(declared.field_type),
                None => Self::builtin(&["contact.", name].concat()),
            },
            FieldRef::Device(name) => Self::builtin(&["device.", name].concat()),
            FieldRef::VisitorUrl
            | FieldRef::VisitorTitle
            | FieldRef::VisitorReferrer
            | FieldRef::MessageText => Self::Text,
            FieldRef::VisitorHistory => Self::words(&["new", "returning"]),
            FieldRef::VisitorVisits => Self::Number,
            FieldRef::MessageChannel => Self::Among(
                program.channels.iter().map(|channel| Value::Text(channel.name.clone())).collect(),
            ),
            FieldRef::ConversationStatus => Self::words(&["open", "closed"]),
            FieldRef::ConversationAssignee => Self::Text,
            FieldRef::ConversationBot => Self::words(&["active", "inactive"]),
            FieldRef::Event(_) => Self::Any,
            FieldRef::CallbackTime | FieldRef::BookingTime => Self::Instant,
        }
    }

    fn declared(field_type: FieldType) -> Self {
        match field_type {
            FieldType::Text => Self::Text,
            FieldType::Number => Self::Number,
            FieldType::YesNo => Self::Among(vec![Value::YesNo(true), Value::YesNo(false)]),
            FieldType::Date => Self::Date,
            FieldType::Instant => Self::Instant,
        }
    }

    fn builtin(path: &str) -> Self {
        match Builtin::at(path).map(Builtin::value_type) {
            Some(ValueType::Words(words)) => Self::words(words),
            Some(ValueType::Language) => Self::Language,
            Some(ValueType::Number) => Self::Number,
            Some(ValueType::Date) => Self::Date,
            Some(ValueType::Instant) => Self::Instant,
            Some(ValueType::YesNo) => Self::Among(vec![Value::YesNo(true), Value::YesNo(false)]),
            // Countries, zones, phones and addresses are texts of a certain form: what no text meets none of them does.
            Some(
                ValueType::Text
                | ValueType::Country
                | ValueType::Zone
                | ValueType::Phone
                | ValueType::Email
                | ValueType::Assignee
                | ValueType::Channel,
            ) => Self::Text,
            Some(ValueType::Any) | None => Self::Any,
        }
    }

    fn words(words: &[&str]) -> Self {
        Self::Among(words.iter().map(|word| Value::Text(Name::from(*word))).collect())
    }
}

/// Whether a field always has a value.
pub(super) fn is_always_known(field: &FieldRef) -> bool {
    match field {
        FieldRef::VisitorVisits | FieldRef::ConversationStatus | FieldRef::ConversationBot => true,
        FieldRef::VisitorUrl
        | FieldRef::VisitorTitle
        | FieldRef::VisitorHistory
        | FieldRef::VisitorReferrer
        | FieldRef::Device(_)
        | FieldRef::Contact(_)
        | FieldRef::MessageText
        | FieldRef::MessageChannel
        | FieldRef::ConversationAssignee
        | FieldRef::Event(_)
        | FieldRef::CallbackTime
        | FieldRef::BookingTime => false,
    }
}
