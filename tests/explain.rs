//! `explain` decides as `advance` does: over the examples, their contacts and all that anybody says in them.
#![allow(clippy::disallowed_methods, reason = "tests read their files")]

#[path = "common/workspace.rs"]
mod workspace;

use std::collections::BTreeSet;

use flowc::engine::explain::{Verdict, explain};
use flowc::engine::{Contact, EffectKind, Event, EventKind, advance};
use flowc::program::{Name, Program, TriggerKind};
use flowc::simulator::Script;
use flowc::simulator::script::{Deed, LineKind};
use flowc::time::Instant;

use workspace::Workspace;

/// The flows that the message starts by itself, not those that other flows start in turn.
fn started(program: &Program, contact: &Contact, event: &Event) -> BTreeSet<Name> {
    let mut contact = contact.clone();
    let effects = advance(program, &mut contact, event);
    let by_message = |effect: &&flowc::engine::Effect| {
        let name = effect.flow.as_ref().expect("a start is of a flow");
        let flow = &program.flows[program.flow(name).expect("it exists").index()];
        let why = effect.why.to_string();
        let mut triggers = flow.triggers.iter().filter(|trigger| {
            use TriggerKind::{
                AnyMessage, Intent, Keyword, MessageContains, MessageIs, MessageMatches, MessageStartsWith,
            };
            let kind = &trigger.kind;
            matches!(kind, Keyword(_) | MessageIs(_) | MessageContains(_) | MessageStartsWith(_))
                || matches!(kind, MessageMatches(_) | AnyMessage | Intent(_))
        });
        triggers.any(|trigger| *trigger.words == *why)
    };
    let effects = effects.iter().filter(|effect| matches!(effect.kind, EffectKind::StartRun { .. }));
    effects.filter(by_message).filter_map(|effect| effect.flow.clone()).collect()
}

#[test]
fn what_is_told_to_start_starts_and_nothing_else() {
    let (mut asked, mut starts, mut verdicts) = (0, 0, BTreeSet::new());
    for folder in ["examples/keywords", "examples/salon", "examples/sequence", "tests/requirements"] {
        let (program, scripts) = {
            let read = Workspace::read(folder);
            let scripts = read.scripts();
            (read.program, scripts)
        };
        let said: BTreeSet<Name> = scripts.iter().flat_map(said).collect();
        for script in scripts.iter().step_by(7) {
            let mut contact = Contact::new("someone");
            for (number, said) in said.iter().enumerate() {
                let channel = ["sms", "webchat", "whatsapp"][number % 3];
                let at = Instant::from_millis(1_772_442_000_000 + 3_600_000 * number as i64);
                let text = if number % 5 == 0 { said.to_lowercase().into() } else { said.clone() };
                let kind = EventKind::MessageReceived { channel: channel.into(), text, intents: Vec::new() };
                let event = Event::new(format!("m{number}"), at, kind);
                let told = explain(&program, &contact, &event);
                assert_eq!(told.len(), program.flows.len());
                let told_to_start: BTreeSet<Name> = told
                    .iter()
                    .filter(|flow| matches!(flow.verdict, Verdict::Starts { .. }))
                    .map(|flow| flow.flow.clone())
                    .collect();
                assert_eq!(
                    told_to_start,
                    started(&program, &contact, &event),
                    "{folder}: {said:?} {told:#?}"
                );
                asked += told.len();
                starts += told_to_start.len();
                verdicts.extend(told.iter().map(|flow| {
                    serde_json::to_value(&flow.verdict).unwrap()["verdict"].as_str().unwrap().to_owned()
                }));
                declare(&mut contact, &program, script, number, at);
                advance(&program, &mut contact, &event);
            }
        }
    }
    assert!(asked > 1000 && starts > 20, "{asked} {starts}");
    for verdict in [
        "starts",
        "no_message_flow",
        "other_channel",
        "other_case",
        "other_message",
        "refused",
        "condition_fails",
    ] {
        assert!(verdicts.contains(verdict), "no case of {verdict}: {verdicts:?}");
    }
}

fn said(script: &Script) -> Vec<Name> {
    let said = script.lines.iter().filter_map(|line| match &line.kind {
        LineKind::Act(act) => match &act.deed {
            Deed::Say { text, .. } => Some(text.clone()),
            Deed::Declare(_) | Deed::Other(_) => None,
        },
        _ => None,
    });
    said.collect()
}

/// Every now and then something else of the script happens to the contact.
fn declare(contact: &mut Contact, program: &Program, script: &Script, number: usize, at: Instant) {
    let Some(line) = script.lines.get(number) else { return };
    if let LineKind::Act(act) = &line.kind
        && let Deed::Declare(kind) | Deed::Other(kind) = &act.deed
    {
        advance(program, contact, &Event::new(format!("o{number}"), at, kind.clone()));
    }
}

#[test]
fn what_takes_a_message_first_is_told() {
    let text = r#"
        flow asks    { on keyword "BOOK"  ask "For how many?" { "two" { send "Fine." } } }
        flow number  { on message is "two"  send "A number." }
        flow first   { on keyword "CHAIN"  priority 2  tag "seen" }
        flow then    { on keyword "CHAIN"  priority 1  when contact has tag "seen"  send "Seen." }
        flow slow    { on keyword "SLOW"  once per contact  after 1h send "Now." }
        flow ended   { on keyword "SLOW"  stop when contact has tag "done"  send "Here." }
    "#;
    let source = flowc::source::Source::new(flowc::source::SourceId(0), "a.flow", text);
    let as_of = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date");
    let levels = {
        let mut layer = flowc::analysis::levels::Layer::default();
        layer.set(flowc::analysis::levels::Level::Allow, "K001").expect("it may be allowed");
        flowc::analysis::levels::Levels::default().and(layer)
    };
    let config = flowc::check::Config { as_of, broken: flowc::check::Broken::Refuse };
    let outcome = flowc::analysis::analyse_with(&[source], config, &levels);
    let program = flowc::compile::compile(&outcome.checked.expect("no errors"));

    let mut contact = Contact::new("amy");
    let known =
        |tag: &str| EventKind::ContactUpdated { fields: vec![], tags: vec![tag.into()], groups: vec![] };
    let wrote = |text: &str| EventKind::MessageReceived {
        channel: "webchat".into(),
        text: text.into(),
        intents: vec![],
    };
    let mut number = 0;
    let mut happen = |contact: &mut Contact, kind: EventKind| {
        number += 1;
        let event = Event::new(format!("e{number}"), Instant::from_millis(1_772_442_000_000), kind);
        let told = explain(&program, contact, &event);
        advance(&program, contact, &event);
        move |flow: &str| {
            let explained =
                told.iter().find(|explained| *explained.flow == *flow).expect("every flow is told");
            serde_json::to_value(&explained.verdict).expect("it can be written")["verdict"].clone()
        }
    };
    assert_eq!(happen(&mut contact, wrote("two"))("number"), "starts");
    let chained = happen(&mut contact, wrote("CHAIN"));
    assert_eq!(
        [chained("first"), chained("then")],
        ["starts", "starts"],
        "what one flow does, the next one sees"
    );
    assert_eq!(happen(&mut contact, wrote("BOOK"))("asks"), "starts");
    assert_eq!(happen(&mut contact, wrote("two"))("number"), "taken");
    assert_eq!(happen(&mut contact, wrote("SLOW"))("slow"), "starts");
    drop(happen(&mut contact, known("done")));
    let told = happen(&mut contact, wrote("SLOW"));
    assert_eq!([told("slow"), told("ended")], ["running", "stop_when"]);
}
