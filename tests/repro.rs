//! What happened to a contact becomes a scenario that plays it again.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that finds nothing has failed")]

#[path = "properties/generate.rs"]
#[allow(dead_code, reason = "shared with the properties of the engine")]
mod generate;
#[path = "repro/shop.rs"]
mod shop;
#[path = "simulator/workspace.rs"]
#[allow(dead_code, reason = "shared with the simulator's tests")]
mod workspace;

use std::collections::BTreeMap;

use flowc::engine::{Contact, Effect, EffectKind, Event, EventKind, Message, advance};
use flowc::format;
use flowc::program::{Name, Program};
use flowc::simulator::repro::{Config, Happened, repro};
use flowc::simulator::{Outcome, Palette, play, report};
use flowc::source::{Source, SourceId};
use flowc::time::Instant;
use proptest::prelude::{ProptestConfig, prop_assert, prop_assert_eq, proptest};

use generate::{Deed, compile, deeds, programs};
use workspace::Workspace;

const START: Instant = Instant::from_millis(1_772_438_400_250);

/// Lets everything happen to a contact, each wake at its instant, and a week go by behind it.
fn history(program: &Program, name: &str, deeds: &[Deed]) -> Vec<Happened> {
    let mut contact = Contact::new(name);
    let mut happened = Vec::new();
    let mut now = START;
    let mut quotas: BTreeMap<Name, u32> = BTreeMap::new();
    let mut take = |contact: &mut Contact, event: Event, happened: &mut Vec<Happened>| {
        // The contact's own use, as a service counts it.
        let used = quotas.iter().map(|(channel, used)| (channel.clone(), *used)).collect();
        let effects = advance(program, contact, &Event { quotas_used: used, ..event.clone() });
        for effect in &effects {
            if let EffectKind::SendMessage { channel, counts_quota: true, .. } = &effect.kind {
                *quotas.entry(channel.clone()).or_default() += 1;
            }
        }
        happened.push(Happened { event, effects });
    };
    for (number, deed) in deeds.iter().enumerate() {
        now = now.plus_millis(deed.after_millis);
        while let Some(due) = contact.next_wake().filter(|due| *due <= now.max(contact.now)) {
            take(&mut contact, Event::new("w", due, EventKind::Woke), &mut happened);
        }
        take(&mut contact, Event::new(format!("e{number}"), now, deed.kind.clone()), &mut happened);
    }
    let end = now.plus_millis(7 * 86_400_000);
    while let Some(due) = contact.next_wake().filter(|due| *due <= end) {
        take(&mut contact, Event::new("w", due, EventKind::Woke), &mut happened);
    }
    happened
}

fn written(program: &Program, name: &str, happened: &[Happened]) -> flowc::simulator::repro::Repro {
    let config = Config { title: "what happened", since: None, written: &BTreeMap::new() };
    let found = repro(program, name, happened, config);
    let source = Source::new(SourceId(0), "repro.flow", found.text.as_str());
    flowc::simulator::repro::Repro { text: format::format(&source).unwrap(), ..found }
}

fn played(text: &str, scenario: &str) -> Outcome {
    let workspace = Workspace::of("repro.flow", &format!("{text}\n{scenario}"));
    let outcome = play(&workspace.program, &workspace.script());
    let story = report(&outcome, &Palette::PLAIN, &|span| workspace.place(span));
    assert!(outcome.passed(), "{story}\n{scenario}\n{text}");
    outcome
}

/// What reached the contact, and what was held and refused: channel, words, time, reason.
fn seen<'e>(effects: impl Iterator<Item = &'e Effect>) -> Vec<(Instant, String)> {
    let told = |effect: &Effect| {
        let told = match &effect.kind {
            EffectKind::SendMessage { channel, message, sender, refused, .. } => {
                let text = match message {
                    Message::Text(text) | Message::Template { text, .. } => text.to_string(),
                    Message::Ai { instruction } => format!("{instruction:?}"),
                };
                format!("send {text} on {channel} by {sender:?} not {refused:?}")
            }
            EffectKind::Hold { until } => format!("hold until {until}"),
            EffectKind::Suppress { reason, channel, refused, .. } => {
                format!("suppress {reason} {channel:?} {refused:?}")
            }
            EffectKind::StartRun { .. } => "start".to_owned(),
            EffectKind::EndRun { end, .. } => format!("end {end}"),
            EffectKind::Notify { to, message } => format!("notify {to} {message:?}"),
            EffectKind::Forward { to, text } => format!("forward {to} {text:?}"),
            EffectKind::AddTag { tag } => format!("tag {tag}"),
            EffectKind::RemoveTag { tag } => format!("untag {tag}"),
            _ => return None,
        };
        Some((effect.at, format!("{told} {:?} {:?}", effect.flow, effect.step)))
    };
    effects.filter_map(told).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn the_scenario_plays_what_happened(text in programs(), deeds in deeds()) {
        let program = compile(&text);
        let happened = history(&program, "marie", &deeds);
        let found = written(&program, "marie", &happened);
        let source = Source::new(SourceId(0), "repro.flow", found.text.as_str());
        let again = format::format(&source);
        prop_assert_eq!(again.as_deref(), Ok(&*found.text));
        // Flows that the checker leaves out are no part of the program that is played.
        let kept = Source::new(SourceId(0), "random.flow", text.as_str());
        let errors = flowc::syntax::parse(&kept).diagnostics.len();
        prop_assert_eq!(errors, 0);
        let unsaid = found.text.contains("assigned the conversation");
        prop_assert!(unsaid || found.differences.is_empty(), "{:#?}\n{}\n{text}", found.differences, found.text);
        if unsaid || program.flows.len() != text.matches("\nflow ").count() {
            return Ok(());
        }
        let outcome = played(&text, &found.text);
        let before = seen(happened.iter().flat_map(|happened| &happened.effects));
        let after = seen(outcome.trace.entries().iter().filter_map(|entry| entry.effect()));
        prop_assert_eq!(before, after, "{}\n{}", found.text, text);
    }
}
