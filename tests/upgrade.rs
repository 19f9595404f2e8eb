//! From one version of a program to the next, with contacts in flight.

#[path = "upgrade/edits.rs"]
mod edits;
#[path = "properties/generate.rs"]
#[allow(dead_code, reason = "shared with the properties of the engine")]
mod generate;
#[path = "upgrade/random.rs"]
mod random;

use flowc::engine::contact::RunState;
use flowc::engine::{Contact, Effect, EffectKind, Event, EventKind, Message, RunEnd, advance, relocate};
use flowc::program::Program;
use flowc::time::Instant;
use flowc::upgrade::{Fate, Plan, StepFate, Upgrade};

use generate::compile;

const START: Instant = Instant::from_millis(1_772_442_000_000);
const HOUR: i64 = 3_600_000;

fn at(hours: i64) -> Instant {
    START.plus_millis(hours * HOUR)
}

fn take(program: &Program, contact: &mut Contact, hours: i64, kind: EventKind) -> Vec<Effect> {
    let id = format!("{hours}-{}", contact.sequence);
    advance(program, contact, &Event::new(id, at(hours), kind))
}

/// A contact who wrote `GO` by SMS.
fn started(program: &Program) -> Contact {
    let mut contact = Contact::new("marie");
    let wrote = EventKind::MessageReceived { channel: "sms".into(), text: "GO".into(), intents: vec![] };
    take(program, &mut contact, 0, wrote);
    contact
}

fn apply(old: &Program, new: &Program, contact: &mut Contact, hours: i64) -> Vec<Effect> {
    let upgrade = Upgrade::between(old, new);
    let event = Event::new("program/2", at(hours), EventKind::ProgramApplied { version: 2 });
    relocate(new, contact, upgrade.routes(), &event)
}

fn texts(effects: &[Effect]) -> Vec<String> {
    let said = |effect: &Effect| match &effect.kind {
        EffectKind::SendMessage { message: Message::Text(text), .. } => Some(text.to_string()),
        _ => None,
    };
    effects.iter().filter_map(said).collect()
}

fn ends(effects: &[Effect]) -> Vec<(RunEnd, String)> {
    let end = |effect: &Effect| match effect.kind {
        EffectKind::EndRun { end, .. } => Some((end, effect.why.to_string())),
        _ => None,
    };
    effects.iter().filter_map(end).collect()
}

fn flow(steps: &str) -> Program {
    compile(&format!("flow one {{ on keyword \"GO\"\n via sms\n {steps}\n}}"))
}

#[test]
fn a_run_goes_on_at_its_step_though_lines_were_added_above_it() {
    let old = flow("send \"Welcome\"\n after 1d send \"Still there?\"");
    let new = flow(
        "send \"Welcome\"\n tag \"new\"\n after 2h send \"A coupon for you\"\n after 1d send \"Still there?\"",
    );
    let mut contact = started(&old);
    assert_eq!(apply(&old, &new, &mut contact, 1), []);
    assert_eq!(texts(&take(&new, &mut contact, 24, EventKind::Woke)), ["Still there?"]);
    assert_eq!(contact.tags, [], "what was added above it is not done any more");
}

#[test]
fn without_the_routes_it_would_have_landed_on_another_step() {
    let old = flow("send \"Welcome\"\n after 1d send \"Still there?\"");
    let new = flow("send \"Welcome\"\n after 2h send \"A coupon for you\"\n after 1d send \"Still there?\"");
    let mut contact = started(&old);
    assert_eq!(texts(&take(&new, &mut contact, 24, EventKind::Woke)), ["A coupon for you"]);
}

#[test]
fn a_run_on_a_step_that_is_gone_ends_and_says_which() {
    let old = flow("send \"Welcome\"\n after 1d send \"Still there?\"");
    let new = flow("send \"Welcome\"\n after 1d send \"See what came in for spring\"");
    let mut contact = started(&old);
    let effects = apply(&old, &new, &mut contact, 1);
    let why = "the program was changed: step 2 `after 1d send \"Still there?\"` is gone".to_owned();
    assert_eq!(ends(&effects), [(RunEnd::Gone, why)]);
    assert_eq!(contact.next_wake(), None);
}

