//! The service does what the simulator does, with and without deaths on the way: for random programs and scripts.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "these tests are about files and threads")]

#[path = "properties/generate.rs"]
mod generate;
#[path = "runtime/mortal.rs"]
mod mortal;
#[path = "runtime/workbench.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod workbench;

use std::collections::{BTreeMap, BTreeSet};

use flowc::engine::{Cause, Effect, EventKind};
use flowc::program::{Name, Program};
use flowc::shell::runtime::store::Happened;
use flowc::simulator::World;
use flowc::simulator::trace::EntryKind;
use flowc::time::Instant;
use proptest::prelude::{ProptestConfig, TestCaseError, any, prop_assert, prop_assert_eq, proptest};

use mortal::{Deed, Lived, live, performed};
use workbench::START;

/// How long after the last deed the script goes on.
const AFTERWARDS: i64 = 8 * 86_400_000;

/// What happened to a contact, and what came of it, with events told by their place instead of their id.
type Life = Vec<(EventKind, Vec<Effect>)>;

/// What the simulator makes of a script.
fn simulated(program: &Program, deeds: &[Deed], end: Instant) -> BTreeMap<Name, Life> {
    let mut world = World::new(program, deeds.first().map_or(end, |deed| deed.at));
    for deed in deeds {
        world.declare(&deed.contact);
        world.advance_to(deed.at).unwrap();
        world.happen(&deed.contact, deed.kind.clone()).unwrap();
    }
    world.advance_to(end).unwrap();
    let mut lives: BTreeMap<Name, Vec<(Name, EventKind, Vec<Effect>)>> = BTreeMap::new();
    for entry in world.trace().entries() {
        let life = lives.entry(entry.contact.clone()).or_default();
        match &entry.kind {
            EntryKind::Event { id, kind } => life.push((id.clone(), kind.clone(), Vec::new())),
            EntryKind::Effect { effect, .. } => {
                life.last_mut().expect("an event before").2.push(effect.clone());
            }
        }
    }
    lives.into_iter().map(|(name, life)| (name, told_by_place(life))).collect()
}

/// What the histories of a store say, wakes that nothing came of aside, as the simulator leaves them out.
fn lived(histories: &BTreeMap<Name, Vec<Happened>>) -> BTreeMap<Name, Life> {
    let life = |happened: &Vec<Happened>| {
        let events = happened
            .iter()
            .map(|Happened { event, effects, .. }| (event.id.clone(), event.kind.clone(), effects.clone()));
        told_by_place(
            events.filter(|(_, kind, effects)| *kind != EventKind::Woke || !effects.is_empty()).collect(),
        )
    };
    histories.iter().map(|(name, happened)| (name.clone(), life(happened))).collect()
}

fn told_by_place(life: Vec<(Name, EventKind, Vec<Effect>)>) -> Life {
    let places: BTreeMap<Name, usize> =
        life.iter().enumerate().map(|(place, (id, ..))| (id.clone(), place)).collect();
    let told = |mut effect: Effect| {
        if let Cause::Event(id) = &effect.cause {
            effect.cause = Cause::Event(places.get(id).map_or("?".into(), |place| place.to_string().into()));
        }
        effect
    };
    life.into_iter().map(|(_, kind, effects)| (kind, effects.into_iter().map(told).collect())).collect()
}

/// A script of the random deeds, for two contacts, without steps back in time.
fn script(deeds: &[generate::Deed], whose: u32) -> (Vec<Deed>, Instant) {
    let mut at = START;
    let mut script = Vec::new();
    for (number, deed) in deeds.iter().enumerate() {
        at = at.plus_millis(deed.after_millis.max(0));
        let contact = if whose & (1 << (number % 32)) == 0 { "marie" } else { "zoe" };
        script.push(Deed { at, contact: contact.into(), kind: deed.kind.clone() });
    }
    (script, at.plus_millis(AFTERWARDS))
}

