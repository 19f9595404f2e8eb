//! What scenarios reach: counted by hand on small cases, and told in every format.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read their files, and may fail")]

#[path = "coverage/formats.rs"]
mod formats;

use chrono::NaiveDate;
use flowc::analysis::analyse;
use flowc::check::{Broken, Checked, Config};
use flowc::compile::compile;
use flowc::coverage::{Counts, Kind, Points, Recorder, Report, State, html, text};
use flowc::program::Program;
use flowc::simulator::{Outcome, Palette, Script, play, play_watched};
use flowc::source::{Source, SourceId};
use flowc::syntax::ast::Item;

const PARTLY: &str = include_str!("cases/coverage/partly.flow");
const WHOLE: &str = include_str!("cases/coverage/whole.flow");

/// A workspace of one file, its scenarios played by somebody who counts.
struct Played {
    sources: [Source; 1],
    checked: Checked,
    program: Program,
}

impl Played {
    fn of(text: &str) -> Self {
        let sources = [Source::new(SourceId(0), "a.flow", text)];
        let as_of = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        let outcome = analyse(&sources, Config { as_of, broken: Broken::Refuse });
        let checked = outcome.checked.unwrap_or_else(|| panic!("{:#?}", outcome.diagnostics));
        let program = compile(&checked);
        Self { sources, checked, program }
    }

    fn scripts(&self) -> Vec<Script> {
        let scenarios = self.checked.items().filter_map(|item| match item {
            Item::Scenario(scenario) => Some(scenario),
            _ => None,
        });
        scenarios.map(|scenario| Script::new(&self.program, scenario).unwrap()).collect()
    }

    fn play(&self, script: &Script, recorder: &Recorder<'_>) -> Outcome {
        let outcome = play_watched(&self.program, script, recorder);
        assert!(outcome.passed(), "{}: {:#?}", outcome.title, outcome.failures);
        recorder.take(&outcome.trace);
        outcome
    }

