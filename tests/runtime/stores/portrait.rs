//! All that a store tells of itself, by what reads it for people and programs, and not by its tables.

use std::path::Path;

use flowc::engine::{Contact, Effect, Event};
use flowc::program::Program;
use flowc::shell::runtime::http::{page, pending_of};
use flowc::shell::runtime::search::Search;
use flowc::shell::runtime::store::people::{self, Filter};
use flowc::shell::runtime::store::quotas::Quotas;
use flowc::shell::runtime::store::{Reader, contacts, feed, history, programs, wakes};
use serde_json::{Map, Value as Json, json};

use super::story::END;

/// What is looked for, by name, address and number.
const LOOKED_FOR: [&str; 8] = [
    "elodie",
    "ÉLODIE martin",
    "dupré",
    "elodie.martin@example",
    "06 12 34",
    "+33 6 12 34 56 78",
    "aic",
    "oubliée",
];

/// What went out, or is to: no reader tells it.
const OUTBOX: &str = "SELECT c.name, o.sequence, o.place, o.lane, o.decided_at, o.due_at, o.in_flight, o.attempts, \
    o.perhaps_sent, o.written, o.why FROM outbox o JOIN contacts c ON c.id = o.contact ORDER BY o.id";
const DELIVERIES: &str = "SELECT c.name, d.sequence, d.place, d.lane, d.outcome, d.at, d.attempts, d.perhaps_sent, \
    d.provider_id, d.delivered_at, d.written, d.why FROM deliveries d JOIN contacts c ON c.id = d.contact \
    ORDER BY c.name, d.sequence, d.place";

/// The portrait of the store in that file, to which that program was applied last.
pub fn portrait(path: &Path, program: &Program) -> Json {
    let told = Reader::of(path).ask(|store| {
        let mut people = Map::new();
        for (_, found) in people::find(store, &Filter { limit: 1000, ..Filter::default() })? {
            let (row, contact) = contacts::get(store, &found.id)?.expect("it was found");
            let happened = history::since(store, row, 0, 1000)?;
            let page = page(program, &contact, pending_of(store, program, row, &contact)?, &happened, END);
            people.insert(contact.id.to_string(), json!({ "state": contact, "page": page }));
        }
        let feed = feed::after(store, 0, 1000)?.into_iter().map(|entry| {
            let happened = entry.happened;
            json!({ "number": entry.number, "contact": entry.contact, "sequence": happened.sequence,
                "at": happened.at, "program": happened.program, "event": happened.event,
                "effects": happened.effects })
        });
        let mut found = Map::new();
        for typed in LOOKED_FOR {
            let filter = Filter { search: Search::new(typed), limit: 1000, ..Filter::default() };
            let names = people::find(store, &filter)?.into_iter().map(|(_, contact)| json!(contact.id));
            found.insert(typed.to_owned(), names.collect());
        }
        let present = programs::present(store)?.map(|present| json!([present.fingerprint, present.since]));
        Ok(json!({
            "program": present,
            "contacts": people,
            "found": found,
            "feed": feed.collect::<Vec<_>>(),
            "latest": feed::latest(store)?,
            "outbox": rows(store, OUTBOX)?,
            "deliveries": rows(store, DELIVERIES)?,
            "quotas": Quotas::default().at(store, END)?,
            "next_wake": wakes::next_wake(store)?,
        }))
    });
    told.unwrap()
}

fn rows(store: &rusqlite::Connection, sql: &str) -> rusqlite::Result<Vec<Json>> {
    use rusqlite::types::ValueRef;
    let mut statement = store.prepare(sql)?;
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| {
        let values = (0..columns).map(|at| {
            Ok(match row.get_ref(at)? {
                ValueRef::Null => Json::Null,
                ValueRef::Integer(number) => json!(number),
                ValueRef::Text(text) => json!(std::str::from_utf8(text).unwrap()),
                ValueRef::Real(_) | ValueRef::Blob(_) => panic!("no such column is asked for"),
            })
        });
        values.collect::<rusqlite::Result<Json>>()
    })?;
    rows.collect()
}

/// A portrait that was written down, as it would be written today: how states, events and effects are spelled may
/// change, what they say may not.
pub fn read(text: &str) -> Json {
    fn again<T: serde::de::DeserializeOwned + serde::Serialize>(json: &mut Json) {
        let value: T = serde_json::from_value(json.take()).unwrap();
        *json = serde_json::to_value(value).unwrap();
    }
    let mut portrait: Json = serde_json::from_str(text).unwrap();
    for contact in portrait["contacts"].as_object_mut().unwrap().values_mut() {
        again::<Contact>(&mut contact["state"]);
    }
    for entry in portrait["feed"].as_array_mut().unwrap() {
        again::<Event>(&mut entry["event"]);
        again::<Vec<Effect>>(&mut entry["effects"]);
    }
    portrait
}
