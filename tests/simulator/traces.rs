//! Traces as text, as JSON Lines, and as chains of causes.

use std::path::Path;

use flowc::simulator::trace::json::json_lines;
use flowc::simulator::trace::timeline::{Detail, timeline};
use flowc::simulator::trace::why::{Causes, why};
use flowc::simulator::{Outcome, Palette, play};

use crate::workspace::Workspace;

fn outcome(file: &str, scenario: usize) -> Outcome {
    let workspace = Workspace::read(&Path::new("tests/simulator").join(file));
    play(&workspace.program, &workspace.scripts()[scenario])
}

#[test]
fn a_timeline_is_read_from_top_to_bottom() {
    let trace = outcome("ok-silence.flow", 1).trace;
    insta::assert_snapshot!(timeline(&trace, &Palette::PLAIN, Detail::Lines));
}

#[test]
fn a_timeline_names_contacts_when_there_are_several() {
    let trace = outcome("ok-quota.flow", 0).trace;
    insta::assert_snapshot!(timeline(&trace, &Palette::PLAIN, Detail::Lines));
}

#[test]
fn a_timeline_with_reasons_ends_every_outcome_with_its_causes() {
    let trace = outcome("ok-effects.flow", 1).trace;
    insta::assert_snapshot!(timeline(&trace, &Palette::PLAIN, Detail::Why));
}

#[test]
fn colours_change_nothing_but_colours() {
    let trace = outcome("ok-silence.flow", 1).trace;
    let coloured = timeline(&trace, &Palette::COLOURS, Detail::Lines);
    assert!(coloured.contains('\u{1b}'));
    let mut plain = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, behind)) = rest.split_once('\u{1b}') {
        plain += before;
        rest = behind.split_once('m').unwrap().1;
    }
    plain += rest;
    assert_eq!(plain, timeline(&trace, &Palette::PLAIN, Detail::Lines));
}

#[test]
fn json_lines_hold_an_object_for_each_entry() {
    let trace = outcome("ok-silence.flow", 0).trace;
    let lines = json_lines(&trace);
    assert_eq!(lines.lines().count(), trace.entries().len() + 1);
    insta::assert_snapshot!(lines);
}

#[test]
fn a_chain_of_causes_ends_at_something_from_outside() {
    let trace = outcome("ok-silence.flow", 1).trace;
    let last_send = trace.entries().iter().rev().find(|entry| entry.cause().is_some()).unwrap();
    insta::assert_snapshot!(why(&trace, &last_send.id(), &Palette::PLAIN).unwrap());
    assert_eq!(why(&trace, "e999", &Palette::PLAIN), None);
    let causes = Causes::of(&trace);
    for entry in trace.entries() {
        let chain = causes.chain(entry);
        assert!(chain[chain.len() - 1].event().is_some(), "{} has no origin", entry.id());
    }
}