#[test]
fn a_text_that_is_corrected_is_sent_as_it_reads_now() {
    let old = flow("send \"Welcome\"\n after 1d send \"Stil there? Write to us, we are here.\"");
    let new = flow("send \"Welcome\"\n after 1d send \"Still there? Write to us, we are here.\"");
    let mut contact = started(&old);
    let upgrade = Upgrade::between(&old, &new);
    let mut plan = Plan::new(&upgrade, &new, at(1));
    plan.count(&contact);
    insta::assert_snapshot!(plan.text(), @r#"
    flow one changes
      ~ step 2 says "Still there? Write to us, we are here."
        instead of  "Stil there? Write to us, we are here."
        1 run will still send it (marie)
    contacts: 1 of 1 with a run are concerned (marie)
      1 run goes on, 1 still waiting for the same instant
    "#);
    assert_eq!(apply(&old, &new, &mut contact, 1), []);
    let sent = take(&new, &mut contact, 24, EventKind::Woke);
    assert_eq!(texts(&sent), ["Still there? Write to us, we are here."]);
}

#[test]
fn a_flow_that_has_another_name_and_nothing_else_keeps_its_runs() {
    let old = flow("send \"Welcome\"\n after 1d send \"Still there?\"");
    let text =
        "flow two { on keyword \"GO\"\n via sms\n send \"Welcome\"\n after 1d send \"Still there?\"\n}";
    let new = compile(text);
    let upgrade = Upgrade::between(&old, &new);
    assert_eq!(upgrade.changes().flows[0].fate, Fate::Renamed("two".into()));
    let mut contact = started(&old);
    assert_eq!(apply(&old, &new, &mut contact, 1), []);
    assert_eq!(texts(&take(&new, &mut contact, 24, EventKind::Woke)), ["Still there?"]);
}

#[test]
fn a_flow_that_is_gone_ends_its_runs() {
    let old = flow("send \"Welcome\"\n after 1d send \"Still there?\"");
    let new = compile("flow other { on keyword \"YES\"\n via sms\n send \"Fine\"\n}");
    let mut contact = started(&old);
    let why = "the program was changed: the flow `one` is gone".to_owned();
    assert_eq!(ends(&apply(&old, &new, &mut contact, 1)), [(RunEnd::Gone, why)]);
}

#[test]
fn a_question_waits_for_its_answer_whatever_became_of_its_answers() {
    let old = flow("ask \"Which day?\" { \"mon\" { send \"Monday\" } silence 1d { send \"No answer\" } }");
    let new = flow("tag \"asked\"\n ask \"Which day?\" { \"mon\", \"tue\" { send \"A day\" } }");
    let mut contact = started(&old);
    assert_eq!(contact.next_wake(), Some(at(24)));
    assert_eq!(apply(&old, &new, &mut contact, 1), []);
    assert_eq!(contact.next_wake(), None, "the question has no silence any more");
    let said = EventKind::MessageReceived { channel: "sms".into(), text: "tue".into(), intents: vec![] };
    assert_eq!(texts(&take(&new, &mut contact, 2, said)), ["A day"]);
    // And back again: the silence counts from when the question was asked.
    let mut contact = started(&new);
    apply(&new, &old, &mut contact, 1);
    assert_eq!(contact.next_wake(), Some(at(24)));
}

#[test]
fn a_step_that_moved_takes_its_runs_along() {
    let old = flow("send \"Welcome\"\n after 1d send \"Still there?\"\n after 1d send \"Last call\"");
    let new = flow(
        "send \"Welcome\"\n if contact has tag \"vip\" { send \"Champagne\" }\n else { after 1d send \"Still there?\" }",
    );
    let upgrade = Upgrade::between(&old, &new);
    let fates: Vec<_> = upgrade.changes().flows[0].steps.iter().map(|step| step.fate).collect();
    assert!(fates.contains(&StepFate::Moved), "{fates:?}");
    let mut contact = started(&old);
    assert_eq!(apply(&old, &new, &mut contact, 1), []);
    assert_eq!(texts(&take(&new, &mut contact, 24, EventKind::Woke)), ["Still there?"]);
}

#[test]
fn equal_texts_in_two_branches_are_told_apart_by_where_they_stand() {
    let old = flow(
        "if contact has tag \"vip\" { after 1d send \"Thanks\"  send \"Champagne\" }\n\
         else { after 1d send \"Thanks\"  send \"Coffee\" }",
    );
    let new = flow(
        "tag \"x\"\n if contact has tag \"vip\" { send \"Hello\"  after 1d send \"Thanks\"  send \"Champagne\" }\n\
         else { after 1d send \"Thanks\"  send \"Coffee\" }",
    );
    let mut contact = started(&old);
    assert_eq!(apply(&old, &new, &mut contact, 1), []);
    assert_eq!(texts(&take(&new, &mut contact, 24, EventKind::Woke)), ["Thanks", "Coffee"]);
}

#[test]
fn a_tag_in_common_makes_no_wait_the_same() {
    let old = flow("after 1d { send \"Still there?\"  tag \"asked\" }");
    let new = flow("after 1d { send \"See what came in for spring\"  tag \"asked\" }");
    let mut contact = started(&old);
    assert_eq!(ends(&apply(&old, &new, &mut contact, 1)).len(), 1);
}

#[test]
fn a_held_message_is_sent_by_the_new_hours_at_the_instant_it_was_held_until() {
    let old = compile(
        "flow one { on keyword \"GO\"\n via sms\n after 1h within 14:00..15:00 send \"Still there?\"\n}",
    );
    let new = compile(
        "flow one { on keyword \"GO\"\n via sms\n tag \"t\"\n after 1h within 13:00..15:00 send \"Still there?\"\n}",
    );
    let mut contact = started(&old);
    take(&old, &mut contact, 1, EventKind::Woke);
    assert!(matches!(contact.runs[0].state, RunState::Held { .. }));
    let due = contact.next_wake().expect("its hours begin");
    assert_eq!(apply(&old, &new, &mut contact, 1), []);
    assert_eq!(contact.next_wake(), Some(due));
    let event = Event::new("w", due, EventKind::Woke);
    assert_eq!(texts(&advance(&new, &mut contact, &event)), ["Still there?"]);
}

#[test]
fn a_stop_condition_of_the_new_version_holds_before_anything_is_sent() {
    let old = flow("send \"Welcome\"\n after 1d send \"Still there?\"");
    let new = compile(
        "flow one { on keyword \"GO\"\n via sms\n stop when contact has tag \"vip\"\n\
         send \"Welcome\"\n after 1d send \"Still there?\"\n}",
    );
    let mut contact = started(&old);
    let vip = EventKind::ContactUpdated { fields: vec![], tags: vec!["vip".into()], groups: vec![] };
    take(&old, &mut contact, 1, vip);
    let effects = apply(&old, &new, &mut contact, 2);
    assert_eq!(ends(&effects)[0].0, RunEnd::Stopped);
}

#[test]
fn a_clock_that_is_new_does_not_ring_for_the_past() {
    let old = compile("flow one { on every mon at 10:00\n via sms\n send \"Weekly\"\n}");
    let new = compile("flow one { on every mon..sun at 10:00\n via sms\n send \"Daily\"\n}");
    let mut contact = started(&old);
    assert_eq!(contact.next_wake(), Some(at(1)), "Monday at ten");
    take(&old, &mut contact, 1, EventKind::Woke);
    assert_eq!(apply(&old, &new, &mut contact, 30), []);
    assert_eq!(contact.next_wake(), Some(at(49)), "Wednesday; Tuesday was before the change");
    // What was due when the change came is not lost.
    let mut late = started(&old);
    apply(&old, &new, &mut late, 30);
    assert_eq!(late.next_wake(), Some(at(1)));
}

#[test]
fn the_plan_counts_who_is_concerned_and_names_the_first() {
    let old = flow("send \"Welcome\"\n after 1d send \"Still there?\"\n after 1d send \"Goodbye for now\"");
    let new = flow("send \"Welcome\"\n after 1d send \"Goodbye for now\"");
    let upgrade = Upgrade::between(&old, &new);
    let mut plan = Plan::new(&upgrade, &new, at(1));
    for number in 0..12 {
        let contact = Contact { id: format!("c{number}").into(), ..started(&old) };
        plan.count(&contact);
    }
    let mut behind = started(&old);
    take(&old, &mut behind, 24, EventKind::Woke);
    plan.count(&behind);
    plan.count(&Contact::new("nobody"));
    insta::assert_snapshot!(plan.text(), @r#"
    flow one changes
      - step 2 `after 1d send "Still there?"` is gone: 12 runs end (c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, …)
    contacts: 12 of 13 with a run are concerned (c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, …)
      1 run goes on, 1 still waiting for the same instant
      12 runs end because the step is gone
    "#);
    let document: serde_json::Value = serde_json::from_str(&plan.json()).expect("json");
    assert_eq!(document["contacts"]["ending"]["count"], 12);
    assert_eq!(document["flows"][0]["steps"][0]["runs"]["contacts"].as_array().expect("names").len(), 10);
}
