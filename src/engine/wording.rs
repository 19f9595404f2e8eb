//! Messages as the contact reads them: placeholders filled in, the language chosen.

use super::Message;
use super::eval::{Circumstances, value};
use super::turn::Turn;
use crate::program::{Argument, Content, Name, Piece, Text, Value, Wording};

/// The message in the contact's words.
pub(super) fn message(turn: &Turn<'_>, content: &Content, around: Circumstances<'_>) -> Message {
    match content {
        Content::Text(wording) => Message::Text(fill(turn, wording, &[], around)),
        Content::Named(id) => {
            let text = &turn.program.texts[id.index()];
            Message::Text(fill(turn, in_language(turn, text), &[], around))
        }
        Content::Template(id, arguments) => {
            let template = &turn.program.templates[id.index()];
            let arguments: Vec<Name> =
                arguments.iter().map(|argument| as_text(turn, argument, around)).collect();
            let text = fill(turn, &template.wording, &arguments, around);
            Message::Template { name: template.name.clone(), arguments, text }
        }
        Content::Ai(instruction) => {
            let instruction = instruction.as_ref().map(|wording| fill(turn, wording, &[], around));
            Message::Ai { instruction }
        }
    }
}

/// How many bytes a place takes, or so.
const FILLED: usize = 16;

/// The text with its places filled; an unknown field leaves its default, or nothing.
pub(super) fn fill(
    turn: &Turn<'_>,
    wording: &Wording,
    arguments: &[Name],
    around: Circumstances<'_>,
) -> Name {
    if let [Piece::Text(text)] = wording.pieces.as_slice() {
        return text.clone();
    }
    let known = wording.pieces.iter().map(|piece| match piece {
        Piece::Text(text) => text.len(),
        Piece::Parameter(_) | Piece::Field(..) => FILLED,
    });
    let mut filled = String::with_capacity(known.sum());
    for piece in &wording.pieces {
        match piece {
            Piece::Text(text) => filled.push_str(text),
            Piece::Parameter(at) => filled.push_str(arguments.get(*at as usize).map_or("", |text| text)),
            Piece::Field(field, default) => match value(turn, field, around) {
                Some(known) => filled.push_str(&shown(turn, &known)),
                None => filled.push_str(default.as_deref().unwrap_or("")),
            },
        }
    }
    filled.into()
}

/// The argument's text.
fn as_text(turn: &Turn<'_>, argument: &Argument, around: Circumstances<'_>) -> Name {
    match argument {
        Argument::Wording(wording) => fill(turn, wording, &[], around),
        Argument::Field(field) => value(turn, field, around).map_or_else(Name::default, |v| shown(turn, &v)),
        Argument::Value(known) => shown(turn, known),
    }
}

/// The argument's value, for a field that is set to it.
pub(super) fn as_value(turn: &Turn<'_>, argument: &Argument, around: Circumstances<'_>) -> Option<Value> {
    match argument {
        Argument::Wording(wording) => Some(Value::Text(fill(turn, wording, &[], around))),
        Argument::Field(field) => value(turn, field, around),
        Argument::Value(known) => Some(known.clone()),
    }
}

/// A value as a person reads it, instants in the contact's zone.
fn shown(turn: &Turn<'_>, value: &Value) -> Name {
    match value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string().into(),
        Value::YesNo(yes) => if *yes { "yes" } else { "no" }.into(),
        Value::Date(date) => date.to_string().into(),
        Value::Instant(at) => {
            let local = turn.zone().local(*at);
            let (date, minute) = (local.date(), local.minute());
            format!("{date} {:02}:{:02}", minute / 60, minute % 60).into()
        }
    }
}

/// The wording in the contact's language: the same tag, the same language, the workspace's default, the first.
fn in_language<'t>(turn: &Turn<'_>, text: &'t Text) -> &'t Wording {
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let own = turn.contact.field("language").and_then(|value| value.text()).unwrap_or_default();
    let by_tag = |wanted: &str| text.wordings.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(wanted));
    let by_language = |wanted: &str| text.wordings.iter().find(|(tag, _)| primary(tag) == primary(wanted));
    let default = turn.program.workspace.languages.first().map_or("", |tag| tag);
    let chosen = by_tag(own).or_else(|| by_language(own)).or_else(|| by_language(default));
    &chosen.or(text.wordings.first()).expect("check: a text has a wording").1
}
