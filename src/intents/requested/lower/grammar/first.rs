//! With which characters, and with which words, a pattern can begin.
//!
//! Characters are told apart by kind: each small letter is one, and so are figures, the space, everything else and
//! the end of the text. A word is a row of small letters, of which a number below 128 is kept. Sets of both are numbers
//! with a bit for each.

use std::collections::BTreeMap;

use super::{Grammar, Id, Pattern};

/// How many kinds of characters there are.
pub const KINDS: usize = 30;
const LETTERS: u32 = (1 << 26) - 1;
const FIGURE: u32 = 1 << 26;
const SPACE: u32 = 1 << 27;
const OTHER: u32 = 1 << 28;
const END: u32 = 1 << 29;
const ALL: u32 = (1 << KINDS) - 1;

/// What stands at a place of a text: the kind of its character, and the number of the word that begins there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub kind: u8,
    /// `NO_WORD` when none does.
    word: u8,
}

const NO_WORD: u8 = u8::MAX;

impl Place {
    /// Whether a word may begin there that is in a set.
    pub const fn is_in(self, words: u128) -> bool {
        self.word == NO_WORD || words >> self.word & 1 != 0
    }
}

/// The places of a text, its end among them.
pub fn places(text: &[u8]) -> Vec<Place> {
    let mut places = vec![Place { kind: kind_of(END), word: NO_WORD }; text.len() + 1];
    let mut number = 0_u32;
    for (place, byte) in places.iter_mut().zip(text).rev() {
        (place.kind, place.word) = match byte {
            b'a'..=b'z' => {
                // From its end on, so that each letter adds to the number of the word behind it.
                number = number.wrapping_mul(0x0100_0193) ^ u32::from(*byte);
                (byte - b'a', (number.wrapping_mul(0x9e37_79b1) >> 25) as u8)
            }
            b'0'..=b'9' => (kind_of(FIGURE), NO_WORD),
            b' ' => (kind_of(SPACE), NO_WORD),
            _ => (kind_of(OTHER), NO_WORD),
        };
        number = if place.word == NO_WORD { 0 } else { number };
    }
    places
}

const fn kind_of(set: u32) -> u8 {
    set.trailing_zeros() as u8
}

/// Where a pattern can fit. More may be in the sets than does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fits {
    kinds: u32,
    /// Where the set of words stands; the first is that of all.
    pub words: u16,
}

impl Fits {
    /// Whether it can fit at a character of that kind.
    pub const fn at_kind(self, kind: u8) -> bool {
        self.kinds & (1 << kind) != 0
    }
}

/// How a pattern can begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct First {
    /// The kinds of characters at which it may take some text.
    some: u32,
    /// Those at which it may fit and take none.
    none: u32,
    /// Those at which it takes some for sure.
    sure: u32,
    /// The words that it may begin with, to their end.
    whole: u128,
    /// The words that it may begin with and end in, so that they may go on behind it.
    open: u128,
}

/// Of a pattern that is still being looked at.
const UNKNOWN: First = First { some: ALL, none: ALL, sure: 0, whole: u128::MAX, open: u128::MAX };

/// For each pattern where it can fit, and the sets of words.
pub fn fits(grammar: &Grammar) -> (Vec<Fits>, Vec<u128>) {
    let mut known = vec![None; grammar.patterns.len()];
    let mut sets = vec![u128::MAX];
    let mut places = BTreeMap::from([(u128::MAX, 0)]);
    let mut fits = Vec::with_capacity(known.len());
    for id in 0..known.len() as Id {
        let first = first(grammar, &mut known, id);
        let any_word = first.none & LETTERS != 0 || first.open != 0 || first.whole == 0;
        let words = if any_word { u128::MAX } else { first.whole };
        let place = *places.entry(words).or_insert_with(|| {
            sets.push(words);
            (sets.len() - 1) as u16
        });
        fits.push(Fits { kinds: first.some | first.none, words: place });
    }
    (fits, sets)
}

fn first(grammar: &Grammar, known: &mut [Option<First>], id: Id) -> First {
    if let Some(first) = known[usize::from(id)] {
        return first;
    }
    known[usize::from(id)] = Some(UNKNOWN);
    let some = |some: u32| First { some, ..First::default() };
    let found = match grammar.patterns[usize::from(id)] {
        Pattern::Text(start, length) => of_text(grammar.text(start, length)),
        Pattern::Range(range) if !grammar.ranges[usize::from(range)].0.is_ascii() => some(OTHER),
        Pattern::Range(_) => First { whole: u128::MAX, ..some(ALL & !END) },
        Pattern::Any => First { sure: ALL & !END, whole: u128::MAX, ..some(ALL & !END) },
        Pattern::Digit => First { sure: FIGURE, ..some(FIGURE) },
        // Capitals are among the others.
        Pattern::Alphanumeric => {
            First { sure: LETTERS | FIGURE, whole: u128::MAX, ..some(LETTERS | FIGURE | OTHER) }
        }
        Pattern::End => First { none: END, ..First::default() },
        Pattern::Named(place) => first(grammar, known, grammar.named[usize::from(place)].body),
        Pattern::Row(parts) => {
            let mut row = First { none: ALL, ..First::default() };
            for part in grammar.parts(parts) {
                row = row.then(first(grammar, known, *part));
                if row.none == 0 && row.open == 0 {
                    break;
                }
            }
            row
        }
        Pattern::Choice(parts) => {
            let each = grammar.parts(parts).iter().map(|part| first(grammar, known, *part));
            each.fold(First::default(), First::or)
        }
        Pattern::Repeat(inner, least, most) => {
            let once = first(grammar, known, inner);
            let more = if most > 1 { once.then(First { none: ALL, ..once }) } else { once };
            if least == 0 { First { none: ALL, sure: 0, ..more } } else { more }
        }
        Pattern::Ahead(inner) => {
            let inner = first(grammar, known, inner);
            First { none: inner.some | inner.none, ..First::default() }
        }
        Pattern::Unless(inner) => {
            First { none: ALL & !first(grammar, known, inner).sure, ..First::default() }
        }
    };
    known[usize::from(id)] = Some(found);
    found
}

fn of_text(text: &[u8]) -> First {
    let Some(place) = places(text).first().copied() else { return First::default() };
    let word = if place.word == NO_WORD { 0 } else { 1 << place.word };
    let is_one_word = text.iter().all(|byte| byte.is_ascii_lowercase());
    First {
        some: 1 << place.kind,
        none: 0,
        // Figures and the like share a kind.
        sure: if word != 0 && text.len() == 1 { 1 << place.kind } else { 0 },
        whole: if is_one_word { 0 } else { word },
        open: if is_one_word { word } else { 0 },
    }
}

impl First {
    /// This, and `next` behind it.
    fn then(self, next: Self) -> Self {
        let (mut whole, mut open) = (self.whole, self.open);
        if next.some & LETTERS != 0 && open != 0 {
            // A word may be put together.
            (whole, open) = (u128::MAX, 0);
        } else if (next.some | next.none) & LETTERS == 0 {
            (whole, open) = (whole | open, 0);
        }
        if self.none != 0 {
            (whole, open) = (whole | next.whole, open | next.open);
        }
        Self { some: self.some | self.none & next.some, none: self.none & next.none, sure: 0, whole, open }
    }

    fn or(self, other: Self) -> Self {
        Self {
            some: self.some | other.some,
            none: self.none | other.none,
            sure: self.sure | other.sure,
            whole: self.whole | other.whole,
            open: self.open | other.open,
        }
    }
}
