//! Words, numbers and dates as values of the type that a field holds.

use chrono::NaiveTime;

use crate::fields::ValueType;
use crate::program::{Number, Value};
use crate::syntax::ast;
use crate::time::Instant;

use super::names::{Names, zone};
use super::words;

/// The value that an author wrote for a field that holds `holds`.
pub(super) fn value(names: &Names, holds: ValueType, value: &ast::Value) -> Value {
    match value {
        ast::Value::Text(text) => Value::from(named(holds, &words::plain(text))),
        ast::Value::Number(number, _) => Value::Number(Number(number.0)),
        ast::Value::Word(word) => match word.text.as_str() {
            "yes" if may_be(holds, ValueType::YesNo) => Value::YesNo(true),
            "no" if may_be(holds, ValueType::YesNo) => Value::YesNo(false),
            text => Value::from(text),
        },
        // A day of a field that holds instants begins at midnight.
        ast::Value::Date(date, _) if holds == ValueType::Instant => {
            Value::Instant(names.zone.to_instant(date.and_time(NaiveTime::MIN)))
        }
        ast::Value::Date(date, _) => Value::Date(*date),
        ast::Value::DateTime(moment) if holds == ValueType::Date => Value::Date(moment.local.date()),
        ast::Value::DateTime(moment) => Value::Instant(instant(names, moment)),
        ast::Value::Time(time, _) => Value::Text(time.to_string().into()),
        ast::Value::Duration(delay, _) => Value::Text(delay.to_string().into()),
        ast::Value::Field(_) => unreachable!("compile: a field has no value before it runs"),
    }
}

/// The instant of a moment: in its own zone, or else in the workspace's.
pub(super) fn instant(names: &Names, moment: &ast::DateTime) -> Instant {
    moment.zone.as_ref().map_or(names.zone, zone).to_instant(moment.local)
}

/// A conversation that a team has is known by the team's name alone.
fn named(holds: ValueType, text: &str) -> &str {
    match holds {
        ValueType::Assignee => text.strip_prefix("team ").unwrap_or(text),
        ValueType::Text
        | ValueType::Number
        | ValueType::YesNo
        | ValueType::Date
        | ValueType::Instant
        | ValueType::Channel
        | ValueType::Language
        | ValueType::Country
        | ValueType::Zone
        | ValueType::Phone
        | ValueType::Email
        | ValueType::Words(_)
        | ValueType::Any => text,
    }
}

fn may_be(holds: ValueType, wanted: ValueType) -> bool {
    holds == wanted || holds == ValueType::Any
}
