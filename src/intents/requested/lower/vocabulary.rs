//! The words of the phrases of the grammar, taken from the grammar itself.

use std::hash::BuildHasher;
use std::sync::LazyLock;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

const GRAMMAR: &str = include_str!("../../../../grammar/requested_time.pest");
/// The line of the grammar below which moments are described.
const TIME: &str = "==== time\n";

/// What can begin with a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Beginning {
    /// Nothing: it is in no phrase of the grammar.
    Unknown,
    /// No phrase of the grammar, but it stands in one.
    Nothing,
    /// A phrase, but no moment.
    Phrase,
    /// A moment, or a phrase.
    Moment,
}

/// What can begin with `word`; figures and signs begin moments.
pub fn beginning(word: &str) -> Beginning {
    if !word.starts_with(|first: char| first.is_ascii_lowercase()) {
        return if word.is_ascii() { Beginning::Moment } else { Beginning::Nothing };
    }
    let found = WORDS.find(FxBuildHasher.hash_one(word), |(known, _)| *known == word);
    found.map_or(Beginning::Unknown, |(_, beginning)| *beginning)
}

static WORDS: LazyLock<HashTable<(&str, Beginning)>> = LazyLock::new(|| {
    let (phrases, moments) = GRAMMAR.split_once(TIME).expect("grammar: it has a line for time");
    let mut words = HashTable::with_capacity(2048);
    for (half, beginning) in [(phrases, Beginning::Phrase), (moments, Beginning::Moment)] {
        for phrase in quoted(half) {
            let mut beginning = Some(beginning);
            for word in phrase.split(' ') {
                // What begins with a space goes on behind another phrase.
                add(&mut words, word, beginning.take().unwrap_or(Beginning::Nothing));
            }
        }
    }
    words
});

/// Puts a word into the table; of a word that is there already the most is kept that can begin with it.
fn add(words: &mut HashTable<(&'static str, Beginning)>, word: &'static str, beginning: Beginning) {
    let hash = |word: &str| FxBuildHasher.hash_one(word);
    let entry = words.entry(hash(word), |(known, _)| *known == word, |(known, _)| hash(known));
    let most = entry.or_insert((word, beginning)).into_mut();
    most.1 = most.1.max(beginning);
}

/// The quoted phrases.
fn quoted(grammar: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = grammar.lines().filter(|line| !line.starts_with("//"));
    lines.flat_map(|line| line.split('"').skip(1).step_by(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_shown_to_the_half_that_knows_it() {
        let cases = [
            ("demain", Beginning::Moment),
            ("in", Beginning::Moment),
            ("9h", Beginning::Moment),
            ("?", Beginning::Moment),
            ("rappelez", Beginning::Phrase),
            ("bonjour", Beginning::Phrase),
            ("pouvez", Beginning::Phrase),
            ("heures", Beginning::Moment),
            ("plaisir", Beginning::Nothing),
            ("cher", Beginning::Unknown),
            ("привет", Beginning::Nothing),
        ];
        for (word, expected) in cases {
            assert_eq!(beginning(word), expected, "{word}");
        }
    }
}
