//! `/v1/contacts`: finding people, and all that is known of one.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::Connection;
use serde_json::{Value as Json, json};

use super::body::{number, parameters};
use super::path::ContactId;
use super::problem::{Fault, Kind, Problem};
use super::{Answer, Api, told};
use crate::engine::{Cause, Contact};
use crate::program::{Assignee, Program};
use crate::shell::runtime::search::Search;
use crate::shell::runtime::service::Room;
use crate::shell::runtime::store::contacts::{self, ContactRow};
use crate::shell::runtime::store::people::{self, Filter, Key, Place, Sort, Status};
use crate::shell::runtime::store::{StoreError, history, set_aside};

/// How many contacts a page has, unless somebody asks for fewer or more.
const PAGE: u64 = 25;
const PAGE_MAX: u64 = 100;
/// How many of the latest events a contact's page tells of.
const EVENTS_TOLD: u64 = 50;
const EVENTS_TOLD_MAX: u64 = 500;

/// `GET /v1/contacts`
pub async fn list(State(api): State<Arc<Api>>, RawQuery(query): RawQuery) -> Result<Answer, Problem> {
    let known = ["query", "status", "assignee", "sort", "limit", "cursor"];
    let given = parameters(query.as_deref(), &known)?;
    let limit = number(&given, "limit", PAGE, 1..=PAGE_MAX)?;
    let mut faults = Vec::new();
    let of = |name: &str| given.get(name).map(String::as_str);
    let status = of("status").map(|word| match word {
        "open" => Ok(Status::Open),
        "closed" => Ok(Status::Closed),
        other => Err(wrong("status", other, "write `open` or `closed`")),
    });
    let assignee = of("assignee").map(|text| {
        read_assignee(text)
            .ok_or_else(|| wrong("assignee", text, "write `agent:NAME`, `team:NAME` or `nobody`"))
    });
    let sort = of("sort").map(|word| {
        let known = Sort::ALL.iter().find(|(name, _)| *name == word);
        let words = Sort::ALL.map(|(name, _)| format!("`{name}`")).join(", ");
        known.map(|(_, sort)| *sort).ok_or_else(|| wrong("sort", word, &format!("write one of {words}")))
    });
    let mut take = |fault: Fault| faults.push(fault);
    let status = status.transpose().map_err(&mut take).unwrap_or_default();
    let assignee = assignee.transpose().map_err(&mut take).unwrap_or_default();
    let sort = sort.transpose().map_err(&mut take).unwrap_or_default().unwrap_or_default();
    let after = of("cursor").map(|text| {
        read_cursor(text, sort)
            .ok_or_else(|| wrong("cursor", text, "give the `next` of the page before, with the same `sort`"))
    });
    let after = after.transpose().map_err(&mut take).unwrap_or_default();
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let search = Search::new(of("query").unwrap_or_default());
    // One more than asked for says whether there is another page.
    let filter = Filter { search, status, assignee, sort, after, limit: limit as usize + 1 };
    let mut found = api.read(move |connection| people::find(connection, &filter)).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = found.last().filter(|_| more).map(|(place, _)| cursor(place));
    let contacts: Vec<Json> = found.iter().map(|(_, contact)| told::summary(contact)).collect();
    Ok(Answer::json(200, &json!({ "contacts": contacts, "next": next })))
}

/// `GET /v1/contacts/{contact}`
pub async fn one(
    State(api): State<Arc<Api>>,
    ContactId(id): ContactId,
    RawQuery(query): RawQuery,
) -> Result<Answer, Problem> {
    let given = parameters(query.as_deref(), &["events"])?;
    let events = number(&given, "events", EVENTS_TOLD, 1..=EVENTS_TOLD_MAX)?;
    let (version, now) = (api.service.version(), api.service.now());
    let page = api.read_contact(&id, move |connection, row, contact| {
        let program = &version.program;
        let since = (contact.sequence + 1).saturating_sub(events);
        let history = history::since(connection, row, since, events as usize)?;
        let pending = pending_of(connection, program, row, &contact)?;
        let mut page = told::page(program, &contact, pending, &history, now);
        page["set_aside"] = told::set_aside(set_aside::of(connection, row)?.as_ref());
        Ok(page)
    });
    Ok(Answer::json(200, &page.await?))
}

