//! An alphabet: characters that no test tells apart are one letter, and the most readable of them stands for it.

use std::collections::{BTreeMap, BTreeSet};

use super::super::is_word;
use super::charset::CharSet;

/// All characters, in classes.
#[derive(Debug, Clone)]
pub(super) struct Alphabet {
    /// Where a run of characters of one class begins, and which class; sorted, the first at zero.
    runs: Vec<(u32, u16)>,
    /// The character that stands for each class: the most readable class is the first.
    letters: Vec<char>,
}

/// How readable a character is: the smaller the better.
type Rank = (usize, char);

/// What reads best, in this order.
const READABLE: [(char, char); 8] =
    [('a', 'z'), ('A', 'Z'), ('0', '9'), (' ', ' '), ('!', '~'), ('à', 'ÿ'), ('À', 'Þ'), ('Α', 'ԯ')];
/// The last code point of what reads best.
const READABLE_END: u32 = 'ԯ' as u32;
/// How far a run is searched for a character that can be read.
const SEARCHED: u32 = 256;

impl Alphabet {
    /// The alphabet in which each of the sets is a set of classes.
    pub fn of<'s>(sets: impl IntoIterator<Item = &'s CharSet>) -> Self {
        let sets: BTreeSet<&CharSet> = sets.into_iter().collect();
        let mut turns = Vec::new();
        for (set, id) in sets.iter().zip(0_u32..) {
            for (start, end) in set.ranges() {
                turns.push((*start, id));
                turns.push((end + 1, id));
            }
        }
        turns.sort_unstable();
        let mut classes: BTreeMap<Vec<u32>, u16> = BTreeMap::new();
        let mut ranks: Vec<Rank> = Vec::new();
        let mut runs: Vec<(u32, u16)> = Vec::new();
        let mut inside: Vec<u32> = Vec::new();
        let mut turns = turns.into_iter().peekable();
        let mut start = 0;
        loop {
            while let Some((_, id)) = turns.next_if(|(at, _)| *at == start) {
                match inside.binary_search(&id) {
                    Ok(at) => drop(inside.remove(at)),
                    Err(at) => inside.insert(at, id),
                }
            }
            let end = turns.peek().map_or(0x11_0000, |(at, _)| *at);
            if start >= 0x11_0000 {
                break;
            }
            let new = classes.len() as u16;
            let class = *classes.entry(inside.clone()).or_insert(new);
            match ranks.get_mut(usize::from(class)) {
                // What stands far behind is only taken where there is nothing else.
                Some(_) if start > READABLE_END => {}
                Some(best) => *best = (*best).min(most_readable(start, end - 1)),
                None => ranks.push(most_readable(start, end - 1)),
            }
            if runs.last().is_none_or(|(_, last)| *last != class) {
                runs.push((start, class));
            }
            start = end;
        }
        Self::by_rank(runs, &ranks)
    }

    fn by_rank(mut runs: Vec<(u32, u16)>, ranks: &[Rank]) -> Self {
        let mut order: Vec<u16> = (0..ranks.len() as u16).collect();
        order.sort_by_key(|class| ranks[usize::from(*class)]);
        let mut places = vec![0; order.len()];
        for (place, class) in order.iter().enumerate() {
            places[usize::from(*class)] = place as u16;
        }
        runs.iter_mut().for_each(|(_, class)| *class = places[usize::from(*class)]);
        let letters = order.iter().map(|class| ranks[usize::from(*class)].1).collect();
        Self { runs, letters }
    }

    /// The character that stands for each class, the most readable first.
    pub fn letters(&self) -> &[char] {
        &self.letters
    }

    /// The class of a character.
    pub fn class(&self, character: char) -> u16 {
        let behind = self.runs.partition_point(|(start, _)| *start <= u32::from(character));
        self.runs[behind - 1].1
    }
}

/// The most readable character of a range that holds one.
fn most_readable(start: u32, end: u32) -> Rank {
    for (rank, (first, last)) in READABLE.into_iter().enumerate() {
        let (from, to) = (start.max(first.into()), end.min(last.into()));
        if from <= to
            && let Some(character) = char::from_u32(from)
        {
            return (rank, character);
        }
    }
    let characters = (start..=end.min(start.saturating_add(SEARCHED))).filter_map(char::from_u32);
    let ranked = characters.map(|character| {
        let rank = match character {
            c if c.is_control() => 5,
            c if c.is_whitespace() => 3,
            c if c.is_alphanumeric() => 0,
            c if is_word(c) => 4,
            c if u32::from(c) < 0x1_0000 => 1,
            _ => 2,
        };
        (READABLE.len() + rank, character)
    });
    // A range of surrogates alone holds no character; what stands for it is never used.
    ranked.min().unwrap_or((usize::MAX, char::REPLACEMENT_CHARACTER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_readable_character_stands_for_a_class() {
        let digits = CharSet::of('0'..='9');
        let vowels = CharSet::of(['a', 'e', 'i', 'o', 'u', '\n']);
        let alphabet = Alphabet::of([&digits, &vowels]);
        assert_eq!(alphabet.letters(), ['a', 'b', '0']);
        assert_eq!(alphabet.class('\n'), 0);
        assert_eq!(alphabet.class('é'), 1);
        assert_eq!(alphabet.class('7'), 2);
        assert_eq!(Alphabet::of([]).letters(), ['a']);
    }
}
