//! Search for a word or phrase in a message as it was written, by whole words.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::{is_word, lower_case};

/// How letters are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Compare {
    /// `ORDER` is not `Order`.
    Exact,
    /// `ORDER` is `Order`.
    IgnoreCase,
}

/// Whether `phrase` stands in `text` with a word boundary at both ends.
///
/// Both are compared composed (NFC), so that an accent counts however it was typed, and white space in the
/// phrase stands for any run of white space. A phrase without a visible character is nowhere. Nothing is
/// allocated when both are composed already, which nearly all text is.
///
/// ```
/// use flowc::text::{Compare, contains_phrase};
///
/// assert!(contains_phrase("ORDER, please", "ORDER", Compare::Exact));
/// assert!(!contains_phrase("REORDER now", "ORDER", Compare::Exact));
/// assert!(contains_phrase("order \n now!", "ORDER NOW", Compare::IgnoreCase));
/// ```
pub fn contains_phrase(text: &str, phrase: &str, compare: Compare) -> bool {
    let phrase = phrase.trim();
    let one_plain_word = phrase.bytes().all(|byte| byte.is_ascii_graphic());
    if one_plain_word && compare == Compare::Exact {
        // Composing changes no ASCII letter, and a mark behind one keeps it from being the end of a word.
        let hit = |(start, word): (usize, &str)| is_boundary(text, start, start + word.len());
        return !phrase.is_empty() && text.match_indices(phrase).any(hit);
    }
    let (text, phrase) = (composed(text), composed(phrase));
    let phrase = phrase.trim();
    let Some(first) = phrase.chars().next() else { return false };
    let starts_alike = |c: char| match compare {
        Compare::Exact => c == first,
        Compare::IgnoreCase => lower_case(c).next() == lower_case(first).next(),
    };
    text.char_indices().filter(|(_, c)| starts_alike(*c)).any(|(start, _)| {
        is_edge(&text, start)
            && match_end(&text[start..], phrase, compare).is_some_and(|end| is_edge(&text, start + end))
    })
}

/// Whether `text[start..end]` neither begins nor ends inside a word.
///
/// A place is inside a word when the characters on both its sides are letters, digits or marks on them.
/// Both offsets must be places between two characters.
pub fn is_boundary(text: &str, start: usize, end: usize) -> bool {
    is_edge(text, start) && is_edge(text, end)
}

fn is_edge(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at..].chars().next();
    !(before.is_some_and(is_word) && after.is_some_and(is_word))
}

/// The length of the match of `phrase` at the start of `text`.
fn match_end(text: &str, phrase: &str, compare: Compare) -> Option<usize> {
    let mut rest = text;
    for (index, word) in phrase.split_whitespace().enumerate() {
        if index > 0 {
            let trimmed = rest.trim_start();
            if trimmed.len() == rest.len() {
                return None;
            }
            rest = trimmed;
        }
        rest = match compare {
            Compare::Exact => rest.strip_prefix(word)?,
            Compare::IgnoreCase => strip_ignoring_case(rest, word)?,
        };
    }
    Some(text.len() - rest.len())
}

fn strip_ignoring_case<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let mut wanted = word.chars().flat_map(lower_case).peekable();
    let mut characters = text.chars();
    while wanted.peek().is_some() {
        for letter in lower_case(characters.next()?) {
            if wanted.next() != Some(letter) {
                return None;
            }
        }
    }
    Some(characters.as_str())
}

fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, phrase: &str) -> [bool; 2] {
        [Compare::Exact, Compare::IgnoreCase].map(|compare| contains_phrase(text, phrase, compare))
    }

    #[test]
    fn a_keyword_is_a_whole_word_in_its_own_case() {
        assert_eq!(found("ORDER", "ORDER"), [true, true]);
        assert_eq!(found("my order", "ORDER"), [false, true]);
        assert_eq!(found("REORDER ORDERS ORDER2", "ORDER"), [false, false]);
        assert_eq!(found("REORDER, then ORDER!", "ORDER"), [true, true]);
        assert_eq!(found("l'ÉTÉ", "ÉTÉ"), [true, true]);
        assert_eq!(found("pétété", "été"), [false, false]);
        assert_eq!(found("straße", "STRASSE"), [false, true]);
        assert_eq!(found("strasse", "straß"), [false, false]);
        assert_eq!(found("oui👍", "👍"), [true, true]);
        assert_eq!(found("C++ and C", "C++"), [true, true]);
    }

    #[test]
    fn the_way_of_typing_an_accent_does_not_count() {
        assert_eq!(found("un cafe\u{301} noir", "café"), [true, true]);
        assert_eq!(found("un café noir", "cafe\u{301}"), [true, true]);
        assert_eq!(found("un cafe\u{301} noir", "cafe"), [false, false]);
    }

    #[test]
    fn white_space_in_a_phrase_is_any_white_space() {
        assert_eq!(found("ORDER \t\n NOW", "ORDER NOW"), [true, true]);
        assert_eq!(found("ORDERNOW", "ORDER NOW"), [false, false]);
        assert_eq!(found("ORDER NOWHERE", " ORDER  NOW "), [false, false]);
        assert_eq!(found("anything", "  "), [false, false]);
        assert_eq!(found("", "ORDER"), [false, false]);
    }

    #[test]
    fn boundaries_are_looked_up_by_offset() {
        assert!(is_boundary("été fini", 0, 5));
        assert!(!is_boundary("été fini", 0, 3));
        assert!(is_boundary("", 0, 0));
    }
}