    /// Hands the report on.
    fn report<T>(&self, told: impl FnOnce(&Report<'_>) -> T) -> T {
        let points = Points::of(&self.checked, &self.program);
        let recorder = points.recorder();
        self.scripts().iter().for_each(|script| drop(self.play(script, &recorder)));
        let counts = recorder.into_counts();
        told(&Report::new(&points, &counts, &self.sources))
    }

    /// The only point of a kind with that source: how often each of its outcomes was seen, and what was not.
    fn point(&self, kind: Kind, words: &str) -> (Vec<u64>, Option<&'static str>) {
        self.report(|report| {
            let points = report.points.sections.iter().flat_map(|section| &section.points);
            let found: Vec<_> = points
                .filter(|point| point.what.kind() == kind && report.words(point) == words)
                .map(|point| (report.counts(point), report.missing(point)))
                .collect();
            let [one] = found.as_slice() else { panic!("{kind:?} {words}: {found:?}") };
            one.clone()
        })
    }
}

#[test]
fn what_is_not_reached_is_told_with_its_place() {
    let told = Played::of(PARTLY).report(|report| text::text(report, &Palette::PLAIN));
    insta::assert_snapshot!("coverage", told);
}

#[test]
fn a_trigger_counts_the_runs_that_it_started() {
    let played = Played::of(PARTLY);
    assert_eq!(played.point(Kind::Trigger, "keyword \"REMIND\""), (vec![2], None));
    assert_eq!(played.point(Kind::Trigger, "event \"cart_left\""), (vec![0], Some("never fired")));
    // By hand, and by a step of another flow.
    assert_eq!(Played::of(WHOLE).point(Kind::Trigger, "start"), (vec![1], None));
}

#[test]
fn a_condition_has_to_be_seen_true_and_false() {
    let played = Played::of(PARTLY);
    // Asked when each of the two messages arrived.
    assert_eq!(played.point(Kind::Condition, "contact.country is \"FR\""), (vec![1, 1], None));
    // Not asked where the country was enough.
    assert_eq!(played.point(Kind::Condition, "contact has tag \"vip\""), (vec![1, 0], Some("never false")));
    assert_eq!(played.point(Kind::Condition, "contact.plan is not \"pro\"").1, Some("never false"));
    assert_eq!(played.point(Kind::Condition, "contact has tag \"done\"").1, Some("never true"));
    assert_eq!(played.point(Kind::Condition, "contact has tag \"a\"").1, Some("never asked"));
    // A `not` is no condition of its own: what stands in it is seen.
    assert_eq!(Played::of(WHOLE).point(Kind::Condition, "contact has tag \"vip\""), (vec![1, 4], None));
}

#[test]
fn a_window_has_to_be_seen_open_and_shut() {
    let played = Played::of(PARTLY);
    assert_eq!(played.point(Kind::Window, "within 09:00..10:00"), (vec![0, 1], Some("never open")));
    assert_eq!(played.point(Kind::Window, "within office").1, Some("never shut"));
    // Quiet hours hold no answers: only the message of the next day asks for them.
    assert_eq!(played.point(Kind::Window, "21:00..08:00"), (vec![1, 0], Some("never shut")));
}

#[test]
fn a_fallback_counts_the_messages_that_were_passed_on() {
    let played = Played::of(PARTLY);
    // Two messages of the second scenario went out by SMS, since there is no visit.
    assert_eq!(played.point(Kind::Fallback, "sms"), (vec![2], None));
    assert_eq!(played.point(Kind::Fallback, "whatsapp for 24h"), (vec![0], Some("never fallen back on")));
}

#[test]
fn a_stop_rule_counts_where_it_stopped_something() {
    let played = Played::of(PARTLY);
    assert_eq!(played.point(Kind::Stop, "booking"), (vec![1], None));
    assert_eq!(played.point(Kind::Stop, "purchase"), (vec![0], Some("never stopped by")));
    assert_eq!(played.point(Kind::Stop, "contact has tag \"done\""), (vec![0], Some("never stopped by")));
    // The run that set the tag was at its end; the next one was kept from starting.
    assert_eq!(Played::of(WHOLE).point(Kind::Stop, "contact has tag \"done\""), (vec![1], None));
}

#[test]
fn the_ways_of_a_step_are_counted_one_by_one() {
    let played = Played::of(PARTLY);
    let ways = [
        ("\"morning\"", 1),
        ("intent busy", 0),
        ("otherwise", 0),
        ("silence 1h", 1),
        ("now within office", 1),
        ("100%", 1),
        ("0%", 0),
    ];
    for (words, times) in ways {
        assert_eq!(played.point(Kind::Branch, words).0, vec![times], "{words}");
    }
    // One run went past both conditions in neither scenario.
    played.report(|report| {
        let points = report.points.sections.iter().flat_map(|section| &section.points);
        let skipped = points.filter(|point| report.missing(point) == Some("never skipped")).count();
        assert_eq!(skipped, 1);
    });
    // A question that takes any reply has one way, and an `if` without `else` two.
    assert_eq!(
        Played::of(WHOLE).point(Kind::Branch, "ask \"When?\" save contact.first_name"),
        (vec![2], None)
    );
}

#[test]
fn everything_reached_is_100_percent() {
    Played::of(WHOLE).report(|report| {
        let total = report.total();
        assert!(total.is_whole() && total.all > 20, "{}", text::text(report, &Palette::PLAIN));
        assert_eq!(total.percent(), "100 %");
        assert!(!text::text(report, &Palette::PLAIN).contains("never"));
        assert!(!html::html(report, "").contains("never"));
    });
}

#[test]
fn almost_everything_is_not_100_percent() {
    let tally = |seen, all| flowc::coverage::Tally { seen, all }.percent();
    assert_eq!(tally(9_999, 10_000), "99.9 %");
    assert_eq!(tally(15, 16), "93.7 %");
    assert_eq!(tally(1, 2), "50 %");
    assert_eq!(tally(0, 0), "100 %");
}

#[test]
fn what_is_seen_apart_adds_up() {
    for text in [PARTLY, WHOLE] {
        let played = Played::of(text);
        let points = Points::of(&played.checked, &played.program);
        let together = points.recorder();
        let mut apart: Counts = points.nothing();
        for script in played.scripts() {
            played.play(&script, &together);
            let alone = points.recorder();
            played.play(&script, &alone);
            apart.add(&alone.into_counts());
        }
        assert_eq!(together.into_counts(), apart);
    }
}

#[test]
fn scenarios_come_out_the_same_whether_they_are_counted_or_not() {
    for text in [PARTLY, WHOLE] {
        let played = Played::of(text);
        let points = Points::of(&played.checked, &played.program);
        for script in played.scripts() {
            assert_eq!(play(&played.program, &script), played.play(&script, &points.recorder()));
        }
    }
}

#[test]
fn a_step_within_one_that_was_not_reached_is_not_told_again() {
    let nested = "flow a { on keyword \"GO\"  if contact has tag \"x\" { after 1d { send \"a\"  send \"b\" } } }\n\
                  scenario \"s\" { contact marie { phone \"+33612345678\" }  marie says \"GO\" on sms  expect no send }\n";
    Played::of(nested).report(|report| {
        let section = &report.points.sections[0];
        let told: Vec<_> =
            report.missed(section).iter().map(|point| report.missing(point).unwrap()).collect();
        assert_eq!(told, ["never true", "never taken"]);
        let missed = section.points.iter().filter(|point| report.state(point) == State::Missed).count();
        assert_eq!(missed, 4, "the branch, the `after` and both messages");
    });
}
