//! The cases: `tests/cases/CODE/` holds what raises the code, and `ok-…` what does not, a file or a folder each.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use flowc::check::Broken;
use flowc::diagnostics::render::{Color, Look, Renderer};
use flowc::source::Source;

use super::{codes, outcome, paged, sources};

#[test]
fn every_code_has_cases_of_both_kinds() {
    for row in paged() {
        let cases = cases_of(row.code);
        assert!(cases.keys().any(|name| !name.starts_with("ok-")), "{} has no wrong case", row.code);
        assert!(cases.keys().any(|name| name.starts_with("ok-")), "{} has no right case", row.code);
    }
}

#[test]
fn wrong_cases_show_these_reports() {
    for row in paged() {
        for (name, files) in cases_of(row.code).iter().filter(|(name, _)| !name.starts_with("ok-")) {
            let sources = sources(files);
            assert_eq!(codes(&sources), [row.code], "{}/{name}", row.code);
            let settings = settings(row.code);
            settings.bind(|| insta::assert_snapshot!(name.as_str(), reports(&sources)));
        }
    }
}

#[test]
fn right_cases_raise_nothing() {
    for row in paged() {
        for (name, files) in cases_of(row.code).iter().filter(|(name, _)| name.starts_with("ok-")) {
            let sources = sources(files);
            assert!(codes(&sources).is_empty(), "{}/{name}:\n{}", row.code, reports(&sources));
        }
    }
}

#[test]
fn every_folder_of_cases_belongs_to_a_code() {
    let known: BTreeSet<_> = paged().map(|row| row.code.to_owned()).collect();
    let is_code = |name: &String| name.starts_with(char::is_uppercase);
    for name in entries(&root()).iter().map(|path| file_name(path)).filter(is_code) {
        assert!(known.contains(&name), "{name}");
    }
}

fn reports(sources: &[Source]) -> String {
    let renderer = Renderer::new(Look { color: Color::Plain, width: 100 });
    let found = outcome(sources, Broken::Refuse).diagnostics;
    found.iter().map(|diagnostic| renderer.report(diagnostic, sources)).collect::<Vec<_>>().join("\n")
}

fn settings(code: &str) -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join(code));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

/// The cases of a code by name, each with its files.
pub fn cases_of(code: &str) -> BTreeMap<String, Vec<(String, String)>> {
    let mut cases = BTreeMap::new();
    for path in entries(&root().join(code)) {
        if path.is_dir() {
            cases.insert(file_name(&path), entries(&path).iter().map(|file| read(file)).collect());
        } else if path.extension().is_some_and(|extension| extension == "flow") {
            let (name, text) = read(&path);
            cases.insert(name.trim_end_matches(".flow").to_owned(), vec![(name, text)]);
        }
    }
    cases
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    paths.sort();
    paths
}

pub fn read(path: &Path) -> (String, String) {
    (file_name(path), fs::read_to_string(path).expect("a readable file"))
}

fn file_name(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}
