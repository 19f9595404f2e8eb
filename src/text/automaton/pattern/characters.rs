//! Which characters a class holds, and what a place between two of them is.

use regex_syntax::hir::{Class, HirKind, Look};

use crate::text::automaton::charset::CharSet;

/// The characters of a class.
pub(super) fn set(class: &Class) -> CharSet {
    match class {
        Class::Unicode(class) => {
            CharSet::of_ranges(class.iter().map(|range| (range.start().into(), range.end().into())))
        }
        Class::Bytes(class) => {
            CharSet::of_ranges(class.iter().map(|range| (range.start().into(), range.end().into())))
        }
    }
}

/// The ranges of all characters that words are made of.
pub(super) fn word_ranges() -> Vec<(u32, u32)> {
    let hir = regex_syntax::parse(r"\w").expect("text: the class of word characters can be read");
    match hir.kind() {
        HirKind::Class(class) => set(class).ranges().to_vec(),
        _ => unreachable!("text: the word characters are a class"),
    }
}

/// A character that places cannot tell from this one.
pub(super) fn kind(character: char) -> char {
    match character {
        '\n' | '\r' => character,
        c if is_ascii_word(c) => 'a',
        c if regex_syntax::is_word_character(c) => 'é',
        _ => '-',
    }
}

/// Whether a place between two characters is of that kind.
pub(super) fn is_at(look: Look, before: Option<char>, next: Option<char>) -> bool {
    let ascii = |side: Option<char>| side.is_some_and(is_ascii_word);
    let word = |side: Option<char>| side.is_some_and(regex_syntax::is_word_character);
    match look {
        Look::Start => before.is_none(),
        Look::End => next.is_none(),
        Look::StartLF => matches!(before, None | Some('\n')),
        Look::EndLF => matches!(next, None | Some('\n')),
        Look::StartCRLF => {
            matches!(before, None | Some('\n')) || (before == Some('\r') && next != Some('\n'))
        }
        Look::EndCRLF => matches!(next, None | Some('\r')) || (next == Some('\n') && before != Some('\r')),
        Look::WordAscii => ascii(before) != ascii(next),
        Look::WordAsciiNegate => ascii(before) == ascii(next),
        Look::WordUnicode => word(before) != word(next),
        Look::WordUnicodeNegate => word(before) == word(next),
        Look::WordStartAscii => !ascii(before) && ascii(next),
        Look::WordEndAscii => ascii(before) && !ascii(next),
        Look::WordStartUnicode => !word(before) && word(next),
        Look::WordEndUnicode => word(before) && !word(next),
        Look::WordStartHalfAscii => !ascii(before),
        Look::WordEndHalfAscii => !ascii(next),
        Look::WordStartHalfUnicode => !word(before),
        Look::WordEndHalfUnicode => !word(next),
    }
}

/// Whether it is a letter, a digit or an underscore of ASCII.
pub(super) fn is_ascii_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}
