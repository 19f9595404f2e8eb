//! Sets of characters: those that white space, words, letters without case and composing are about.

use std::sync::OnceLock;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, is_nfc_quick};

use super::super::{is_word, lower_case};

/// A set of characters as ranges of code points, both ends included, sorted and apart from each other.
///
/// A range may run over the surrogates, which are no characters and matter to nobody.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct CharSet(Vec<(u32, u32)>);

/// Letters of all scripts stand below; behind it come private characters and a few marks.
const LETTERS_END: u32 = 0x4_0000;
/// The marks that choose between two shapes of a character stand here.
const LATE_MARKS: std::ops::Range<u32> = 0xE_0000..0xE_0200;
/// Letters with another case stand below.
const CASED_END: u32 = 0x1_F000;

impl CharSet {
    /// Of characters in any order.
    pub fn of(characters: impl IntoIterator<Item = char>) -> Self {
        Self::of_ranges(characters.into_iter().map(|c| (u32::from(c), u32::from(c))))
    }

    /// Of ranges in any order, both ends included.
    pub fn of_ranges(ranges: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let mut ranges: Vec<_> = ranges.into_iter().collect();
        ranges.sort_unstable();
        let mut apart: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (start, end) in ranges {
            match apart.last_mut() {
                Some(last) if start <= last.1.saturating_add(1) => last.1 = last.1.max(end),
                _ => apart.push((start, end)),
            }
        }
        Self(apart)
    }

    /// The ranges, in order.
    pub fn ranges(&self) -> &[(u32, u32)] {
        &self.0
    }

    /// All characters that it does not have.
    pub fn others(&self) -> Self {
        let mut others = Vec::with_capacity(self.0.len() + 1);
        let mut from = 0;
        for (start, end) in &self.0 {
            if from < *start {
                others.push((from, start - 1));
            }
            from = end + 1;
        }
        if from <= u32::from(char::MAX) {
            others.push((from, u32::from(char::MAX)));
        }
        Self(others)
    }

    /// All characters.
    pub fn all() -> Self {
        Self(vec![(0, u32::from(char::MAX))])
    }

    /// Whether it has the character.
    pub fn contains(&self, character: char) -> bool {
        let code = u32::from(character);
        let behind = self.0.partition_point(|(start, _)| *start <= code);
        behind.checked_sub(1).is_some_and(|at| self.0[at].1 >= code)
    }
}

/// White space, as `str::trim` knows it.
pub(super) fn blanks() -> &'static CharSet {
    static SET: OnceLock<CharSet> = OnceLock::new();
    SET.get_or_init(|| matching(0..0x1_0000, char::is_whitespace))
}

/// The characters of words, as keywords know them.
pub(super) fn words() -> &'static CharSet {
    static SET: OnceLock<CharSet> = OnceLock::new();
    SET.get_or_init(|| matching((0..LETTERS_END).chain(LATE_MARKS), is_word))
}

/// What composing (NFC) may change, or join to what stands before it, by itself or once its case is put aside.
pub(super) fn unstable() -> &'static CharSet {
    static SET: OnceLock<CharSet> = OnceLock::new();
    SET.get_or_init(|| {
        matching((0..LETTERS_END).chain(LATE_MARKS), |c| !is_stable(c) || !lower_case(c).all(is_stable))
    })
}

/// The characters that are `letter` once case is put aside, those aside that become several.
pub(super) fn alike(letter: char) -> CharSet {
    let others = sources(letter).filter(|c| lower_case(*c).count() == 1);
    CharSet::of(others.chain(Some(letter).filter(|c| lower_case(*c).eq([*c]))))
}

/// The characters that become several, `letter` among them, once case is put aside.
pub(super) fn with_several(letter: char) -> impl Iterator<Item = char> {
    sources(letter).filter(|c| lower_case(*c).count() > 1)
}

fn sources(letter: char) -> impl Iterator<Item = char> {
    let table = folded_from();
    let from = table.partition_point(|(folded, _)| *folded < letter);
    table[from..].iter().take_while(move |(folded, _)| *folded == letter).map(|(_, source)| *source)
}

/// A letter without case, and a character that it comes from: all pairs of two characters, sorted.
fn folded_from() -> &'static [(char, char)] {
    static TABLE: OnceLock<Vec<(char, char)>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let characters = (0..CASED_END).filter_map(char::from_u32);
        let changed = characters.filter(|c| !c.is_ascii() || c.is_ascii_uppercase());
        let pairs = changed.flat_map(|c| lower_case(c).map(move |folded| (folded, c)));
        let mut table: Vec<_> = pairs.filter(|(folded, c)| folded != c).collect();
        table.sort_unstable();
        table.dedup();
        table
    })
}

fn is_stable(character: char) -> bool {
    character.is_ascii()
        || (canonical_combining_class(character) == 0
            && is_nfc_quick(std::iter::once(character)) == IsNormalized::Yes)
}

fn matching(codes: impl Iterator<Item = u32>, is_in: impl Fn(char) -> bool) -> CharSet {
    let characters = codes.filter_map(char::from_u32).filter(|c| is_in(*c));
    CharSet::of(characters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_lies_beyond_the_ends_that_are_looked_at() {
        let beyond = (LETTERS_END..=0x10_FFFF).filter(|code| !LATE_MARKS.contains(code));
        assert!(beyond.filter_map(char::from_u32).all(|c| !is_word(c) && is_stable(c)));
        let beyond = (CASED_END..=0x10_FFFF).filter_map(char::from_u32);
        assert!({ beyond }.all(|c| lower_case(c).eq([c])));
        assert!((0x1_0000..=0x10_FFFF).filter_map(char::from_u32).all(|c| !c.is_whitespace()));
    }

    #[test]
    fn putting_case_aside_keeps_words_and_blanks() {
        for c in (0..=0x10_FFFF).filter_map(char::from_u32) {
            assert!(lower_case(c).all(|folded| is_word(folded) == is_word(c)), "{c:?}");
            assert!(lower_case(c).all(|folded| folded.is_whitespace() == c.is_whitespace()), "{c:?}");
        }
    }

    #[test]
    fn letters_are_found_by_what_they_become() {
        assert_eq!(alike('k'), CharSet::of(['k', 'K', '\u{212a}']));
        assert_eq!(alike('K'), CharSet::default());
        assert_eq!(with_several('s').collect::<Vec<_>>(), ['ß', 'ẞ']);
    }
}