fn holds(lived_through: &Lived, takes_keys: bool) -> Result<(), TestCaseError> {
    prop_assert_eq!(&lived_through.wrong, &Vec::<String>::new());
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for delivery in &lived_through.got {
        let times = times.entry(&delivery.key).or_default();
        *times += 1;
        prop_assert!(*times == 1 || delivery.perhaps_sent, "repeated and not marked: {delivery:?}");
        prop_assert!(takes_keys || *times <= 2, "a third time: {delivery:?}");
    }
    let keys = performed(&lived_through.histories);
    let ended: Vec<String> = lived_through.endings.keys().cloned().collect();
    prop_assert_eq!(&keys, &ended, "what was decided is what ended");
    for (key, ending) in &lived_through.endings {
        let sent = times.contains_key(key.as_str());
        prop_assert!(sent || ending == "unknown", "lost: {key}, which ended as {ending}");
        prop_assert!(!takes_keys || sent, "lost although its provider takes keys: {key}");
    }
    let strange: BTreeSet<&str> =
        times.keys().copied().filter(|key| !ended.iter().any(|k| k == key)).collect();
    prop_assert!(strange.is_empty(), "nobody decided {strange:?}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn simulator_and_service_give_the_same_effects(
        text in generate::programs(), deeds in generate::deeds(), whose in any::<u32>(),
    ) {
        let program = generate::compile(&text);
        let (script, end) = script(&deeds, whose);
        let lived_through = live(&text, &script, end, true, Box::new(|| None));
        prop_assert_eq!(lived(&lived_through.histories), simulated(&program, &script, end), "{}", text);
        holds(&lived_through, true)?;
    }

    #[test]
    fn they_do_when_processes_die_at_random_points(
        text in generate::programs(), deeds in generate::deeds(), whose in any::<u32>(),
        takes_keys in any::<bool>(), lives in proptest::collection::vec(0..12_usize, 1..40),
    ) {
        let program = generate::compile(&text);
        let (script, end) = script(&deeds, whose);
        let mut lives = lives.into_iter();
        let lived_through = live(&text, &script, end, takes_keys, Box::new(move || lives.next()));
        prop_assert_eq!(lived(&lived_through.histories), simulated(&program, &script, end), "{}", text);
        holds(&lived_through, takes_keys)?;
    }
}

const STORY: &str = r#"
workspace "Test" { timezone "Europe/Paris" limit 6 per 1d }
schedule office { mon..fri 08:00..12:00, 14:00..17:00 }
flow silent {
  on silence
  via webchat for 10m, else sms
  within office
  after 5m send "Still there?"
  after 1h { tag "late" send "Goodbye." notify "a@example.com" "gone" }
}
flow order {
  on keyword "ORDER" from webchat
  ask "Delivery?" { "YES" { send "On its way." } otherwise { send "Pardon?" } silence 30m { send "Later then." } }
}
flow tagged { on tag "late" after 1d within office send "Come back." }
"#;

fn story() -> (Program, Vec<Deed>, Instant) {
    let minutes = |minutes: i64| START.plus_millis(minutes * 60_000);
    let says = |at, contact: &str, text: &str| Deed {
        at: minutes(at),
        contact: contact.into(),
        kind: EventKind::MessageReceived {
            channel: "webchat".into(),
            text: text.into(),
            intents: Vec::new(),
        },
    };
    let bot = |at, contact: &str| Deed {
        at: minutes(at),
        contact: contact.into(),
        kind: EventKind::BotWrote { channel: Some("webchat".into()), text: "I'll see.".into() },
    };
    let known = Deed {
        at: minutes(0),
        contact: "marie".into(),
        kind: EventKind::ContactUpdated {
            fields: vec![("phone".into(), flowc::program::Value::from("+33612345678"))],
            tags: Vec::new(),
            groups: Vec::new(),
        },
    };
    let deeds = vec![
        known,
        says(0, "marie", "ORDER"),
        says(1, "zoe", "Hello"),
        bot(1, "zoe"),
        says(2, "marie", "YES"),
        bot(3, "marie"),
        says(90, "zoe", "ORDER"),
    ];
    (generate::compile(STORY), deeds, minutes(3 * 24 * 60))
}

#[test]
fn a_death_at_each_single_point_changes_nothing() {
    let (program, deeds, end) = story();
    let expected = simulated(&program, &deeds, end);
    for takes_keys in [true, false] {
        // Which events share a transaction depends on chance, and with it how many points there are: the story is over
        // when a process outlives it.
        for point in 0.. {
            let mut first = Some(point);
            let lived_through = live(STORY, &deeds, end, takes_keys, Box::new(move || first.take()));
            assert_eq!(lived(&lived_through.histories), expected, "after a death at point {point}");
            holds(&lived_through, takes_keys).unwrap_or_else(|broken| panic!("point {point}: {broken}"));
            assert!(lived_through.endings.values().all(|ending| ending == "sent"), "point {point}");
            if lived_through.deaths == 0 {
                assert!(point > 60, "the story passes {point} points");
                break;
            }
        }
    }
}
