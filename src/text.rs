//! What a contact wrote, made comparable: one normaliser, and search by whole words.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

pub use phrase::{Compare, contains_phrase, is_boundary};

pub mod automaton;
mod phrase;

/// The words of `text` in lower case without accents, one space between them; punctuation separates words.
///
/// Two texts with the same words have the same normal form, however they were typed. A text that is in
/// normal form already is lent back.
///
/// ```
/// assert_eq!(flowc::text::normalise("  L’Été, c'est FINI !! "), "l ete c est fini");
/// ```
pub fn normalise(text: &str) -> Cow<'_, str> {
    if is_normal(text) {
        return Cow::Borrowed(text);
    }
    let mut normal = String::with_capacity(text.len());
    let mut gap = false;
    for character in text.chars() {
        if is_invisible(character) {
            continue;
        }
        if !is_word(character) {
            gap = true;
            continue;
        }
        if gap && !normal.is_empty() {
            normal.push(' ');
        }
        gap = false;
        push_folded(character, &mut normal);
    }
    Cow::Owned(normal)
}

/// `text` with every letter in one case: lower case, and `ß` as `ss`; accents and punctuation stay.
///
/// ```
/// assert_eq!(flowc::text::fold_case("ARRÊT"), "arrêt");
/// ```
pub fn fold_case(text: &str) -> Cow<'_, str> {
    let folded = |c: char| {
        let mut lower = lower_case(c);
        lower.next() == Some(c) && lower.next().is_none()
    };
    if text.chars().all(folded) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().flat_map(lower_case).collect())
}

/// Appends the letter or digit `character` in lower case and without its accents.
///
/// Other characters are appended too (marks are dropped), so that a caller with more separators than
/// [`normalise`] shares this one table of letters.
pub(crate) fn push_folded(character: char, into: &mut String) {
    if character.is_ascii() {
        into.push(character.to_ascii_lowercase());
        return;
    }
    if let Some(plain) = plain_latin(character) {
        into.push_str(plain);
        return;
    }
    for lower in lower_case(character) {
        match plain_latin(lower) {
            Some(plain) => into.push_str(plain),
            None => into.extend(std::iter::once(lower).nfd().filter(|c| !is_combining_mark(*c))),
        }
    }
}

/// Whether `character` belongs to a word: a letter, a digit, or a mark on one.
pub(crate) fn is_word(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric();
    }
    character.is_alphanumeric() || is_combining_mark(character)
}

/// Characters that nobody sees, which must not cut a word in two: soft hyphen, joiners, byte order mark.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{fe0e}' | '\u{fe0f}' | '\u{feff}'
    )
}

/// The letters in lower case; a letter that has several small forms takes one of them.
fn lower_case(character: char) -> impl Iterator<Item = char> {
    let (first, second) = match character {
        'ß' | 'ẞ' => ('s', Some('s')),
        'ς' => ('σ', None),
        _ => return Lower::Letter(character.to_lowercase()),
    };
    Lower::Pair(std::iter::once(first).chain(second))
}

/// Either what Unicode says, or a pair of letters of our own.
enum Lower {
    Letter(std::char::ToLowercase),
    Pair(std::iter::Chain<std::iter::Once<char>, std::option::IntoIter<char>>),
}

impl Iterator for Lower {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self {
            Self::Letter(letters) => letters.next(),
            Self::Pair(letters) => letters.next(),
        }
    }
}

/// The letters that are written most in French and their neighbours, to spare them the tables of Unicode.
fn plain_latin(character: char) -> Option<&'static str> {
    Some(match character {
        'à' | 'â' | 'ä' | 'á' | 'À' | 'Â' | 'Ä' | 'Á' => "a",
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => "e",
        'î' | 'ï' | 'í' | 'Î' | 'Ï' | 'Í' => "i",
        'ô' | 'ö' | 'ó' | 'Ô' | 'Ö' | 'Ó' | 'ø' | 'Ø' => "o",
        'û' | 'ù' | 'ü' | 'ú' | 'Û' | 'Ù' | 'Ü' | 'Ú' => "u",
        'ç' | 'Ç' => "c",
        'ñ' | 'Ñ' => "n",
        'œ' | 'Œ' => "oe",
        'æ' | 'Æ' => "ae",
        'ß' | 'ẞ' => "ss",
        _ => return None,
    })
}

fn is_normal(text: &str) -> bool {
    let mut after_gap = true;
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => after_gap = false,
            b' ' if !after_gap => after_gap = true,
            _ => return false,
        }
    }
    !after_gap || text.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_punctuation_do_not_count() {
        let cases = [
            ("", ""),
            ("  ", ""),
            ("?!…", ""),
            ("deja vu", "deja vu"),
            ("Déjà  VU !", "deja vu"),
            ("de\u{301}ja\u{300}", "deja"),
            ("j’ai réservé", "j ai reserve"),
            ("rappelez-moi (svp)...", "rappelez moi svp"),
            ("Œuf, ŒUF, cœur, ÆON, Straße, STRAẞE", "oeuf oeuf coeur aeon strasse strasse"),
            ("naïve İstanbul Łódź", "naive istanbul łodz"),
            ("9h30", "9h30"),
            ("soft\u{ad}hyphen", "softhyphen"),
            ("👍🏽 ok 👍", "ok"),
            ("привет, МИР", "привет мир"),
        ];
        for (text, expected) in cases {
            assert_eq!(normalise(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_normal_text_is_lent_back() {
        assert!(matches!(normalise("rappelez moi demain"), Cow::Borrowed(_)));
        assert!(matches!(fold_case("arrêt"), Cow::Borrowed(_)));
        assert_eq!(fold_case("ΣΊΣΥΦΟΣ"), fold_case("σίσυφος"));
    }
}
