//! Tests on a text as automata say what the engine's own comparisons say, and find what meets several of them.

use flowc::text::automaton::{Automata, Found, Kind, Test};
use flowc::text::{Compare, contains_phrase, fold_case};
use proptest::prelude::*;

const KINDS: [Kind; 7] = [
    Kind::Is,
    Kind::TrimmedIs,
    Kind::Contains,
    Kind::Phrase,
    Kind::StartsWith,
    Kind::TrimmedStartsWith,
    Kind::Matches,
];

fn literal() -> impl Strategy<Value = String> {
    prop_oneof!["[abABsSßẞéÉkK 1.👋-]{1,5}", "[absSß ]{1,3}", "[aA]{1,2}( [bB]{1,2})?"]
}

fn expression() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("a".to_owned()),
        Just("B".to_owned()),
        Just("é".to_owned()),
        Just(" ".to_owned()),
        Just(".".to_owned()),
        Just("[ab]".to_owned()),
        Just("\\w".to_owned()),
        Just("\\d".to_owned()),
        Just("\\b".to_owned()),
        Just("(?i:s)".to_owned()),
        Just("[^a]".to_owned()),
    ];
    let suffix = prop_oneof![Just(""), Just("*"), Just("+"), Just("?"), Just("{2}")];
    let part = (piece, suffix).prop_map(|(piece, suffix)| match piece.as_str() {
        "\\b" => piece,
        _ => piece + suffix,
    });
    let parts = proptest::collection::vec(part, 1..5).prop_map(|parts| parts.concat());
    (parts.clone(), parts, any::<bool>()).prop_map(|(one, other, both)| match both {
        true => format!("{one}|{other}"),
        false => one,
    })
}

fn test() -> impl Strategy<Value = Test> {
    let compare = prop_oneof![Just(Compare::Exact), Just(Compare::IgnoreCase)];
    (proptest::sample::select(KINDS.to_vec()), literal(), expression(), compare).prop_map(
        |(kind, literal, expression, compare)| {
            let text = if kind == Kind::Matches { expression } else { literal };
            Test { kind, text, compare }
        },
    )
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[abABsSßẞéÉkK 1.👋\n-]{0,8}", "[abs ]{0,4}"]
}

/// What the engine says.
fn meets(test: &Test, text: &str) -> bool {
    let ignores = test.compare == Compare::IgnoreCase;
    let fold = |text: &str| if ignores { fold_case(text).into_owned() } else { text.to_owned() };
    let (side, wanted) = (fold(text), fold(&test.text));
    match test.kind {
        Kind::Is => side == wanted,
        Kind::TrimmedIs => side.trim() == wanted.trim(),
        Kind::Contains => side.contains(&wanted),
        Kind::Phrase => contains_phrase(&side, &wanted, Compare::Exact),
        Kind::StartsWith => side.starts_with(&wanted),
        Kind::TrimmedStartsWith => side.trim_start().starts_with(&wanted),
        Kind::Matches => {
            let whole = format!("^(?:{})$", test.text);
            let regex = regex::RegexBuilder::new(&whole).case_insensitive(ignores).build();
            // `$` may not match before a line end at the end: the whole text counts.
            regex.expect("a regular expression").find(text).is_some_and(|found| found.len() == text.len())
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn an_automaton_says_what_the_engine_says(test in test(), text in text()) {
        let automata = Automata::of(std::slice::from_ref(&test));
        prop_assert_eq!(automata.meets(0, &text), Some(meets(&test, &text)), "{:?}", test);
    }

    #[test]
    fn a_common_text_meets_both_and_none_is_missed(one in test(), other in test(), texts in proptest::collection::vec(text(), 30)) {
        let mut automata = Automata::of(&[one.clone(), other.clone()]).in_pairs();
        match automata.common(0, 1) {
            Found::Text(text) => {
                prop_assert!(meets(&one, &text) && meets(&other, &text), "{text:?}");
                // Nothing shorter does.
                let shorter = texts.iter().filter(|other| other.chars().count() < text.chars().count());
                for text in shorter {
                    prop_assert!(!(meets(&one, text) && meets(&other, text)), "{text:?}");
                }
            }
            Found::Nothing => {
                for text in &texts {
                    prop_assert!(!(meets(&one, text) && meets(&other, text)), "{text:?}");
                }
            }
            Found::NotAnalysed => prop_assert!(false, "small tests can be analysed"),
        }
    }

    #[test]
    fn several_tests_are_met_or_avoided(
        required in proptest::collection::vec(test(), 1..3),
        forbidden in proptest::collection::vec(test(), 0..3),
        texts in proptest::collection::vec(text(), 30),
    ) {
        let tests: Vec<Test> = required.iter().chain(&forbidden).cloned().collect();
        let automata = Automata::of(&tests);
        let places: Vec<usize> = (0..tests.len()).collect();
        let (wanted, unwanted) = places.split_at(required.len());
        let met = |text: &str| {
            required.iter().all(|test| meets(test, text)) && !forbidden.iter().any(|test| meets(test, text))
        };
        match automata.shortest(wanted, unwanted) {
            Found::Text(text) => prop_assert!(met(&text), "{text:?}"),
            Found::Nothing => prop_assert!(!texts.iter().any(|text| met(text))),
            Found::NotAnalysed => prop_assert!(false, "small tests can be analysed"),
        }
    }
}

#[test]
fn the_shortest_and_most_readable_text_is_found() {
    let test = |kind, text: &str| Test { kind, text: text.to_owned(), compare: Compare::Exact };
    let tests = [
        test(Kind::Phrase, "ORDER"),
        test(Kind::TrimmedStartsWith, "REF"),
        test(Kind::Matches, "[A-Z]{3} [0-9]+"),
        test(Kind::Matches, "ref.*"),
    ];
    assert_eq!(Automata::of(&tests).shortest(&[0, 3], &[]), Found::Text("ref ORDER".to_owned()));
    let mut automata = Automata::of(&tests).in_pairs();
    assert_eq!(automata.common(0, 1), Found::Text("REF ORDER".to_owned()));
    assert_eq!(automata.common(1, 2), Found::Text("REF 0".to_owned()));
    assert_eq!(automata.common(2, 3), Found::Nothing);
}
