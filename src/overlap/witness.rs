//! A message, a contact and an instant that show an overlap.

use std::cell::OnceCell;

use crate::calendar::Zone;
use crate::check::Checked;
use crate::compile::compile;
use crate::engine::{Contact, Effect};
use crate::program::{Condition, FieldRef, Flow, Lifecycle, Name, Program, Value};
use crate::satisfy::{Answer, Asked, Model, Occasion, Question};
use crate::time::Instant;

use super::memory::Play;
use super::play;
use super::takers::{Taker, Takers};

/// What shows that two flows overlap. It was played: both started.
#[derive(Debug, Clone, PartialEq)]
pub struct Witness {
    /// What the contact writes.
    pub message: Name,
    /// Where.
    pub channel: Name,
    /// When.
    pub at: Instant,
    /// Who writes: what the flows' conditions ask for, and nothing else.
    pub contact: Contact,
    /// What comes of it.
    pub effects: Vec<Effect>,
    /// The workspace's zone.
    pub zone: Zone,
    /// On which channel, from whom and when, in words.
    pub circumstances: String,
}

/// Where pairs are played.
pub(super) struct Stage<'c> {
    checked: &'c Checked,
    /// Made when the first pair is played: most workspaces have none.
    program: OnceCell<Program>,
}

/// What playing a pair came to.
pub(super) struct Proof {
    /// Both started.
    pub witness: Option<Witness>,
    /// A case was found in which both should, and one did not.
    pub unproven: bool,
    /// The cases that were played.
    pub plays: Vec<Play>,
}

impl<'c> Stage<'c> {
    /// The stage of a workspace.
    pub const fn of(checked: &'c Checked) -> Self {
        Self { checked, program: OnceCell::new() }
    }

    fn program(&self) -> &Program {
        self.program.get_or_init(|| {
            let mut program = compile(self.checked);
            program.flows.iter_mut().for_each(|flow| flow.lifecycle = Lifecycle::Live);
            program
        })
    }

    /// Hours are looked at from the morning of the day on whose rules the workspace was checked.
    fn from(&self) -> Instant {
        let morning = self.checked.as_of().and_hms_opt(9, 0, 0).expect("overlap: every day has a morning");
        self.program().workspace.zone.to_instant(morning)
    }

    /// Plays a pair with each message until both flows start.
    pub fn prove(&self, takers: &Takers<'_>, one: &Taker<'_>, other: &Taker<'_>, messages: &[&str]) -> Proof {
        let program = self.program();
        let flow = |taker: &Taker<'_>| {
            let id = program.flow(&takers.flows[taker.flow].name.text);
            &program.flows[id.expect("overlap: what is checked is compiled").index()]
        };
        let flows = [flow(one), flow(other)];
        let mut unproven = false;
        let mut plays = Vec::new();
        for message in messages {
            let model = match self.model(flows, [one, other], message) {
                Answer::Together(model) => model,
                Answer::Never | Answer::Unknown => continue,
            };
            let message = model.message.clone().unwrap_or_else(|| Name::from(*message));
            let channel = model.channel.clone().unwrap_or_else(|| channel(program, flows, [one, other]));
            let contact = play::contact(&model);
            let effects = play::message(program, contact.clone(), model.at, &channel, &message);
            plays.push(Play::of(&message, &channel, &effects));
            if flows.iter().all(|flow| play::starts(&effects, &flow.name)) {
                let asks_clock = flows.iter().any(|flow| flow.when.as_ref().is_some_and(asks_clock));
                let at = asks_clock.then_some(model.at);
                let circumstances = circumstances(&contact, &channel, at, program.workspace.zone);
                let zone = program.workspace.zone;
                let witness =
                    Witness { message, channel, at: model.at, zone, contact, effects, circumstances };
                return Proof { witness: Some(witness), unproven: false, plays };
            }
            unproven = true;
        }
        Proof { witness: None, unproven, plays }
    }

    fn model(&self, flows: [&Flow; 2], takers: [&Taker<'_>; 2], message: &str) -> Answer {
        let wanted = flows.iter().flat_map(|flow| &flow.when).map(|condition| (condition, Asked::Holds));
        let unwanted =
            flows.iter().flat_map(|flow| &flow.stop_when).map(|condition| (condition, Asked::Fails));
        let conditions: Vec<_> = wanted.chain(unwanted).collect();
        if conditions.is_empty() {
            return Answer::Together(Box::new(Model { at: self.from(), open: true, ..Model::default() }));
        }
        // Another text than the one at hand is only looked for when conditions ask something of it.
        let asks_text = conditions.iter().any(|(condition, _)| mentions(condition, &FieldRef::MessageText));
        let tests = match (asks_text, takers[0].test(), takers[1].test()) {
            (true, Some(one), Some(other)) => vec![one, other],
            (true, ..) => vec![is(message)],
            (false, ..) => Vec::new(),
        };
        let program = self.program();
        let from = takers[0].from.or(takers[1].from).and_then(|name| program.channel(name));
        let occasion = Occasion::Message(from, tests);
        match (Question { program, from: self.from(), occasion, conditions }.answer()) {
            Answer::Together(mut model) => {
                if !asks_text {
                    model.message = None;
                }
                Answer::Together(model)
            }
            answer => answer,
        }
    }
}

