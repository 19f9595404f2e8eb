//! Overlaps are proven, and none is missed where one side says how a message begins or what all of it is.
//!
//! Random pairs of flows are compared by the checker and played by the engine; a failing case prints the flows.

#[path = "overlap/chance.rs"]
mod chance;

use chrono::NaiveDate;
use flowc::check::{Broken, Checked, Config, check};
use flowc::compile::compile;
use flowc::engine::{Cause, Contact, Effect, EffectKind, Event, EventKind, advance};
use flowc::overlap::{Overlap, find, scenarios};
use flowc::program::{Lifecycle, Program};
use flowc::simulator::{Script, play};
use flowc::source::{Source, SourceId};
use flowc::syntax::{ast, parse};
use flowc::time::Instant;
use proptest::prelude::*;
use proptest::sample::Index;

use chance::{HEAD, anchored, contact, flow, is_anchored, message, trigger};

fn checked(text: &str) -> Checked {
    let source = Source::new(SourceId(0), "test.flow", text);
    let parsed = parse(&source);
    let as_of = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date");
    let outcome = check(vec![parsed.file], parsed.diagnostics, Config { as_of, broken: Broken::Refuse });
    outcome.checked.unwrap_or_else(|| panic!("{text}\n{:#?}", outcome.diagnostics))
}

fn live(checked: &Checked) -> Program {
    let mut program = compile(checked);
    program.flows.iter_mut().for_each(|flow| flow.lifecycle = Lifecycle::Live);
    program
}

fn started(effects: &[Effect], flow: &str) -> bool {
    effects.iter().any(|effect| {
        effect.flow.as_deref() == Some(flow)
            && matches!(effect.kind, EffectKind::StartRun { .. })
            && matches!(effect.cause, Cause::Event(_))
    })
}

fn write(program: &Program, contact: &Contact, at: Instant, channel: &str, text: &str) -> Vec<Effect> {
    let kind = EventKind::MessageReceived { channel: channel.into(), text: text.into(), intents: Vec::new() };
    advance(program, &mut contact.clone(), &Event::new("e", at, kind))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn what_is_reported_starts_both(one in flow("one", trigger()), other in flow("other", trigger())) {
        let text = format!("{HEAD}{one}{other}");
        let checked = checked(&text);
        let program = live(&checked);
        let found = find(&checked);
        for Overlap { witness, .. } in &found.overlaps {
            let effects = write(&program, &witness.contact, witness.at, &witness.channel, &witness.message);
            prop_assert!(started(&effects, "one") && started(&effects, "other"), "{text}{witness:?}");
        }
    }

    /// What the analysis calls a common message is one: what is left to be dropped by playing are messages that opt out.
    #[test]
    fn little_is_left_to_playing(one in flow("one", trigger()), other in flow("other", trigger())) {
        let text = format!("{HEAD}{one}{other}");
        let found = find(&checked(&text));
        prop_assert!(found.unproven == 0 || !found.overlaps.is_empty(), "{text}");
    }

    #[test]
    fn a_scenario_shows_it(one in flow("one", trigger()), other in flow("other", trigger())) {
        let text = format!("{HEAD}{one}{other}");
        let found = find(&checked(&text));
        let written = scenarios(&found.overlaps);
        prop_assert_eq!(written.contains("Once `"), !written.contains("scenario") && !found.overlaps.is_empty() && !written.contains("cannot say"), "{}", written);
        let checked = checked(&format!("{text}{written}"));
        let program = compile(&checked);
        for item in checked.items() {
            let ast::Item::Scenario(scenario) = item else { continue };
            let script = Script::new(&program, scenario).expect("a scenario that was written can be played");
            prop_assert!(play(&program, &script).passed(), "{text}{written}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 25, ..ProptestConfig::default() })]

    #[test]
    fn of_an_anchored_pair_nothing_is_missed(
        one in flow("one", anchored()),
        other in flow("other", trigger()),
        contacts in proptest::collection::vec(contact(), 25),
        messages in proptest::collection::vec(proptest::collection::vec(any::<Index>(), 1..6), 100),
        hours in proptest::collection::vec(0_i64..24 * 28, 4),
    ) {
        let text = format!("{HEAD}{one}{other}");
        prop_assume!(is_anchored(&one) || is_anchored(&other));
        let checked = checked(&text);
        if !find(&checked).overlaps.is_empty() {
            return Ok(());
        }
        let program = live(&checked);
        for contact in &contacts {
            for pieces in &messages {
                let message = message(pieces);
                for (hour, channel) in hours.iter().zip(["sms", "whatsapp", "webchat", "sms"]) {
                    let at = Instant::from_millis(1_772_438_400_000 + hour * 3_600_000);
                    let effects = write(&program, contact, at, channel, &message);
                    prop_assert!(
                        !(started(&effects, "one") && started(&effects, "other")),
                        "{text}`{message}` on {channel} at {at:?} from {contact:?}"
                    );
                }
            }
        }
    }
}
