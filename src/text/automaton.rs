//! Tests on a text as automata: the shortest text that meets several of them at once, or the proof that there is none.
//!
//! Texts are taken to be composed (NFC), as nearly all messages are; an automaton that would need others is not made.

mod alphabet;
mod charset;
mod literal;
mod machine;
mod pattern;
mod walk;

use self::alphabet::Alphabet;
use self::machine::Machine;
use self::pattern::Pattern;
use self::walk::Seen;
use super::Compare;

/// What is asked of a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Test {
    /// In which way.
    pub kind: Kind,
    /// The text, or the regular expression.
    pub text: String,
    /// How letters are compared.
    pub compare: Compare,
}

/// In which way a text is held against another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// It is the other one.
    Is,
    /// It is the other one, blanks around both aside.
    TrimmedIs,
    /// It contains the other one.
    Contains,
    /// It contains the other one as a whole word or phrase ([`super::contains_phrase`]).
    Phrase,
    /// It starts with the other one.
    StartsWith,
    /// It starts with the other one, blanks before it aside.
    TrimmedStartsWith,
    /// The whole of it matches the regular expression.
    Matches,
}

/// What a search came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The shortest text, of letters that can be read where there is a choice.
    Text(String),
    /// There is no such text.
    Nothing,
    /// It would take too long, or a test could not be made an automaton.
    NotAnalysed,
}

/// Tests made ready to be searched together.
#[derive(Debug)]
pub struct Automata {
    alphabet: Alphabet,
    machines: Vec<Option<Machine>>,
}

impl Automata {
    /// Automata of some tests, in their order.
    pub fn of(tests: &[Test]) -> Self {
        let patterns: Vec<_> = tests.iter().map(literal::pattern).collect();
        let sets: Vec<_> = patterns.iter().flatten().flat_map(Pattern::sets).collect();
        let alphabet = Alphabet::of(sets.iter().chain([charset::unstable()]));
        let machine = |pattern: &Option<Pattern>| Machine::of(pattern.as_ref()?, alphabet.letters());
        let machines = patterns.iter().map(machine).collect();
        Self { alphabet, machines }
    }

    /// Whether the test with that place could be made an automaton.
    pub fn is_known(&self, test: usize) -> bool {
        self.machines[test].is_some()
    }

    /// Whether a text meets the test with that place; none when the test could not be made an automaton.
    pub fn meets(&self, test: usize, text: &str) -> Option<bool> {
        Some(
            self.machines[test].as_ref()?.meets(text.chars().map(|character| self.alphabet.class(character))),
        )
    }

    /// Which characters a text that meets the test may hold.
    pub fn letters_of(&self, test: usize) -> impl Fn(char) -> bool + '_ {
        let machine = self.machines[test].as_ref();
        move |character| machine.is_none_or(|machine| machine.can_read(self.alphabet.class(character)))
    }

    /// Makes the tests ready to be compared in pairs.
    #[must_use]
    pub fn in_pairs(mut self) -> Pairs {
        self.machines.iter_mut().flatten().for_each(Machine::spread);
        Pairs { automata: self, seen: Seen::default() }
    }

    /// The shortest text that meets all of the `required` tests and none of the `forbidden` ones.
    pub fn shortest(&self, required: &[usize], forbidden: &[usize]) -> Found {
        let of = |tests: &[usize]| {
            tests.iter().map(|test| self.machines[*test].as_ref()).collect::<Option<Vec<&Machine>>>()
        };
        match (of(required), of(forbidden)) {
            (Some(required), Some(forbidden)) => {
                walk::shortest(&required, &forbidden, self.alphabet.letters())
            }
            _ => Found::NotAnalysed,
        }
    }
}

/// Tests that are compared in pairs.
#[derive(Debug)]
pub struct Pairs {
    automata: Automata,
    seen: Seen,
}

impl Pairs {
    /// Whether the test with that place could be made an automaton.
    pub fn is_known(&self, test: usize) -> bool {
        self.automata.is_known(test)
    }

    /// The shortest text that meets both tests.
    pub fn common(&mut self, one: usize, other: usize) -> Found {
        match (&self.automata.machines[one], &self.automata.machines[other]) {
            (Some(one), Some(other)) => {
                walk::common(one, other, self.automata.alphabet.letters(), &mut self.seen)
            }
            _ => Found::NotAnalysed,
        }
    }
}
