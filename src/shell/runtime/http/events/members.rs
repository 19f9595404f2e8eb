//! The members of an event, held against the table of its type.

use serde_json::{Map, Value as Json};

use super::agents::assignee;
use super::reading::{Reading, wrong_id};
use super::shape::{EventType, Presence, Shape};
use super::values::instant;
use crate::diagnostics::suggest::{listed, nearest};
use crate::engine::EventKind;
use crate::shell::runtime::http::access::Role;
use crate::shell::runtime::http::problem::Fault;

impl Reading<'_> {
    /// What happened, of its type and members.
    pub(super) fn kind(
        &self,
        kind: &EventType,
        kind_place: &str,
        mut members: Map<String, Json>,
        place: &str,
    ) -> Result<EventKind, Vec<Fault>> {
        let mut faults = Vec::new();
        if kind.role == Role::Agent && !self.caller.has(Role::Agent) {
            let fact = format!("`{}` takes the role `agent`, which the token does not have", kind.name);
            faults.push(Fault::new(kind_place, fact, "use a token with that role"));
        }
        let mut object = Map::new();
        object.insert("type".to_owned(), kind.name.into());
        for (name, shape, presence) in kind.members {
            let place = format!("{place}/{name}");
            match members.remove(*name) {
                None | Some(Json::Null) if *presence == Presence::Optional => {}
                None => {
                    let fact = format!("`{}` has no `{name}`", kind.name);
                    faults.push(Fault::new(place, fact, remedy(*shape)));
                }
                Some(json) => match self.member(*shape, json, &place) {
                    Ok(json) => drop(object.insert((*name).to_owned(), json)),
                    Err(wrong) => faults.extend(wrong),
                },
            }
        }
        for unknown in members.keys() {
            let fact = format!("`{}` has nothing called `{unknown}`", kind.name);
            let known = kind.members.iter().map(|(name, ..)| *name);
            let remedy = match nearest(unknown, known.clone()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if kind.members.is_empty() => "leave it out".to_owned(),
                None => format!("there are {}", listed(known, 16)),
            };
            faults.push(Fault::new(format!("{place}/{}", escaped(unknown)), fact, remedy));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let read = serde_json::from_value(Json::Object(object));
        read.map_err(|error| {
            vec![Fault::new(place, error.to_string(), "see the schema at `/v1/openapi.json`")]
        })
    }

    /// A member as the engine writes it.
    fn member(&self, shape: Shape, json: Json, place: &str) -> Result<Json, Vec<Fault>> {
        let wrong = |fact: &str| vec![Fault::new(place, fact, remedy(shape))];
        match (shape, &json) {
            (Shape::Text, Json::String(_)) => Ok(json),
            (Shape::Text, _) => Err(wrong("this is no text")),
            (Shape::Agent, Json::String(name)) => match wrong_id(name, place) {
                Some(fault) => Err(vec![fault]),
                None => Ok(json),
            },
            (Shape::Agent, _) => Err(wrong("this is no text")),
            (Shape::Texts, Json::Array(list)) if list.iter().all(Json::is_string) => Ok(json),
            (Shape::Texts, _) => Err(wrong("this is no list of texts")),
            (Shape::Channel, Json::String(name)) => {
                let known = || self.program.channels.iter().map(|channel| &*channel.name);
                self.named(name, known(), "channel", place).map(|()| json)
            }
            (Shape::Flow, Json::String(name)) => {
                let known = || self.program.flows.iter().map(|flow| &*flow.name);
                self.named(name, known(), "flow", place).map(|()| json)
            }
            (Shape::Channel | Shape::Flow, _) => Err(wrong("this is no name")),
            (Shape::Moment, Json::String(text)) if instant(text).is_some() => Ok(json),
            (Shape::Moment, _) => Err(wrong("this is no instant")),
            (Shape::Fields, _) => self.contact_fields(json, place),
            (Shape::Values, _) => self.untyped_fields(json, place),
            (Shape::Written, Json::Object(object)) if object.len() == 1 => {
                self.written(object, place).map(|()| json.clone())
            }
            (Shape::Written, _) => Err(wrong("this is neither a text nor a template")),
            (Shape::Assignee, _) if assignee(&json).is_some() => Ok(json),
            (Shape::Assignee, _) => Err(wrong("this is nobody to give a conversation to")),
            (Shape::Key, Json::String(text)) if is_key(text) => Ok(json),
            (Shape::Key, _) => Err(wrong("this is no message's key")),
        }
    }
}

/// What would be right.
pub(super) const fn remedy(shape: Shape) -> &'static str {
    match shape {
        Shape::Text | Shape::Agent => "write a text",
        Shape::Texts => "write a list of texts",
        Shape::Fields => "write an object of fields: `{\"first_name\": \"Marie\"}`",
        Shape::Values => "write an object of fields: `{\"total\": 49.90}`",
        Shape::Moment => "write an instant as RFC 3339 does: `2026-03-02T09:00:00+01:00`",
        Shape::Channel => "name a channel of the program",
        Shape::Flow => "name a flow of the program",
        Shape::Written => "write `{\"text\": …}` or `{\"template\": [NAME, [ARGUMENT, …]]}`",
        Shape::Assignee => "write `{\"agent\": NAME}`, `{\"team\": NAME}` or `\"nobody\"`",
        Shape::Key => "write it as the effect has it: `12/0`",
    }
}

fn is_key(text: &str) -> bool {
    let numbers = text.split_once('/');
    numbers.is_some_and(|(sequence, index)| sequence.parse::<u64>().is_ok() && index.parse::<u32>().is_ok())
}

/// A name within a JSON pointer.
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
