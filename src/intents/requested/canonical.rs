//! The form of a message that the grammar of requested times reads.

use crate::text::{is_invisible, is_word, normalise, push_folded};

/// The words of `text`, at most `bytes_max` bytes of them: folded, one space between words, punctuation alone.
///
/// `:` `/` `.` `,` and `-` inside a number stay (`9:30`, `12/03`, `1,5`); a dash inside a word is a space; the dots of
/// an abbreviation go (`p.m.` is `pm`); `!`, `;`, a line break and brackets end a clause as `.` or `,` do.
pub fn canonical(text: &str, bytes_max: usize) -> String {
    let mut words = String::with_capacity(text.len().min(bytes_max) + 8);
    let mut before = ' ';
    let mut letters_alone = 0;
    let mut in_abbreviation = false;
    let mut characters = text.chars().filter(|c| !is_invisible(*c)).peekable();
    while let Some(character) = characters.next() {
        if words.len() >= bytes_max {
            break;
        }
        let after = characters.peek().copied().unwrap_or(' ');
        let in_number = before.is_ascii_digit() && after.is_ascii_digit();
        if is_word(character) && !matches!(character, '½' | '¼' | '¾') {
            letters_alone = match before {
                letter if is_word(letter) && !letter.is_ascii_digit() => letters_alone + 1,
                '0'..='9' if !matches!(character, 'a' | 'p' | 'A' | 'P') => 2,
                _ => 1,
            };
            in_abbreviation &= letters_alone == 1;
            push_folded(character, &mut words);
            before = character;
            continue;
        }
        let abbreviated = character == '.' && letters_alone == 1 && before.is_alphabetic();
        if abbreviated && (is_word(after) || in_abbreviation) {
            (before, letters_alone, in_abbreviation) = (' ', 0, true);
            continue;
        }
        in_abbreviation = false;
        match character {
            ':' | '/' | '.' | ',' if in_number => words.push(character),
            '-' | '–' if is_word(before) && after.is_ascii_digit() => words.push('-'),
            '-' if is_word(before) && is_word(after) => push_space(&mut words),
            '-' | '–' | '—' => push_alone('-', &mut words),
            '?' | '؟' => push_alone('?', &mut words),
            '.' | '!' | ';' | '\n' | '\r' | '…' => push_alone('.', &mut words),
            ',' | '(' | ')' | '[' | ']' => push_alone(',', &mut words),
            '½' => push_fraction(before, [".5", "1/2"], &mut words),
            '¼' => push_fraction(before, [".25", "1/4"], &mut words),
            '¾' => push_fraction(before, [".75", "3/4"], &mut words),
            '€' | '$' | '£' | '%' | '+' => words.push(character),
            '@' | '~' if !is_word(before) => push_around(character, &mut words),
            '&' => push_around('&', &mut words),
            _ => push_space(&mut words),
        }
        before = character;
    }
    words.truncate(words.trim_end().len());
    words
}

/// Whether `word`, folded, is written with a capital letter somewhere in `text`: it may be a name.
pub fn is_capitalised(text: &str, word: &str) -> bool {
    text.split(|c: char| !is_word(c))
        .filter(|raw| raw.chars().next().is_some_and(char::is_uppercase))
        .any(|raw| normalise(raw) == word)
}

fn push_space(words: &mut String) {
    if !words.is_empty() && !words.ends_with(' ') {
        words.push(' ');
    }
}

/// `1½` is `1.5`, `½` alone is `1/2`.
fn push_fraction(before: char, [behind_figure, alone]: [&str; 2], words: &mut String) {
    if before.is_ascii_digit() {
        words.push_str(behind_figure);
        return;
    }
    push_space(words);
    words.push_str(alone);
}

fn push_around(character: char, words: &mut String) {
    push_space(words);
    words.push(character);
    words.push(' ');
}

/// A mark of punctuation between spaces; of several in a row the first stays.
fn push_alone(mark: char, words: &mut String) {
    let last = words.trim_end().chars().next_back();
    if last.is_some_and(|c| matches!(c, '.' | ',' | '?' | '-')) {
        if mark == '?' && last != Some('?') {
            push_around(mark, words);
        }
        return;
    }
    push_around(mark, words);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_gets_plain_words() {
        let cases = [
            ("Demain, à 9h30 !", "demain , a 9h30 ."),
            ("l’après-midi", "l apres midi"),
            ("at 9 a.m. on 12/03", "at 9 am on 12/03"),
            ("à 9h.Merci", "a 9h . merci"),
            ("S.V.P. demain", "svp demain"),
            ("14h-16h", "14h-16h"),
            ("14:00 – 16:00", "14:00 - 16:00"),
            ("1½ h, ½ heure", "1.5 h , 1/2 heure"),
            ("(demain)", ", demain ,"),
            ("ok...???", "ok . ?"),
            ("20€", "20€"),
        ];
        for (text, expected) in cases {
            assert_eq!(canonical(text, 500), expected, "{text:?}");
        }
    }

    #[test]
    fn long_text_is_cut() {
        assert!(canonical(&"é ".repeat(10_000), 500).len() <= 502);
    }
}
