//! What the syntax accepts, and what it says of the rest.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests read files and may panic")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use flowc::diagnostics::Diagnostic;
use flowc::source::{Source, SourceId};
use flowc::syntax::{parse, parse_piecewise};

/// The case files whose names begin so, in order.
fn cases(prefix: &str) -> Vec<(String, Source)> {
    let folder = std::fs::read_dir("tests/cases/syntax").unwrap();
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    paths.retain(|path| name(path).starts_with(prefix) && name(path).ends_with(".flow"));
    paths.sort();
    let read = |path: PathBuf| (name(&path), source(&std::fs::read_to_string(&path).unwrap()));
    paths.into_iter().map(read).collect()
}

fn source(text: &str) -> Source {
    Source::new(SourceId(0), "case.flow", text)
}

/// What the author sees, without colours and frames.
fn shown(source: &Source, diagnostics: &[Diagnostic]) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let place = source.position(diagnostic.span().start);
        let words = source.slice(diagnostic.span()).lines().next().unwrap_or("");
        writeln!(text, "{}:{} {} {}", place.line, place.column, diagnostic.code, diagnostic.message).unwrap();
        writeln!(text, "    at: {words}").unwrap();
        if let Some(help) = &diagnostic.help {
            writeln!(text, "    help: {help}").unwrap();
        }
    }
    text
}

#[test]
fn right_programs_are_accepted() {
    for (name, source) in cases("ok-") {
        let parsed = parse(&source);
        assert!(parsed.diagnostics.is_empty(), "{name}\n{}", shown(&source, &parsed.diagnostics));
    }
}

#[test]
fn reading_whole_items_and_reading_statement_by_statement_agree() {
    for (name, source) in cases("") {
        let (whole, pieces) = (parse(&source), parse_piecewise(&source));
        assert_eq!(shown(&source, &whole.diagnostics), shown(&source, &pieces.diagnostics), "{name}");
        assert_eq!(whole.file, pieces.file, "{name}");
    }
}

#[test]
fn wrong_programs_are_told_what_is_wrong() {
    for (name, source) in cases("err-") {
        let parsed = parse(&source);
        assert!(!parsed.diagnostics.is_empty(), "{name}");
        let shown = shown(&source, &parsed.diagnostics);
        insta::with_settings!({ snapshot_path => "cases/syntax", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name.trim_end_matches(".flow"), shown);
        });
    }
}
