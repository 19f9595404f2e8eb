//! `flowc fmt` changes the looks of a text and nothing else, and what it made it leaves alone.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests read files and may panic")]

use std::path::Path;

use flowc::format::format;
use flowc::source::{Source, SourceId};
use proptest::prelude::{ProptestConfig, any, prop, proptest};

#[path = "properties/generate.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod generate;

fn formatted(text: &str) -> String {
    let source = Source::new(SourceId(0), "case.flow", text);
    match format(&source) {
        Ok(text) => text,
        Err(refused) => panic!("{} of\n{text}\nwould be\n{}", refused.what, refused.text),
    }
}

/// What holds for every text.
fn check(text: &str) -> String {
    let once = formatted(text);
    let twice = formatted(&once);
    assert_eq!(once, twice, "formatting again changes something of\n{text}");
    once
}

/// The texts of all `.flow` files below a folder.
fn texts(folder: &Path, found: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            texts(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "flow") {
            found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn every_text_of_the_project_is_formatted_once_and_for_all() {
    let mut found = Vec::new();
    for folder in ["examples", "tests", "src/shell/cli/new"] {
        texts(Path::new(folder), &mut found);
    }
    assert!(found.len() > 50);
    for (name, text) in found {
        println!("{name}");
        check(&text);
        check(&text.replace('\n', "\r\n"));
    }
}

#[test]
fn the_page_shows_the_style() {
    let page = std::fs::read_to_string("docs/formatting.md").unwrap();
    let blocks: Vec<&str> =
        page.split("```flow\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(!blocks.is_empty());
    for block in blocks {
        assert_eq!(formatted(block), block);
        // All that the author does not choose comes out of one line for each statement, too.
        let tight: Vec<&str> = block.lines().map(str::trim).collect();
        assert_eq!(formatted(&tight.join("\n")), block);
    }
}

#[test]
fn what_is_too_long_is_broken_where_the_page_says() {
    insta::assert_snapshot!(formatted(include_str!("format/long.flow")));
}

/// A text with other blanks between its words: none where the words allow it, line ends, comments.
fn disturbed(text: &str, noise: &[u8]) -> String {
    use flowc::syntax::token::{TokenKind, tokens};
    let source = Source::new(SourceId(0), "case.flow", text);
    let mut disturbed = String::new();
    let mut noise = noise.iter().cycle();
    let mut comments = 0;
    let mut ends_with_comment = false;
    // Half of the texts have their lines joined, so that much is too long for one.
    let is_joined = noise.next().unwrap().is_multiple_of(2);
    for token in tokens(&source) {
        let written = source.slice(token.span);
        if token.kind != TokenKind::Blank {
            disturbed.push_str(written);
            ends_with_comment = token.kind == TokenKind::Comment;
            continue;
        }
        // A date on a line of its own is another act: what stands before `at` stays.
        let behind = &text[token.span.end as usize..];
        if ends_with_comment || behind.starts_with("at ") || written.contains('\u{FEFF}') {
            disturbed.push_str(written);
            continue;
        }
        comments += 1;
        match noise.next().unwrap() % 24 {
            0 => disturbed.push_str("  \t"),
            1 => disturbed.push('\n'),
            2 => disturbed.push_str("\n\n\n   "),
            3 => disturbed.push_str(&format!(" # {comments} \n")),
            4 => disturbed.push_str(&format!("\n    # {comments}\n\n# again\n")),
            5 => disturbed.push_str("\r\n"),
            _ if is_joined => disturbed.push(' '),
            _ => disturbed.push_str(written),
        }
    }
    disturbed
}

fn project() -> Vec<String> {
    let mut found = Vec::new();
    for folder in ["examples", "tests/cases", "tests/simulator"] {
        texts(Path::new(folder), &mut found);
    }
    found.into_iter().map(|(_, text)| text).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn random_programs_keep_their_meaning(text in generate::programs(), noise in prop::collection::vec(any::<u8>(), 1..400)) {
        check(&text);
        let disturbed = disturbed(&text, &noise);
        let parsed = flowc::syntax::parse(&Source::new(SourceId(0), "case.flow", disturbed.as_str()));
        assert!(parsed.diagnostics.is_empty(), "it can be read: {disturbed}");
        check(&disturbed);
    }

    #[test]
    fn files_of_the_project_keep_their_meaning_however_they_are_written(
        text in prop::sample::select(project()),
        noise in prop::collection::vec(any::<u8>(), 1..400),
    ) {
        check(&disturbed(&text, &noise));
    }

    #[test]
    fn broken_files_stay_as_they_are_where_they_are_broken(
        text in prop::sample::select(project()),
        at in any::<prop::sample::Index>(),
        left_out in 1..12_usize,
        put in prop::sample::select(&["", "{", "}", "\"", "\"\"\"", "(", ")", "\n", "\n  group x\n", "flow a {", "# c\n", "at 2026-03-02 10:00"][..]),
    ) {
        let start = text.floor_char_boundary(at.index(text.len().max(1)));
        let end = text.floor_char_boundary((start + left_out).min(text.len()));
        check(&format!("{}{put}{}", &text[..start], &text[end..]));
    }

    #[test]
    fn soup_is_left_alone(picked in prop::collection::vec(prop::sample::select(SOUP), 0..40)) {
        check(&picked.concat());
    }
}

const SOUP: &[&str] = &[
    "flow",
    "a",
    "{",
    "}",
    "\n",
    " ",
    "\"\"\"",
    "\"",
    "send",
    "at",
    "2026-03-02",
    "10:00",
    "expect",
    "#",
    "(",
    "group",
    "scenario \"x\"",
    "\r\n",
    "\u{FEFF}",
    "  ",
];
