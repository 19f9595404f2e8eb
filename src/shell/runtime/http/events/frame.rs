//! What goes around the members of an event: whose it is, which, when, and of what type.

use serde_json::{Map, Value as Json};

use super::reading::{Reading, wrong_id};
use super::shape::{TYPES, event_type};
use super::values::instant;
use super::{AHEAD_MILLIS_MAX, Given};
use crate::diagnostics::suggest::{listed, nearest};
use crate::engine::Event;
use crate::shell::runtime::http::problem::Fault;
use crate::time::Instant;

/// What goes around the members of a type: whose, which, when, what.
pub(super) struct Frame<'a> {
    pub(super) contact: (&'a str, String),
    pub(super) id: Option<(&'a str, String)>,
    pub(super) at: Option<(&'a str, String)>,
    pub(super) kind: (&'a str, String),
}

impl Reading<'_> {
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

/// All types, for whoever names none of them.
pub(super) fn types() -> String {
    listed(TYPES.iter().map(|event| event.name), TYPES.len())
}
