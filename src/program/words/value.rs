//! Fields, values and wordings as their author would write them.

use crate::program::{Argument, FieldRef, Piece, Value, Wording};

/// `contact.first_name`.
pub fn field(field: &FieldRef) -> String {
    match field {
        FieldRef::VisitorUrl => "visitor.url".to_owned(),
        FieldRef::VisitorTitle => "visitor.title".to_owned(),
        FieldRef::VisitorHistory => "visitor.history".to_owned(),
        FieldRef::VisitorVisits => "visitor.visits".to_owned(),
        FieldRef::VisitorReferrer => "visitor.referrer".to_owned(),
        FieldRef::Device(name) => format!("device.{name}"),
        FieldRef::Contact(name) => format!("contact.{name}"),
        FieldRef::MessageText => "message.text".to_owned(),
        FieldRef::MessageChannel => "message.channel".to_owned(),
        FieldRef::ConversationStatus => "conversation.status".to_owned(),
        FieldRef::ConversationAssignee => "conversation.assignee".to_owned(),
        FieldRef::ConversationBot => "conversation.bot".to_owned(),
        FieldRef::Event(name) => format!("event.{name}"),
        FieldRef::CallbackTime => "callback.time".to_owned(),
        FieldRef::BookingTime => "booking.time".to_owned(),
    }
}

/// `"free"`, `12`, `yes`.
pub fn value(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::Number(number) => number.to_string(),
        Value::YesNo(true) => "yes".to_owned(),
        Value::YesNo(false) => "no".to_owned(),
        Value::Date(date) => date.to_string(),
        Value::Instant(at) => at.to_string(),
    }
}

/// `"Bonjour {contact.first_name | vous}"`.
pub fn wording(wording: &Wording) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Text(text) => text.to_string(),
        Piece::Field(path, None) => format!("{{{}}}", field(path)),
        Piece::Field(path, Some(default)) => format!("{{{} | {default}}}", field(path)),
        Piece::Parameter(at) => format!("{{{at}}}"),
    };
    quoted(&wording.pieces.iter().map(piece).collect::<String>())
}

/// What a template or a field is given.
pub fn argument(argument: &Argument) -> String {
    match argument {
        Argument::Wording(text) => wording(text),
        Argument::Field(path) => field(path),
        Argument::Value(known) => value(known),
    }
}

/// In quotes, with lines and quotes escaped and all letters left as they are.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}
