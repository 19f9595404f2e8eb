//! A text that passes all tests of a field, found by automata.

use crate::program::{Pattern, Test, TriggerKind, Value};
use crate::text::Compare;
use crate::text::automaton::{self, Automata, Found, Kind};

use super::Asked;
use super::values::Choice;

/// With more combinations of alternatives, nothing is said.
const COMBINATIONS_MAX: usize = 64;

/// A text for tests of a text field.
pub(super) fn choose(tests: &[(&Test, Asked)]) -> Choice {
    match shortest(tests, &[]) {
        Found::Text(text) => Choice::Value(Some(Value::Text(text.into()))),
        Found::Nothing => Choice::Nothing,
        Found::NotAnalysed => Choice::Unsure,
    }
}

/// The shortest text that is known and passes the tests, and meets the `wanted` ones as well.
pub(super) fn shortest(tests: &[(&Test, Asked)], wanted: &[automaton::Test]) -> Found {
    let mut asked = Demands {
        alternatives: wanted.iter().map(|test| vec![test.clone()]).collect(),
        forbidden: Vec::new(),
    };
    for (test, way) in tests {
        if !asked.add(test, *way) {
            return Found::NotAnalysed;
        }
        if asked.alternatives.iter().any(Vec::is_empty) {
            return Found::Nothing;
        }
    }
    asked.shortest()
}

/// What is asked of a text.
struct Demands {
    /// Of each list one at least.
    alternatives: Vec<Vec<automaton::Test>>,
    /// None of these.
    forbidden: Vec<automaton::Test>,
}

impl Demands {
    /// Adds a test; false when it is not about texts.
    fn add(&mut self, test: &Test, asked: Asked) -> bool {
        let (tests, holds) = match test {
            Test::Is(values) => (texts(values), true),
            Test::IsNot(values) => (texts(values), false),
            Test::IsIgnoringCase(words) => {
                (Some(words.iter().map(|word| folded(Kind::Is, word)).collect()), true)
            }
            Test::IsNotIgnoringCase(words) => {
                (Some(words.iter().map(|word| folded(Kind::Is, word)).collect()), false)
            }
            Test::Contains(patterns) => {
                (Some(patterns.iter().map(|one| pattern(Kind::Contains, one)).collect()), true)
            }
            Test::ContainsNone(patterns) => {
                (Some(patterns.iter().map(|one| pattern(Kind::Contains, one)).collect()), false)
            }
            Test::StartsWith(one) => (Some(vec![pattern(Kind::StartsWith, one)]), true),
            Test::Matches(regex) => (Some(vec![expression(regex)]), true),
            Test::Known => return asked == Asked::Holds || self.nothing(),
            Test::Unknown => return asked == Asked::Fails || self.nothing(),
            Test::LanguageIs(_)
            | Test::LanguageIsNot(_)
            | Test::Below(_)
            | Test::AtMost(_)
            | Test::Above(_)
            | Test::AtLeast(_) => return false,
        };
        let Some(tests): Option<Vec<automaton::Test>> = tests else { return false };
        match holds == (asked == Asked::Holds) {
            true => self.alternatives.push(tests),
            false => self.forbidden.extend(tests),
        }
        true
    }

    /// No text passes.
    fn nothing(&mut self) -> bool {
        self.alternatives.push(Vec::new());
        true
    }

    fn shortest(&self) -> Found {
        let combinations: usize = self.alternatives.iter().map(Vec::len).product();
        if combinations > COMBINATIONS_MAX {
            return Found::NotAnalysed;
        }
        // An empty text is a value too, but nobody has it.
        let visible =
            automaton::Test { kind: Kind::Matches, text: r"(?s:.)+".to_owned(), compare: Compare::Exact };
        let all: Vec<automaton::Test> =
            self.alternatives.iter().flatten().chain(&self.forbidden).chain([&visible]).cloned().collect();
        let automata = Automata::of(&all);
        let place = |wanted: &automaton::Test| {
            all.iter().position(|test| test == wanted).expect("satisfy: every test is among all")
        };
        let forbidden: Vec<usize> = self.forbidden.iter().map(place).collect();
        let mut unsure = false;
        let visible = place(&visible);
        for with_letters in [true, false] {
            for combination in 0..combinations {
                let mut rest = combination;
                let mut required: Vec<usize> = Vec::with_capacity(self.alternatives.len() + 1);
                for list in &self.alternatives {
                    required.push(place(&list[rest % list.len()]));
                    rest /= list.len();
                }
                required.extend(with_letters.then_some(visible));
                match automata.shortest(&required, &forbidden) {
                    Found::Text(text) => return Found::Text(text),
                    Found::Nothing => {}
                    Found::NotAnalysed => unsure = true,
                }
            }
        }
        if unsure { Found::NotAnalysed } else { Found::Nothing }
    }
}

/// Values as tests; none when one of them is no text, or a text that may stand for a number.
fn texts(values: &[Value]) -> Option<Vec<automaton::Test>> {
    let exact =
        |text: &str| automaton::Test { kind: Kind::Is, text: text.to_owned(), compare: Compare::Exact };
    values.iter().map(|value| value.text().map(exact)).collect()
}

fn folded(kind: Kind, text: &str) -> automaton::Test {
    automaton::Test { kind, text: text.to_owned(), compare: Compare::IgnoreCase }
}

/// A pattern of the program as a test.
pub(super) fn pattern(kind: Kind, pattern: &Pattern) -> automaton::Test {
    let compare = if pattern.ignore_case { Compare::IgnoreCase } else { Compare::Exact };
    automaton::Test { kind, text: pattern.text.to_string(), compare }
}

/// A compiled expression as a test: it stands between `^` and `$`, which the test means anyway.
fn expression(regex: &regex::Regex) -> automaton::Test {
    let whole = regex.as_str();
    let inside = whole.strip_prefix('^').and_then(|rest| rest.strip_suffix('$')).unwrap_or(whole);
    automaton::Test { kind: Kind::Matches, text: inside.to_owned(), compare: Compare::Exact }
}

/// What a trigger asks of a message's text, one list for each of its texts; none for triggers that ask for something else.
pub fn message_tests(trigger: &TriggerKind) -> Vec<Vec<automaton::Test>> {
    let of = |kind, patterns: &[Pattern]| patterns.iter().map(|one| vec![pattern(kind, one)]).collect();
    match trigger {
        TriggerKind::Keyword(patterns) => of(Kind::Phrase, patterns),
        TriggerKind::MessageIs(patterns) => of(Kind::TrimmedIs, patterns),
        TriggerKind::MessageContains(patterns) => of(Kind::Contains, patterns),
        TriggerKind::MessageStartsWith(patterns) => of(Kind::TrimmedStartsWith, patterns),
        TriggerKind::MessageMatches(regex) => vec![vec![expression(regex)]],
        TriggerKind::AnyMessage
        | TriggerKind::Intent(_)
        | TriggerKind::Silence
        | TriggerKind::PageView(_)
        | TriggerKind::Visit(_)
        | TriggerKind::Start
        | TriggerKind::Booking
        | TriggerKind::Purchase
        | TriggerKind::Tag(_)
        | TriggerKind::Group(_)
        | TriggerKind::Close
        | TriggerKind::OptOut
        | TriggerKind::Event(_)
        | TriggerKind::Time(_)
        | TriggerKind::Every(..) => Vec::new(),
    }
}
