//! Values of fields as JSON writes them: a text, a number, true or false, in the types that the program declares.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use serde_json::Value as Json;

use crate::program::{FieldType, Number, Program, Value};
use crate::time::Instant;

/// A value for a contact's field, of its declared type; fields that exist without being declared hold texts, and
/// those that nobody knows what the JSON says.
///
/// # Errors
///
/// What would be right.
pub fn of_field(program: &Program, field: &str, json: &Json) -> Result<Value, String> {
    if let Some(exact) = exact(json) {
        return exact;
    }
    let Some(declared) = program.fields.iter().find(|declared| &*declared.name == field) else {
        return match json {
            Json::String(text) => Ok(Value::Text(text.as_str().into())),
            other => untyped(other),
        };
    };
    let value = typed(program, declared.field_type, json)?;
    if declared.one_of.is_empty() || declared.one_of.contains(&value) {
        return Ok(value);
    }
    let known = |value: &Value| value.text().map_or_else(|| value.words(), str::to_owned);
    let known: Vec<String> = declared.one_of.iter().map(|value| format!("`{}`", known(value))).collect();
    Err(format!("write one of {}", known.join(", ")))
}

/// A value of no declared type: a text that is a day or an instant is one.
///
/// # Errors
///
/// What would be right.
pub fn untyped(json: &Json) -> Result<Value, String> {
    match json {
        Json::String(text) => {
            let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| text.len() == 10);
            let value = day.map(Value::Date).or_else(|| Some(Value::Instant(instant(text)?)));
            Ok(value.unwrap_or_else(|| Value::Text(text.as_str().into())))
        }
        Json::Bool(yes) => Ok(Value::YesNo(*yes)),
        Json::Number(number) => {
            Number::parse(&number.to_string()).map(Value::Number).ok_or_else(|| NUMBER.to_owned())
        }
        Json::Object(_) => exact(json).unwrap_or_else(|| Err(ANY.to_owned())),
        Json::Null | Json::Array(_) => Err(ANY.to_owned()),
    }
}

/// An instant as RFC 3339 writes it.
pub fn instant(text: &str) -> Option<Instant> {
    DateTime::parse_from_rfc3339(text).ok().map(|at| Instant::from_millis(at.timestamp_millis()))
}

const ANY: &str = "write a text, a number, `true` or `false`";
const NUMBER: &str = "write a number with at most six decimals";

/// A value as the engine writes it, with its type: `{"text": "2026-03-02"}`.
fn exact(json: &Json) -> Option<Result<Value, String>> {
    if !json.is_object() {
        return None;
    }
    let read = serde_json::from_value(json.clone());
    Some(
        read.map_err(|_| {
            "write the value itself, or one with its type such as `{\"text\": \"x\"}`".to_owned()
        }),
    )
}

fn typed(program: &Program, wanted: FieldType, json: &Json) -> Result<Value, String> {
    let text = json.as_str();
    let (value, remedy) = match wanted {
        FieldType::Text => (text.map(|text| Value::Text(text.into())), "write a text"),
        FieldType::Number => {
            let number = text.map(str::to_owned).or_else(|| json.as_number().map(ToString::to_string));
            (number.and_then(|number| Number::parse(&number)).map(Value::Number), NUMBER)
        }
        FieldType::YesNo => {
            let word = match text {
                Some("yes") => Some(true),
                Some("no") => Some(false),
                Some(_) | None => json.as_bool(),
            };
            (word.map(Value::YesNo), "write `true` or `false`")
        }
        FieldType::Date => {
            let day = text.and_then(|text| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok());
            (day.map(Value::Date), "write a day: `\"2026-03-02\"`")
        }
        FieldType::Instant => {
            let at = text.and_then(|text| instant(text).or_else(|| local(program, text)));
            (at.map(Value::Instant), "write an instant: `\"2026-03-02T09:00:00+01:00\"`")
        }
    };
    value.ok_or_else(|| remedy.to_owned())
}

/// `2026-03-02 09:00`, or a day for its midnight, on the workspace's clock.
fn local(program: &Program, text: &str) -> Option<Instant> {
    let moment = NaiveDateTime::parse_from_str(&text.replace('T', " "), "%Y-%m-%d %H:%M").ok();
    let moment = moment
        .or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(|day| day.and_time(NaiveTime::MIN)));
    Some(program.workspace.zone.to_instant(moment?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::program::Field;

    fn program() -> Program {
        let field = |name: &str, field_type, one_of: &[&str]| Field {
            name: name.into(),
            field_type,
            one_of: one_of.iter().map(|text| Value::from(*text)).collect(),
        };
        let fields = vec![
            field("vip", FieldType::YesNo, &[]),
            field("spent", FieldType::Number, &[]),
            field("born", FieldType::Date, &[]),
            field("seen", FieldType::Instant, &[]),
            field("size", FieldType::Text, &["S", "M"]),
        ];
        Program { fields, ..Program::default() }
    }

    #[test]
    fn values_take_the_types_that_the_program_declares() {
        let at = Value::Instant(Instant::from_millis(1_772_442_000_000));
        let day = Value::Date(NaiveDate::from_ymd_opt(2026, 3, 2).unwrap());
        for (field, json, value) in [
            ("vip", json!(true), Value::YesNo(true)),
            ("vip", json!("no"), Value::YesNo(false)),
            ("spent", json!(49.9), Value::Number(Number(49_900_000))),
            ("spent", json!("49,90"), Value::Number(Number(49_900_000))),
            ("born", json!("2026-03-02"), day.clone()),
            ("seen", json!("2026-03-02T10:00:00+01:00"), at.clone()),
            ("seen", json!("2026-03-02 09:00"), at.clone()),
            ("size", json!("M"), "M".into()),
            ("first_name", json!("2026-03-02"), "2026-03-02".into()),
            ("unheard_of", json!(3), Value::Number(Number::whole(3))),
            ("first_name", json!({ "text": "Marie" }), "Marie".into()),
        ] {
            assert_eq!(of_field(&program(), field, &json), Ok(value), "{field} {json}");
        }
        for (field, json) in [
            ("vip", json!("maybe")),
            ("spent", json!(1e30)),
            ("born", json!("02/03/2026")),
            ("seen", json!("soon")),
            ("size", json!("XL")),
            ("first_name", json!(null)),
            ("first_name", json!(["Marie"])),
            ("first_name", json!({ "texts": "Marie" })),
        ] {
            assert!(of_field(&program(), field, &json).is_err(), "{field} {json}");
        }
        assert_eq!(untyped(&json!("2026-03-02")), Ok(day));
        assert_eq!(untyped(&json!("2026-03-02T09:00:00Z")), Ok(at));
        assert_eq!(untyped(&json!("12 rue Haute")), Ok("12 rue Haute".into()));
    }
}
