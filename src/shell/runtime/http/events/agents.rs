//! What people of the business do: what they write, and to whom they give a conversation.

use serde_json::{Map, Value as Json};

use super::members::remedy;
use super::reading::{Reading, wrong_id};
use super::shape::Shape;
use crate::program::Assignee;
use crate::shell::runtime::http::problem::Fault;

impl Reading<'_> {
    /// A text or a template, the one member of an object.
    pub(super) fn written(&self, object: &Map<String, Json>, place: &str) -> Result<(), Vec<Fault>> {
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
