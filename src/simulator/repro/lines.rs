//! From events to the lines of a scenario: each at its instant.

use std::collections::BTreeMap;

use super::Happened;
use crate::calendar::Zone;
use crate::engine::{Effect, EffectKey, EffectKind, EventKind, Message, Written};
use crate::program::{Name, NodeKind, Program, Value};
use crate::simulator::script::{Act, Deed, LineKind};
use crate::syntax::words;
use crate::time::{Delay, Instant};

/// How many names are tried for a contact whose own name no scenario can say: the ways of a `split` hang on it.
const NAMES_TRIED: u32 = 64;

/// The lines of a history.
pub(super) struct Lines {
    /// Where the clock begins: a whole minute.
    pub start: Instant,
    /// In order; beside each, which events' effects are expected behind it.
    pub lines: Vec<(LineKind, Vec<usize>)>,
    /// What they leave out, in words.
    pub unsaid: Vec<String>,
}

impl Lines {
    /// The lines of what happened to a contact of that name.
    pub fn of(
        program: &Program,
        name: &Name,
        happened: &[Happened],
        written: &BTreeMap<EffectKey, Name>,
    ) -> Self {
        let first = happened.first().map_or(Instant::from_millis(0), |first| first.event.at);
        let minute = program.workspace.zone.to_local(first);
        let start = program.workspace.zone.to_instant(on_the_minute(minute));
        // In the second of two equal hours the clock cannot be set: it is set before, and waits.
        let start =
            if start <= first { start } else { first.plus_millis(-first.millis().rem_euclid(60_000)) };
        let mut writing = Writing {
            program,
            name,
            agents: BTreeMap::new(),
            lines: Self { start, lines: Vec::new(), unsaid: Vec::new() },
            now: start,
            declared: false,
        };
        for (place, happened) in happened.iter().enumerate() {
            writing.happened(place, happened, written);
        }
        let mut lines = writing.lines;
        lines.unsaid.dedup();
        lines
    }
}

/// The names to try for a contact: its own when a scenario can say it, otherwise others.
pub(super) fn names(contact: &str, program: &Program) -> Vec<Name> {
    if is_name(contact) {
        return vec![contact.into()];
    }
    let tried = if splits(program) { NAMES_TRIED } else { 1 };
    let other = |number: u32| if number == 1 { "someone".into() } else { format!("someone_{number}").into() };
    (1..=tried).map(other).collect()
}

/// Whether a flow goes different ways for different contacts.
pub(super) fn splits(program: &Program) -> bool {
    let nodes = program.flows.iter().flat_map(|flow| &flow.nodes);
    nodes.into_iter().any(|node| matches!(node.kind, NodeKind::Split(_)))
}

fn is_name(text: &str) -> bool {
    is_word(text) && !words::is_reserved(text) && !words::ACTS.contains(&text)
}

fn is_word(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

struct Writing<'w> {
    program: &'w Program,
    name: &'w Name,
    /// Names for agents whose own a scenario cannot say.
    agents: BTreeMap<Name, Name>,
    lines: Lines,
    now: Instant,
    declared: bool,
}

