//! Texts that say how a message begins, or what all of it is: any message that meets both sides counts.

use std::collections::BTreeSet;

use crate::text::automaton::{Automata, Found, Kind, Test};
use crate::text::{Compare, fold_case};

use super::takers::{Form, Takers};
use super::{Candidates, Part, Reach, Verdict};

/// How many tests are made automata for one trigger's sake.
pub(super) const PARTNERS_MAX: usize = 2_000;

/// How many of them are made automata together.
const CHUNK: usize = 64;

/// Tells of all pairs with a side that begins or is a certain text, unless `words` did.
pub(super) fn pair(takers: &Takers<'_>, pairs: &mut impl Candidates) {
    let open: Vec<usize> = of_forms(takers, &[Form::StartsWith, Form::Matches]);
    if open.is_empty() {
        return;
    }
    pairs.run(Part::Among, |pairs| {
        among(takers, pairs, &open);
        Reach::ALL
    });
    let closed = of_forms(takers, &[Form::Keyword, Form::Contains, Form::Is]);
    let meant = of_forms(takers, &[Form::Intent]);
    for taker in open {
        pairs.run(Part::Against(taker), |pairs| {
            let reach = against(takers, pairs, taker, &closed);
            for other in &meant {
                against_intent(takers, pairs, taker, *other);
            }
            reach
        });
    }
}

fn of_forms(takers: &Takers<'_>, forms: &[Form]) -> Vec<usize> {
    (0..takers.all.len()).filter(|at| forms.contains(&takers.all[*at].form)).collect()
}

/// Pairs the anchored tests with each other.
fn among(takers: &Takers<'_>, pairs: &mut impl Candidates, open: &[usize]) {
    let tests: Vec<Test> = open.iter().filter_map(|at| takers.all[*at].test()).collect();
    let mut automata = Automata::of(&tests).in_pairs();
    for (later, taker) in open.iter().enumerate() {
        if !automata.is_known(later) {
            pairs.not_analysed(*taker);
            continue;
        }
        for (earlier, other) in open[..later].iter().enumerate() {
            if pairs.is_enough(*taker) {
                break;
            }
            if !pairs.may_clash(*taker, *other) || !automata.is_known(earlier) {
                continue;
            }
            match automata.common(later, earlier) {
                Found::Text(text) => {
                    try_text(takers, pairs, *taker, *other, &text);
                }
                Found::Nothing => {}
                Found::NotAnalysed => pairs.not_analysed(*taker),
            }
        }
    }
}

/// Pairs an anchored test with keywords and texts, those first that it plainly matches.
fn against(takers: &Takers<'_>, pairs: &mut impl Candidates, taker: usize, closed: &[usize]) -> Reach {
    let Some(test) = takers.all[taker].test() else { return Reach::ALL };
    let own = Automata::of(std::slice::from_ref(&test));
    if !own.is_known(0) {
        return Reach::before(0);
    }
    let letters = own.letters_of(0);
    let mut seen: BTreeSet<(Test, Option<&str>)> = BTreeSet::new();
    let mut partners: Vec<usize> = Vec::new();
    for other in closed {
        if pairs.is_enough(taker) {
            return Reach::before(*other);
        }
        let text = takers.all[*other].text;
        if !pairs.may_clash(taker, *other) || !can_spell(&letters, text, takers.all[*other].compare) {
            continue;
        }
        if own.meets(0, text.trim()) == Some(true)
            && try_text(takers, pairs, taker, *other, text.trim()) == Verdict::Told
        {
            continue;
        }
        let Some(test) = takers.all[*other].test() else { continue };
        if seen.insert((test, takers.all[*other].from)) {
            partners.push(*other);
        }
    }
    if partners.len() > PARTNERS_MAX {
        pairs.not_analysed(taker);
        partners.truncate(PARTNERS_MAX);
    }
    drop(letters);
    let mut until = usize::MAX;
    'chunks: for some in partners.chunks(CHUNK) {
        let tests: Vec<Test> = std::iter::once(test.clone())
            .chain(some.iter().filter_map(|at| takers.all[*at].test()))
            .collect();
        let mut automata = Automata::of(&tests).in_pairs();
        for (place, other) in some.iter().enumerate() {
            if pairs.is_enough(taker) {
                // What is behind these was not looked at closely.
                until = if some.len() == CHUNK { some[CHUNK - 1] + 1 } else { usize::MAX };
                break 'chunks;
            }
            if !pairs.may_clash(taker, *other) {
                continue;
            }
            match automata.common(0, place + 1) {
                Found::Text(text) => {
                    try_text(takers, pairs, taker, *other, &text);
                }
                Found::Nothing => {}
                Found::NotAnalysed => pairs.not_analysed(*other),
            }
        }
    }
    Reach { until, own: Some(own), partners }
}

/// How many phrases of an intent are tried.
const PHRASES_MAX: usize = 8;

/// Pairs an anchored test with an intent, by phrases that mean it: there are more ways to say it than are tried.
fn against_intent(takers: &Takers<'_>, pairs: &mut impl Candidates, taker: usize, other: usize) {
    let Some(test) = takers.all[taker].test() else { return };
    for phrase in takers.spoken(takers.all[other].text).into_iter().take(PHRASES_MAX) {
        if pairs.is_enough(taker) || !pairs.may_clash(taker, other) {
            return;
        }
        let says = Test { kind: Kind::Phrase, text: phrase.to_owned(), compare: Compare::IgnoreCase };
        if let Found::Text(text) = Automata::of(&[test.clone(), says]).shortest(&[0, 1], &[]) {
            pairs.try_messages(taker, other, &[&text]);
        }
    }
}

/// Whether every letter of a text occurs in what a test is made of; otherwise no message meets both.
pub(super) fn can_spell(letters: &dyn Fn(char) -> bool, text: &str, compare: Compare) -> bool {
    text.chars().filter(|c| !c.is_whitespace()).all(|c| {
        letters(c)
            || (compare == Compare::IgnoreCase
                && (c.to_uppercase().any(letters)
                    || fold_case(c.encode_utf8(&mut [0; 4])).chars().any(letters)
                    || c == 's'))
    })
}

fn try_text(
    takers: &Takers<'_>,
    pairs: &mut impl Candidates,
    one: usize,
    other: usize,
    text: &str,
) -> Verdict {
    let spelled = with_spelling(takers, one, other, text);
    let messages: Vec<&str> = std::iter::once(text).chain(spelled.as_deref()).collect();
    pairs.try_messages(one, other, &messages)
}

/// A message that is only an opt-out word starts nothing: the same with something behind it may.
fn with_spelling(takers: &Takers<'_>, one: usize, other: usize, text: &str) -> Option<String> {
    crate::policy::keywords::consent_in(text)?;
    let tests: Vec<Test> =
        [one, other].iter().filter_map(|at| takers.all[*at].test()).chain([not_consent(text)]).collect();
    match Automata::of(&tests).shortest(&[0, 1], &[2]) {
        Found::Text(text) => Some(text),
        Found::Nothing | Found::NotAnalysed => None,
    }
}

fn not_consent(text: &str) -> Test {
    let word = regex_syntax::escape(text.trim_matches(|c: char| !c.is_alphanumeric()));
    let around = r"[^\p{Alphabetic}\p{N}]*";
    Test { kind: Kind::Matches, text: format!("{around}{word}{around}"), compare: Compare::IgnoreCase }
}
