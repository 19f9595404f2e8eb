//! What is said of conditions is so: never true, always true, implied, and the case in which all holds.
//!
//! Random conditions are looked at by the solver and by the checker, and then decided by the engine for random contacts,
//! messages and moments. A failing case prints the condition.

use chrono::NaiveDate;
use flowc::analysis::analyse;
use flowc::check::{Broken, Checked, Config};
use flowc::compile::{Frame, compile};
use flowc::engine::contact::Visit;
use flowc::engine::{Contact, EffectKind, Event, EventKind, advance};
use flowc::overlap;
use flowc::program::{Condition, Name, Number, Program, Value};
use flowc::satisfy::{Answer, Asked, Model, Occasion, Question};
use flowc::source::{Source, SourceId};
use flowc::syntax::ast;
use flowc::time::Instant;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;

const HEAD: &str = r#"
workspace "Test" { timezone "Europe/Paris" }
schedule office { mon..fri 09:00..18:00  closed holidays "FR"  open 2026-03-14 10:00..12:00 }
field contact.plan: text one of "free", "pro", "team"
field contact.orders: number
field contact.city: text
field contact.street: text
field contact.vip: yes_no
field contact.birthday: date
field contact.seen: instant
group clients
"#;

const LEAVES: &[&str] = &[
    "contact.plan is \"free\"",
    "contact.plan is not \"pro\"",
    "contact.plan is one of \"pro\", \"team\"",
    "contact.plan is known",
    "contact.plan is unknown",
    "contact.orders > 2",
    "contact.orders <= 2",
    "contact.orders >= 2.5",
    "contact.orders is 5",
    "contact.orders is not 5",
    "contact.city is \"Paris\"",
    "contact.city is not \"paris\" ignoring case",
    "contact.city contains \"par\" ignoring case",
    "contact.city contains any of \"ar\", \"ic\"",
    "contact.city does not contain \"is\"",
    "contact.city starts with \"P\"",
    "contact.city matches /[A-Z][a-z]+/",
    "contact.city matches /pa.*/ ignoring case",
    "contact.city is contact.street",
    "contact.city is not contact.street",
    "contact.street is unknown",
    "contact.vip is yes",
    "contact.vip is not yes",
    "contact.birthday < 2000-06-15",
    "contact.birthday >= 2000-06-15",
    "contact.seen > 2026-03-01 10:00",
    "contact.seen <= 2026-03-01 10:00",
    "contact has tag \"vip\"",
    "contact in group clients",
    "now within office",
    "now outside office",
    "now within sat 10:00..12:00",
    "now outside 08:00..20:00",
    "now within 00:00..12:00",
    "now within 12:00..24:00",
    "message.text contains \"NOW\"",
    "message.text does not contain \" \"",
    "message.channel is sms",
    "message.channel is not sms",
    "contact.language is \"fr\"",
    "contact.language is not \"fr-CA\"",
    "conversation.status is open",
    "conversation.bot is active",
    "visitor.visits > 1",
    "visitor.history is new",
    "visitor.url contains \"/pricing\"",
    "visitor.title is unknown",
    "device.language is not \"en\"",
    "booking.time is known",
];

fn condition() -> impl Strategy<Value = String> {
    // A few leaves a condition, so that they meet.
    let few = proptest::collection::vec(select(LEAVES.to_vec()), 2..6);
    few.prop_flat_map(|few| {
        let leaf = select(few).prop_map(str::to_owned);
        leaf.prop_recursive(4, 10, 3, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 2..4)
                    .prop_map(|parts| format!("({})", parts.join(" and "))),
                proptest::collection::vec(inner.clone(), 2..4)
                    .prop_map(|parts| format!("({})", parts.join(" or "))),
                inner.prop_map(|part| format!("not ({part})")),
            ]
        })
    })
}

fn source(condition: &str) -> Source {
    let text = format!("{HEAD}flow asked {{ on any message, purchase  when {condition}  tag \"asked\" }}\n");
    Source::new(SourceId(0), "test.flow", text)
}

