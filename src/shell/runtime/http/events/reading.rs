//! What is needed to read events, and whether the program has what they name.

use serde_json::Value as Json;

use super::{EVENTS_MAX, Given, ID_BYTES_MAX};
use crate::diagnostics::suggest::{listed, nearest};
use crate::program::Program;
use crate::shell::runtime::http::access::Caller;
use crate::shell::runtime::http::problem::Fault;
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

impl Reading<'_> {
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
