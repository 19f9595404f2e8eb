//! Overlaps are proven, and none is missed where one side says how a message begins or what all of it is.
//!
//! Random pairs of flows are compared by the checker and played by the engine; a failing case prints the flows.

use chrono::NaiveDate;
use flowc::check::{Broken, Checked, Config, check};
use flowc::compile::compile;
use flowc::engine::{Cause, Contact, Effect, EffectKind, Event, EventKind, advance};
use flowc::overlap::{Overlap, find, scenarios};
use flowc::program::{Lifecycle, Name, Program, Value};
use flowc::simulator::{Script, play};
use flowc::source::{Source, SourceId};
use flowc::syntax::{ast, parse};
use flowc::time::Instant;
use proptest::prelude::*;
use proptest::sample::{Index, select};

const HEAD: &str = r#"
workspace "Test" { timezone "Europe/Paris" }
schedule office { mon..fri 09:00..18:00  closed holidays "FR" }
field contact.plan: text one of "free", "pro", "team"
field contact.orders: number
field contact.city: text
group clients
intent refund { en "money back", "refund" }
"#;

/// Triggers that say how a message begins or what all of it is.
fn anchored() -> impl Strategy<Value = String> {
    let regex = select(vec![
        "[A-Z]+",
        "OR.*",
        "ref [0-9]{2}",
        "(?i)order( now)?",
        ".*NOW",
        "[a-z ]+",
        "\\w+ \\w+",
        "A?B?C?",
        "[^O]+",
    ]);
    prop_oneof![
        (word(), case(), from()).prop_map(|(word, case, from)| format!("message is \"{word}\"{case}{from}")),
        (word(), case(), from())
            .prop_map(|(word, case, from)| format!("message starts with \"{word}\"{case}{from}")),
        (regex, from()).prop_map(|(regex, from)| format!("message matches /{regex}/{from}")),
    ]
}

fn trigger() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => anchored(),
        2 => (word(), case(), from()).prop_map(|(word, case, from)| format!("keyword \"{word}\"{case}{from}")),
        1 => (word(), case(), from()).prop_map(|(word, case, from)| format!("message contains \"{word}\"{case}{from}")),
        1 => select(vec!["intent busy".to_owned(), "intent refund".to_owned()]),
    ]
}

fn word() -> impl Strategy<Value = &'static str> {
    select(WORDS.to_vec())
}

const WORDS: &[&str] = &[
    "ORDER",
    "order",
    "ORDER NOW",
    "NOW",
    "ref",
    "REF 12",
    "été",
    "ÉTÉ",
    "AB",
    "C",
    "straße",
    "refund",
    "money back",
];

fn case() -> impl Strategy<Value = &'static str> {
    select(vec!["", " ignoring case"])
}

fn from() -> impl Strategy<Value = &'static str> {
    select(vec!["", "", " from sms", " from whatsapp"])
}

fn condition() -> impl Strategy<Value = String> {
    let leaf = select(vec![
        "contact.plan is \"free\"",
        "contact.plan is not \"pro\"",
        "contact.plan is one of \"pro\", \"team\"",
        "contact.plan is unknown",
        "contact.orders > 2",
        "contact.orders <= 2",
        "contact.orders is 5",
        "contact.city contains \"par\" ignoring case",
        "contact.city does not contain \"is\"",
        "contact.city starts with \"P\"",
        "contact has tag \"vip\"",
        "contact in group clients",
        "now within office",
        "now within sat 10:00..12:00",
        "now outside 08:00..20:00",
        "message.text contains \"NOW\"",
        "message.text does not contain \" \"",
        "message.channel is sms",
        "contact.language is \"fr\"",
        "conversation.status is open",
        "visitor.visits > 1",
        "visitor.history is new",
    ]);
    let leaf = leaf.prop_map(str::to_owned);
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} and {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} or {b})")),
            inner.prop_map(|a| format!("not ({a})")),
        ]
    })
}

fn flow(name: &'static str, trigger: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let when = prop_oneof![
        2 => Just(String::new()),
        3 => condition().prop_map(|condition| format!("when {condition}")),
        1 => condition().prop_map(|condition| format!("stop when {condition}")),
    ];
    (trigger, when, select(vec!["", "", "draft", "paused"])).prop_map(move |(trigger, when, lifecycle)| {
        format!("flow {name} {{ {lifecycle} on {trigger} {when} send \"{name}\" }}\n")
    })
}

fn checked(text: &str) -> Checked {
    let source = Source::new(SourceId(0), "test.flow", text);
    let parsed = parse(&source);
    let as_of = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date");
    let outcome = check(vec![parsed.file], parsed.diagnostics, Config { as_of, broken: Broken::Refuse });
    outcome.checked.unwrap_or_else(|| panic!("{text}\n{:#?}", outcome.diagnostics))
}

fn live(checked: &Checked) -> Program {
    let mut program = compile(checked);
    program.flows.iter_mut().for_each(|flow| flow.lifecycle = Lifecycle::Live);
    program
}

fn started(effects: &[Effect], flow: &str) -> bool {
    effects.iter().any(|effect| {
        effect.flow.as_deref() == Some(flow)
            && matches!(effect.kind, EffectKind::StartRun { .. })
            && matches!(effect.cause, Cause::Event(_))
    })
}

