//! From events to the lines of a scenario: each at its instant.

mod names;
mod sayable;

use std::collections::BTreeMap;

pub(super) use self::names::{names, splits};
use super::Happened;
use crate::calendar::Zone;
use crate::engine::{Effect, EffectKey, EffectKind, EventKind, Message};
use crate::program::{Name, Program};
use crate::simulator::script::{Act, Deed, LineKind};
use crate::time::{Delay, Instant};

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
