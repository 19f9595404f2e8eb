//! Random edits of random programs: no run ever lands on another step.

use flowc::engine::contact::{Run, RunState};
use flowc::engine::{Contact, Event, EventKind, advance, relocate};
use flowc::program::{Flow, NodeId, NodeKind, Program, words};
use flowc::time::Instant;
use flowc::upgrade::{Plan, Upgrade};
use proptest::prelude::{ProptestConfig, prop_assert, prop_assert_eq, proptest};

use crate::edits::{edited, edits, statements};
use crate::generate::{compile, deeds, programs};

fn program(statements: &[&str]) -> Program {
    compile(&format!("flow one {{ on keyword \"GO\"\n via sms\n {}\n}}", statements.join("\n ")))
}

/// A contact some hours after the start, at whichever step that is.
fn contact(program: &Program, hours: i64) -> Contact {
    let start = Instant::from_millis(1_772_442_000_000);
    let mut contact = Contact::new("marie");
    let wrote = EventKind::MessageReceived { channel: "sms".into(), text: "GO".into(), intents: vec![] };
    advance(program, &mut contact, &Event::new("e", start, wrote));
    while let Some(due) = contact.next_wake().filter(|due| *due <= start.plus_millis(hours * 3_600_000)) {
        advance(program, &mut contact, &Event::new("w", due, EventKind::Woke));
    }
    contact
}

fn standing(run: &Run) -> NodeId {
    match run.state {
        RunState::Waiting { node, .. } | RunState::Held { node, .. } | RunState::Asking { node, .. } => node,
        RunState::Showing { next } => next,
        RunState::Moving | RunState::Ended => panic!("between two events no run moves"),
    }
}

/// What a step is to somebody who reads it: its own words, and for a wait the first message that it waits for.
fn reads(program: &Program, flow: &Flow, id: NodeId) -> String {
    let Some(node) = flow.node(id) else { return "end".to_owned() };
    match &node.kind {
        NodeKind::Send(send) => format!("send {}", words::content(program, &send.content)),
        NodeKind::Ask { send, .. } => format!("ask {}", words::content(program, &send.content)),
        NodeKind::Wait { delay, .. } => format!("after {delay} {}", reads(program, flow, node.next)),
        NodeKind::WaitUntil { .. } => format!("at {}", reads(program, flow, node.next)),
        NodeKind::If { condition, .. } => format!("if {}", words::condition(condition)),
        NodeKind::Split(_) => "split".to_owned(),
        NodeKind::Do(action) => words::action(program, action),
        NodeKind::Stop => "stop".to_owned(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_run_lands_on_a_step_that_reads_differently(
        statements in statements(), edits in edits(), hours in 0..80_i64,
    ) {
        let after = edited(statements.clone(), &edits);
        let (old, new) = (program(&statements), program(&after));
        let before = contact(&old, hours);
        let upgrade = Upgrade::between(&old, &new);
        let event = Event::new("p", before.now, EventKind::ProgramApplied { version: 2 });
        let mut moved = before.clone();
        let effects = relocate(&new, &mut moved, upgrade.routes(), &event);
        prop_assert_eq!(before.runs.len(), moved.runs.len() + effects.len(), "each goes on or ends with a reason");
        for (run, now) in before.runs.iter().zip(&moved.runs) {
            let was = reads(&old, &old.flows[0], standing(run));
            let is = reads(&new, &new.flows[0], standing(now));
            prop_assert_eq!(&was, &is, "{:?}\n{:?}", statements, after);
            prop_assert_eq!(run.state.due(), now.state.due());
        }
        // A step that was neither touched nor doubled is not lost.
        if let Some(run) = before.runs.first().filter(|_| moved.runs.is_empty()) {
            let was = reads(&old, &old.flows[0], standing(run));
            let copies = |program: &Program| {
                let flow = &program.flows[0];
                (0..flow.nodes.len() as u32).filter(|at| reads(program, flow, NodeId(*at)) == was).count()
            };
            prop_assert!(copies(&old) != 1 || copies(&new) != 1, "{was}\n{statements:?}\n{after:?}");
        }
        // The same again gives the same: a crash in between loses nothing.
        let written = serde_json::to_string(&before).expect("a contact is plain data");
        let mut again: Contact = serde_json::from_str(&written).expect("what was written can be read");
        prop_assert_eq!(relocate(&new, &mut again, upgrade.routes(), &event), effects);
        moved.runs.iter_mut().for_each(|run| run.flow_hint = None);
        again.runs.iter_mut().for_each(|run| run.flow_hint = None);
        prop_assert_eq!(again, moved);
    }

    #[test]
    fn what_a_moved_run_does_next_is_what_it_would_have_done(
        above in statements(), below in statements(), hours in 0..80_i64,
    ) {
        // Lines are only added above: what the run still has before it is the same.
        let whole: Vec<&str> = above.iter().chain(&below).copied().collect();
        let (old, new) = (program(&below), program(&whole));
        let before = contact(&old, hours);
        let upgrade = Upgrade::between(&old, &new);
        let event = Event::new("p", before.now, EventKind::ProgramApplied { version: 2 });
        let mut moved = before.clone();
        relocate(&new, &mut moved, upgrade.routes(), &event);
        // Where statements occur twice, an earlier copy may be taken for the step: that one reads the same.
        let twice = below.iter().any(|statement| whole.iter().filter(|other| *other == statement).count() > 1);
        if let Some(due) = before.next_wake().filter(|_| !twice) {
            let woke = Event::new("w", due, EventKind::Woke);
            let said = |program: &Program, mut contact: Contact| -> Vec<_> {
                let effects = advance(program, &mut contact, &woke);
                effects.into_iter().map(|effect| (effect.at, effect.kind)).collect()
            };
            prop_assert_eq!(said(&old, before), said(&new, moved), "{:?}\n{:?}", above, below);
        }
    }

    #[test]
    fn a_program_changes_nothing_against_itself(text in programs(), deeds in deeds()) {
        let program = compile(&text);
        let again = compile(&text);
        let upgrade = Upgrade::between(&program, &again);
        prop_assert!(upgrade.changes().is_empty(), "{:#?}\n{text}", upgrade.changes());
        let mut contact = Contact::new("marie");
        let mut now = Instant::from_millis(1_772_438_400_000);
        for (number, deed) in deeds.iter().enumerate() {
            now = now.plus_millis(deed.after_millis);
            advance(&program, &mut contact, &Event::new(format!("e{number}"), now, deed.kind.clone()));
        }
        let mut plan = Plan::new(&upgrade, &again, contact.now);
        plan.count(&contact);
        prop_assert_eq!(plan.counts().concerned.count, 0);
        let event = Event::new("p", contact.now, EventKind::ProgramApplied { version: 2 });
        let mut moved = contact.clone();
        prop_assert_eq!(relocate(&again, &mut moved, upgrade.routes(), &event), vec![]);
        prop_assert_eq!(standings(&moved), standings(&contact));
    }
}

fn standings(contact: &Contact) -> Vec<(u64, RunState)> {
    contact.runs.iter().map(|run| (run.id, run.state.clone())).collect()
}
