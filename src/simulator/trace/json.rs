//! A trace for programs: JSON Lines, a header and then one object for each thing that happened.
//!
//! The fields and their order are described in `docs/trace.md`; the header names the schema's version.

use serde::Serialize;

use super::pending::cause_id;
use super::{Entry, EntryKind, Trace};
use crate::calendar::Zone;
use crate::engine::{EffectKind, EventKind, Pending};
use crate::program::Name;
use crate::time::Instant;

/// The version of the schema: it changes when a field goes, or means something else.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Header<'t> {
    schema: &'static str,
    version: u32,
    title: &'t str,
    zone: Zone,
    start: Instant,
}

#[derive(Serialize)]
struct EventLine<'t> {
    entry: &'static str,
    id: &'t Name,
    at: Instant,
    local: String,
    contact: &'t Name,
    #[serde(flatten)]
    kind: &'t EventKind,
}

#[derive(Serialize)]
struct EffectLine<'t> {
    entry: &'static str,
    id: String,
    at: Instant,
    local: String,
    contact: &'t Name,
    cause: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flow: Option<&'t Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<&'t Name>,
    #[serde(flatten)]
    kind: &'t EffectKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<&'t Name>,
    why: &'t str,
}

#[derive(Serialize)]
struct PendingLine<'t> {
    entry: &'static str,
    due: Instant,
    local: String,
    contact: &'t Name,
    cause: String,
    flow: &'t Name,
    step: &'t Name,
    held: bool,
}

/// What is going to come, a line each, to stand behind the trace.
pub fn pending_lines(trace: &Trace, coming: &[(Name, Pending)]) -> String {
    let of = |(contact, pending): &(Name, Pending)| {
        let Pending { flow, step, due, held, .. } = pending;
        let (local, cause) = (local(*due, trace.zone), cause_id(contact, pending));
        line(&PendingLine { entry: "pending", due: *due, local, contact, cause, flow, step, held: *held })
    };
    coming.iter().map(of).collect()
}

/// The trace as JSON Lines; every line ends with a newline.
pub fn json_lines(trace: &Trace) -> String {
    let Trace { title, zone, start, .. } = trace;
    let header = Header { schema: "flowc.trace", version: VERSION, title, zone: *zone, start: *start };
    let mut out = line(&header);
    for entry in trace.entries() {
        out.push_str(&entry_line(entry, *zone));
    }
    out
}

fn entry_line(entry: &Entry, zone: Zone) -> String {
    let Entry { contact, at, kind } = entry;
    let (at, local) = (*at, local(*at, zone));
    match kind {
        EntryKind::Event { id, kind } => line(&EventLine { entry: "event", id, at, local, contact, kind }),
        EntryKind::Effect { effect, written } => line(&EffectLine {
            entry: "effect",
            id: entry.id(),
            at,
            local,
            contact,
            cause: entry.cause(),
            flow: effect.flow.as_ref(),
            step: effect.step.as_ref(),
            kind: &effect.kind,
            written: written.as_ref(),
            why: &effect.why,
        }),
    }
}

fn line(value: &impl Serialize) -> String {
    let mut line = serde_json::to_string(value).expect("entries hold nothing that JSON cannot say");
    line.push('\n');
    line
}

/// `2026-03-02T09:00:00+01:00`.
fn local(at: Instant, zone: Zone) -> String {
    let local = zone.to_local(at);
    let offset_minutes = local.signed_duration_since(at.to_utc().naive_utc()).num_minutes();
    let (sign, minutes) = (if offset_minutes < 0 { '-' } else { '+' }, offset_minutes.abs());
    format!("{}{sign}{:02}:{:02}", local.format("%Y-%m-%dT%H:%M:%S%.f"), minutes / 60, minutes % 60)
}
