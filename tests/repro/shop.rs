//! A shop's contacts: what the scenario of each says, leaves out and takes out.

use std::collections::BTreeMap;

use flowc::engine::{Contact, EffectKind, Event, EventKind, advance};
use flowc::program::{Name, Program, Value};
use flowc::simulator::repro::{Config, Happened, anonymised, repro};

use crate::workspace::Workspace;
use crate::{START, played, written};

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
