//! What is said of conditions is so: never true, always true, implied, and the case in which all holds.
//!
//! Random conditions are looked at by the solver and by the checker, and then decided by the engine for random contacts,
//! messages and moments. A failing case prints the condition.

#[path = "conditions/chance.rs"]
mod chance;

use chrono::NaiveDate;
use flowc::analysis::analyse;
use flowc::check::{Broken, Checked, Config};
use flowc::compile::{Frame, compile};
use flowc::engine::{Contact, EffectKind, Event, EventKind, advance};
use flowc::overlap;
use flowc::program::{Condition, Program};
use flowc::satisfy::{Answer, Asked, Model, Occasion, Question};
use flowc::source::{Source, SourceId};
use flowc::syntax::ast;
use flowc::time::Instant;
use proptest::prelude::*;
use proptest::strategy::ValueTree;

use chance::{Case, HEAD, cases, condition};

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
