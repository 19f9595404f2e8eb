//! A text followed through the patterns, as pest would: the first of a choice that fits is taken and never left again.

use super::{Grammar, Id, Note, Pattern, Reading};
use crate::intents::requested::lower::Rule;

/// A rule that took a piece of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    rule: Rule,
    start: u32,
    end: u32,
    /// How many stand in it, itself among them.
    size: u32,
}

/// A rule with the text that it took, and those in it.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'t, 'f> {
    text: &'t str,
    first: Found,
    inner: &'f [Found],
}

/// Pairs one behind the other.
#[derive(Debug, Clone)]
pub struct Pairs<'t, 'f> {
    text: &'t str,
    rest: &'f [Found],
}

impl<'t, 'f> Pairs<'t, 'f> {
    /// What was found in `text`.
    pub fn of(text: &'t str, found: &'f [Found]) -> Self {
        Self { text, rest: found }
    }
}

impl<'t, 'f> Iterator for Pairs<'t, 'f> {
    type Item = Pair<'t, 'f>;

    fn next(&mut self) -> Option<Pair<'t, 'f>> {
        let first = *self.rest.first()?;
        let (own, rest) = self.rest.split_at(first.size as usize);
        self.rest = rest;
        Some(Pair { text: self.text, first, inner: &own[1..] })
    }
}

impl<'t, 'f> Pair<'t, 'f> {
    /// The rule.
    pub fn as_rule(&self) -> Rule {
        self.first.rule
    }

    /// The text that it took.
    pub fn as_str(&self) -> &'t str {
        &self.text[self.first.start as usize..self.first.end as usize]
    }

    /// The rules in it.
    pub fn into_inner(self) -> Pairs<'t, 'f> {
        Pairs::of(self.text, self.inner)
    }
}

/// What a rule came to at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Known {
    rule: Id,
    at: u16,
    /// Where the text goes on behind it; `NOWHERE` when it does not fit.
    behind: u16,
    /// How many it notes, and where in `Memory::found` they stand.
    size: u16,
    notes: u32,
}

const NOWHERE: u16 = u16::MAX;

/// What rules came to at places of a text: many rules begin with the same one, which is followed only once.
#[derive(Debug)]
pub struct Memory {
    known: [Known; MEMORY],
    found: Vec<Found>,
}

/// A power of two.
const MEMORY: usize = 128;

impl Memory {
    /// Nothing is known.
    pub fn new() -> Self {
        let nothing = Known { rule: Id::MAX, at: 0, behind: NOWHERE, size: 0, notes: 0 };
        Self { known: [nothing; MEMORY], found: Vec::with_capacity(32) }
    }

    /// Rules that are written one below the other are tried at the same place.
    fn slot(rule: Id, at: usize) -> usize {
        (usize::from(rule) + at * 37) % MEMORY
    }
}

/// Follows a text by a rule from that place on; says where it goes on behind it, and notes what it finds.
pub fn follow(grammar: &Grammar, rule: Rule, reading: &mut Reading<'_>, at: usize) -> Option<usize> {
    // pest lists its rules in their own order.
    let place = grammar.named.binary_search_by_key(&rule, |named| named.rule).ok()?;
    Walk { grammar, reading }.named(place as Id, at)
}

struct Walk<'w, 't> {
    grammar: &'w Grammar,
    reading: &'w mut Reading<'t>,
}

impl Walk<'_, '_> {
    /// Where the text goes on behind a pattern that fits at that place; nothing is noted when it does not.
    #[inline(always)]
    fn pattern(&mut self, id: Id, at: usize) -> Option<usize> {
        if self.grammar.can_fit(id, self.reading.places[at]) { self.try_pattern(id, at) } else { None }
    }

