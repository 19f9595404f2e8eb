//! Texts that nobody writes: whatever stands in a file, reading it ends, quickly, with places that exist.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests read files and may panic")]

use std::sync::LazyLock;

use flowc::source::{Source, SourceId};
use flowc::syntax::{parse, parse_piecewise};
use proptest::prelude::{ProptestConfig, Strategy, any, prop, proptest};

fn source(text: &str) -> Source {
    Source::new(SourceId(0), "case.flow", text)
}

/// What holds for every text.
fn check(text: &str) {
    let source = source(text);
    for parsed in [parse(&source), parse_piecewise(&source)] {
        let joined: String = parsed.tokens.iter().map(|token| source.slice(token.span)).collect();
        assert_eq!(joined, text, "the tokens are the text");
        for pair in parsed.tokens.windows(2) {
            assert_eq!(pair[0].span.end, pair[1].span.start);
        }
        for diagnostic in &parsed.diagnostics {
            for label in &diagnostic.labels {
                assert!(text.get(label.span.range()).is_some(), "{diagnostic:?} of {text:?}");
            }
            for (span, _) in diagnostic.fix.iter().flat_map(|fix| &fix.edits) {
                assert!(text.get(span.range()).is_some(), "{diagnostic:?} of {text:?}");
            }
            assert!(!diagnostic.message.contains("_list") && !diagnostic.message.is_empty());
            assert!(flowc::diagnostics::code::find(diagnostic.code).is_some(), "{}", diagnostic.code);
        }
        for item in &parsed.file.items {
            assert!(text.get(item.span().range()).is_some(), "{item:?}");
        }
        let places: Vec<_> = parsed.diagnostics.iter().map(|diagnostic| diagnostic.span().start).collect();
        assert!(places.is_sorted(), "{places:?}");
    }
}

static PROGRAMS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folder = std::fs::read_dir("tests/cases/syntax").unwrap();
    let mut paths: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "flow"));
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
});

/// Pieces that the language is made of, and some that it is not.
fn soup() -> impl Strategy<Value = String> {
    let pieces = [
        "flow",
        "scenario",
        "workspace",
        "schedule",
        "text",
        "intent",
        "group",
        "field",
        "template",
        "bot",
        "a",
        "é",
        "{",
        "}",
        "{",
        "}",
        "(",
        ")",
        ",",
        ".",
        "..",
        ":",
        "on",
        "when",
        "via",
        "within",
        "outside",
        "once",
        "per",
        "at",
        "most",
        "stop",
        "start",
        "tag",
        "after",
        "send",
        "ask",
        "if",
        "else",
        "split",
        "set",
        "to",
        "ai",
        "\"x\"",
        "\"{a.b | c}\"",
        "\"",
        "\"\"\"",
        "5m",
        "5x",
        "09:00",
        "25:00",
        "2026-02-30",
        "2026-03-02",
        "3",
        "%",
        "50",
        "matches",
        "/a/",
        "/",
        "#c\n",
        "\n",
        "\n\n",
        "and",
        "or",
        "not",
        "contact.a",
        "is",
        "contains",
        "marie",
        "says",
        "expect",
        "wait",
        "until",
        "contact",
        "agent",
        "bot",
        "from",
        "for",
        "in",
        "now",
        "mon..fri",
        "closed",
        "otherwise",
        "silence",
        "one",
        "of",
        "\u{1}",
        "👋",
        "“",
        "keyword",
        "message",
        "any",
        "every",
        "day",
        "\\",
        "-",
        "+",
        "<=",
        "open",
        "close",
        "conversation",
    ];
    prop::collection::vec((prop::sample::select(pieces.to_vec()), prop::bool::weighted(0.9)), 0..80).prop_map(
        |pieces| {
            pieces
                .into_iter()
                .map(|(piece, apart)| format!("{piece}{}", if apart { " " } else { "" }))
                .collect()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in "\\PC*") {
        check(&text);
    }

    #[test]
    fn any_tokens_are_read(text in soup()) {
        check(&text);
    }

    #[test]
    fn a_program_with_a_piece_missing_or_moved_is_read(
        which in any::<prop::sample::Index>(),
        cut in any::<(prop::sample::Index, prop::sample::Index, prop::sample::Index)>(),
        extra in soup(),
    ) {
        let program = which.get(&PROGRAMS);
        let at = |index: prop::sample::Index| program.floor_char_boundary(index.index(program.len() + 1));
        let (mut start, mut end, place) = (at(cut.0), at(cut.1), at(cut.2));
        if start > end {
            (start, end) = (end, start);
        }
        check(&format!("{}{}", &program[..start], &program[end..]));
        let short_end = program.floor_char_boundary((start + 20).min(program.len()));
        check(&format!("{}{}", &program[..start], &program[short_end..]));
        check(&format!("{}{extra}{}", &program[..place], &program[place..]));
        check(&format!("{}{}{}", &program[..place], &program[start..short_end], &program[place..]));
    }
}

#[test]
fn deep_nesting_is_an_error_and_never_a_crash() {
    let (few, many) = (10_000, 100_000);
    let texts = [
        "{".repeat(many),
        "}".repeat(many),
        format!("flow a {}", "{".repeat(many)),
        format!("flow a {{ {} }}", "{".repeat(many)),
        format!("flow a {{ {}{} }}", "{".repeat(many), "}".repeat(many)),
        format!("flow a {{ when {} }}", "(".repeat(many)),
        format!("flow a {{ when {}contact.a is 1{} send \"x\" }}", "(".repeat(many), ")".repeat(many)),
        format!("flow a {{ when {}contact.a is 1 send \"x\" }}", "not ".repeat(many)),
        format!("flow a {{ {} send \"x\" }}", "after 1s ".repeat(many)),
        format!("flow a {{ {}{} }}", "after 1s { ".repeat(many), "}".repeat(many)),
        format!("flow a {{ {}{} }}", "if contact.a is 1 { ".repeat(many), "}".repeat(many)),
        format!("flow a {{ {} }}", "if contact.a is 1 { ".repeat(many)),
        format!("flow a {{ if contact.a is 1 {{ }} {} }}", "else if contact.a is 1 { } ".repeat(few)),
        format!("flow a {{ {}", "at 2026-01-01 after 1s ".repeat(many)),
        format!("flow a {{ {} }}", "ask \"?\" { \"a\" { ".repeat(many)),
        "flow a { ".repeat(many),
        "text a {\n".repeat(few),
        "flow a {\n".repeat(few),
        "\"\"\"\nflow a {\n".repeat(few),
        format!("flow a {{ {} }}", "sned \"x\" ".repeat(2000)),
        format!("flow a {{ on {} }}", "start, ".repeat(few)),
        format!("scenario \"x\" {{ contact a {} }}", "{".repeat(many)),
        "intent a ".repeat(few),
        "matches /a ".repeat(many),
    ];
    for text in texts {
        let parsed = parse(&source(&text));
        let is_right = parsed.diagnostics.is_empty();
        assert!(
            is_right == text.contains("else if") || is_right == text.starts_with("intent"),
            "{}",
            &text[..60]
        );
    }
}

#[test]
fn sixty_blocks_in_each_other_are_right() {
    for (open, close) in [("after 1s { ", "}"), ("if contact.a is 1 { ", "}")] {
        let text = format!("flow a {{ {}{} }}", open.repeat(60), close.repeat(60));
        assert!(parse(&source(&text)).diagnostics.is_empty());
    }
    let text = format!("flow a {{ when {}contact.a is 1{} }}", "(".repeat(60), ")".repeat(60));
    assert!(parse(&source(&text)).diagnostics.is_empty());
}
