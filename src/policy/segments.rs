//! How a text travels by SMS: in which alphabet, and in how many segments.

use super::Source;

/// The alphabet of a text message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Alphabet {
    /// Seven bits a character: the letters of the GSM default alphabet and its extension.
    Gsm7,
    /// Sixteen bits a character, two of them for an emoji.
    Ucs2,
}

impl Alphabet {
    /// As authors and providers name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gsm7 => "GSM-7",
            Self::Ucs2 => "UCS-2",
        }
    }

    /// How many units a message of one segment holds.
    pub const fn units_of_one(self) -> usize {
        match self {
            Self::Gsm7 => 160,
            Self::Ucs2 => 70,
        }
    }

    /// How many units each segment of a longer message holds: its place among the others is written into it.
    pub const fn units_of_each(self) -> usize {
        match self {
            Self::Gsm7 => 153,
            Self::Ucs2 => 67,
        }
    }

    /// The room that a character takes; in GSM-7 none when the alphabet does not have it.
    pub fn units(self, character: char) -> Option<usize> {
        match self {
            Self::Gsm7 if BASIC.contains(character) => Some(1),
            Self::Gsm7 if EXTENSION.contains(character) => Some(2),
            Self::Gsm7 => None,
            Self::Ucs2 => Some(character.len_utf16()),
        }
    }
}

/// Where the alphabet and the sizes are written.
pub const SOURCE: Source = Source {
    title: "3GPP TS 23.038 (alphabets) and TS 23.040 (concatenated short messages)",
    url: "https://www.3gpp.org/dynareport/23038.htm",
};

/// The GSM default alphabet (3GPP TS 23.038, 6.2.1).
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/// Its extension table: these are sent as two characters.
const EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// What looks the same and is in GSM-7, for punctuation and blanks that word processors put in; none for letters, whose
/// accents carry meaning, and for symbols.
pub fn substitute(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{2032}' | '\u{02bc}' | '\u{00b4}' | '`' => "'",
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{2033}' | '«' | '»' => "\"",
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "-",
        '\u{2026}' => "...",
        '\u{00a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\t' => " ",
        '\u{2039}' => "<",
        '\u{203a}' => ">",
        '\u{2022}' | '\u{00b7}' => "-",
        _ => return None,
    })
}

/// The letter without its accent, or what stands for it, when GSM-7 has that; none for what it has already.
pub fn without_accent(character: char) -> Option<String> {
    if Alphabet::Gsm7.units(character).is_some() {
        return None;
    }
    let plain = match character {
        'œ' => "oe".to_owned(),
        'Œ' => "OE".to_owned(),
        _ => unicode_normalization::UnicodeNormalization::nfd(std::iter::once(character))
            .filter(|part| !unicode_normalization::char::is_combining_mark(*part))
            .collect(),
    };
    let known = !plain.is_empty() && plain.chars().all(|part| Alphabet::Gsm7.units(part).is_some());
    (known && plain.chars().all(char::is_alphabetic)).then_some(plain)
}

/// How many segments a text takes in that alphabet; characters that GSM-7 lacks count there as one unit.
///
/// A character is never cut in two: what does not fit into a segment as a whole goes into the next one.
///
/// ```
/// use flowc::policy::segments::{Alphabet, segments};
/// assert_eq!(segments(Alphabet::Gsm7, "a".repeat(160).chars()), 1);
/// assert_eq!(segments(Alphabet::Gsm7, "a".repeat(161).chars()), 2);
/// assert_eq!(segments(Alphabet::Ucs2, "é".repeat(71).chars()), 2);
/// ```
pub fn segments(alphabet: Alphabet, text: impl Iterator<Item = char> + Clone) -> usize {
    let units = |character| alphabet.units(character).unwrap_or(1);
    if text.clone().map(units).sum::<usize>() <= alphabet.units_of_one() {
        return 1;
    }
    let (mut count, mut filled) = (1, 0);
    for character in text {
        let more = units(character);
        if filled + more > alphabet.units_of_each() {
            count += 1;
            filled = 0;
        }
        filled += more;
    }
    count
}

/// The alphabet that a text needs.
pub fn alphabet(text: impl IntoIterator<Item = char>) -> Alphabet {
    match text.into_iter().all(|character| Alphabet::Gsm7.units(character).is_some()) {
        true => Alphabet::Gsm7,
        false => Alphabet::Ucs2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (Alphabet, usize) {
        let alphabet = alphabet(text.chars());
        (alphabet, segments(alphabet, text.chars()))
    }

    #[test]
    fn the_default_alphabet_is_whole() {
        assert_eq!(BASIC.chars().count(), 127, "128 codes, of which one is the escape");
        assert_eq!(EXTENSION.chars().count(), 10);
        let mut all: Vec<char> = BASIC.chars().chain(EXTENSION.chars()).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 137);
    }

    #[test]
    fn segments_are_counted_as_networks_do() {
        assert_eq!(of(""), (Alphabet::Gsm7, 1));
        assert_eq!(of(&"€".repeat(80)), (Alphabet::Gsm7, 1));
        assert_eq!(of(&"€".repeat(81)), (Alphabet::Gsm7, 2));
        // 153 is odd: the last unit of each segment stays empty.
        assert_eq!(of(&"€".repeat(153)), (Alphabet::Gsm7, 3));
        assert_eq!(of(&"a".repeat(306)), (Alphabet::Gsm7, 2));
        assert_eq!(of(&"a".repeat(307)), (Alphabet::Gsm7, 3));
        assert_eq!(of(&"👋".repeat(35)), (Alphabet::Ucs2, 1));
        assert_eq!(of(&"👋".repeat(36)), (Alphabet::Ucs2, 2));
        assert_eq!(of(&"👋".repeat(67)), (Alphabet::Ucs2, 3));
        assert_eq!(of("ça"), (Alphabet::Ucs2, 1));
    }

    #[test]
    fn substitutes_are_in_the_alphabet() {
        for code in 0..0x1_0000 {
            let Some(character) = char::from_u32(code) else { continue };
            let substitute = substitute(character).map(str::to_owned).or_else(|| without_accent(character));
            if let Some(substitute) = substitute {
                assert_eq!(Alphabet::Gsm7.units(character), None, "{character:?}");
                assert_eq!(alphabet(substitute.chars()), Alphabet::Gsm7, "{character:?}");
            }
        }
        assert_eq!(without_accent('ê').as_deref(), Some("e"));
        assert_eq!(without_accent('œ').as_deref(), Some("oe"));
        assert_eq!(without_accent('é'), None);
        assert_eq!(without_accent('👋'), None);
    }
}
