//! `POST /v1/contacts/{contact}/…`: what people of the business do with a conversation.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use serde_json::{Map, Value as Json, json};

use super::access::Caller;
use super::body::{self, parameters};
use super::contacts::unknown;
use super::events::agents::assignee;
use super::events::reading::{Reading, wrong_id};
use super::path::ContactId;
use super::problem::{Fault, Kind, Problem};
use super::reporting::status;
use super::{Answer, Api, told};
use crate::engine::{Event, EventKind, Written};
use crate::program::{Assignee, Name};
use crate::shell::runtime::acts::{self, Refused};
use crate::shell::runtime::service::{Accepted, Room, Taken};

/// An act: what it takes beside the agent, and the event that it is.
type Read = fn(&mut Members<'_>) -> Option<EventKind>;

macro_rules! acts {
    ($($(#[doc = $doc:literal])* $name:ident in $room:expr, $read:expr;)*) => {$(
        $(#[doc = $doc])*
        pub async fn $name(
            State(api): State<Arc<Api>>,
            ContactId(contact): ContactId,
            RawQuery(query): RawQuery,
            headers: HeaderMap,
            body: Body,
        ) -> Result<Answer, Problem> {
            parameters(query.as_deref(), &[])?;
            let body = body::json(&headers, body, &api.limits).await?;
            act(&api, contact, body, $room, $read).await
        }
    )*};
}

// Where messages wait that cannot go out, nobody writes more, and the bot is not let loose; conversations go on to be
// taken over, given to somebody and closed.
acts! {
    /// `…/messages`: a person writes, a text or a template.
    write in Room::InQueueAndOutbox, |body| {
        let agent = body.name("agent", "say who writes");
        let channel = body.channel();
        let content = body.content();
        Some(EventKind::AgentWrote { agent: agent?, channel: channel?, content: content? })
    };
    /// `…/take-over`: the bot says nothing any more.
    take_over in Room::InQueue, |body| {
        Some(EventKind::AgentTookOver { agent: body.name("agent", "say who takes over")? })
    };
    /// `…/hand-back`: the bot may speak again.
    hand_back in Room::InQueueAndOutbox, |body| {
        Some(EventKind::AgentHandedBack { agent: body.name("agent", "say who hands back")? })
    };
    /// `…/close`: the conversation is over.
    close in Room::InQueue, |body| {
        Some(EventKind::ConversationClosed { agent: Some(body.name("agent", "say who closes")?) })
    };
    /// `…/assign`: the conversation is somebody's, or nobody's.
    assign in Room::InQueue, |body| {
        let agent = body.name("agent", "say who assigns");
        let to = body.assignee();
        Some(EventKind::ConversationAssigned { agent: Some(agent?), to: to? })
    };
}

async fn act(api: &Arc<Api>, contact: String, body: Json, room: Room, read: Read) -> Result<Answer, Problem> {
    let event = event(api, body, read)?;
    let id = event.id.clone();
    let done = api.write(room, 1, {
        let contact: Name = contact.as_str().into();
        move |commit| {
            let Some((_, state)) = commit.contact(&contact)? else { return Ok(Done::Unknown) };
            if commit.is_set_aside(&contact)? {
                // Whoever acts is to know at once: what they say would go out nobody knows when.
                return Ok(Done::SetAside);
            }
            let version = commit.version().clone();
            let event = Event { at: commit.now(), quotas_used: commit.quotas_used()?, ..event };
            if !commit.was_taken(&contact, &event.id)?
                && let Err(refused) = acts::allowed(&version.program, &state, &event)
            {
                return Ok(Done::Refused(Box::new(refused)));
            }
            let accepted = commit.take(&contact, event)?;
            let after = commit.contact(&contact)?.map(|(_, state)| state).unwrap_or(state);
            Ok(Done::Taken(accepted, told::summary(&after)))
        }
    });
    match done.await? {
        Done::Unknown => Err(unknown(&contact)),
        Done::SetAside => Err(set_aside(&contact)),
        Done::Refused(refused) => Err(problem(&refused)),
        Done::Taken(Accepted { taken, sequence, effects }, contact) => {
            if taken == Taken::Now {
                api.service.metrics().events_total.add(1);
            }
            let answer = json!({
                "id": id,
                "status": status(taken),
                "sequence": sequence,
                "effects": effects,
                "contact": contact,
            });
            Ok(Answer::json(200, &answer))
        }
    }
}

/// The event that an act is.
fn event(api: &Api, body: Json, read: Read) -> Result<Event, Problem> {
    let Json::Object(object) = body else {
        let fault = Fault::new("", "an act is an object", "write `{\"agent\": …}`");
        return Err(Problem::invalid(vec![fault]));
    };
    let version = api.service.version();
    let new_id = || api.ids.next();
    // The door has asked for the role already.
    let caller = Caller::unknown("agent");
    let reading =
        Reading { program: &version.program, caller: &caller, now: api.service.now(), new_id: &new_id };
    let mut body = Members { reading: &reading, rest: object, faults: Vec::new() };
    let id = body.id().unwrap_or_else(new_id);
    let kind = read(&mut body);
    Ok(Event::new(id.as_str(), api.service.now(), body.finish(kind)?))
}

enum Done {
    Unknown,
    SetAside,
    Refused(Box<Refused>),
    Taken(Accepted, Json),
}

fn set_aside(contact: &str) -> Problem {
    let detail =
        format!("flowc was wrong about something with `{contact}`, who is set aside: nothing was taken");
    Problem::new(Kind::Unavailable, detail)
        .remedy("see `set_aside` of the contact; `flowc retry` has it tried again")
}

fn problem(refused: &Refused) -> Problem {
    let instead = serde_json::to_value(&refused.instead).expect("json: names can be written");
    Problem::new(Kind::Refused, refused.why.clone())
        .remedy(acts::remedy(refused))
        .with("reason", refused.reason.name().into())
        .with("channel", json!(refused.channel))
        .with("instead", instead)
}

/// The members of an act, taken out one by one; what is left is a mistake.
struct Members<'a> {
    reading: &'a Reading<'a>,
    rest: Map<String, Json>,
    faults: Vec<Fault>,
}

impl Members<'_> {
    fn fault<T>(&mut self, name: &str, detail: impl Into<String>, remedy: &str) -> Option<T> {
        self.faults.push(Fault::new(format!("/{name}"), detail, remedy));
        None
    }

    fn name(&mut self, name: &str, remedy: &str) -> Option<Name> {
        match self.rest.remove(name) {
            Some(Json::String(text)) if !text.is_empty() => match wrong_id(&text, &format!("/{name}")) {
                Some(fault) => {
                    self.faults.push(fault);
                    None
                }
                None => Some(text.as_str().into()),
            },
            Some(_) => self.fault(name, format!("`{name}` is no text, or an empty one"), remedy),
            None => self.fault(name, format!("there is no `{name}`"), remedy),
        }
    }

    fn id(&mut self) -> Option<String> {
        match self.rest.remove("id")? {
            Json::String(id) if id.starts_with('~') => {
                self.fault("id", "ids that begin with `~` are the service's own", "begin it otherwise")
            }
            Json::String(id) => match wrong_id(&id, "/id") {
                Some(fault) => {
                    self.faults.push(fault);
                    None
                }
                None => Some(id),
            },
            _ => self.fault("id", "`id` is no text", "write a text"),
        }
    }

    /// The channel, where one is named.
    #[allow(clippy::option_option, reason = "a mistake, no channel, a channel")]
    fn channel(&mut self) -> Option<Option<Name>> {
        let name = match self.rest.remove("channel") {
            None | Some(Json::Null) => return Some(None),
            Some(Json::String(name)) => name,
            Some(_) => return self.fault("channel", "this is no name", "name a channel of the program"),
        };
        let known = self.reading.program.channels.iter().map(|channel| &*channel.name);
        match self.reading.named(&name, known, "channel", "/channel") {
            Ok(()) => Some(Some(name.as_str().into())),
            Err(faults) => {
                self.faults.extend(faults);
                None
            }
        }
    }

    fn content(&mut self) -> Option<Written> {
        const REMEDY: &str = "write `text`, or `template` as `{\"name\": …, \"arguments\": […]}`";
        match (self.rest.remove("text"), self.rest.remove("template")) {
            (Some(Json::String(text)), None) if !text.trim().is_empty() => {
                Some(Written::Text(text.as_str().into()))
            }
            (Some(_), None) => self.fault("text", "`text` is no text, or an empty one", REMEDY),
            (None, Some(template)) => self.template(&template),
            (None, None) => self.fault("text", "there is neither a text nor a template", REMEDY),
            (Some(_), Some(_)) => self.fault("template", "there are both a text and a template", REMEDY),
        }
    }

    fn template(&mut self, json: &Json) -> Option<Written> {
        let told: Result<Template, _> = serde_json::from_value(json.clone());
        let Ok(Template { name, arguments }) = told else {
            return self.fault(
                "template",
                "this is no template",
                "write `{\"name\": …, \"arguments\": […]}`",
            );
        };
        match self.reading.template(&name, arguments.len(), "/template") {
            Ok(()) => Some(Written::Template(name, arguments)),
            Err(faults) => {
                self.faults.extend(faults);
                None
            }
        }
    }

    fn assignee(&mut self) -> Option<Assignee> {
        const REMEDY: &str = "write `{\"agent\": NAME}`, `{\"team\": NAME}` or `\"nobody\"`";
        match self.rest.remove("to").map(|to| assignee(&to)) {
            Some(Some(to)) => Some(to),
            Some(None) => self.fault("to", "this is nobody to give a conversation to", REMEDY),
            None => self.fault("to", "there is no `to`", REMEDY),
        }
    }

    fn finish(mut self, kind: Option<EventKind>) -> Result<EventKind, Problem> {
        let unknown: Vec<String> = self.rest.keys().cloned().collect();
        for name in unknown {
            let detail = format!("the act has nothing called `{name}`");
            self.faults.push(Fault::new(format!("/{name}"), detail, "leave it out"));
        }
        match kind {
            Some(kind) if self.faults.is_empty() => Ok(kind),
            Some(_) | None => Err(Problem::invalid(self.faults)),
        }
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Template {
    name: Name,
    #[serde(default)]
    arguments: Vec<Name>,
}
