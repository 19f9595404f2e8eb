//! Strings and values of a scenario, as the engine knows them.

use chrono::NaiveTime;

use super::ScriptError;
use crate::calendar::Zone;
use crate::program::{FieldType, Name, Number, Program, Value};
use crate::source::Span;
use crate::syntax::ast;
use crate::time::Instant;

/// A string of a scenario: nothing is filled in there, so a placeholder stands for its own text.
pub(super) fn text(string: &ast::Str) -> Name {
    if let Some(plain) = string.plain() {
        return plain.into();
    }
    let mut text = String::new();
    for part in &string.parts {
        match part {
            ast::StrPart::Text(piece) => text.push_str(piece),
            ast::StrPart::Placeholder(placeholder) => {
                let names: Vec<&str> = placeholder.path.iter().map(|name| name.text.as_str()).collect();
                text.push('{');
                text.push_str(&names.join("."));
                if let Some(default) = &placeholder.default {
                    text.push_str(" | ");
                    text.push_str(default);
                }
                text.push('}');
            }
        }
    }
    text.into()
}

/// The zone of that name, or the workspace's when none is written.
pub(super) fn zone(program: &Program, name: Option<&ast::Str>) -> Result<Zone, ScriptError> {
    let Some(name) = name else { return Ok(program.workspace.zone) };
    let text = text(name);
    Zone::parse(&text).ok_or_else(|| error(name.span, format!("there is no time zone `{text}`")))
}

/// `2026-03-02 09:00`, in the workspace's zone unless another is written.
pub(super) fn instant(program: &Program, moment: &ast::DateTime) -> Result<Instant, ScriptError> {
    Ok(zone(program, moment.zone.as_ref())?.to_instant(moment.local))
}

/// The type of a declared field; fields that exist without being declared hold texts.
pub(in crate::simulator) fn field_type(program: &Program, field: &str) -> FieldType {
    let declared = program.fields.iter().find(|declared| declared.name.as_ref() == field);
    declared.map_or(FieldType::Text, |declared| declared.field_type)
}

/// A value for a contact's field of that type.
pub(super) fn typed(program: &Program, wanted: FieldType, value: &ast::Value) -> Result<Value, ScriptError> {
    let fits = |value: &Value| match wanted {
        FieldType::Text => matches!(value, Value::Text(_)),
        FieldType::Number => matches!(value, Value::Number(_)),
        FieldType::YesNo => matches!(value, Value::YesNo(_)),
        FieldType::Date => matches!(value, Value::Date(_)),
        FieldType::Instant => matches!(value, Value::Instant(_)),
    };
    let found = match (wanted, value) {
        (FieldType::Text, ast::Value::Word(word)) => Value::Text(word.text.as_str().into()),
        (FieldType::Instant, ast::Value::Date(date, _)) => {
            Value::Instant(program.workspace.zone.to_instant(date.and_time(NaiveTime::MIN)))
        }
        (FieldType::Date, ast::Value::DateTime(moment)) => Value::Date(moment.local.date()),
        _ => untyped(program, value)?,
    };
    if fits(&found) {
        return Ok(found);
    }
    let wanted = match wanted {
        FieldType::Text => "a text",
        FieldType::Number => "a number",
        FieldType::YesNo => "`yes` or `no`",
        FieldType::Date => "a date",
        FieldType::Instant => "a date and time",
    };
    Err(error(value.span(), format!("the field holds {wanted}")))
}

/// A value for a field that has no type: an event's, or a device's.
pub(super) fn untyped(program: &Program, value: &ast::Value) -> Result<Value, ScriptError> {
    Ok(match value {
        ast::Value::Text(string) => Value::Text(text(string)),
        ast::Value::Number(number, _) => Value::Number(Number(number.0)),
        ast::Value::Word(word) => match word.text.as_str() {
            "yes" => Value::YesNo(true),
            "no" => Value::YesNo(false),
            word => Value::Text(word.into()),
        },
        ast::Value::Date(date, _) => Value::Date(*date),
        ast::Value::DateTime(moment) => Value::Instant(instant(program, moment)?),
        ast::Value::Time(time, _) => Value::Text(time.to_string().into()),
        ast::Value::Duration(delay, _) => Value::Text(delay.to_string().into()),
        ast::Value::Field(path) => {
            return Err(error(path.span, format!("`{}` has no value outside a flow", path.dotted())));
        }
    })
}

/// A template's argument, as the contact reads it.
pub(super) fn argument(program: &Program, value: &ast::Value) -> Result<Name, ScriptError> {
    Ok(match untyped(program, value)? {
        Value::Text(text) => text,
        Value::Number(number) => number.to_string().into(),
        Value::YesNo(true) => "yes".into(),
        Value::YesNo(false) => "no".into(),
        Value::Date(date) => date.to_string().into(),
        Value::Instant(at) => program.workspace.zone.to_local(at).format("%Y-%m-%d %H:%M").to_string().into(),
    })
}

pub(super) fn error(span: Span, message: impl Into<String>) -> ScriptError {
    ScriptError { span, message: message.into() }
}
