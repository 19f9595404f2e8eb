//! What is read is what pest reads.

use pest::Parser;
use pest::iterators::Pairs as PestPairs;
use proptest::prelude::*;

use super::*;
use crate::intents::requested::canonical::canonical;
use crate::intents::requested::lower;

/// The messages of the tables, which have a moment in most lines.
const TABLES: [&str; 3] = [
    include_str!("../../../../../tests/requested_times/fr.txt"),
    include_str!("../../../../../tests/requested_times/en.txt"),
    include_str!("../../../../../tests/requested_times/none.txt"),
];

/// Rules with what each took, those inside indented.
fn told_by_pest(pairs: PestPairs<'_, Rule>, depth: usize, told: &mut String) {
    for pair in pairs {
        *told += &format!("{}{:?} `{}`\n", " ".repeat(depth), pair.as_rule(), pair.as_str());
        told_by_pest(pair.into_inner(), depth + 1, told);
    }
}

fn told(pairs: Pairs<'_, '_>, depth: usize, said: &mut String) {
    for pair in pairs {
        *said += &format!("{}{:?} `{}`\n", " ".repeat(depth), pair.as_rule(), pair.as_str());
        told(pair.into_inner(), depth + 1, said);
    }
}

/// Reads by both from every word on.
fn assert_same(words: &str) {
    let mut reading = Reading::of(words);
    let starts = words.match_indices(' ').map(|(at, _)| at + 1);
    for start in std::iter::once(0).chain(starts) {
        let rest = &words[start..];
        for rule in [Rule::element, Rule::plain_element, Rule::moment] {
            let (mut by_pest, mut by_us) = (String::new(), String::new());
            if let Ok(pairs) = lower::Compiled::parse(rule, rest) {
                told_by_pest(pairs, 0, &mut by_pest);
            }
            if reading.read(rule, start).is_some() {
                told(Pairs::of(words, &reading.found), 0, &mut by_us);
            }
            assert_eq!(by_us, by_pest, "{rule:?} of `{rest}`");
        }
    }
}

#[test]
fn every_rule_is_read() {
    let bodies: Vec<Id> = GRAMMAR.named.iter().map(|named| named.body).collect();
    assert!(bodies.iter().all(|body| *body > 0 || *body == bodies[0]), "a rule has no body");
    assert!(GRAMMAR.named.is_sorted_by_key(|named| named.rule));
}

#[test]
fn messages_are_read_as_by_pest() {
    let lines = TABLES.iter().flat_map(|table| table.lines()).map(|line| line.split(" => ").next());
    let mut count = 0;
    for line in lines.flatten().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        assert_same(&canonical(line, 500));
        count += 1;
    }
    assert!(count > 500, "only {count} messages");
}

/// Pieces of the grammar's own phrases: as good as certain to meet its rules halfway.
fn piece() -> impl Strategy<Value = String> {
    let phrases: Vec<&str> = TEXT.split('"').skip(1).step_by(2).collect();
    prop_oneof![
        8 => proptest::sample::select(phrases).prop_map(str::to_owned),
        2 => "[0-9]{1,4}",
        1 => proptest::sample::select(vec!["h", " h ", ":", "/", "-", ".", " , ", " ? ", "é", "x", "@", "€"])
            .prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_words_are_read_as_by_pest(
        pieces in proptest::collection::vec((piece(), proptest::bool::weighted(0.8)), 1..30),
    ) {
        let text: String =
            pieces.iter().map(|(piece, gap)| format!("{piece}{}", if *gap { " " } else { "" })).collect();
        assert_same(&text);
    }
}
