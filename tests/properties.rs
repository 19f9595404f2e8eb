//! What must hold of the engine for every program and every sequence of events.
//!
//! A failing case prints its program and events, and is kept in `tests/properties.proptest-regressions`.

#[path = "properties/generate.rs"]
mod generate;
#[path = "properties/observe.rs"]
mod observe;

use flowc::coverage::Points;
use flowc::engine::{Contact, Effect, Event, EventKind, Watch, advance, advance_watched};
use flowc::program::Program;
use flowc::time::Instant;
use proptest::prelude::{ProptestConfig, TestCaseError, prop_assert, prop_assert_eq, proptest};

use generate::{Deed, checked, compile, deeds, programs};

/// How many wakes may come between two events before we call it a hang.
const WAKES_MAX: usize = 5_000;

/// One step of a run of the engine: the event, and what came of it.
struct Step {
    event: Event,
    effects: Vec<Effect>,
}

/// Plays the deeds, with every wake at its instant, and then lets a month go by.
fn play(
    program: &Program,
    deeds: &[Deed],
    at_event: impl FnMut(&mut Contact),
) -> Result<Vec<Step>, TestCaseError> {
    play_before(program, deeds, at_event, None)
}

/// The same, before somebody who looks on.
fn play_before(
    program: &Program,
    deeds: &[Deed],
    mut at_event: impl FnMut(&mut Contact),
    watch: Option<&dyn Watch>,
) -> Result<Vec<Step>, TestCaseError> {
    let mut contact = Contact::new("marie");
    let mut steps: Vec<Step> = Vec::new();
    let mut now = Instant::from_millis(1_772_438_400_000);
    for (number, deed) in deeds.iter().enumerate() {
        now = now.plus_millis(deed.after_millis);
        wake_until((program, watch), &mut contact, now, &mut steps)?;
        at_event(&mut contact);
        let event = Event::new(format!("e{number}"), now, deed.kind.clone());
        take((program, watch), &mut contact, event, &mut steps);
    }
    wake_until((program, watch), &mut contact, now.plus_millis(31 * 86_400_000), &mut steps)?;
    Ok(steps)
}

fn take(
    (program, watch): (&Program, Option<&dyn Watch>),
    contact: &mut Contact,
    event: Event,
    steps: &mut Vec<Step>,
) {
    let effects = match watch {
        None => advance(program, contact, &event),
        Some(watch) => advance_watched(program, contact, &event, watch),
    };
    steps.push(Step { event, effects });
}

fn wake_until(
    (program, watch): (&Program, Option<&dyn Watch>),
    contact: &mut Contact,
    until: Instant,
    steps: &mut Vec<Step>,
) -> Result<(), TestCaseError> {
    for wake in 0..WAKES_MAX {
        let Some(due) = contact.next_wake().filter(|due| *due <= until) else { return Ok(()) };
        let at = due.max(contact.now);
        let event = Event::new(format!("w{}-{wake}", steps.len()), at, EventKind::Woke);
        take((program, watch), contact, event, steps);
    }
    Err(TestCaseError::fail("the contact wants to be woken without end"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_trace_keeps_every_promise(text in programs(), deeds in deeds()) {
        let program = compile(&text);
        let steps = play(&program, &deeds, |_| {})?;
        let mut observer = observe::Observer::default();
        for step in &steps {
            if let Err(broken) = observer.see(&step.event, &step.effects) {
                prop_assert!(false, "{broken}\nafter {:?}\n{text}", step.event);
            }
        }
    }

    #[test]
    fn playing_twice_gives_the_same(text in programs(), deeds in deeds()) {
        let effects = |steps: Vec<Step>| steps.into_iter().flat_map(|step| step.effects).collect::<Vec<_>>();
        let once = effects(play(&compile(&text), &deeds, |_| {})?);
        let twice = effects(play(&compile(&text), &deeds, |_| {})?);
        prop_assert_eq!(once, twice, "{}", text);
    }

    #[test]
    fn who_looks_on_changes_nothing(text in programs(), deeds in deeds()) {
        let checked = checked(&text);
        let program = flowc::compile::compile(&checked);
        let points = Points::of(&checked, &program);
        let recorder = points.recorder();
        let alone = play(&program, &deeds, |_| {})?;
        let watched = play_before(&program, &deeds, |_| {}, Some(&recorder))?;
        let effects = |steps: Vec<Step>| steps.into_iter().flat_map(|step| step.effects).collect::<Vec<_>>();
        prop_assert_eq!(effects(alone), effects(watched), "{}", text);
    }

    #[test]
    fn a_contact_that_is_written_down_and_read_again_goes_on_as_before(text in programs(), deeds in deeds()) {
        let program = compile(&text);
        let effects = |steps: Vec<Step>| steps.into_iter().flat_map(|step| step.effects).collect::<Vec<_>>();
        let straight = effects(play(&program, &deeds, |_| {})?);
        let stored = effects(play(&program, &deeds, |contact| {
            let written = serde_json::to_string(contact).expect("a contact is plain data");
            *contact = serde_json::from_str(&written).expect("what was written can be read");
        })?);
        prop_assert_eq!(straight, stored, "{}", text);
    }

    #[test]
    fn an_event_that_arrives_again_changes_nothing(text in programs(), deeds in deeds()) {
        let program = compile(&text);
        let mut contact = Contact::new("marie");
        let mut now = Instant::from_millis(1_772_438_400_000);
        for (number, deed) in deeds.iter().enumerate() {
            now = now.plus_millis(deed.after_millis);
            let event = Event::new(format!("e{number}"), now, deed.kind.clone());
            let _ = advance(&program, &mut contact, &event);
            let before = contact.clone();
            let again = advance(&program, &mut contact, &event);
            prop_assert_eq!(again, Vec::new());
            prop_assert_eq!(&contact, &before);
        }
    }
}
