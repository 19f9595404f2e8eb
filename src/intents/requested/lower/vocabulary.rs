//! The words with which the phrases of the grammar begin, taken from the grammar itself.

use std::sync::LazyLock;

const GRAMMAR: &str = include_str!("../../../../grammar/requested_time.pest");
/// The line of the grammar below which moments are described.
const TIME: &str = "==== time\n";

/// What can begin with a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Beginning {
    /// No phrase of the grammar.
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
    match WORDS.binary_search_by(|(known, _)| (*known).cmp(word)) {
        Ok(place) => WORDS[place].1,
        Err(_) => Beginning::Nothing,
    }
}

static WORDS: LazyLock<Vec<(&str, Beginning)>> = LazyLock::new(|| {
    let (phrases, moments) = GRAMMAR.split_once(TIME).expect("grammar: it has a line for time");
    let mut words: Vec<_> = first_words(phrases).map(|word| (word, Beginning::Phrase)).collect();
    words.extend(first_words(moments).map(|word| (word, Beginning::Moment)));
    // Of a word that is in both halves the later, `Moment`, is kept.
    words.sort_unstable_by(|one, other| one.0.cmp(other.0).then(other.1.cmp(&one.1)));
    words.dedup_by_key(|(word, _)| *word);
    words
});

/// The first word of each quoted phrase; one that begins with a space continues another.
fn first_words(grammar: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = grammar.lines().filter(|line| !line.starts_with("//"));
    lines.flat_map(|line| line.split('"').skip(1).step_by(2)).filter_map(|phrase| phrase.split(' ').next())
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
            ("robe", Beginning::Nothing),
            ("привет", Beginning::Nothing),
        ];
        for (word, expected) in cases {
            assert_eq!(beginning(word), expected, "{word}");
        }
    }
}
