//! What the checker says of hours and of delivery over time, against the engine and the calendar.
//!
//! A program with an error is not compiled: what is wrong with it is taken out before, and put back into the program.

#[path = "hours_and_delivery/delivery.rs"]
mod delivery;
#[path = "hours_and_delivery/hours.rs"]
mod hours;
#[path = "hours_and_delivery/mending.rs"]
mod mending;
#[path = "hours_and_delivery/ways.rs"]
mod ways;

use chrono::NaiveDate;
use flowc::check::{Broken, Config, Outcome, check};
use flowc::diagnostics::Diagnostic;
use flowc::engine::{Contact, Effect, EffectKind, Event, EventKind, advance};
use flowc::program::Program;
use flowc::source::{Source, SourceId};
use flowc::syntax::{Parsed, parse};
use flowc::time::Instant;

const DAY_MILLIS: i64 = 86_400_000;

/// The day on which the tests begin: a Monday.
fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date")
}

fn parsed(text: &str) -> Parsed {
    let parsed = parse(&Source::new(SourceId(0), "test.flow", text));
    assert!(parsed.diagnostics.is_empty(), "{text}\n{:#?}", parsed.diagnostics);
    parsed
}

fn outcome(text: &str, as_of: NaiveDate) -> Outcome {
    check(vec![parsed(text).file], Vec::new(), Config { as_of, broken: Broken::Refuse })
}

fn found(text: &str, as_of: NaiveDate) -> Vec<Diagnostic> {
    outcome(text, as_of).diagnostics
}

/// The program of a text without errors.
fn program(text: &str) -> Program {
    let outcome = outcome(text, today());
    let checked = outcome.checked.unwrap_or_else(|| panic!("{text}\n{:#?}", outcome.diagnostics));
    flowc::compile::compile(&checked)
}

/// What happens to a contact: the event, and all that it brings about until then.
fn play(program: &Program, contact: &mut Contact, event: Event, until: Instant) -> Vec<(Instant, Effect)> {
    let mut effects: Vec<_> =
        advance(program, contact, &event).into_iter().map(|effect| (event.at, effect)).collect();
    for wake in 0..5_000 {
        let Some(due) = contact.next_wake().filter(|due| *due <= until) else { break };
        let at = due.max(contact.now);
        let woke = Event::new(format!("{}-{wake}", event.id), at, EventKind::Woke);
        effects.extend(advance(program, contact, &woke).into_iter().map(|effect| (at, effect)));
    }
    effects
}

fn is_sent(effect: &Effect) -> bool {
    matches!(effect.kind, EffectKind::SendMessage { .. })
}
