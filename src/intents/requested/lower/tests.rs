//! A message that is passed over because it says something else asks for nothing.

use proptest::prelude::*;

use super::*;
use crate::intents::requested::request::wanted;

/// Words around a moment: of requests, of greetings, of other matters and of none of these.
const WORDS: [&str; 26] = [
    "rappelez", "moi", "vous", "pouvez", "me", "joindre", "je", "suis", "occupe", "bonjour", "merci",
    "sophie", "robe", "place", "demain", "lundi", "a", "16h", "?", ".", ",", "call", "in", "svp", "avec",
    "plaisir",
];

fn passed_over_and_wanted(words: &str, named: bool) -> (bool, Option<Moment>) {
    let mut reading = Reading::of(words);
    let passed_over = says_something_else(words, &mut reading);
    (passed_over, wanted(&all_items(words, &mut reading), |_| named))
}

#[test]
fn a_mention_is_passed_over_and_a_request_is_not() {
    let mention = "vous auriez une place jeudi ?";
    assert_eq!(passed_over_and_wanted(mention, true), (true, None));
    for request in [
        "rappelez moi jeudi , robe",
        "bonjour sophie jeudi",
        "jeudi svp",
        "jeudi avec plaisir",
        "je suis occupe , robe , jeudi",
    ] {
        assert!(!passed_over_and_wanted(request, true).0, "{request}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_passed_over_asks_for_nothing(
        words in proptest::collection::vec(proptest::sample::select(WORDS.to_vec()), 1..9),
        named: bool,
    ) {
        let words = words.join(" ");
        let (passed_over, wanted) = passed_over_and_wanted(&words, named);
        prop_assert!(!passed_over || wanted.is_none(), "{words}");
    }
}
