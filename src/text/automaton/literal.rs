//! From a test to its graph: a literal with what may stand around it.

use super::super::{fold_case, is_word, lower_case};
use super::charset::{CharSet, alike, blanks, unstable, with_several, words};
use super::pattern::{END, Pattern};
use super::{Compare, Kind, Test};

/// The graph of a test; none when it cannot be read, is too large, or needs a text that is not composed.
pub(super) fn pattern(test: &Test) -> Option<Pattern> {
    if test.kind == Kind::Matches {
        return Pattern::read(&test.text, test.compare);
    }
    if test.text.chars().any(|c| unstable().contains(c)) {
        return None;
    }
    let mut graph = Pattern::empty();
    let start = match test.kind {
        Kind::Is => graph.literal(&test.text, test.compare, END)?,
        Kind::TrimmedIs => {
            let behind = graph.any_number(blanks().clone(), END)?;
            let literal = graph.literal(test.text.trim(), test.compare, behind)?;
            graph.any_number(blanks().clone(), literal)?
        }
        Kind::StartsWith => graph.beginning(&test.text, test.compare)?,
        // Blanks are taken away before the text is looked at: one that begins with a blank is never found.
        Kind::TrimmedStartsWith if test.text.starts_with(char::is_whitespace) => graph.nothing()?,
        Kind::TrimmedStartsWith => {
            let literal = graph.beginning(&test.text, test.compare)?;
            graph.any_number(blanks().clone(), literal)?
        }
        Kind::Contains => graph.part(&test.text, test.compare)?,
        Kind::Phrase => graph.phrase(test.text.trim(), test.compare)?,
        Kind::Matches => unreachable!("text: expressions are read above"),
    };
    graph.start_at(start);
    Some(graph)
}

/// Where a literal may end in a text whose characters may be several letters each.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// Between two characters.
    BetweenCharacters,
    /// Among the letters of one character too.
    Anywhere,
}

impl Pattern {
    /// No text.
    fn nothing(&mut self) -> Option<u32> {
        self.ways(Vec::new())
    }

    /// Anything at all, up to the end.
    fn rest(&mut self) -> Option<u32> {
        self.any_number(CharSet::all(), END)
    }

    /// The text, then `next`.
    fn literal(&mut self, text: &str, compare: Compare, next: u32) -> Option<u32> {
        match compare {
            Compare::Exact => text.chars().rev().try_fold(next, |next, c| self.one(CharSet::of([c]), next)),
            Compare::IgnoreCase => {
                let letters: Vec<char> = fold_case(text).chars().collect();
                Some(self.folded(&letters, next, End::BetweenCharacters)?[0])
            }
        }
    }

    /// Letters whose case does not count, then `next`: the place of each letter, and `next`.
    fn folded(&mut self, letters: &[char], next: u32, end: End) -> Option<Vec<u32>> {
        let mut places = vec![next; letters.len() + 1];
        for at in (0..letters.len()).rev() {
            let left = &letters[at..];
            let mut ways = vec![self.one(alike(left[0]), places[at + 1])?];
            for several in with_several(left[0]) {
                let folded: Vec<char> = lower_case(several).collect();
                if left.starts_with(&folded) {
                    ways.push(self.one(CharSet::of([several]), places[at + folded.len()])?);
                } else if end == End::Anywhere && folded.starts_with(left) {
                    ways.push(self.one(CharSet::of([several]), next)?);
                }
            }
            places[at] = self.ways(ways)?;
        }
        Some(places)
    }

    /// The text, then anything. A character that becomes several letters may reach beyond the text.
    fn beginning(&mut self, text: &str, compare: Compare) -> Option<u32> {
        let rest = self.rest()?;
        let letters: Vec<char> = fold_case(text).chars().collect();
        if compare == Compare::Exact || letters.is_empty() {
            return self.literal(text, compare, rest);
        }
        let places = self.folded(&letters, rest, End::Anywhere)?;
        Some(places[0])
    }

    /// Anything, the text, anything.
    fn part(&mut self, text: &str, compare: Compare) -> Option<u32> {
        let rest = self.rest()?;
        let letters: Vec<char> = fold_case(text).chars().collect();
        if compare == Compare::Exact || letters.is_empty() {
            let literal = self.literal(text, compare, rest)?;
            return self.any_number(CharSet::all(), literal);
        }
        let places = self.folded(&letters, rest, End::Anywhere)?;
        let mut ways = vec![places[0]];
        // A character that becomes several letters may begin before the text, or hold all of it.
        let mut several: Vec<char> = letters.iter().flat_map(|letter| with_several(*letter)).collect();
        several.sort_unstable();
        several.dedup();
        for character in several {
            let folded: Vec<char> = lower_case(character).collect();
            for skipped in 1..folded.len() {
                let end = &folded[skipped..];
                if letters.starts_with(end) {
                    ways.push(self.one(CharSet::of([character]), places[end.len()])?);
                } else if end.starts_with(&letters) {
                    ways.push(self.one(CharSet::of([character]), rest)?);
                }
            }
        }
        let found = self.ways(ways)?;
        self.any_number(CharSet::all(), found)
    }

    /// Anything, the phrase with a word boundary at both ends, anything.
    fn phrase(&mut self, phrase: &str, compare: Compare) -> Option<u32> {
        let (Some(first), Some(last)) = (phrase.chars().next(), phrase.chars().next_back()) else {
            return self.nothing();
        };
        let rest = self.rest()?;
        let mut next = match is_word(last) {
            true => {
                let outside = self.one(words().others(), rest)?;
                self.ways(vec![END, outside])?
            }
            false => rest,
        };
        for (index, word) in phrase.split_whitespace().rev().enumerate() {
            if index > 0 {
                let more = self.any_number(blanks().clone(), next)?;
                next = self.one(blanks().clone(), more)?;
            }
            next = self.literal(word, compare, next)?;
        }
        if !is_word(first) {
            return self.any_number(CharSet::all(), next);
        }
        let outside = self.one(words().others(), next)?;
        let before = self.any_number(CharSet::all(), outside)?;
        self.ways(vec![next, before])
    }
}
