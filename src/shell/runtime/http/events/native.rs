//! flowc's own form of events: an object, or a list of them.

use serde_json::{Map, Value as Json, json};

use super::shape::{EventType, Presence, Shape, TYPES, event_type};
use super::values::{instant, of_field, untyped};
use super::{AHEAD_MILLIS_MAX, EVENTS_MAX, Given, ID_BYTES_MAX};
use crate::diagnostics::suggest::{listed, nearest};
use crate::engine::{Event, EventKind};
use crate::program::{Assignee, Program};
use crate::shell::runtime::http::access::{Caller, Role};
use crate::shell::runtime::http::problem::Fault;
use crate::shell::runtime::search::phone_key;
use crate::time::Instant;

/// What is needed to read events.
pub struct Reading<'a> {
    /// The program that they are for.
    pub program: &'a Program,
    /// Who reports them.
    pub caller: &'a Caller,
    /// Now.
    pub now: Instant,
    /// Makes an id for an event that has none.
    pub new_id: &'a dyn Fn() -> String,
}

/// What goes around the members of a type: whose, which, when, what.
pub(super) struct Frame<'a> {
    pub(super) contact: (&'a str, String),
    pub(super) id: Option<(&'a str, String)>,
    pub(super) at: Option<(&'a str, String)>,
    pub(super) kind: (&'a str, String),
}

impl Reading<'_> {
    /// The events of a body: all of them, or what is wrong with any.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, each with its place.
    pub fn events(&self, body: &Json) -> Result<Vec<Given>, Vec<Fault>> {
        match body {
            Json::Array(list) => self.all(list, Self::event),
            single => self.event(single, "").map(|given| vec![given]),
        }
    }

    /// Each of a list, read in that way.
    pub(super) fn all(
        &self,
        list: &[Json],
        read: impl Fn(&Self, &Json, &str) -> Result<Given, Vec<Fault>>,
    ) -> Result<Vec<Given>, Vec<Fault>> {
        if list.is_empty() || list.len() > EVENTS_MAX {
            let fact = format!("the list has {} events", list.len());
            return Err(vec![Fault::new("", fact, format!("send 1 to {EVENTS_MAX} at a time"))]);
        }
        let mut faults = Vec::new();
        let mut all = Vec::with_capacity(list.len());
        for (at, entry) in list.iter().enumerate() {
            match read(self, entry, &format!("/{at}")) {
                Ok(given) => all.push(given),
                Err(wrong) => faults.extend(wrong),
            }
        }
        if faults.is_empty() { Ok(all) } else { Err(faults) }
    }

    fn event(&self, json: &Json, place: &str) -> Result<Given, Vec<Fault>> {
        let Json::Object(object) = json else {
            let remedy = "write `{\"contact\": …, \"id\": …, \"type\": …}`, or a list of such";
            return Err(vec![Fault::new(place, "an event is an object", remedy)]);
        };
        let mut faults = Vec::new();
        let mut rest = object.clone();
        let mut frame = |name: &str| match rest.remove(name) {
            None => None,
            Some(Json::String(text)) => Some((text, format!("{place}/{name}"))),
            Some(_) => {
                faults.push(Fault::new(
                    format!("{place}/{name}"),
                    format!("`{name}` is no text"),
                    "write a text",
                ));
                None
            }
        };
        let (contact, id, at, kind) = (frame("contact"), frame("id"), frame("at"), frame("type"));
        let lent = |part: &Option<(String, String)>| {
            part.as_ref().map(|(text, place)| (text.clone(), place.clone()))
        };
        let missing = |part: &Option<(String, String)>, name: &str, remedy: String| {
            let absent = part.is_none() && !object.contains_key(name);
            absent.then(|| Fault::new(place, format!("there is no `{name}`"), remedy))
        };
        let about = "say whom it is about: any id of yours for the contact".to_owned();
        faults.extend(missing(&contact, "contact", about));
        faults.extend(missing(&kind, "type", format!("write one of {}", types())));
        let (Some(contact), Some(kind)) = (lent(&contact), lent(&kind)) else { return Err(faults) };
        let frame = Frame {
            contact: (&contact.0, contact.1.clone()),
            id: id.as_ref().map(|(text, place)| (text.as_str(), place.clone())),
            at: at.as_ref().map(|(text, place)| (text.as_str(), place.clone())),
            kind: (&kind.0, kind.1.clone()),
        };
        let given = self.framed(frame, rest, place);
        match (given, faults.is_empty()) {
            (Ok(given), true) => Ok(given),
            (Ok(_), false) => Err(faults),
            (Err(wrong), _) => Err(faults.into_iter().chain(wrong).collect()),
        }
    }

    /// An event of its frame and its members; `place` is where the members stand.
    pub(super) fn framed(
        &self,
        frame: Frame<'_>,
        members: Map<String, Json>,
        place: &str,
    ) -> Result<Given, Vec<Fault>> {
        let mut faults = Vec::new();
        faults.extend(wrong_id(frame.contact.0, &frame.contact.1));
        if let Some((id, place)) = &frame.id {
            faults.extend(wrong_id(id, place));
            if id.starts_with('~') {
                let fact = "ids that begin with `~` are the service's own";
                faults.push(Fault::new(place, fact, "begin it otherwise"));
            }
        }
        let at = frame.at.as_ref().map_or(Ok(self.now), |(text, place)| self.moment(text, place));
        let kind = match event_type(frame.kind.0) {
            Some(kind) => self.kind(kind, &frame.kind.1, members, place),
            None => Err(vec![unknown_type(frame.kind.0, &frame.kind.1)]),
        };
        match (at, kind) {
            (Ok(at), Ok(kind)) if faults.is_empty() => {
                let id = frame.id.map_or_else(self.new_id, |(id, _)| id.to_owned());
                Ok(Given { contact: frame.contact.0.into(), event: Event::new(id, at, kind) })
            }
            (at, kind) => {
                faults.extend(at.err());
                faults.extend(kind.err().into_iter().flatten());
                Err(faults)
            }
        }
    }

    fn moment(&self, text: &str, place: &str) -> Result<Instant, Fault> {
        let at = instant(text).ok_or_else(|| {
            let remedy = "write it as RFC 3339 does: `2026-03-02T09:00:00+01:00`";
            Fault::new(place, format!("`{text}` is no instant"), remedy)
        })?;
        if at.millis() < 0 || at.millis_since(self.now) > AHEAD_MILLIS_MAX {
            let fact = format!("`{text}` cannot be when it happened");
            let remedy = "report what has happened; without an instant it happened now";
            return Err(Fault::new(place, fact, remedy));
        }
        Ok(at)
    }

    fn kind(
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
            (Shape::Fields, _) => self.fields(json, place, |name, json| {
                let value = of_field(self.program, name, json)?;
                serde_json::to_value(spelled(name, value)).map_err(|error| error.to_string())
            }),
            (Shape::Values, _) => self.fields(json, place, |_, json| {
                serde_json::to_value(untyped(json)?).map_err(|error| error.to_string())
            }),
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

    /// An object of fields, or the engine's list of pairs, as a list of pairs.
    fn fields(
        &self,
        json: Json,
        place: &str,
        value: impl Fn(&str, &Json) -> Result<Json, String>,
    ) -> Result<Json, Vec<Fault>> {
        let (pairs, faults): (Vec<Json>, Vec<Fault>) = {
            let mut pairs = Vec::new();
            let mut faults = Vec::new();
            let mut take = |name: &str, json: &Json, place: String| match value(name, json) {
                _ if name.is_empty() => faults.push(Fault::new(place, "a field has a name", "name it")),
                Ok(value) => pairs.push(json!([name, value])),
                Err(remedy) => {
                    faults.push(Fault::new(place, format!("`{name}` cannot be that"), remedy));
                }
            };
            match &json {
                Json::Object(object) => {
                    object
                        .iter()
                        .for_each(|(name, json)| take(name, json, format!("{place}/{}", escaped(name))));
                }
                Json::Array(list) => {
                    for (at, pair) in list.iter().enumerate() {
                        match pair.as_array().map(Vec::as_slice) {
                            Some([Json::String(name), json]) => take(name, json, format!("{place}/{at}/1")),
                            _ => {
                                let remedy = "write `[NAME, VALUE]`, or the whole as an object";
                                let fact = "this is no pair of a name and a value";
                                return Err(vec![Fault::new(format!("{place}/{at}"), fact, remedy)]);
                            }
                        }
                    }
                }
                _ => return Err(vec![Fault::new(place, "these are no fields", remedy(Shape::Fields))]),
            }
            (pairs, faults)
        };
        if faults.is_empty() { Ok(Json::Array(pairs)) } else { Err(faults) }
    }

    fn written(&self, object: &Map<String, Json>, place: &str) -> Result<(), Vec<Fault>> {
        let (name, content) = object.iter().next().expect("the caller has counted one member");
        match (name.as_str(), content) {
            ("text", Json::String(_)) => Ok(()),
            ("template", Json::Array(parts)) => match parts.as_slice() {
                [Json::String(template), Json::Array(arguments)] if arguments.iter().all(Json::is_string) => {
                    self.template(template, arguments.len(), &format!("{place}/template"))
                }
                _ => Err(vec![Fault::new(place, "this is no template", remedy(Shape::Written))]),
            },
            _ => {
                Err(vec![Fault::new(place, "this is neither a text nor a template", remedy(Shape::Written))])
            }
        }
    }

    /// That the program has the template, and that it takes so many arguments.
    ///
    /// # Errors
    ///
    /// What is wrong.
    pub fn template(&self, name: &str, arguments: usize, place: &str) -> Result<(), Vec<Fault>> {
        let templates = &self.program.templates;
        self.named(name, templates.iter().map(|template| &*template.name), "template", place)?;
        let template = templates.iter().find(|template| &*template.name == name);
        let wanted = template.map_or(0, |template| template.parameters.len());
        if wanted == arguments {
            return Ok(());
        }
        let fact = format!("the template `{name}` takes {wanted} arguments, not {arguments}");
        Err(vec![Fault::new(place, fact, "give each of its parameters an argument, in order")])
    }

    /// That the program knows the name.
    pub fn named<'n>(
        &self,
        name: &str,
        known: impl Iterator<Item = &'n str> + Clone,
        what: &str,
        place: &str,
    ) -> Result<(), Vec<Fault>> {
        if known.clone().any(|known| known == name) {
            return Ok(());
        }
        let remedy = match nearest(name, known.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.clone().next().is_none() => format!("the program has no {what} at all"),
            None => format!("there are {}", listed(known, 16)),
        };
        Err(vec![Fault::new(place, format!("no {what} is named `{name}`"), remedy)])
    }
}

/// What is wrong with an id.
pub fn wrong_id(id: &str, place: &str) -> Option<Fault> {
    let remedy = format!("write 1 to {ID_BYTES_MAX} bytes of text without control characters");
    let length = id.len();
    let fact = match length {
        0 => "this is empty",
        1..=ID_BYTES_MAX if !id.chars().any(char::is_control) => return None,
        1..=ID_BYTES_MAX => "there are control characters in it",
        _ => "this is too long",
    };
    Some(Fault::new(place, fact, remedy))
}

/// A phone number without its formatting, as everything that compares them wants it.
fn spelled(field: &str, value: crate::program::Value) -> crate::program::Value {
    match value.text() {
        Some(text) if matches!(field, "phone" | "sms" | "whatsapp") && text.starts_with('+') => {
            format!("+{}", phone_key(text)).as_str().into()
        }
        Some(_) | None => value,
    }
}

fn unknown_type(name: &str, place: &str) -> Fault {
    let fact = match name {
        "woke" => "`woke` is the clock's own event".to_owned(),
        name => format!("there is no type of events `{name}`"),
    };
    let remedy = match nearest(name, TYPES.iter().map(|event| event.name)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write one of {}", types()),
    };
    Fault::new(place, fact, remedy)
}

fn types() -> String {
    listed(TYPES.iter().map(|event| event.name), TYPES.len())
}

const fn remedy(shape: Shape) -> &'static str {
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

/// To whom a conversation is given: somebody with a name, or nobody.
pub fn assignee(json: &Json) -> Option<Assignee> {
    let to: Assignee = serde_json::from_value(json.clone()).ok()?;
    let named = match &to {
        Assignee::Agent(name) | Assignee::Team(name) => wrong_id(name, "").is_none(),
        Assignee::Nobody => true,
    };
    Some(to).filter(|_| named)
}

fn is_key(text: &str) -> bool {
    let numbers = text.split_once('/');
    numbers.is_some_and(|(sequence, index)| sequence.parse::<u64>().is_ok() && index.parse::<u32>().is_ok())
}

/// A name within a JSON pointer.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
