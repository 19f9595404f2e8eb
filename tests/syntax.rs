//! What the syntax accepts, and what it says of the rest.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests read files and may panic")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use flowc::diagnostics::Diagnostic;
use flowc::source::{Source, SourceId};
use flowc::syntax::{parse, parse_as_one, parse_piecewise};

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

/// Compares with the snapshot beside the case.
fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("cases/syntax");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name.trim_end_matches(".flow"), text));
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
fn cutting_a_file_and_reading_it_as_one_agree() {
    for (name, source) in cases("ok-") {
        let parsed = parse(&source);
        assert_eq!(parse_as_one(&source).as_ref(), Some(&parsed.file), "{name}");
    }
    for (name, source) in cases("err-") {
        assert_eq!(parse_as_one(&source), None, "{name}");
    }
}

#[test]
fn right_programs_mean_what_they_say() {
    for (name, source) in cases("ok-") {
        let tree = flowc::syntax::ast::dump::dump(&parse(&source).file);
        snapshot(&name, &tree);
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
        snapshot(&name, &shown(&source, &parsed.diagnostics));
    }
}

/// The `flow` blocks of a page under one heading.
fn blocks(page: &str, heading: &str) -> Vec<String> {
    let section = page.split("\n## ").find_map(|section| section.strip_prefix(heading)).unwrap_or("");
    section.split("```flow\n").skip(1).map(|block| block.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn each_page_shows_what_raises_its_code_and_what_does_not() {
    for entry in flowc::diagnostics::code::CATALOGUE.iter().filter(|entry| entry.code.starts_with('S')) {
        let page = std::fs::read_to_string(format!("docs/diagnostics/{}.md", entry.code)).unwrap();
        assert!(page.starts_with(&format!("# {} {}\n", entry.code, entry.name)), "{}", entry.code);
        for heading in ["What it means", "Why it matters", "Wrong", "Right"] {
            assert!(page.contains(&format!("\n## {heading}\n")), "{} has no `{heading}`", entry.code);
        }
        for (heading, expected) in [("Wrong", vec![entry.code]), ("Right", vec![])] {
            let blocks = blocks(&page, heading);
            assert!(!blocks.is_empty(), "{} shows nothing {heading}", entry.code);
            for block in blocks {
                let mut codes: Vec<_> =
                    parse(&source(&block)).diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
                codes.dedup();
                assert_eq!(codes, expected, "{} {heading}\n{block}", entry.code);
            }
        }
    }
}

#[test]
fn every_page_belongs_to_a_code() {
    for entry in std::fs::read_dir("docs/diagnostics").unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let code = name.trim_end_matches(".md");
        assert!(flowc::diagnostics::code::find(code).is_some(), "{name}");
    }
}

#[test]
fn the_grammar_and_the_words_agree_on_what_is_reserved() {
    use flowc::syntax::words;
    for word in words::ITEMS.iter().chain(&words::CLAUSES).chain(&words::STEPS) {
        let codes: Vec<_> = parse(&source(&format!("flow {word} {{ }}")))
            .diagnostics
            .iter()
            .map(|diagnostic| diagnostic.code)
            .collect();
        assert_eq!(codes, ["S006"], "{word}");
    }
    for word in [
        "marie", "boutique", "welcome", "message", "sending", "onc", "agent", "ai", "silence", "late",
        "textes",
    ] {
        assert!(parse(&source(&format!("flow {word} {{ }}"))).diagnostics.is_empty(), "{word}");
    }
}

#[test]
fn line_ends_of_other_systems_and_a_byte_order_mark_are_blanks() {
    for (name, case) in cases("ok-") {
        let text = format!("\u{FEFF}{}", case.text().replace('\n', "\r\n"));
        let parsed = parse(&source(&text));
        assert!(parsed.diagnostics.is_empty(), "{name}\n{}", shown(&source(&text), &parsed.diagnostics));
        assert_eq!(parsed.file.items.len(), parse(&case).file.items.len());
    }
}
