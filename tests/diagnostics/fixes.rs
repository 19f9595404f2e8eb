//! Fixes mend: over all cases, what is mended is gone, the rest is no worse, and mending again changes nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use flowc::analysis::levels::Levels;
use flowc::analysis::mend::mend;
use flowc::check::{Broken, Config};
use flowc::diagnostics::Diagnostic;
use flowc::diagnostics::code::CATALOGUE;
use flowc::source::Source;

use super::cases::{cases_of, read};
use super::{outcome, sources};

fn config() -> Config {
    Config { as_of: NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date"), broken: Broken::Refuse }
}

fn found(sources: &[Source]) -> Vec<Diagnostic> {
    outcome(sources, Broken::Refuse).diagnostics
}

/// The wrong cases of all codes and of the syntax.
fn workspaces() -> Vec<(String, Vec<Source>)> {
    let of_code = |code: &'static str| {
        cases_of(code).into_iter().map(move |(name, files)| (format!("{code}/{name}"), sources(&files)))
    };
    let mut all: Vec<_> = CATALOGUE.iter().flat_map(|row| of_code(row.code)).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/syntax");
    for entry in fs::read_dir(folder).expect("a folder of cases") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "flow") {
            all.push((path.display().to_string(), sources(&[read(&path)])));
        }
    }
    all
}

#[test]
fn mending_removes_what_it_mends_and_is_done_once() {
    let mut mended_codes: BTreeMap<&str, usize> = BTreeMap::new();
    for reading in [None, Some("and-first"), Some("or-first")] {
        for (name, before) in workspaces() {
            let can = |found: &&Diagnostic| {
                let chosen = found.choices.iter().any(|choice| Some(choice.name) == reading);
                found.fix.is_some() || chosen
            };
            let fixable: Vec<_> = found(&before).iter().filter(can).map(|found| found.code).collect();
            let mended = mend(&before, config(), &Levels::default(), reading);
            assert_eq!(mended.fixes > 0, !fixable.is_empty(), "{name}");
            let left = found(&mended.sources);
            assert_eq!(left.iter().filter(can).count(), 0, "{name}: {left:#?}");
            assert_eq!(mend(&mended.sources, config(), &Levels::default(), reading).fixes, 0, "{name}");
            let syntax =
                |found: &[Diagnostic]| found.iter().filter(|found| found.code.starts_with('S')).count();
            assert!(
                syntax(&left) <= syntax(&found(&before)),
                "{name}: the text is less readable than before"
            );
            fixable.into_iter().for_each(|code| *mended_codes.entry(code).or_default() += 1);
        }
    }
    for code in ["A001", "K003", "N001", "S001", "S002", "T001"] {
        assert!(mended_codes.contains_key(code), "no case of {code} is mended: {mended_codes:?}");
    }
}