/// A channel that both sides read.
fn channel(program: &Program, flows: [&Flow; 2], takers: [&Taker<'_>; 2]) -> Name {
    if let Some(from) = takers[0].from.or(takers[1].from) {
        return from.into();
    }
    match flows.iter().find_map(|flow| flow.via.first()) {
        Some(candidate) => program.channels[candidate.channel.index()].name.clone(),
        None => "sms".into(),
    }
}

fn is(message: &str) -> crate::text::automaton::Test {
    crate::text::automaton::Test {
        kind: crate::text::automaton::Kind::Is,
        text: message.to_owned(),
        compare: crate::text::Compare::Exact,
    }
}

/// Whether a condition looks at a field.
fn mentions(condition: &Condition, field: &FieldRef) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(|part| mentions(part, field)),
        Condition::Not(part) => mentions(part, field),
        Condition::Compare(other, _) => other == field,
        Condition::CompareFields(one, _, other) => one == field || other == field,
        Condition::HasTag(_) | Condition::InGroup(_) | Condition::Now(_) => false,
    }
}

/// On which channel, from whom and when: `on sms, from a contact with plan "pro"`.
fn circumstances(contact: &Contact, channel: &Name, at: Option<Instant>, zone: Zone) -> String {
    let mut words = format!("on {channel}");
    let mut known: Vec<String> =
        contact.fields.iter().map(|(name, value)| format!("{name} {}", shown(value, zone))).collect();
    known.extend(contact.tags.iter().map(|tag| format!("tag \"{tag}\"")));
    known.extend(contact.groups.iter().map(|group| format!("group {group}")));
    if let Some(visit) = &contact.visitor.visit {
        known.push(format!("a look at {}", visit.url));
        known
            .extend(visit.device.iter().map(|(name, value)| format!("device.{name} {}", shown(value, zone))));
    }
    if !known.is_empty() {
        words.push_str(&format!(", from a contact with {}", known.join(", ")));
    }
    if let Some(at) = at {
        words.push_str(&format!(", on {}", zone.to_local(at).format("%a %Y-%m-%d at %H:%M")));
    }
    words
}

fn asks_clock(condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(asks_clock),
        Condition::Not(part) => asks_clock(part),
        Condition::Now(_) => true,
        Condition::Compare(..)
        | Condition::CompareFields(..)
        | Condition::HasTag(_)
        | Condition::InGroup(_) => false,
    }
}

/// A value as an author writes it.
pub(super) fn shown(value: &Value, zone: Zone) -> String {
    match value {
        Value::Text(text) => format!("\"{text}\""),
        Value::Number(number) => number.to_string(),
        Value::YesNo(true) => "yes".to_owned(),
        Value::YesNo(false) => "no".to_owned(),
        Value::Date(date) => date.to_string(),
        Value::Instant(at) => zone.to_local(*at).format("%Y-%m-%d %H:%M").to_string(),
    }
}
