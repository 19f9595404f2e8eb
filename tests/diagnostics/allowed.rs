//! What may be allowed is silenced above an item, and leaves a program that has a meaning.

use flowc::check::Broken;
use flowc::compile::compile;
use flowc::diagnostics::Severity;
use flowc::simulator::{Script, play};
use flowc::source::{Source, SourceId};
use flowc::syntax::{ast, parse};

use super::cases::cases_of;
use super::{outcome, paged, sources};

/// The source with an allow above each of its items.
fn allowing(source: &Source, code: &str) -> Source {
    let mut text = source.text().to_owned();
    for item in parse(source).file.items.iter().rev() {
        text.insert_str(item.span().start as usize, &format!("\n# allow {code}: this is a test\n"));
    }
    Source::new(source.id(), source.name(), text)
}

#[test]
fn every_finding_that_may_be_allowed_is_silenced_and_the_program_runs() {
    let allowed = paged().filter(|row| row.may_be_allowed() && !row.code.starts_with('A'));
    let mut played = 0;
    for row in allowed {
        for (name, files) in cases_of(row.code).iter().filter(|(name, _)| !name.starts_with("ok-")) {
            let allowing: Vec<_> = sources(files).iter().map(|source| allowing(source, row.code)).collect();
            let outcome = outcome(&allowing, Broken::Refuse);
            let others: Vec<_> = outcome.diagnostics.iter().filter(|found| found.code != "A001").collect();
            assert!(others.is_empty(), "{}/{name}: {others:#?}", row.code);
            let checked = outcome.checked.expect("nothing is an error");
            let program = compile(&checked);
            for item in checked.items() {
                if let ast::Item::Scenario(scenario) = item {
                    play(&program, &Script::new(&program, scenario).expect("it can be played"));
                    played += 1;
                }
            }
        }
    }
    assert!(played > 0);
}

#[test]
fn no_allow_is_called_unused_while_a_part_cannot_be_read() {
    let text = "# allow K001: both answer\nflow a { on keyword \"A\"  send }\n\
        # allow K005: the poster\nflow b { on purchase  send \"b\" }\n# allow K001: x\n";
    let outcome = outcome(&[Source::new(SourceId(0), "a.flow", text)], Broken::Refuse);
    assert!(outcome.diagnostics.iter().all(|found| found.severity == Severity::Error));
    let text = "# allow K005: the poster\nflow b { on purchase  send nope }\n";
    let outcome = super::outcome(&[Source::new(SourceId(0), "a.flow", text)], Broken::Refuse);
    assert_eq!(outcome.diagnostics.len(), 1);
}

#[test]
fn an_allow_above_an_item_that_cannot_be_read_is_not_the_next_ones() {
    let text = "# allow K005: the poster\nflow 7 { }\nflow b { on keyword \"2026\" from sms  send \"b\" }\n";
    let outcome = outcome(&[Source::new(SourceId(0), "a.flow", text)], Broken::Refuse);
    assert!(outcome.diagnostics.iter().any(|found| found.code == "K005"), "{:#?}", outcome.diagnostics);
}
