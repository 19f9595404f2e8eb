//! What really happened to a contact, written down as a scenario that plays it again.
//!
//! Each event stands at its instant, to the millisecond, and behind it what came of it: what was sent, held and
//! refused. The scenario is played before it is given away, so that whatever the language cannot say, and whatever the
//! program would do differently today, is told at its head and not found out later.

mod anonymise;
mod lines;
mod replay;

use std::collections::BTreeMap;

pub use self::anonymise::anonymised;
use self::lines::Lines;
use super::save::{Played, save_with};
use super::trace::{Entry, EntryKind, Trace};
use crate::engine::{Effect, EffectKey, Event};
use crate::program::{Name, Program};
use crate::time::Instant;

/// An event that was taken, and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Happened {
    /// The event, as the engine was told.
    pub event: Event,
    /// What came of it.
    pub effects: Vec<Effect>,
}

/// What is to be written down.
#[derive(Debug, Clone, Copy)]
pub struct Config<'a> {
    /// The scenario's title.
    pub title: &'a str,
    /// From when on things are expected; what was before is the contact's past.
    pub since: Option<Instant>,
    /// What the AI wrote, by the message that it wrote.
    pub written: &'a BTreeMap<EffectKey, Name>,
}

/// A history as a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repro {
    /// The scenario, in the one style, with what it cannot say in comments at its head.
    pub text: String,
    /// Where playing it with this program differs from what happened; nothing when it is the same.
    pub differences: Vec<String>,
}

/// Writes a contact's whole history, the oldest event first, as a scenario.
///
/// ```
/// # use std::collections::BTreeMap;
/// use flowc::engine::{Event, EventKind};
/// use flowc::program::Program;
/// use flowc::simulator::repro::{Config, Happened, repro};
/// use flowc::time::Instant;
///
/// let event = Event::new("e1", Instant::from_millis(1_772_442_000_250), EventKind::Purchased);
/// let happened = [Happened { event, effects: vec![] }];
/// let config = Config { title: "what Marie saw", since: None, written: &BTreeMap::new() };
/// let written = repro(&Program::default(), "marie", &happened, config);
/// assert!(written.text.contains("  wait 250ms\n"));
/// assert!(written.text.contains("  marie buys\n"));
/// ```
pub fn repro(program: &Program, contact: &str, happened: &[Happened], config: Config<'_>) -> Repro {
    let tries = lines::names(contact, program);
    let mut first = None;
    for name in tries {
        let found = written(program, contact, &name, happened, config);
        if found.differences.is_empty() {
            return found;
        }
        first.get_or_insert(found);
    }
    first.expect("there is always a name to try")
}

/// The scenario with that name for the contact.
fn written(
    program: &Program,
    contact: &str,
    name: &Name,
    happened: &[Happened],
    config: Config<'_>,
) -> Repro {
    let zone = program.workspace.zone;
    let lines = Lines::of(program, name, happened, config.written);
    let mut trace = Trace::new(zone, lines.start);
    let mut played = Vec::new();
    let mut looked_at = Vec::new();
    for (line, places) in &lines.lines {
        let from = trace.entries().len();
        for place in places {
            for effect in &happened[*place].effects {
                let written = config.written.get(&effect.key).cloned();
                let kind = EntryKind::Effect { effect: effect.clone(), written };
                trace.push(Entry { contact: name.clone(), at: effect.at, kind });
            }
        }
        let is_past = |place: &usize| config.since.is_some_and(|since| happened[*place].event.at < since);
        looked_at.push(!places.is_empty() && !places.iter().any(is_past));
        played.push(Played { line: line.clone(), happened: from..trace.entries().len() });
    }
    let scenario = save_with(config.title, &played, &trace, |place| looked_at[place]);
    let start = lines.start;
    let mut told = lines.unsaid;
    let differences = replay::differences(program, (name, start), &played, happened, config.written);
    if **name != *contact && lines::splits(program) && !differences.is_empty() {
        told.push("the contact's own id, which decides the ways of a `split`".to_owned());
    }
    let mut text = String::new();
    if !told.is_empty() {
        text.push_str("# A scenario cannot say:\n");
        told.iter().for_each(|line| text.push_str(&format!("# - {line}\n")));
    }
    if !differences.is_empty() {
        text.push_str("# Played with this program, it differs from what happened:\n");
        differences.iter().for_each(|line| text.push_str(&format!("# - {line}\n")));
    }
    Repro { text: text + &scenario, differences }
}
