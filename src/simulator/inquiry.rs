//! Which flows a message would start, and what stops each of the others: one question about one message.

use serde::{Deserialize, Serialize};

use super::paint::{Palette, Role};
use super::script::{Deed, LineKind, Script, field_type};
use super::session::{reachable, value_of_type};
use super::trace::timeline::{Detail, timeline};
use super::{SimulationError, Trace, World};
use crate::engine::explain::{Explained, Part, Taker, Verdict, explain};
use crate::engine::{Event, EventKind};
use crate::program::{Name, Program, Value};
use crate::time::Instant;

/// Who writes.
#[derive(Debug, Clone)]
pub struct Writer {
    name: Name,
    known: EventKind,
}

/// What came of the question.
#[derive(Debug)]
pub struct Inquiry {
    /// What the message does with each flow, in the program's order.
    pub flows: Vec<Explained>,
    /// The contact, the message, and what happens at once.
    pub trace: Trace,
}

/// A contact as a file tells it.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
#[derive(Default)]
struct Told {
    fields: serde_json::Map<String, serde_json::Value>,
    tags: Vec<Name>,
    groups: Vec<Name>,
}

impl Writer {
    /// Somebody of whom nothing is known but addresses on every channel.
    pub fn anybody() -> Self {
        let name = Name::from("somebody");
        Self { known: reachable(&name, 0, Vec::new()), name }
    }

    /// The contact that one of the scenarios declares; the first declaration counts.
    pub fn declared<'s>(scripts: impl IntoIterator<Item = &'s Script>, name: &str) -> Option<Self> {
        let lines = scripts.into_iter().flat_map(|script| &script.lines);
        let mut known = lines.filter_map(|line| match &line.kind {
            LineKind::Act(act) if *act.contact == *name => match &act.deed {
                Deed::Declare(known) => Some(known.clone()),
                Deed::Say { .. } | Deed::Other(_) => None,
            },
            _ => None,
        });
        Some(Self { name: name.into(), known: known.next()? })
    }

    /// A contact as JSON: `{ "fields": { "first_name": "Marie" }, "tags": [], "groups": [] }`, all optional.
    ///
    /// # Errors
    ///
    /// When it is no such document, or when a field's value is not of its type.
    pub fn from_json(program: &Program, text: &str) -> Result<Self, String> {
        let Told { fields, tags, groups } = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let field = |(name, value): (String, serde_json::Value)| {
            let text = match &value {
                serde_json::Value::String(text) => text.clone(),
                serde_json::Value::Bool(yes) => (if *yes { "yes" } else { "no" }).to_owned(),
                serde_json::Value::Number(number) => number.to_string(),
                _ => return Err(format!("the field `{name}` is no text, number, true or false")),
            };
            let value = value_of_type(field_type(program, &name), &text)
                .ok_or_else(|| format!("`{text}` does not fit the type of `contact.{name}`"))?;
            Ok((Name::from(name), value))
        };
        let fields = fields.into_iter().map(field).collect::<Result<Vec<(Name, Value)>, _>>()?;
        Ok(Self { name: "contact".into(), known: EventKind::ContactUpdated { fields, tags, groups } })
    }
}

/// Asks what a message of the writer would do at that instant.
///
/// # Errors
///
/// When the contact is woken without end.
pub fn inquire(
    program: &Program,
    writer: &Writer,
    channel: &str,
    text: &str,
    at: Instant,
) -> Result<Inquiry, SimulationError> {
    let mut world = World::new(program, at);
    world.declare(&writer.name);
    world.happen(&writer.name, writer.known.clone())?;
    let message =
        EventKind::MessageReceived { channel: channel.into(), text: text.into(), intents: Vec::new() };
    let contact = world.contact(&writer.name).expect("inquiry: the contact was declared");
    let flows = explain(program, contact, &Event::new("why", at, message.clone()));
    world.happen(&writer.name, message)?;
    Ok(Inquiry { flows, trace: world.into_trace() })
}

impl Inquiry {
    /// The answer for people: what happens, then the flows that start, then the others.
    pub fn report(&self, palette: &Palette) -> String {
        let mut out = timeline(&self.trace, palette, Detail::Lines);
        out.push('\n');
        let width = self.flows.iter().map(|flow| flow.flow.chars().count()).max().unwrap_or(0);
        let starts = |flow: &&Explained| matches!(flow.verdict, Verdict::Starts { .. });
        if !self.flows.iter().any(|flow| starts(&flow)) {
            out.push_str("  no flow starts\n");
        }
        let others = self.flows.iter().filter(|flow| !starts(flow));
        for flow in self.flows.iter().filter(starts).chain(others) {
            let (mark, role) =
                if starts(&flow) { ("starts", Role::Outbound) } else { ("not   ", Role::Faint) };
            let padding = " ".repeat(width - flow.flow.chars().count());
            palette.paint(
                &mut out,
                role,
                &format!("  {mark}  {}{padding}  {}", flow.flow, words(&flow.verdict)),
            );
            out.push('\n');
        }
        out
    }

    /// The answer as JSON, indented, with a line end.
    pub fn json(&self) -> String {
        #[derive(Serialize)]
        struct Document<'a> {
            schema_version: u32,
            flows: Vec<Row<'a>>,
        }
        #[derive(Serialize)]
        struct Row<'a> {
            #[serde(flatten)]
            explained: &'a Explained,
            words: String,
        }
        let row = |explained| Row { explained, words: words(&explained.verdict) };
        let document = Document { schema_version: 1, flows: self.flows.iter().map(row).collect() };
        serde_json::to_string_pretty(&document).expect("json: strings and numbers can be written") + "\n"
    }
}

/// A verdict in words.
fn words(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Starts { trigger } => format!("on {trigger}"),
        Verdict::NoMessageFlow => "no message starts it".to_owned(),
        Verdict::OtherChannel { trigger, channel } => {
            format!("{trigger} would fire, but it listens to {channel} alone")
        }
        Verdict::OtherCase { trigger } => {
            format!("{trigger} differs from the message in upper and lower case alone")
        }
        Verdict::OtherMessage { triggers } => {
            let triggers: Vec<&str> = triggers.iter().map(AsRef::as_ref).collect();
            format!("the message is not what it waits for: {}", triggers.join("; "))
        }
        Verdict::ConditionFails { trigger, parts } => {
            format!("on {trigger}, but its `when` does not hold: {}", parts_in_words(parts, " and "))
        }
        Verdict::StopWhen { trigger, parts } => {
            format!("on {trigger}, but its `stop when` holds: {}", parts_in_words(parts, " and "))
        }
        Verdict::Refused { trigger, reason, why } => format!("on {trigger}, but: {why} ({})", reason.name()),
        Verdict::Running { trigger } => format!("on {trigger}, but a run of it is active and goes on"),
        Verdict::Taken { by } => match by {
            Taker::Consent => {
                "the message is a word that opts out or in, which starts no such flow".to_owned()
            }
            Taker::OptOut => "the message opts out, which starts no flow on `any message`".to_owned(),
            Taker::Question => "an open question takes the message first".to_owned(),
        },
    }
}

fn parts_in_words(parts: &[Part], joint: &str) -> String {
    let part = |part: &Part| {
        let value = |(field, value): &(String, Option<String>)| match value {
            Some(value) => format!("{field} is {value}"),
            None => format!("{field} is unknown"),
        };
        match part.values.as_slice() {
            [] => part.condition.clone(),
            values => {
                let values: Vec<String> = values.iter().map(value).collect();
                format!("{} ({})", part.condition, values.join(", "))
            }
        }
    };
    parts.iter().map(part).collect::<Vec<_>>().join(joint)
}
