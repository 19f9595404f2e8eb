//! What happened to a contact becomes a scenario that plays it again.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that finds nothing has failed")]

#[path = "properties/generate.rs"]
#[allow(dead_code, reason = "shared with the properties of the engine")]
mod generate;
#[path = "simulator/workspace.rs"]
#[allow(dead_code, reason = "shared with the simulator's tests")]
mod workspace;

use std::collections::BTreeMap;

use flowc::engine::{Contact, Effect, EffectKind, Event, EventKind, Message, advance};
use flowc::format;
use flowc::program::{Name, Program, Value};
use flowc::simulator::repro::{Config, Happened, anonymised, repro};
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

const SHOP: &str = "workspace \"Shop\" { timezone \"Europe/Paris\" }\n\
    flow order { on keyword \"GO\"\n via sms\n send \"Hello {contact.first_name | you}\"\n\
      after 1d send ai \"ask again\"\n notify \"team@shop.example\" \"{contact.email} ordered\" }\n\
    flow share { on keyword \"SHARE\"\n via sms\n split { 50% { send \"left\" } 50% { send \"right\" } } }\n";

fn shop() -> Program {
    Workspace::of("shop.flow", SHOP).program
}

fn happens(program: &Program, name: &str, events: Vec<(i64, EventKind)>) -> Vec<Happened> {
    let mut contact = Contact::new(name);
    let mut happened = Vec::new();
    for (number, (millis, kind)) in events.into_iter().enumerate() {
        let event = Event::new(format!("e{number}"), START.plus_millis(millis), kind);
        let effects = advance(program, &mut contact, &event);
        happened.push(Happened { event, effects });
    }
    happened
}

fn says(text: &str) -> EventKind {
    EventKind::MessageReceived { channel: "sms".into(), text: text.into(), intents: vec![] }
}

fn marie() -> EventKind {
    let fields = [("first_name", "Marie"), ("email", "marie.durand@example.org"), ("phone", "+33612345678")];
    let fields = fields.map(|(name, value)| (name.into(), Value::from(value))).to_vec();
    EventKind::ContactUpdated { fields, tags: vec![], groups: vec![] }
}

