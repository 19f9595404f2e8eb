//! A workspace that is edited says after every change what a fresh run says of its texts.
//!
//! Real and made workspaces are edited at random, with texts that are half typed, braces that go, names that change,
//! files that come and go. A failing case prints its edits.
#![allow(clippy::disallowed_methods, reason = "tests read their files")]

#[path = "../benches/corpus.rs"]
mod corpus;
#[path = "live/edits.rs"]
mod edits;
#[path = "live/workspaces.rs"]
mod workspaces;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use flowc::analysis::analyse_with;
use flowc::analysis::levels::Levels;
use flowc::analysis::live::{Change, Changed, FileId, Live};
use flowc::check::{Broken, Config};
use flowc::diagnostics::{Diagnostic, short};
use flowc::source::SourceId;
use proptest::collection::vec;
use proptest::prelude::*;

use edits::{Edit, Mirror, edit};

fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date")
}

fn open(files: &[(&str, &str)]) -> Live {
    let mut live = Live::new(as_of(), Levels::default());
    live.add(files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    live
}

/// What a fresh run says.
fn fresh(live: &Live, as_of: NaiveDate, levels: &Levels) -> Vec<Diagnostic> {
    analyse_with(&live.sources(), Config { as_of, broken: Broken::LeaveOut }, levels).diagnostics
}

/// What the workspace says.
fn told(live: &Live) -> Vec<Diagnostic> {
    live.files().flat_map(|file| live.findings(file).to_vec()).collect()
}

/// A finding for each line, for a test that fails.
fn lines(live: &Live, found: &[Diagnostic]) -> Vec<String> {
    let sources = live.sources();
    found.iter().map(|found| short::line(found, &sources)).collect()
}

/// An editor that shows what it was told to show.
#[derive(Default)]
struct Editor {
    shown: BTreeMap<FileId, Vec<Diagnostic>>,
}

impl Editor {
    fn take(&mut self, live: &Live, changed: &Changed) {
        for file in &changed.files {
            self.shown.insert(*file, shown(live, *file));
        }
        self.shown.retain(|_, found| !found.is_empty());
    }
}

/// The findings of a file with the numbers of files that do not change.
fn shown(live: &Live, file: FileId) -> Vec<Diagnostic> {
    let ids: Vec<FileId> = live.files().collect();
    let mut found = live.findings(file).to_vec();
    let lasting = |source: SourceId| {
        let id = live.file_of(source).expect("a place lies in a file");
        SourceId(1_000 + ids.iter().position(|other| *other == id).expect("the file is there") as u32)
    };
    found.iter_mut().for_each(|found| found.each_span(|span| span.source = lasting(span.source)));
    found
}

fn play(files: &[(String, String)], edits: &[Edit]) -> Result<(), TestCaseError> {
    let mut mirror = Mirror::new(files);
    let mut live = Live::new(mirror.as_of, mirror.levels.clone());
    let mut editor = Editor::default();
    let changed = live.add(files.to_vec());
    editor.take(&live, &changed);
    for (number, one) in edits.iter().enumerate() {
        let (what, changed) = edit(&mut mirror, &mut live, one);
        editor.take(&live, &changed);
        let texts: Vec<(String, String)> = live
            .sources()
            .iter()
            .map(|source| (source.name().to_owned(), source.text().to_owned()))
            .collect();
        prop_assert_eq!(&texts, &mirror.files, "texts after edit {}: {}", number, &what);
        let (now, wanted) = (told(&live), fresh(&live, mirror.as_of, &mirror.levels));
        if now != wanted {
            let (now_lines, wanted_lines) = (lines(&live, &now), lines(&live, &wanted));
            prop_assert_eq!(
                now_lines,
                wanted_lines,
                "findings after edit {}: {}\n{:#?}",
                number,
                &what,
                texts
            );
            prop_assert_eq!(now, wanted, "findings after edit {}: {}", number, &what);
        }
        let all: BTreeMap<FileId, Vec<Diagnostic>> = live
            .files()
            .filter(|file| !live.findings(*file).is_empty())
            .map(|file| (file, shown(&live, file)))
            .collect();
        // Files that come and go give those behind them other numbers, which an editor does not see.
        if !one.moves_files() {
            prop_assert_eq!(&editor.shown, &all, "what an editor shows after edit {}: {}", number, &what);
        }
        editor.shown = all;
    }
    Ok(())
}

/// As many cases as `PROPTEST_CASES` asks for, or a few: each is compared with a fresh run after every edit.
fn config() -> ProptestConfig {
    let usual = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { usual.cases } else { 16 };
    ProptestConfig { cases, max_shrink_iters: 400, ..usual }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_workspace_that_is_edited_says_what_a_fresh_run_says(
        workspace in 0..workspaces::COUNT,
        edits in vec(edits::any_edit(), 1..24),
    ) {
        play(&workspaces::workspace(workspace), &edits)?;
    }
}

#[test]
fn every_letter_of_a_workspace_may_be_typed_after_the_other() {
    for number in 0..2 {
        let files = workspaces::workspace(number);
        let mut live = Live::new(as_of(), Levels::default());
        live.add(files.iter().map(|(name, _)| (name.clone(), String::new())));
        for (name, text) in &files {
            let file = live.find(name).expect("it was added");
            let mut start = 0;
            for (at, _) in text.char_indices().skip(1).step_by(7).chain([(text.len(), ' ')]) {
                let end = live.source(file).text().len() as u32;
                live.edit(file, &[Change { range: end..end, text: text[start..at].to_owned() }]);
                start = at;
                assert_eq!(
                    lines(&live, &told(&live)),
                    lines(&live, &fresh(&live, as_of(), &Levels::default()))
                );
            }
            assert_eq!(live.source(file).text(), text);
        }
    }
}

#[test]
fn only_files_whose_findings_change_are_named() {
    let text = "flow a { on keyword \"MENU\" from sms  send \"Hello\" }\n";
    let mut live = open(&[("a.flow", text), ("b.flow", "flow b { on purchase  send \"Merci\" }\n")]);
    let (a, b) = (live.find("a.flow").expect("a file"), live.find("b.flow").expect("a file"));
    assert!(told(&live).is_empty());
    let typed = |text: &str, at: u32| Change { range: at..at, text: text.to_owned() };
    assert_eq!(live.edit(b, &[typed("!", 33)]).files, []);
    let changed = live.edit(b, &[Change { range: 12..20, text: "keyword \"MENU\"".to_owned() }]);
    assert_eq!(changed.files, [b]);
    assert_eq!(live.findings(b)[0].code, "K001");
    // The other place of the finding moves with the text before it.
    assert_eq!(live.edit(a, &[typed("# A comment.\n", 0)]).files, [b]);
    assert_eq!(live.remove(a).files, [b]);
    assert!(told(&live).is_empty());
}

#[test]
fn changes_that_fit_no_text_are_taken_as_far_as_they_go() {
    let mut live = open(&[("a.flow", "# é\n")]);
    let file = live.find("a.flow").expect("a file");
    let change = |range, text: &str| Change { range, text: text.to_owned() };
    live.edit(file, &[change(3..3, "x")]);
    assert_eq!(live.source(file).text(), "# xé\n");
    #[allow(clippy::reversed_empty_ranges, reason = "it is what is tried")]
    live.edit(file, &[change(900..2, "!"), change(70..900, "?")]);
    assert_eq!(live.source(file).text(), "# !xé\n?");
    live.remove(file);
    assert_eq!(live.edit(file, &[change(0..0, "group a")]).files, []);
    assert_eq!((live.remove(file).files, live.set_text(file, String::new()).files), (vec![], vec![]));
    assert!(live.findings(file).is_empty() && live.parsed(file).is_none());
}

#[test]
fn files_stand_in_the_order_of_their_paths() {
    let live = open(&[("b.flow", ""), ("a-b.flow", ""), ("a/z.flow", ""), ("a/b/c.flow", "")]);
    let names: Vec<&str> = live.files().map(|file| live.name(file)).collect();
    assert_eq!(names, ["a/b/c.flow", "a/z.flow", "a-b.flow", "b.flow"]);
}

#[test]
fn trees_names_and_programs_are_those_of_the_present_text() {
    let mut live = open(&[
        ("a.flow", "flow order { on keyword \"ORDER\"  start thanks }\n"),
        ("b.flow", "flow thanks { send \"Merci\" }\n"),
    ]);
    let (a, b) = (live.find("a.flow").expect("a file"), live.find("b.flow").expect("a file"));
    assert_eq!(live.program().expect("a program").flows.len(), 2);
    let names = live.names();
    let reference = names.references().all()[0];
    let symbol = names.at(reference.span).expect("it means something");
    assert_eq!(names.symbols().get(symbol).name, "thanks");
    let places: Vec<_> =
        names.places(symbol).iter().map(|span| (live.file_of(span.source), span.start)).collect();
    assert_eq!(places, [(Some(b), 5), (Some(a), 39)]);
    assert_eq!(names.at(names.places(symbol)[0]), Some(symbol));
    live.edit(b, &[Change { range: 14..19, text: "snd ".to_owned() }]);
    assert!(live.program().expect("a program").flows.is_empty());
    assert_eq!(live.parsed(b).expect("a tree").file.items.len(), 1);
    assert_eq!(live.names().places(symbol).len(), 2);
}
