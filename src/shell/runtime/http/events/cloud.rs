//! CloudEvents 1.0: the JSON format, alone and in batches, and the binary mode of HTTP.
//!
//! Source: *CloudEvents 1.0.2*: the specification, the JSON event format and the HTTP protocol binding. `subject` is the
//! contact, `type` the type with `flowc.` in front, `data` what the type says; `source` and `id` together are the id.

use serde_json::{Map, Value as Json};

use super::Given;
use super::frame::Frame;
use super::reading::Reading;
use crate::shell::runtime::http::problem::Fault;

/// One event.
pub const EVENT: &str = "application/cloudevents+json";
/// A list of events.
pub const BATCH: &str = "application/cloudevents-batch+json";

/// What `type` begins with.
const PREFIX: &str = "flowc.";

impl Reading<'_> {
    /// The event of a body in the JSON format.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, each with its place.
    pub fn cloud_event(&self, body: &Json) -> Result<Vec<Given>, Vec<Fault>> {
        self.structured(body, "").map(|given| vec![given])
    }

    /// The events of a body in the JSON format for batches.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, each with its place.
    pub fn cloud_batch(&self, body: &Json) -> Result<Vec<Given>, Vec<Fault>> {
        match body {
            Json::Array(list) => self.all(list, Self::structured),
            _ => Err(vec![Fault::new("", "a batch is a list of events", "write `[{…}, {…}]`")]),
        }
    }

    /// The event whose attributes are headers and whose data is the body; none when no header is one of an event's.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, each with its place.
    pub fn binary(
        &self,
        headers: &[(String, String)],
        body: &Json,
    ) -> Option<Result<Vec<Given>, Vec<Fault>>> {
        let attributes: Map<String, Json> = headers
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix("ce-")?.to_owned(), decoded(value).into())))
            .collect();
        if !attributes.contains_key("specversion") {
            return None;
        }
        let Json::Object(data) = body else {
            let remedy = "send what the type says as a JSON object, `{}` when it says nothing";
            return Some(Err(vec![Fault::new("", "the data is no object", remedy)]));
        };
        let event = self.attributes(&attributes, data.clone(), "ce-", "");
        Some(event.map(|given| vec![given]))
    }

    fn structured(&self, json: &Json, place: &str) -> Result<Given, Vec<Fault>> {
        let Json::Object(object) = json else {
            let remedy =
                "write `{\"specversion\": \"1.0\", \"id\": …, \"source\": …, \"type\": …, \"subject\": …}`";
            return Err(vec![Fault::new(place, "an event is an object", remedy)]);
        };
        let data_place = format!("{place}/data");
        if object.contains_key("data_base64") {
            let place = format!("{place}/data_base64");
            return Err(vec![Fault::new(place, "binary data says nothing here", "send `data` as JSON")]);
        }
        let data = match object.get("data") {
            None | Some(Json::Null) => Map::new(),
            Some(Json::Object(data)) => data.clone(),
            Some(_) => {
                let remedy = "write what the type says as a JSON object";
                return Err(vec![Fault::new(data_place, "the data is no object", remedy)]);
            }
        };
        self.attributes(object, data, &format!("{place}/"), &data_place)
    }

    /// An event of its attributes, whose places begin with `prefix`, and its data. Attributes that are not known here
    /// are extensions, which any system on the way may add: they are let through.
    fn attributes(
        &self,
        attributes: &Map<String, Json>,
        data: Map<String, Json>,
        prefix: &str,
        data_place: &str,
    ) -> Result<Given, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut text = |name: &str, remedy: Option<&str>| match (attributes.get(name), remedy) {
            (Some(Json::String(text)), _) if !text.is_empty() => Some(text.as_str()),
            (None | Some(Json::Null), None) => None,
            (None | Some(Json::Null), Some(remedy)) => {
                faults.push(Fault::new(format!("{prefix}{name}"), format!("there is no `{name}`"), remedy));
                None
            }
            (Some(_), _) => {
                let fact = format!("`{name}` is no text, or an empty one");
                faults.push(Fault::new(format!("{prefix}{name}"), fact, "write a text"));
                None
            }
        };
        let version = text("specversion", Some("write `1.0`"));
        let id = text("id", Some("write an id that is unique for the source"));
        let source = text("source", Some("write where the event comes from"));
        let kind = text("type", Some("write a type, such as `flowc.message_received`"));
        let subject = text("subject", Some("write the contact's id"));
        let time = text("time", None);
        let content = text("datacontenttype", None);
        if version.is_some_and(|version| version != "1.0") {
            let fact = "this version of CloudEvents is not read here";
            faults.push(Fault::new(format!("{prefix}specversion"), fact, "write `1.0`"));
        }
        if content.is_some_and(|content| !is_json(content)) {
            let fact = "data in this form is not read here";
            faults.push(Fault::new(format!("{prefix}datacontenttype"), fact, "write `application/json`"));
        }
        let own = kind.and_then(|kind| kind.strip_prefix(PREFIX));
        if kind.is_some() && own.is_none() {
            let fact = format!("a type begins with `{PREFIX}` here");
            let remedy = "write `flowc.message_received`, or `flowc.reported` for events of your own";
            faults.push(Fault::new(format!("{prefix}type"), fact, remedy));
        }
        let (Some(id), Some(source), Some(own), Some(subject), true) =
            (id, source, own, subject, faults.is_empty())
        else {
            return Err(faults);
        };
        let id = format!("{source}#{id}");
        let frame = Frame {
            contact: (subject, format!("{prefix}subject")),
            id: Some((&id, format!("{prefix}id"))),
            at: time.map(|time| (time, format!("{prefix}time"))),
            kind: (own, format!("{prefix}type")),
        };
        self.framed(frame, data, data_place)
    }
}

/// Whether a media type is JSON: `application/json`, or anything that ends in `+json`.
pub fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

/// A header's value: what is not ASCII comes percent-encoded.
fn decoded(value: &str) -> String {
    let bytes = value.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = value.get(at + 1..at + 3).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (bytes[at], code) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