#[test]
fn a_history_reads_as_one_would_have_written_it() {
    let program = shop();
    let mut happened = happens(&program, "marie", vec![(0, marie()), (61_500, says("GO"))]);
    let due = START.plus_millis(61_500 + 86_400_000);
    let mut contact = Contact::new("marie");
    happened.iter().for_each(|happened| drop(advance(&program, &mut contact, &happened.event)));
    let event = Event::new("w1", due, EventKind::Woke);
    let effects = advance(&program, &mut contact, &event);
    let asked = effects.iter().find(|effect| matches!(effect.kind, EffectKind::SendMessage { .. })).unwrap();
    let ai = BTreeMap::from([(asked.key, Name::from("Did you find something?"))]);
    happened.push(Happened { event, effects });
    let config = Config { title: "an order", since: None, written: &ai };
    let found = repro(&program, "marie", &happened, config);
    insta::assert_snapshot!(found.text, @r#"
    scenario "an order" {
      at 2026-03-02 09:00
      wait 250ms
      contact marie { first_name "Marie"  email "marie.durand@example.org"  phone "+33612345678" }
      expect nothing
      wait 1m1s500ms
      marie says "GO" on sms
      expect send "Hello Marie" to marie on sms from order
      ai answers "Did you find something?"
      wait 24h
      expect send "Did you find something?" to marie on sms from order
      expect notify "team@shop.example" "marie.durand@example.org ordered"
    }
    "#);
    played(SHOP, &found.text);
}

#[test]
fn what_a_scenario_cannot_say_is_named() {
    let program = shop();
    let intents = EventKind::MessageReceived {
        channel: "sms".into(),
        text: "well".into(),
        intents: vec!["booking".into()],
    };
    let viewed = EventKind::PageViewed {
        url: "/".into(),
        title: None,
        referrer: Some("https://a.example/".into()),
        device: vec![],
    };
    let gone = EventKind::FlowStarted { flow: "gone".into() };
    let version = EventKind::ProgramApplied { version: 7 };
    let events = vec![(0, intents), (1, viewed), (2, gone), (3, version)];
    let found = written(&program, "marie", &happens(&program, "marie", events));
    insta::assert_snapshot!(found.text, @r#"
    # A scenario cannot say:
    # - intents that somebody else recognised: booking
    # - where the visitor came from
    # - the flow gone, which the program does not have
    # - that version 7 of the program was applied at 2026-03-02 09:00
    scenario "what happened" {
      at 2026-03-02 09:00
      wait 250ms
      contact marie { }
      marie says "well" on sms
      expect nothing
      wait 1ms
      marie views "/"
      expect nothing
      wait 1ms
    }
    "#);
    played(SHOP, &found.text);
}

#[test]
fn a_contact_whose_id_is_no_name_goes_the_same_way_at_a_split() {
    let program = shop();
    for number in 0..8 {
        let id = format!("+3361234567{number}");
        let happened = happens(&program, &id, vec![(0, says("SHARE"))]);
        let found = written(&program, &id, &happened);
        assert_eq!(found.differences, Vec::<String>::new(), "{id}");
        assert!(!found.text.contains("+336"), "{}", found.text);
        played(SHOP, &found.text);
    }
}

#[test]
fn a_program_that_does_otherwise_today_is_told() {
    let happened = happens(&shop(), "marie", vec![(0, says("GO"))]);
    let today = SHOP.replace("Hello", "Good morning");
    let program = Workspace::of("shop.flow", &today).program;
    let found = written(&program, "marie", &happened);
    assert_eq!(found.differences.len(), 1, "{:?}", found.differences);
    assert!(
        found.text.contains("# Played with this program, it differs from what happened:"),
        "{}",
        found.text
    );
}

#[test]
fn a_service_that_woke_late_is_not_held_to_the_millisecond() {
    let program = shop();
    let mut happened = happens(&program, "marie", vec![(0, says("GO"))]);
    let mut contact = Contact::new("marie");
    happened.iter().for_each(|happened| drop(advance(&program, &mut contact, &happened.event)));
    let woken = |late: i64| {
        let due = contact.next_wake().unwrap().plus_millis(late);
        let event = Event::new("w1", due, EventKind::Woke);
        let effects = advance(&program, &mut contact.clone(), &event);
        Happened { event, effects }
    };
    happened.push(woken(12));
    let found = written(&program, "marie", &happened);
    assert_eq!(found.differences, Vec::<String>::new());
    played(SHOP, &found.text);
    // An hour is told.
    happened.pop();
    happened.push(woken(3_600_000));
    assert_ne!(written(&program, "marie", &happened).differences, Vec::<String>::new());
}

#[test]
fn what_was_before_is_played_and_not_expected() {
    let program = shop();
    let happened = happens(&program, "marie", vec![(0, says("GO")), (60_000, says("SHARE"))]);
    let since = Some(START.plus_millis(60_000));
    let config = Config { title: "since", since, written: &BTreeMap::new() };
    let found = repro(&program, "marie", &happened, config);
    assert_eq!(found.text.matches("expect ").count(), 1, "{}", found.text);
    played(SHOP, &found.text);
}

#[test]
fn nothing_personal_is_left_and_everything_stays_consistent() {
    let program = shop();
    let told = says("I am Marie, call me at 06 12 34 56 78 or write to Marie.Durand@example.org");
    let events = vec![(0, marie()), (1000, says("GO")), (2000, told), (3000, says("Mariella is not Marie"))];
    let happened = happens(&program, "marie", events);
    let (masked, _) = anonymised(&happened, &BTreeMap::new());
    let found = written(&program, "?", &masked);
    assert_eq!(found.differences, Vec::<String>::new());
    insta::assert_snapshot!(found.text, @r#"
    scenario "what happened" {
      at 2026-03-02 09:00
      wait 250ms
      contact someone { first_name "Alex"  email "person1@example.com"  phone "+33600000001" }
      expect nothing
      wait 1s
      someone says "GO" on sms
      expect send "Hello Alex" to someone on sms from order
      wait 1s
      someone says "I am Alex, call me at 06 00 00 00 01 or write to person1@example.com" on sms
      expect nothing
      wait 1s
      someone says "Mariella is not Alex" on sms
      expect nothing
    }
    "#);
    played(SHOP, &found.text);
}
