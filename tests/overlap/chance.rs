//! Flows, contacts and messages at random.

use flowc::engine::Contact;
use flowc::program::{Name, Value};
use proptest::prelude::*;
use proptest::sample::{Index, select};

pub const HEAD: &str = r#"
workspace "Test" { timezone "Europe/Paris" }
schedule office { mon..fri 09:00..18:00  closed holidays "FR" }
field contact.plan: text one of "free", "pro", "team"
field contact.orders: number
field contact.city: text
group clients
intent refund { en "money back", "refund" }
"#;

/// Triggers that say how a message begins or what all of it is.
pub fn anchored() -> impl Strategy<Value = String> {
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

pub fn trigger() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => anchored(),
        2 => (word(), case(), from()).prop_map(|(word, case, from)| format!("keyword \"{word}\"{case}{from}")),
        1 => (word(), case(), from()).prop_map(|(word, case, from)| format!("message contains \"{word}\"{case}{from}")),
        1 => select(vec!["intent busy".to_owned(), "intent refund".to_owned()]),
    ]
}

pub fn word() -> impl Strategy<Value = &'static str> {
    select(WORDS.to_vec())
}

pub const WORDS: &[&str] = &[
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

pub fn case() -> impl Strategy<Value = &'static str> {
    select(vec!["", " ignoring case"])
}

pub fn from() -> impl Strategy<Value = &'static str> {
    select(vec!["", "", " from sms", " from whatsapp"])
}

pub fn condition() -> impl Strategy<Value = String> {
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

pub fn flow(name: &'static str, trigger: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let when = prop_oneof![
        2 => Just(String::new()),
        3 => condition().prop_map(|condition| format!("when {condition}")),
        1 => condition().prop_map(|condition| format!("stop when {condition}")),
    ];
    (trigger, when, select(vec!["", "", "draft", "paused"])).prop_map(move |(trigger, when, lifecycle)| {
        format!("flow {name} {{ {lifecycle} on {trigger} {when} send \"{name}\" }}\n")
    })
}

/// A contact at random, of whom the fields that conditions ask for may be known.
pub fn contact() -> impl Strategy<Value = Contact> {
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
pub const PIECES: &[&str] = &[
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

pub fn message(pieces: &[Index]) -> String {
    pieces.iter().map(|piece| *piece.get(PIECES)).collect()
}

/// Whether a trigger of the flow says how a message begins or what all of it is.
pub fn is_anchored(text: &str) -> bool {
    ["message is", "message starts", "message matches"].iter().any(|form| text.contains(form))
}
