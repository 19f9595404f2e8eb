//! What is committed is what the grammar makes, and the grammar knows the words of the language.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use serde_json::Value;
use tree_sitter_generate::{OptLevel, generate_parser_in_directory};

use crate::{home, read, updates};

/// What every editor of the last years reads.
const ABI: usize = 15;
const MADE: [&str; 6] = [
    "grammar.json",
    "node-types.json",
    "parser.c",
    "tree_sitter/alloc.h",
    "tree_sitter/array.h",
    "tree_sitter/parser.h",
];

#[test]
fn the_committed_parser_is_what_the_grammar_generates() {
    let node = Command::new("node").arg("--version").output().is_ok();
    // Without node, `grammar.js` cannot be read; what it made of itself last can.
    let grammar = home().join(if node { "grammar.js" } else { "src/grammar.json" });
    let folder = tempfile::tempdir().expect("a folder of one's own");
    let made = folder.path().join("src");
    let mut findings = Vec::new();
    generate_parser_in_directory(
        home(),
        Some(&made),
        Some(&grammar),
        ABI,
        None,
        Some("node"),
        true,
        OptLevel::default(),
        &mut findings,
    )
    .unwrap_or_else(|error| panic!("{error}"));
    assert!(findings.is_empty(), "{findings:?}");
    for name in MADE.into_iter().filter(|name| node || *name != "grammar.json") {
        let (is, committed) = (read(&made.join(name)), home().join("src").join(name));
        if updates() {
            fs::create_dir_all(committed.parent().expect("a folder")).expect("a folder can be made");
            fs::write(&committed, is).expect("the file can be written");
        } else {
            let same = fs::read_to_string(&committed).is_ok_and(|was| was == is);
            assert!(same, "src/{name} is not what grammar.js makes; to write it: UPDATE=1 cargo test");
        }
    }
}

#[test]
fn the_grammar_has_the_words_of_the_language_and_no_others() {
    let pest = read(&home().join("../../grammar/flow.pest"));
    // The rule of the reserved words spells them by their letters, and `words.rs` has them whole.
    let (before, rest) = pest.split_once("reserved = _{").expect("the grammar reserves words");
    let (_, behind) = rest.split_once("\n}").expect("the rule ends");
    let lines = before.lines().chain(behind.lines()).filter(|line| !line.trim_start().starts_with("//"));
    let quoted =
        lines.flat_map(|line| line.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>());
    let is_word = |text: &String| text.len() > 1 && text.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let expected: BTreeSet<String> = quoted.filter(is_word).collect();
    assert!(expected.len() > 150, "only {} words were found", expected.len());

    let grammar: Value = serde_json::from_str(&read(&home().join("src/grammar.json"))).expect("JSON");
    let mut strings = BTreeSet::new();
    collect(&grammar["rules"], &mut strings);
    let known: BTreeSet<String> = strings.into_iter().filter(is_word).collect();
    assert_eq!(
        (expected.difference(&known).collect::<Vec<_>>(), known.difference(&expected).collect::<Vec<_>>()),
        (vec![], vec![]),
        "words that the grammar for editors lacks, and words that the language lacks"
    );

    let words = read(&home().join("../../src/syntax/words.rs"));
    let list = |name: &str| -> BTreeSet<String> {
        let (_, behind) = words.split_once(&format!("pub const {name}: ")).expect("the list is there");
        let (_, behind) =
            behind.split_once("= [").or_else(|| behind.split_once("=\n    [")).expect("it is a list");
        let (inside, _) = behind.split_once(']').expect("it ends");
        inside.split('"').skip(1).step_by(2).map(str::to_owned).collect()
    };
    let reserved: BTreeSet<String> = ["ITEMS", "CLAUSES", "STEPS"].into_iter().flat_map(list).collect();
    let mut kept = BTreeSet::new();
    collect(&grammar["reserved"]["names"], &mut kept);
    assert_eq!(kept, reserved, "words that name nothing");
}

/// All texts that a rule is made of.
fn collect(rule: &Value, found: &mut BTreeSet<String>) {
    match rule {
        Value::Object(entries) if entries.get("type").is_some_and(|kind| kind == "STRING") => {
            found.insert(entries["value"].as_str().expect("a text").to_owned());
        }
        Value::Object(entries) => entries.values().for_each(|inner| collect(inner, found)),
        Value::Array(inner) => inner.iter().for_each(|inner| collect(inner, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
