//! Takes out of a history who it was about, so that it can be kept beside the program.
//!
//! Each name, number and address is replaced wherever it stands by the same stand-in: in fields, in what was written
//! and sent, in pages and reports. What the program itself says stays as it is.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::Happened;
use crate::engine::{Effect, EffectKey, EffectKind, EventKind, Message, Sender, Written};
use crate::policy::ChannelKind;
use crate::program::{Assignee, Name, Value};

/// Fields that tell who somebody is, besides addresses.
const PERSONAL: &[&str] = &[
    "first_name",
    "last_name",
    "name",
    "full_name",
    "surname",
    "address",
    "street",
    "birthday",
    "birth_date",
];

/// First names that many people have, and many languages know.
const NAMES: &[&str] = &["Alex", "Camille", "Dominique", "Andrea", "Sacha", "Robin", "Charlie", "Kim"];

static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+")
        .expect("the expression is well formed")
});

static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:\+|\b00|\b0)[0-9](?:[ .\-/()]{0,2}[0-9]){6,13}\b").expect("the expression is well formed")
});

/// The history with stand-ins, and what the AI wrote with the same ones.
pub fn anonymised(
    happened: &[Happened],
    written: &BTreeMap<EffectKey, Name>,
) -> (Vec<Happened>, BTreeMap<EffectKey, Name>) {
    let mut masks = Masks::default();
    happened.iter().for_each(|happened| masks.learn(happened));
    let happened = happened.iter().map(|happened| masks.happened(happened)).collect();
    let written = written.iter().map(|(key, text)| (*key, masks.text(text))).collect();
    (happened, written)
}

/// What stands for what.
#[derive(Debug, Default)]
struct Masks {
    /// Names and other words, the longest first when they are replaced.
    words: BTreeMap<Name, Name>,
    emails: BTreeMap<String, Name>,
    phones: BTreeMap<String, Name>,
    agents: BTreeMap<Name, Name>,
}

impl Masks {
    /// Fields say which words are names: they are known before any text is looked at.
    fn learn(&mut self, happened: &Happened) {
        if let EventKind::ContactUpdated { fields, .. } = &happened.event.kind {
            fields.iter().for_each(|(field, value)| self.learn_field(field, value));
        }
        for effect in &happened.effects {
            if let EffectKind::SetField { field, value: Some(value) } = &effect.kind {
                self.learn_field(field, value);
            }
        }
    }

    fn learn_field(&mut self, field: &Name, value: &Value) {
        let Some(text) = value.text().map(str::trim).filter(|text| text.chars().count() > 1) else { return };
        let address = ChannelKind::ALL.iter().any(|kind| kind.name() == &**field);
        let looks = EMAIL.is_match(text) || PHONE.is_match(text);
        if looks || !(address || PERSONAL.contains(&&**field)) || self.words.contains_key(text) {
            return;
        }
        let number = self.words.len();
        let stand_in = match (address, NAMES.get(number)) {
            (true, _) => format!("address_{}", number + 1),
            (false, Some(name)) => (*name).to_owned(),
            (false, None) => format!("Name{}", number + 1),
        };
        self.words.insert(text.into(), stand_in.into());
    }

    fn happened(&mut self, happened: &Happened) -> Happened {
        let mut happened = happened.clone();
        self.event(&mut happened.event.kind);
        happened.effects.iter_mut().for_each(|effect| self.effect(effect));
        happened
    }

    fn event(&mut self, kind: &mut EventKind) {
        match kind {
            EventKind::ContactUpdated { fields, .. } | EventKind::Reported { fields, .. } => {
                self.fields(fields)
            }
            EventKind::MessageReceived { text, .. } | EventKind::BotWrote { text, .. } => {
                *text = self.text(text)
            }
            EventKind::PageViewed { url, title, referrer, device } => {
                *url = self.text(url);
                *title = title.as_ref().map(|title| self.text(title));
                *referrer = referrer.as_ref().map(|referrer| self.text(referrer));
                self.fields(device);
            }
            EventKind::AgentWrote { agent, content, .. } => {
                *agent = self.agent(agent);
                match content {
                    Written::Text(text) => *text = self.text(text),
                    Written::Template(_, arguments) => {
                        arguments.iter_mut().for_each(|argument| *argument = self.text(argument));
                    }
                }
            }
            EventKind::AgentTookOver { agent }
            | EventKind::AgentHandedBack { agent }
            | EventKind::ConversationClosed { agent: Some(agent) } => *agent = self.agent(agent),
            EventKind::ConversationAssigned { agent, to } => {
                *agent = agent.as_ref().map(|agent| self.agent(agent));
                if let Assignee::Agent(agent) = to {
                    *agent = self.agent(agent);
                }
            }
            EventKind::ConversationClosed { agent: None }
            | EventKind::VisitEnded
            | EventKind::ProactiveOpened { .. }
            | EventKind::ProactiveDismissed { .. }
            | EventKind::BrowserCleared
            | EventKind::Booked { .. }
            | EventKind::Purchased
            | EventKind::OptedOut { .. }
            | EventKind::FlowStarted { .. }
            | EventKind::DeliveryFailed { .. }
            | EventKind::ProgramApplied { .. }
            | EventKind::Woke => {}
        }
    }