/// Whatever the checker says of the conditions, the program.
fn checked(source: &Source) -> Checked {
    let parsed = flowc::syntax::parse(source);
    let as_of = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date");
    let outcome =
        flowc::check::check(vec![parsed.file], parsed.diagnostics, Config { as_of, broken: Broken::Refuse });
    outcome.checked.unwrap_or_else(|| panic!("{}\n{:#?}", source.text(), outcome.diagnostics))
}

/// Codes that the checker finds, with the first fix.
fn codes(source: &Source) -> Vec<(&'static str, Option<flowc::diagnostics::Fix>)> {
    let as_of = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date");
    let outcome = analyse(std::slice::from_ref(source), Config { as_of, broken: Broken::LeaveOut });
    outcome.diagnostics.into_iter().map(|found| (found.code, found.fix)).collect()
}

/// What somebody is, does and when.
#[derive(Debug, Clone)]
struct Case {
    contact: Contact,
    at: Instant,
    message: Option<(&'static str, &'static str)>,
}

fn cases() -> impl Strategy<Value = Case> {
    let fields = (
        select(vec![None, Some("free"), Some("pro"), Some("team")]),
        select(vec![None, Some(1_000_000), Some(2_000_000), Some(2_500_000), Some(5_000_000)]),
        select(vec![None, Some("Paris"), Some("PARIS"), Some("par"), Some("Nice"), Some("P x")]),
        select(vec![None, Some("Paris"), Some("Nice")]),
        select(vec![None, Some(true), Some(false)]),
        select(vec![None, Some((2000, 6, 14)), Some((2000, 6, 15))]),
        select(vec![None, Some(1_772_355_600_000), Some(1_772_355_600_001)]),
        select(vec![None, Some("fr"), Some("fr-CA"), Some("en")]),
    );
    let visitor = (0_u32..4, select(vec![None, Some("/pricing/a"), Some("/")]), any::<bool>(), any::<bool>());
    let message =
        select(vec![None, Some(("sms", "NOW")), Some(("whatsapp", "do it NOW")), Some(("sms", "x"))]);
    let flags = any::<[bool; 5]>();
    (fields, visitor, message, flags, 0_i64..24 * 4 * 21).prop_map(
        |(fields, visitor, message, flags, quarter)| {
            let (plan, orders, city, street, vip, birthday, seen, language) = fields;
            let (visits, url, title, device) = visitor;
            let mut contact = Contact::new("c");
            let mut set = |name: &str, value: Option<Value>| contact.set_field(&Name::from(name), value);
            set("plan", plan.map(Value::from));
            set("orders", orders.map(|number| Value::Number(Number(number))));
            set("city", city.map(Value::from));
            set("street", street.map(Value::from));
            set("vip", vip.map(Value::YesNo));
            set("birthday", birthday.and_then(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d)).map(Value::Date));
            set("seen", seen.map(|millis| Value::Instant(Instant::from_millis(millis))));
            set("language", language.map(Value::from));
            contact.tags.extend(flags[0].then(|| Name::from("vip")));
            contact.groups.extend(flags[1].then(|| Name::from("clients")));
            contact.conversation.open = flags[2];
            contact.conversation.bot_inactive = flags[3];
            contact.booking_time = flags[4].then(|| Instant::from_millis(0));
            contact.visitor.visits = visits;
            if let Some(url) = url.filter(|_| visits > 0) {
                contact.visitor.visit = Some(Visit {
                    url: url.into(),
                    title: title.then(|| "Title".into()),
                    device: device.then(|| ("language".into(), Value::from("fr"))).into_iter().collect(),
                    ..Visit::default()
                });
            }
            // The first of March 2026 and three weeks from then, every quarter of an hour.
            Case { contact, at: Instant::from_millis(1_772_319_600_000 + quarter * 900_000), message }
        },
    )
}

/// Whether the engine starts the flow, that is, whether its condition holds.
fn holds(program: &Program, case: &Case) -> bool {
    let kind = match case.message {
        None => EventKind::Purchased,
        Some((channel, text)) => {
            EventKind::MessageReceived { channel: channel.into(), text: text.into(), intents: Vec::new() }
        }
    };
    started(program, &mut case.contact.clone(), &Event::new("e", case.at, kind))
}