/// `GET /v1/contacts/{contact}/pending`
pub async fn pending(
    State(api): State<Arc<Api>>,
    ContactId(id): ContactId,
    RawQuery(query): RawQuery,
) -> Result<Answer, Problem> {
    parameters(query.as_deref(), &[])?;
    let version = api.service.version();
    let list = api.read_contact(&id, move |connection, row, contact| {
        pending_of(connection, &version.program, row, &contact)
    });
    Ok(Answer::json(200, &json!({ "pending": list.await? })))
}

/// `DELETE /v1/contacts/{contact}`
pub async fn forget(
    State(api): State<Arc<Api>>,
    ContactId(id): ContactId,
    RawQuery(query): RawQuery,
) -> Result<Answer, Problem> {
    parameters(query.as_deref(), &[])?;
    let name = id.clone();
    // What waits for the contact is withdrawn: that makes room, and people have a right to it.
    let removed = api.write(Room::InAnyCase, 1, move |commit| commit.forget(&name)).await?;
    removed.map(|removed| Answer::json(200, &json!({ "removed": removed }))).ok_or_else(|| unknown(&id))
}

/// What is going to come for a contact, with what brought each about.
///
/// # Errors
///
/// When the store cannot be read.
pub fn pending_of(
    connection: &Connection,
    program: &Program,
    row: ContactRow,
    contact: &Contact,
) -> Result<Vec<Json>, StoreError> {
    let pending = contact.pending(program);
    pending.iter().map(|it| Ok(told::pending(it, &because(connection, row, &it.cause)?))).collect()
}

/// What a cause was, in words.
///
/// # Errors
///
/// When the store cannot be read.
pub fn because(connection: &Connection, row: ContactRow, cause: &Cause) -> Result<String, StoreError> {
    let sequence = match cause {
        Cause::Effect(key) => Some(key.sequence),
        Cause::Event(id) => history::find(connection, row, id)?,
    };
    let Some(sequence) = sequence else { return Ok(String::new()) };
    let happened = history::since(connection, row, sequence, 1)?.into_iter().next();
    let happened = happened.filter(|happened| happened.sequence == sequence);
    Ok(match (cause, happened) {
        (_, None) => String::new(),
        (Cause::Event(_), Some(happened)) => told::event_in_words(&happened.event),
        (Cause::Effect(key), Some(happened)) => {
            let effect = happened.effects.iter().find(|effect| effect.key == *key);
            effect.map(told::effect_in_words).unwrap_or_default()
        }
    })
}

impl Api {
    /// Asks about one contact.
    ///
    /// # Errors
    ///
    /// 404 when nobody has that id.
    pub async fn read_contact<T: Send + 'static>(
        &self,
        id: &str,
        question: impl FnOnce(&Connection, ContactRow, Contact) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Problem> {
        let name = id.to_owned();
        let answer = self.read(move |connection| {
            let found = contacts::get(connection, &name)?;
            found.map(|(row, contact)| question(connection, row, contact)).transpose()
        });
        answer.await?.ok_or_else(|| unknown(id))
    }
}

/// The answer about somebody who is not known.
pub fn unknown(id: &str) -> Problem {
    Problem::new(Kind::NotFound, format!("no contact is known as `{id}`"))
        .remedy("look for it with `GET /v1/contacts?query=…`; the first event makes a contact known")
}

/// `agent:lea`, `team:desk`, `nobody`.
fn read_assignee(text: &str) -> Option<Assignee> {
    match text.split_once(':') {
        Some(("agent", name)) if !name.is_empty() => Some(Assignee::Agent(name.into())),
        Some(("team", name)) if !name.is_empty() => Some(Assignee::Team(name.into())),
        None if text == "nobody" => Some(Assignee::Nobody),
        Some(_) | None => None,
    }
}

fn wrong(name: &str, given: &str, remedy: &str) -> Fault {
    Fault::new(name, format!("`{given}` cannot be a `{name}`"), remedy)
}

fn cursor(place: &Place) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(place).expect("json: a place is plain data"))
}

fn read_cursor(text: &str, sort: Sort) -> Option<Place> {
    let place: Place = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    let fits = match (&place.key, sort) {
        (Key::At(_), Sort::LatestFirst | Sort::LatestLast) => true,
        (Key::Name(_), Sort::Name | Sort::NameBackwards) => true,
        (Key::At(_) | Key::Name(_), _) => false,
    };
    Some(place).filter(|_| fits)
}
