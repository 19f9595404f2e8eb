//! flowc's own form of events: an object, or a list of them.

use serde_json::Value as Json;

use super::Given;
use super::frame::{Frame, types};
use super::reading::Reading;
use crate::shell::runtime::http::problem::Fault;

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
}