fn started(program: &Program, contact: &mut Contact, event: &Event) -> bool {
    advance(program, contact, event).iter().any(|effect| matches!(effect.kind, EffectKind::StartRun { .. }))
}

/// The condition of the only flow, compiled, and the program around it.
fn answer(checked: &Checked, asked: Asked) -> Answer {
    let mut frame = Frame::of(checked);
    let condition: Condition = checked
        .items()
        .find_map(|item| match item {
            ast::Item::Flow(flow) => Some(frame.condition(&flow.header.when[0])),
            _ => None,
        })
        .expect("there is a flow");
    let from = Instant::from_millis(1_772_319_600_000);
    let conditions = vec![(&condition, asked)];
    Question { program: frame.program(), from, occasion: Occasion::Any, conditions }.answer()
}

/// Whether the condition holds in the case that the solver found.
fn holds_for_model(program: &Program, model: &Model) -> Option<bool> {
    let mut contact = overlap::contact(model);
    let kind = match (&model.message, &model.channel) {
        (None, None) => EventKind::Purchased,
        // A message opens the conversation, and comes from a channel.
        _ if !model.open => return None,
        (text, channel) => EventKind::MessageReceived {
            channel: channel.clone().unwrap_or_else(|| "email".into()),
            text: text.clone().unwrap_or_else(|| "…".into()),
            intents: Vec::new(),
        },
    };
    if model.message.is_some() != model.channel.is_some() {
        return None;
    }
    Some(started(program, &mut contact, &Event::new("e", model.at, kind)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn the_solver_says_what_the_engine_says(
        condition in condition(),
        cases in proptest::collection::vec(cases(), 60),
    ) {
        let source = source(&condition);
        let checked = checked(&source);
        let program = compile(&checked);
        let answers = [Asked::Holds, Asked::Fails].map(|asked| answer(&checked, asked));
        if let Answer::Together(model) = &answers[0] {
            prop_assert_ne!(holds_for_model(&program, model), Some(false), "{} {:?}", condition, model);
        }
        if let Answer::Together(model) = &answers[1] {
            prop_assert_ne!(holds_for_model(&program, model), Some(true), "not {} {:?}", condition, model);
        }
        for case in &cases {
            let holds = holds(&program, case);
            prop_assert!(!(holds && answers[0] == Answer::Never), "{condition} holds for {case:?}");
            prop_assert!(holds || answers[1] != Answer::Never, "{condition} does not hold for {case:?}");
        }
    }

    #[test]
    fn what_is_cut_out_changes_nothing(
        condition in condition(),
        cases in proptest::collection::vec(cases(), 60),
    ) {
        let source = source(&condition);
        let program = compile(&checked(&source));
        for (code, fix) in codes(&source) {
            match (code, fix) {
                ("C001", _) => prop_assert!(!cases.iter().any(|case| holds(&program, case)), "{condition}"),
                ("C002", _) => prop_assert!(cases.iter().all(|case| holds(&program, case)), "{condition}"),
                ("C003", Some(fix)) => {
                    let (place, new) = &fix.edits[0];
                    let mut text = source.text().to_owned();
                    text.replace_range(place.range(), new);
                    let shorter = Source::new(SourceId(0), "test.flow", text);
                    let without = compile(&checked(&shorter));
                    for case in &cases {
                        prop_assert_eq!(holds(&program, case), holds(&without, case), "{} {:?}", shorter.text(), case);
                    }
                }
                _ => {}
            }
        }
    }
}

/// Most conditions that can hold are found to: the solver is of use.
#[test]
fn the_solver_is_seldom_unsure() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut unsure = 0;
    for _ in 0..400 {
        let condition = condition().new_tree(&mut runner).expect("a condition").current();
        let checked = checked(&source(&condition));
        unsure += usize::from(answer(&checked, Asked::Holds) == Answer::Unknown);
    }
    assert!(unsure < 20, "unsure of {unsure} conditions of 400");
}
