//! The grammar of requested times, followed with a look ahead: what a message says, by the file that pest compiles.
//!
//! pest tries the thousand phrases of the file one after the other, which takes longer than all the rest of a
//! message's way through the engine. Here the file is read once into patterns that know with which letters they can
//! begin, so that few of them are tried. pest still says what the file means: a test compares the two.

use std::sync::LazyLock;

use super::Rule;

mod chances;
mod first;
mod follow;
mod notation;

pub use follow::Pair;
use follow::{Found, Memory, Pairs};

const TEXT: &str = include_str!("../../../../grammar/requested_time.pest");

static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| Grammar::of(TEXT));

/// Where a pattern stands among the patterns.
type Id = u16;

/// A piece of the grammar. All are small, since a message looks at hundreds of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pattern {
    /// `"demain"`: where it stands in the file, and its length.
    Text(u16, u8),
    /// `'a'..'z'`: where it stands in `Grammar::ranges`.
    Range(Id),
    /// `ANY`
    Any,
    /// `ASCII_DIGIT`
    Digit,
    /// `ASCII_ALPHANUMERIC`
    Alphanumeric,
    /// `EOI`
    End,
    /// The rule at that place.
    Named(Id),
    /// One after the other.
    Row(Parts),
    /// The first that fits.
    Choice(Parts),
    /// As often as it fits, at least and at most so many times.
    Repeat(Id, u8, u8),
    /// `&`: it would fit.
    Ahead(Id),
    /// `!`: it would not.
    Unless(Id),
}

/// Some of `Grammar::parts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Parts {
    start: Id,
    end: Id,
}

/// What is noted of the text that a rule takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Note {
    /// `{ … }`: the rule, and those in it.
    All,
    /// `@{ … }`: the rule alone.
    Itself,
    /// `_{ … }`: those in it.
    Inner,
}

/// A rule of the grammar.
#[derive(Debug, Clone, Copy)]
struct Named {
    rule: Rule,
    note: Note,
    body: Id,
}

/// The grammar as patterns.
#[derive(Debug)]
pub struct Grammar {
    text: &'static str,
    patterns: Vec<Pattern>,
    ranges: Vec<(char, char)>,
    parts: Vec<Id>,
    named: Vec<Named>,
    fits: Vec<first::Fits>,
    /// The sets of words that `fits` names.
    words: Vec<u128>,
    chances: chances::Chances,
}

impl Grammar {
    fn of(text: &'static str) -> Self {
        let mut grammar = notation::read(text);
        (grammar.fits, grammar.words) = first::fits(&grammar);
        grammar.chances = chances::Chances::of(&grammar);
        grammar
    }

    fn text(&self, start: u16, length: u8) -> &'static [u8] {
        &self.text.as_bytes()[usize::from(start)..][..usize::from(length)]
    }

    /// Whether a pattern can fit there.
    fn can_fit(&self, id: Id, place: first::Place) -> bool {
        let fits = self.fits[usize::from(id)];
        fits.at_kind(place.kind) && place.is_in(self.words[usize::from(fits.words)])
    }

    fn parts(&self, parts: Parts) -> &[Id] {
        &self.parts[usize::from(parts.start)..usize::from(parts.end)]
    }
}

/// A text that is read.
pub struct Reading<'t> {
    text: &'t str,
    places: Vec<first::Place>,
    memory: Memory,
    found: Vec<Found>,
}

impl<'t> Reading<'t> {
    /// Nothing is read yet.
    pub fn of(text: &'t str) -> Self {
        Self {
            text,
            places: first::places(text.as_bytes()),
            memory: Memory::new(),
            found: Vec::with_capacity(16),
        }
    }

    /// Reads from that place on by a rule of the grammar: the first rule that is noted, with those in it.
    pub fn read(&mut self, rule: Rule, at: usize) -> Option<Pair<'t, '_>> {
        self.found.clear();
        follow::follow(&GRAMMAR, rule, self, at)?;
        Pairs::of(self.text, &self.found).next()
    }

    /// Whether a rule of the grammar fits at that place.
    pub fn fits(&mut self, rule: Rule, at: usize) -> bool {
        self.found.clear();
        follow::follow(&GRAMMAR, rule, self, at).is_some()
    }
}

#[cfg(test)]
mod tests;
