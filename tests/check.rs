//! What checking gives: programs, symbols, and what is left of a workspace with errors.
#![allow(clippy::disallowed_methods, reason = "tests read their files")]

use chrono::NaiveDate;
use flowc::check::{Broken, Config, Outcome, SymbolKind, check};
use flowc::diagnostics::{Severity, json, short};
use flowc::source::{Source, SourceId};
use flowc::syntax::{ast, parse};

fn checked(texts: &[&str], broken: Broken) -> (Vec<Source>, Outcome) {
    let numbered = texts.iter().zip(0..);
    let sources: Vec<_> =
        numbered.map(|(text, id)| Source::new(SourceId(id), format!("{id}.flow"), *text)).collect();
    let parsed: Vec<_> = sources.iter().map(parse).collect();
    let found = parsed.iter().flat_map(|parsed| parsed.diagnostics.clone()).collect();
    let files = parsed.into_iter().map(|parsed| parsed.file).collect();
    let as_of = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date");
    let outcome = check(files, found, Config { as_of, broken });
    (sources, outcome)
}

fn lines(texts: &[&str]) -> Vec<String> {
    let (sources, outcome) = checked(texts, Broken::Refuse);
    outcome.diagnostics.iter().map(|found| short::line(found, &sources)).collect()
}

fn flows(outcome: &Outcome) -> Vec<&str> {
    let items = outcome.checked.as_ref().expect("a program").items();
    let names = items.filter_map(|item| match item {
        ast::Item::Flow(flow) => Some(flow.name.text.as_str()),
        _ => None,
    });
    names.collect()
}

#[test]
fn every_program_of_the_language_page_is_accepted() {
    let names = ["workspace", "schedule", "channels", "small-items", "flows", "scenario"];
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/syntax");
    let texts: Vec<_> = names
        .iter()
        .map(|name| std::fs::read_to_string(format!("{folder}/ok-language-{name}.flow")).unwrap())
        .collect();
    let texts: Vec<_> = texts.iter().map(String::as_str).collect();
    let (sources, outcome) = checked(&texts, Broken::Refuse);
    assert!(outcome.checked.is_some());
    let told: Vec<_> = outcome.diagnostics.iter().map(|found| short::line(found, &sources)).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn names_may_stand_in_any_file() {
    let texts = ["flow a { on booking  start b }", "flow b { send hello }", "text hello { en \"Hello\" }"];
    let (_, outcome) = checked(&texts, Broken::Refuse);
    let checked = outcome.checked.unwrap();
    assert!(outcome.diagnostics.is_empty());
    assert!(matches!(checked.definition(SymbolKind::Text, "hello"), Some(ast::Item::Text(_))));
    assert!(checked.definition(SymbolKind::Intent, "busy").is_none());
    assert_eq!(checked.references().all().len(), 2);
}

#[test]
fn healthy_flows_are_left_when_others_are_broken() {
    let text = "flow broken { on booking  send nothing_there }
        flow starts_it { on purchase  start broken }
        flow healthy { on purchase  send \"Merci !\" }
        scenario \"of the broken one\" { contact marie { }  start broken for marie }
        scenario \"of the healthy one\" { contact marie { }  marie buys  expect send \"Merci !\" }";
    let (_, refused) = checked(&[text], Broken::Refuse);
    assert!(refused.checked.is_none());
    let (_, outcome) = checked(&[text], Broken::LeaveOut);
    assert_eq!(flows(&outcome), ["healthy"]);
    let out: Vec<_> = outcome.left_out.iter().map(|item| item.name.as_str()).collect();
    assert_eq!(out, ["broken", "starts_it", "of the broken one"]);
    assert_eq!(outcome.checked.unwrap().items().count(), 2);
}

#[test]
fn of_two_flows_of_one_name_the_first_is_left() {
    let text = "flow a { on booking  send \"1\" }  flow a { on purchase  send \"2\" }";
    let (_, outcome) = checked(&[text], Broken::LeaveOut);
    assert_eq!(flows(&outcome), ["a"]);
}

#[test]
fn nothing_runs_when_the_workspace_is_broken() {
    let text = "workspace \"W\" { timezone \"Europe/Pari\" }  flow a { on booking  send \"1\" }";
    assert!(checked(&[text], Broken::LeaveOut).1.checked.is_none());
}

#[test]
fn a_flow_that_cannot_be_read_hides_no_other() {
    let text = "flow a { on booking  send }\nflow b { on booking  send \"1\" }";
    let (_, outcome) = checked(&[text], Broken::LeaveOut);
    assert_eq!(flows(&outcome), ["b"]);
}

#[test]
fn nothing_seems_unused_while_a_part_cannot_be_read() {
    let told = lines(&["text hello { en \"Hello\" }\nflow a { on booking  send hello ( }"]);
    assert!(told.iter().all(|line| line.contains("[S")), "{told:?}");
}

#[test]
fn findings_come_in_the_order_of_files_and_places() {
    let texts = ["flow a { on booking  start x  start y }", "flow b { on booking  start z }"];
    let told = lines(&texts);
    assert_eq!(
        told,
        [
            "0.flow:1:28: error[N001]: no flow is named `x`",
            "0.flow:1:37: error[N001]: no flow is named `y`",
            "1.flow:1:28: error[N001]: no flow is named `z`",
        ]
    );
}

#[test]
fn one_document_tells_everything_to_programs() {
    let text = "flow a { on booking  when contact.first_name is Marie  send \"👋 {contact.last_name}\" }";
    let (sources, outcome) = checked(&[text], Broken::Refuse);
    insta::assert_snapshot!(json::document(&outcome.diagnostics, &sources));
}

#[test]
fn every_severity_is_the_catalogues() {
    let text = "group g  flow a { on booking  start x  send \"{contact.email}\" }";
    let (_, outcome) = checked(&[text], Broken::Refuse);
    for found in &outcome.diagnostics {
        let row = flowc::diagnostics::code::find(found.code).unwrap();
        assert_eq!(row.severity, found.severity, "{}", found.code);
    }
    assert_eq!(outcome.diagnostics.iter().filter(|found| found.severity == Severity::Warning).count(), 2);
}
