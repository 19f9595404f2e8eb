//! The fields that an event tells: an object, or the engine's list of pairs.

use serde_json::{Value as Json, json};

use super::members::{escaped, remedy};
use super::reading::Reading;
use super::shape::Shape;
use super::values::{of_field, untyped};
use crate::program::Value;
use crate::shell::runtime::http::problem::Fault;
use crate::shell::runtime::search::phone_key;

impl Reading<'_> {
    /// Fields of the contact, of their declared types.
    pub(super) fn contact_fields(&self, json: Json, place: &str) -> Result<Json, Vec<Fault>> {
        pairs(json, place, |name, json| {
            let value = of_field(self.program, name, json)?;
            serde_json::to_value(spelled(name, value)).map_err(|error| error.to_string())
        })
    }

    /// Fields of no declared type.
    pub(super) fn untyped_fields(&self, json: Json, place: &str) -> Result<Json, Vec<Fault>> {
        pairs(json, place, |_, json| serde_json::to_value(untyped(json)?).map_err(|error| error.to_string()))
    }
}

/// An object of fields, or the engine's list of pairs, as a list of pairs.
fn pairs(
    json: Json,
    place: &str,
    value: impl Fn(&str, &Json) -> Result<Json, String>,
) -> Result<Json, Vec<Fault>> {
    let mut pairs = Vec::new();
    let mut faults = Vec::new();
    let mut take = |name: &str, json: &Json, place: String| match value(name, json) {
        _ if name.is_empty() => faults.push(Fault::new(place, "a field has a name", "name it")),
        Ok(value) => pairs.push(json!([name, value])),
        Err(remedy) => faults.push(Fault::new(place, format!("`{name}` cannot be that"), remedy)),
    };
    match &json {
        Json::Object(object) => {
            let each = object.iter();
            each.for_each(|(name, json)| take(name, json, format!("{place}/{}", escaped(name))));
        }
        Json::Array(list) => {
            for (at, pair) in list.iter().enumerate() {
                let Some([Json::String(name), json]) = pair.as_array().map(Vec::as_slice) else {
                    let remedy = "write `[NAME, VALUE]`, or the whole as an object";
                    let fact = "this is no pair of a name and a value";
                    return Err(vec![Fault::new(format!("{place}/{at}"), fact, remedy)]);
                };
                take(name, json, format!("{place}/{at}/1"));
            }
        }
        _ => return Err(vec![Fault::new(place, "these are no fields", remedy(Shape::Fields))]),
    }
    if faults.is_empty() { Ok(Json::Array(pairs)) } else { Err(faults) }
}

/// A phone number without its formatting, as everything that compares them wants it.
fn spelled(field: &str, value: Value) -> Value {
    match value.text() {
        Some(text) if matches!(field, "phone" | "sms" | "whatsapp") && text.starts_with('+') => {
            format!("+{}", phone_key(text)).as_str().into()
        }
        Some(_) | None => value,
    }
}