impl Writing<'_> {
    fn happened(&mut self, place: usize, happened: &Happened, written: &BTreeMap<EffectKey, Name>) {
        let Happened { event, effects } = happened;
        // A late event counts as happening with the one before it.
        let at = event.at.max(self.now);
        if event.quotas_used.iter().any(|(_, used)| *used > 0) {
            self.unsaid("what other contacts had used of a channel's quota");
        }
        match &event.kind {
            EventKind::Woke if effects.is_empty() => return,
            // What is due at the instant of a line happens with that line.
            EventKind::Woke if at == self.now && !self.lines.lines.is_empty() => {
                let (_, places) = self.lines.lines.last_mut().expect("there is a line");
                places.push(place);
            }
            EventKind::Woke => self.wait_until(at, vec![place]),
            EventKind::ProgramApplied { version } => {
                self.unsaid(&format!(
                    "that version {version} of the program was applied at {}",
                    self.told(at)
                ));
            }
            kind => {
                self.wait_until(at, Vec::new());
                self.act(place, kind);
            }
        }
        self.answers(effects, written);
    }

    /// What the AI wrote is said before the line that it was asked by.
    fn answers(&mut self, effects: &[Effect], written: &BTreeMap<EffectKey, Name>) {
        for effect in effects {
            let asks = match &effect.kind {
                EffectKind::SendMessage { message, .. } | EffectKind::Notify { message, .. } => {
                    matches!(message, Message::Ai { .. })
                }
                _ => false,
            };
            if let Some(text) = written.get(&effect.key).filter(|_| asks) {
                let last = self.lines.lines.len().saturating_sub(1);
                self.lines.lines.insert(last, (LineKind::AiAnswers(text.clone()), Vec::new()));
            }
        }
    }

    /// Lets the time pass until then. Lines that other lines wait for expect nothing.
    fn wait_until(&mut self, at: Instant, expected: Vec<usize>) {
        if at > self.now {
            let zone = self.program.workspace.zone;
            let line = match is_said(zone, at) {
                true => LineKind::At(at),
                false => LineKind::Wait(Delay { days: 0, millis: at.millis_since(self.now).unsigned_abs() }),
            };
            self.lines.lines.push((line, expected));
            self.now = at;
        }
    }

    fn act(&mut self, place: usize, kind: &EventKind) {
        if !self.declared {
            self.declared = true;
            let nothing = EventKind::ContactUpdated { fields: vec![], tags: vec![], groups: vec![] };
            let own = matches!(kind, EventKind::ContactUpdated { .. });
            let event = if own { self.sayable(kind) } else { Some(nothing) };
            let event = event.expect("what is known of a contact can be said");
            self.push(Deed::Declare(event), own.then_some(place).into_iter().collect());
            if own {
                return;
            }
        }
        let Some(kind) = self.sayable(kind) else { return };
        let deed = match kind {
            EventKind::MessageReceived { channel, text, .. } => Deed::Say { text, channel: Some(channel) },
            EventKind::ContactUpdated { .. } => Deed::Declare(kind),
            kind => Deed::Other(kind),
        };
        self.push(deed, vec![place]);
    }

    fn push(&mut self, deed: Deed, places: Vec<usize>) {
        let act = Act { contact: self.name.clone(), deed };
        self.lines.lines.push((LineKind::Act(act), places));
    }

    /// The event without what no line can say; none when no line can say it at all.
    fn sayable(&mut self, kind: &EventKind) -> Option<EventKind> {
        let mut kind = kind.clone();
        match &mut kind {
            EventKind::ContactUpdated { fields, groups, .. } => {
                self.values(fields);
                groups.retain(|group| is_word(group));
            }
            EventKind::MessageReceived { channel, intents, .. } => {
                if !intents.is_empty() {
                    self.unsaid(&format!("intents that somebody else recognised: {}", intents.join(", ")));
                    intents.clear();
                }
                if !self.is_channel(channel) {
                    return None;
                }
            }
            EventKind::PageViewed { referrer, device, .. } => {
                if referrer.take().is_some() {
                    self.unsaid("where the visitor came from");
                }
                self.values(device);
            }
            EventKind::Reported { fields, .. } => self.values(fields),
            EventKind::Booked { time } => {
                if !is_said(self.program.workspace.zone, *time) {
                    let told = self.told(*time);
                    self.unsaid(&format!("the seconds of the booking at {told}"));
                    *time = time.plus_millis(-time.millis().rem_euclid(60_000));
                }
            }
            EventKind::AgentWrote { agent, channel, content } => {
                *agent = self.agent(agent);
                if let Written::Template(name, _) = content
                    && !self.program.templates.iter().any(|template| template.name == *name)
                {
                    self.unsaid(&format!("the template {name}, which the program does not have"));
                    return None;
                }
                if channel.as_ref().is_some_and(|channel| !self.is_channel(channel)) {
                    return None;
                }
            }
            EventKind::AgentTookOver { agent } | EventKind::AgentHandedBack { agent } => {
                *agent = self.agent(agent);
            }
            EventKind::ConversationAssigned { to, .. } => {
                let to = crate::simulator::script::assignee_text(to);
                self.unsaid(&format!("that somebody assigned the conversation to {to}"));
                return None;
            }
            EventKind::ConversationClosed { agent } => {
                *agent = agent.as_ref().map(|agent| self.agent(agent));
            }
            EventKind::FlowStarted { flow }
            | EventKind::ProactiveOpened { flow }
            | EventKind::ProactiveDismissed { flow } => {
                if self.program.flow(flow).is_none() {
                    let flow = flow.clone();
                    self.unsaid(&format!("the flow {flow}, which the program does not have"));
                    return None;
                }
            }
            EventKind::OptedOut { channel: Some(channel) }
            | EventKind::BotWrote { channel: Some(channel), .. } => {
                if !self.is_channel(channel) {
                    return None;
                }
            }
            EventKind::DeliveryFailed { channel, message } => {
                if message.take().is_some() {
                    self.unsaid("which message failed, but for the last one on its channel");
                }
                if channel.as_ref().is_some_and(|channel| !self.is_channel(channel)) {
                    return None;
                }
            }
            EventKind::OptedOut { channel: None }
            | EventKind::BotWrote { channel: None, .. }
            | EventKind::VisitEnded
            | EventKind::BrowserCleared
            | EventKind::Purchased => {}
            EventKind::ProgramApplied { .. } | EventKind::Woke => {
                unreachable!("`happened` takes these itself")
            }
        }
        Some(kind)
    }

    /// Keeps the fields that a line can say, to the minute.
    fn values(&mut self, fields: &mut Vec<(Name, Value)>) {
        let zone = self.program.workspace.zone;
        fields.retain(|(name, _)| {
            // A line would take these two for something else.
            let said = is_word(name) && !matches!(&**name, "group" | "tag");
            if !said {
                self.unsaid(&format!("the field `{name}`"));
            }
            said
        });
        for (name, value) in fields {
            if let Value::Instant(at) = value
                && !is_said(zone, *at)
            {
                self.unsaid(&format!("the seconds of `{name}`"));
                *at = at.plus_millis(-at.millis().rem_euclid(60_000));
            }
        }
    }

    fn is_channel(&mut self, channel: &Name) -> bool {
        let known = self.program.channel(channel).is_some();
        if !known {
            self.unsaid(&format!("what happened on {channel}, which is no channel of the program"));
        }
        known
    }

    fn agent(&mut self, agent: &Name) -> Name {
        if is_name(agent) {
            return agent.clone();
        }
        let next = self.agents.len() + 1;
        self.agents.entry(agent.clone()).or_insert_with(|| format!("agent_{next}").into()).clone()
    }

    fn unsaid(&mut self, what: &str) {
        if !self.lines.unsaid.iter().any(|said| said == what) {
            self.lines.unsaid.push(what.to_owned());
        }
    }

    fn told(&self, at: Instant) -> String {
        self.program.workspace.zone.to_local(at).format("%Y-%m-%d %H:%M").to_string()
    }
}

/// Whether a date and a time name exactly that instant.
fn is_said(zone: Zone, at: Instant) -> bool {
    let local = zone.to_local(at);
    on_the_minute(local) == local && zone.to_instant(local) == at
}

fn on_the_minute(local: chrono::NaiveDateTime) -> chrono::NaiveDateTime {
    use chrono::Timelike;
    local.with_second(0).and_then(|local| local.with_nanosecond(0)).unwrap_or(local)
}