fn write(program: &Program, contact: &Contact, at: Instant, channel: &str, text: &str) -> Vec<Effect> {
    let kind = EventKind::MessageReceived { channel: channel.into(), text: text.into(), intents: Vec::new() };
    advance(program, &mut contact.clone(), &Event::new("e", at, kind))
}

/// A contact at random, of whom the fields that conditions ask for may be known.
fn contact() -> impl Strategy<Value = Contact> {
    let known = (
        select(vec![None, Some("free"), Some("pro"), Some("team")]),
        select(vec![None, Some(1_000_000), Some(2_000_000), Some(3_000_000), Some(5_000_000)]),
        select(vec![None, Some("Paris"), Some("par"), Some("Pau"), Some("Nice")]),
        select(vec![None, Some("fr"), Some("fr-CA"), Some("en")]),
    );
    (known, any::<[bool; 2]>(), 0_u32..4).prop_map(
        |((plan, orders, city, language), [vip, client], visits)| {
            let mut contact = Contact::new("c");
            let mut set = |name: &str, value: Option<Value>| contact.set_field(&Name::from(name), value);
            set("plan", plan.map(Value::from));
            set("orders", orders.map(|number| Value::Number(flowc::program::Number(number))));
            set("city", city.map(Value::from));
            set("language", language.map(Value::from));
            contact.tags.extend(vip.then(|| Name::from("vip")));
            contact.groups.extend(client.then(|| Name::from("clients")));
            contact.visitor.visits = visits;
            if visits > 0 {
                contact.visitor.visit = Some(flowc::engine::contact::Visit::default());
            }
            contact
        },
    )
}

/// Pieces of which messages are made: what triggers look for, and what they do not.
const PIECES: &[&str] = &[
    "ORDER",
    "order",
    "NOW",
    "now",
    " ",
    "ref",
    "REF",
    "12",
    "é",
    "ÉTÉ",
    "été",
    "A",
    "B",
    "C",
    "straße",
    "STRASSE",
    "!",
    "x",
    "money back",
    "I'm busy",
];

fn message(pieces: &[Index]) -> String {
    pieces.iter().map(|piece| *piece.get(PIECES)).collect()
}

/// Whether a trigger of the flow says how a message begins or what all of it is.
fn is_anchored(text: &str) -> bool {
    ["message is", "message starts", "message matches"].iter().any(|form| text.contains(form))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn what_is_reported_starts_both(one in flow("one", trigger()), other in flow("other", trigger())) {
        let text = format!("{HEAD}{one}{other}");
        let checked = checked(&text);
        let program = live(&checked);
        let found = find(&checked);
        for Overlap { witness, .. } in &found.overlaps {
            let effects = write(&program, &witness.contact, witness.at, &witness.channel, &witness.message);
            prop_assert!(started(&effects, "one") && started(&effects, "other"), "{text}{witness:?}");
        }
    }

    /// What the analysis calls a common message is one: what is left to be dropped by playing are messages that opt out.
    #[test]
    fn little_is_left_to_playing(one in flow("one", trigger()), other in flow("other", trigger())) {
        let text = format!("{HEAD}{one}{other}");
        let found = find(&checked(&text));
        prop_assert!(found.unproven == 0 || !found.overlaps.is_empty(), "{text}");
    }

    #[test]
    fn a_scenario_shows_it(one in flow("one", trigger()), other in flow("other", trigger())) {
        let text = format!("{HEAD}{one}{other}");
        let found = find(&checked(&text));
        let written = scenarios(&found.overlaps);
        prop_assert_eq!(written.contains("Once `"), !written.contains("scenario") && !found.overlaps.is_empty() && !written.contains("cannot say"), "{}", written);
        let checked = checked(&format!("{text}{written}"));
        let program = compile(&checked);
        for item in checked.items() {
            let ast::Item::Scenario(scenario) = item else { continue };
            let script = Script::new(&program, scenario).expect("a scenario that was written can be played");
            prop_assert!(play(&program, &script).passed(), "{text}{written}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 25, ..ProptestConfig::default() })]

    #[test]
    fn of_an_anchored_pair_nothing_is_missed(
        one in flow("one", anchored()),
        other in flow("other", trigger()),
        contacts in proptest::collection::vec(contact(), 25),
        messages in proptest::collection::vec(proptest::collection::vec(any::<Index>(), 1..6), 100),
        hours in proptest::collection::vec(0_i64..24 * 28, 4),
    ) {
        let text = format!("{HEAD}{one}{other}");
        prop_assume!(is_anchored(&one) || is_anchored(&other));
        let checked = checked(&text);
        if !find(&checked).overlaps.is_empty() {
            return Ok(());
        }
        let program = live(&checked);
        for contact in &contacts {
            for pieces in &messages {
                let message = message(pieces);
                for (hour, channel) in hours.iter().zip(["sms", "whatsapp", "webchat", "sms"]) {
                    let at = Instant::from_millis(1_772_438_400_000 + hour * 3_600_000);
                    let effects = write(&program, contact, at, channel, &message);
                    prop_assert!(
                        !(started(&effects, "one") && started(&effects, "other")),
                        "{text}`{message}` on {channel} at {at:?} from {contact:?}"
                    );
                }
            }
        }
    }
}