    fn effect(&mut self, effect: &mut Effect) {
        let why = self.text(&effect.why.to_string().into());
        effect.why = why.into();
        match &mut effect.kind {
            EffectKind::SendMessage { sender, message, .. } => {
                if let Sender::Agent(agent) = sender {
                    *agent = self.agent(agent);
                }
                self.message(message);
            }
            EffectKind::Suppress { sender: Sender::Agent(agent), .. } => *agent = self.agent(agent),
            EffectKind::Notify { message, .. } => self.message(message),
            EffectKind::Forward { text: Some(text), .. } => *text = self.text(text),
            EffectKind::SetField { value: Some(Value::Text(text)), .. } => *text = self.text(text),
            EffectKind::Call { url } => *url = self.text(url),
            EffectKind::Assign { to: Assignee::Agent(agent) } => *agent = self.agent(agent),
            EffectKind::Suppress { .. }
            | EffectKind::Forward { text: None, .. }
            | EffectKind::SetField { .. }
            | EffectKind::Assign { .. }
            | EffectKind::Hold { .. }
            | EffectKind::StartRun { .. }
            | EffectKind::EndRun { .. }
            | EffectKind::SwitchChannel { .. }
            | EffectKind::AddTag { .. }
            | EffectKind::RemoveTag { .. }
            | EffectKind::JoinGroup { .. }
            | EffectKind::LeaveGroup { .. }
            | EffectKind::HandOver { .. }
            | EffectKind::TagTicket { .. }
            | EffectKind::OpenConversation
            | EffectKind::CloseConversation
            | EffectKind::OptOut { .. }
            | EffectKind::OptIn { .. } => {}
        }
    }

    fn message(&mut self, message: &mut Message) {
        match message {
            Message::Text(text) => *text = self.text(text),
            Message::Template { arguments, text, .. } => {
                arguments.iter_mut().for_each(|argument| *argument = self.text(argument));
                *text = self.text(text);
            }
            Message::Ai { instruction } => *instruction = instruction.as_ref().map(|text| self.text(text)),
        }
    }

    fn fields(&mut self, fields: &mut [(Name, Value)]) {
        for (_, value) in fields {
            if let Value::Text(text) = value {
                *text = self.text(text);
            }
        }
    }

    fn agent(&mut self, agent: &Name) -> Name {
        let next = self.agents.len() + 1;
        self.agents.entry(agent.clone()).or_insert_with(|| format!("agent_{next}").into()).clone()
    }

    /// A text with stand-ins for every address, number and name in it.
    fn text(&mut self, text: &Name) -> Name {
        let emails = &mut self.emails;
        let text = EMAIL.replace_all(text, |found: &Captures<'_>| {
            let next = emails.len() + 1;
            let mask = || format!("person{next}@example.com").into();
            emails.entry(found[0].to_lowercase()).or_insert_with(mask).to_string()
        });
        let phones = &mut self.phones;
        let text = PHONE.replace_all(&text, |found: &Captures<'_>| {
            let digits: String = found[0].chars().filter(char::is_ascii_digit).collect();
            // With the country in front or without, it is the same number.
            let own = digits.get(digits.len().saturating_sub(8)..).unwrap_or(&digits).to_owned();
            let next = phones.len() + 1;
            let mask = phones.entry(own).or_insert_with(|| format!("{next:04}").into());
            phone_like(&found[0], mask)
        });
        let mut text = text.into_owned();
        let mut words: Vec<(&Name, &Name)> = self.words.iter().collect();
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        for (word, stand_in) in words {
            text = replace_word(&text, word, stand_in);
        }
        text.into()
    }
}

/// A number of the same country and length: its first digits stay, noughts and the stand-in follow.
fn phone_like(number: &str, mask: &str) -> String {
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let kept = match (number.starts_with('+'), number.starts_with("00")) {
        (true, _) => 3,
        (false, true) => 5,
        (false, false) => 2,
    };
    let mut tail = format!("{:0>width$}", mask, width = digits.saturating_sub(kept)).into_bytes().into_iter();
    let mut seen = 0;
    number
        .chars()
        .map(|letter| {
            if !letter.is_ascii_digit() {
                return letter;
            }
            seen += 1;
            if seen <= kept { letter } else { tail.next().map_or('0', char::from) }
        })
        .collect()
}

/// Replaces a word where it stands as a whole one.
fn replace_word(text: &str, word: &str, stand_in: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(word) {
        let (before, behind) = (&rest[..at], &rest[at + word.len()..]);
        let inside = before.chars().next_back().is_some_and(char::is_alphanumeric)
            || behind.chars().next().is_some_and(char::is_alphanumeric);
        out.push_str(before);
        out.push_str(if inside { word } else { stand_in });
        rest = behind;
    }
    out + rest
}