    fn try_pattern(&mut self, id: Id, at: usize) -> Option<usize> {
        let grammar = self.grammar;
        match grammar.patterns[usize::from(id)] {
            Pattern::Text(start, length) => self.text(grammar.text(start, length), at),
            Pattern::Range(range) => {
                let (first, last) = grammar.ranges[usize::from(range)];
                self.character(at, |c| (first..=last).contains(&c))
            }
            Pattern::Any => self.character(at, |_| true),
            Pattern::Digit => self.character(at, |c| c.is_ascii_digit()),
            Pattern::Alphanumeric => self.character(at, |c| c.is_ascii_alphanumeric()),
            Pattern::End => (at == self.reading.text.len()).then_some(at),
            Pattern::Named(place) => self.named(place, at),
            Pattern::Row(parts) => {
                let before = self.reading.found.len();
                let behind = grammar.parts(parts).iter().try_fold(at, |at, part| self.pattern(*part, at));
                if behind.is_none() {
                    self.reading.found.truncate(before);
                }
                behind
            }
            Pattern::Choice(parts) => {
                let chances = grammar.chances.at(parts, self.reading.places[at]);
                chances.iter().find_map(|part| self.pattern(*part, at))
            }
            Pattern::Repeat(inner, least, most) => self.repeat(inner, (least, most), at),
            Pattern::Ahead(inner) => self.would_fit(inner, at).then_some(at),
            Pattern::Unless(inner) => (!self.would_fit(inner, at)).then_some(at),
        }
    }

    fn text(&self, text: &[u8], at: usize) -> Option<usize> {
        let there = self.reading.text.as_bytes().get(at..at + text.len())?;
        // The first character is the right one by now, and seldom the last one.
        (there.last() == text.last() && there == text).then_some(at + text.len())
    }

    fn character(&self, at: usize, fits: impl Fn(char) -> bool) -> Option<usize> {
        let character = self.reading.text[at..].chars().next().filter(|c| fits(*c))?;
        Some(at + character.len_utf8())
    }

    fn repeat(&mut self, inner: Id, (least, most): (u8, u8), at: usize) -> Option<usize> {
        let before = self.reading.found.len();
        let (mut at, mut times) = (at, 0);
        while most == u8::MAX || times < most {
            let Some(behind) = self.pattern(inner, at) else { break };
            at = behind;
            times = times.saturating_add(1);
        }
        if times < least {
            self.reading.found.truncate(before);
            return None;
        }
        Some(at)
    }

    fn would_fit(&mut self, inner: Id, at: usize) -> bool {
        let before = self.reading.found.len();
        let fits = self.pattern(inner, at).is_some();
        self.reading.found.truncate(before);
        fits
    }

    fn named(&mut self, rule: Id, at: usize) -> Option<usize> {
        let slot = Memory::slot(rule, at);
        let known = self.reading.memory.known[slot];
        if known.rule == rule && usize::from(known.at) == at {
            let notes = &self.reading.memory.found[known.notes as usize..][..usize::from(known.size)];
            self.reading.found.extend_from_slice(notes);
            return (known.behind != NOWHERE).then_some(usize::from(known.behind));
        }
        let own = self.reading.found.len();
        let behind = self.named_anew(rule, at);
        let noted = &self.reading.found[own..];
        let notes = self.reading.memory.found.len() as u32;
        let size = u16::try_from(noted.len());
        let places = (u16::try_from(at), behind.map_or(Ok(NOWHERE), u16::try_from));
        if let (Ok(size), (Ok(at), Ok(behind))) = (size, places) {
            self.reading.memory.found.extend_from_slice(noted);
            self.reading.memory.known[slot] = Known { rule, at, behind, size, notes };
        }
        behind
    }

    fn named_anew(&mut self, rule: Id, at: usize) -> Option<usize> {
        let named = self.grammar.named[usize::from(rule)];
        if named.note == Note::Inner {
            return self.pattern(named.body, at);
        }
        let own = self.reading.found.len();
        self.reading.found.push(Found { rule: named.rule, start: at as u32, end: 0, size: 1 });
        let Some(behind) = self.pattern(named.body, at) else {
            self.reading.found.truncate(own);
            return None;
        };
        if named.note == Note::Itself {
            self.reading.found.truncate(own + 1);
        }
        let size = (self.reading.found.len() - own) as u32;
        let found = &mut self.reading.found[own];
        (found.end, found.size) = (behind as u32, size);
        Some(behind)
    }
}
