//! Colours: every letter that is no blank has a class, and names have the class of what they name.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use flowc::ide::{Class, highlight};
use flowc::source::{Source, SourceId};
use proptest::prelude::{any, proptest};

fn source(text: &str) -> Source {
    Source::new(SourceId(0), "a.flow", text)
}

fn classes(text: &str) -> Vec<(String, &'static str)> {
    let source = source(text);
    highlight(&source).iter().map(|it| (source.slice(it.span).to_owned(), it.class.name())).collect()
}

#[track_caller]
fn has(text: &str, expected: &[(&str, &str)]) {
    let found = classes(text);
    for (word, class) in expected {
        let is_there = found.iter().any(|(text, name)| text == word && name == class);
        assert!(is_there, "`{word}` is no {class}: {found:?}");
    }
}

/// Everything but blanks is in exactly one stretch.
fn is_covered(text: &str) {
    let source = source(text);
    let mut end = 0;
    for stretch in highlight(&source) {
        let (start, stop) = (stretch.span.start as usize, stretch.span.end as usize);
        assert!(end <= start && start < stop, "{stretch:?} in {text:?}");
        let between = &text[end..start];
        assert!(between.chars().all(|c| c.is_whitespace() || c == '\u{FEFF}'), "{between:?} in {text:?}");
        end = stop;
    }
    assert!(text[end..].chars().all(char::is_whitespace), "the end of {text:?}");
}

fn examples(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => examples(&path, found),
            false if path.extension().is_some_and(|ending| ending == "flow") => found.push(path),
            false => {}
        }
    }
}

#[test]
fn the_type_of_a_field_is_a_type_though_it_is_a_word_of_the_language() {
    has(
        "field contact.plan: text one of \"a\"  field contact.on: # which?\n date",
        &[("contact.plan", "field"), ("text", "type"), ("one", "keyword"), ("date", "type")],
    );
}

#[test]
fn names_have_the_class_of_what_they_name() {
    has(
        "flow a \"T\" { on message is \"x\" from sms, intent busy, group clients via sms within office\n send hello as human_agent\n \
         send \"x {contact.first_name | y}\" set contact.plan to pro  assign to team sales  stop a }",
        &[
            ("flow", "keyword"),
            ("a", "flow"),
            ("busy", "intent"),
            ("sms", "channel"),
            ("clients", "group"),
            ("office", "schedule"),
            ("hello", "text"),
            ("human_agent", "type"),
            ("{contact.first_name | y}", "placeholder"),
            ("\"x ", "string"),
            ("contact.plan", "field"),
            ("pro", "value"),
            ("sales", "name"),
        ],
    );
    has(
        "scenario \"s\" { contact contact_1 { plan pro } contact_1 says \"x\" on sms wait 1h30m }",
        &[
            ("contact_1", "contact"),
            ("plan", "field"),
            ("pro", "value"),
            ("sms", "channel"),
            ("1h30m", "moment"),
        ],
    );
}

#[test]
fn what_cannot_be_read_is_coloured_by_its_words() {
    has(
        "flow a { on keyword \"X\" whn contact.pl < 3 send \"abc\n }",
        &[
            ("on", "keyword"),
            ("whn", "name"),
            ("contact.pl", "field"),
            ("<", "operator"),
            ("\"abc", "string"),
        ],
    );
    is_covered("flow a { on keyword \"X\" whn contact.pl < 3 send \"abc\n } ; \u{1} 5x é 👋");
}

#[test]
fn the_examples_have_no_stretch_that_is_invalid() {
    let mut files = Vec::new();
    examples(Path::new("examples"), &mut files);
    assert!(!files.is_empty());
    let mut seen = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("UTF-8");
        is_covered(&text);
        let source = source(&text);
        for stretch in highlight(&source) {
            assert_ne!(stretch.class, Class::Invalid, "{} in {}", source.slice(stretch.span), file.display());
            seen.insert(stretch.class);
        }
    }
    assert!(seen.len() > 15, "{seen:?}");
}

#[test]
fn every_class_is_listed_with_a_name_of_its_own() {
    let names: BTreeSet<_> = Class::ALL.iter().map(|class| class.name()).collect();
    assert_eq!(names.len(), Class::ALL.len());
    assert!(Class::ALL.is_sorted());
}

proptest! {
    #[test]
    fn any_text_is_covered(text in any::<String>()) {
        is_covered(&text);
    }

    #[test]
    fn any_likeness_of_a_flow_is_covered(text in "(flow a|\\{|\\}|send|\"|\\.|contact|x|[0-9]| |\n|#|/|\\{b\\}|é)*") {
        is_covered(&text);
    }
}
