//! What becomes of a workspace: flows in start order, steps as nodes, values by the field's type.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read their files, and may fail")]

use chrono::NaiveDate;
use flowc::check::{Broken, Config, check};
use flowc::compile::compile;
use flowc::diagnostics::short;
use flowc::program::{Flow, NodeId, NodeKind, Program};
use flowc::source::{Source, SourceId};
use flowc::syntax::parse;
use proptest::prelude::*;

const PAGE: [&str; 6] = ["workspace", "schedule", "channels", "small-items", "flows", "scenario"];

fn compiled(sources: &[Source]) -> Program {
    let parsed: Vec<_> = sources.iter().map(parse).collect();
    let found = parsed.iter().flat_map(|parsed| parsed.diagnostics.clone()).collect();
    let files = parsed.into_iter().map(|parsed| parsed.file).collect();
    let as_of = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
    let outcome = check(files, found, Config { as_of, broken: Broken::Refuse });
    let told = || outcome.diagnostics.iter().map(|found| short::line(found, sources)).collect::<Vec<_>>();
    compile(outcome.checked.as_ref().unwrap_or_else(|| panic!("{}", told().join("\n"))))
}

fn program(files: &[String]) -> Program {
    let cases = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases");
    let source = |(file, id): (&String, u32)| {
        let text = std::fs::read_to_string(format!("{cases}/{file}.flow")).unwrap();
        Source::new(SourceId(id), file.as_str(), text)
    };
    compiled(&files.iter().zip(0..).map(source).collect::<Vec<_>>())
}

fn case(name: &str) -> Program {
    program(&[format!("compile/{name}")])
}

fn page() -> Program {
    program(&PAGE.map(|name| format!("syntax/ok-language-{name}")))
}

/// Every node leads to a node or to the end, and can be reached unless it stands behind a `stop`.
fn assert_connected(flow: &Flow) {
    let count = flow.nodes.len() as u32;
    let mut reached = vec![false; flow.nodes.len()];
    let mut open = vec![flow.entry];
    while let Some(id) = open.pop() {
        assert!(id == NodeId::END || id.0 < count, "{}: leads to {id:?}", flow.name);
        if let Some(node) = flow.node(id)
            && !std::mem::replace(&mut reached[id.0 as usize], true)
        {
            open.extend(node.targets());
        }
    }
    let stops = flow.nodes.iter().filter(|node| matches!(node.kind, NodeKind::Stop));
    let stops: Vec<_> = stops.map(|node| numbers(&node.label)).collect();
    for (node, reached) in flow.nodes.iter().zip(reached) {
        let label = numbers(&node.label);
        let behind = |stop: &Vec<u32>| {
            let mut pairs = stop.iter().zip(&label);
            pairs.find(|(stop, own)| stop != own).is_some_and(|(stop, own)| own > stop)
        };
        let behind_a_stop = stops.iter().any(behind);
        assert!(reached || behind_a_stop, "{}: nothing leads to step {}", flow.name, node.label);
    }
}

fn numbers(label: &str) -> Vec<u32> {
    label.split('.').map(|number| number.parse().unwrap()).collect()
}

/// Some steps, as an author may nest them.
fn steps() -> impl Strategy<Value = String> {
    let single = prop::sample::select(vec![
        "send \"x\"",
        "tag \"t\"",
        "stop",
        "ask \"q\"",
        "hand over to agent saying \"s\"",
        "after 5m send \"y\"",
    ]);
    let single = prop::collection::vec(single, 0..3).prop_map(|steps| steps.join("  "));
    single.prop_recursive(4, 24, 3, |inner| {
        let (a, b, c) = (inner.clone(), inner.clone(), inner.clone());
        let form = prop::sample::select(vec![
            "after 1h { A } B C",
            "A at callback.time + 1h { B } C",
            "A if contact.email is known { B } C",
            "if contact.email is known { A } else { B } C",
            "if contact.email is known { A } else if contact.phone is known { B } else { C }",
            "split { 50% { A } 50% { B } } C",
            "ask \"?\" { \"a\" { A } otherwise { B } silence 5m { C } }",
            "A after 1h after 2h { B } C",
        ]);
        (form, a, b, c).prop_map(|(form, a, b, c)| {
            form.chars().fold(String::new(), |text, character| {
                let part = match character {
                    'A' => a.clone(),
                    'B' => b.clone(),
                    'C' => c.clone(),
                    other => other.to_string(),
                };
                text + &part
            })
        })
    })
}

proptest! {
    #[test]
    fn every_step_leads_somewhere_and_is_reached(steps in steps()) {
        let text = format!("flow nested {{ on purchase  {steps} }}");
        let program = compiled(&[Source::new(SourceId(0), "nested.flow", text)]);
        assert_connected(&program.flows[0]);
    }
}

#[test]
fn the_language_page_becomes_a_program() {
    let program = page();
    program.flows.iter().for_each(assert_connected);
    insta::assert_snapshot!(program.dump());
}

#[test]
fn steps_become_nodes_that_name_their_followers() {
    let program = case("ok-steps");
    program.flows.iter().for_each(assert_connected);
    insta::assert_snapshot!(program.dump());
}

#[test]
fn heads_become_triggers_and_tests() {
    insta::assert_snapshot!(case("ok-heads").dump());
}

#[test]
fn intents_are_found_by_the_place_they_have_in_the_program() {
    let program = case("ok-heads");
    let recogniser = program.recogniser.as_ref().unwrap();
    let found = |text: &str| {
        let places = recogniser.recognise(text).into_iter();
        places.map(|at| program.intents[at].to_string()).collect::<Vec<_>>()
    };
    assert_eq!(found("Je voudrais un REMBOURSEMENT !"), ["wants_refund"]);
    assert_eq!(found("complètement débordé"), ["busy"]);
    assert_eq!(found("je suis en réunion"), ["busy"]);
    assert_eq!(found("c'est réservé"), Vec::<String>::new());
    assert!(program.intents.iter().any(|name| &**name == "opt_out"));
}
