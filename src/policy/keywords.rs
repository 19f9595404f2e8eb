//! Words that, sent alone, end or reopen automatic messages on a channel.

use super::Source;

/// What such a word asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Consent {
    /// No more automatic messages on this channel.
    OptOut,
    /// Automatic messages are welcome again.
    OptIn,
}

/// A word with a meaning that no flow can take from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConsentKeyword {
    /// The word in capitals.
    pub word: &'static str,
    /// What it asks for.
    pub consent: Consent,
    /// Who demands that it be understood.
    pub source: Source,
}

/// All words, opt-out first.
pub static KEYWORDS: [ConsentKeyword; 10] = [
    out("STOP", CTIA),
    out("STOPALL", CARRIERS),
    out("UNSUBSCRIBE", CTIA),
    out("CANCEL", CTIA),
    out("END", CTIA),
    out("QUIT", CTIA),
    out("ARRET", CANADA),
    out("ARRÊT", CANADA),
    back("START", CARRIERS),
    back("UNSTOP", CARRIERS),
];

/// What the message asks for when one of the words is all that it says.
///
/// Case does not matter, nor does what stands around the word and is neither letter nor digit.
///
/// ```
/// # use flowc::policy::keywords::{Consent, consent_in};
/// assert_eq!(consent_in(" « Arrêt ! » "), Some(Consent::OptOut));
/// assert_eq!(consent_in("unstop"), Some(Consent::OptIn));
/// assert_eq!(consent_in("please stop"), None);
/// ```
pub fn consent_in(message: &str) -> Option<Consent> {
    keyword_in(message).map(|keyword| keyword.consent)
}

/// The word that is all that the message says, read as [`consent_in`] does.
pub fn keyword_in(message: &str) -> Option<&'static ConsentKeyword> {
    // The longest word with marks of its own is far shorter than most messages.
    if message.trim().len() > 4 * WORD_LENGTH_MAX {
        return None;
    }
    let said = message.trim_matches(|c: char| !c.is_alphanumeric() && !is_mark(c));
    // All words begin with a letter that has no other form: most messages are told from them by it.
    let first = said.bytes().next().filter(u8::is_ascii);
    let begins_alike = |keyword: &&ConsentKeyword| {
        first.is_none_or(|first| keyword.word.as_bytes()[0].eq_ignore_ascii_case(&first))
    };
    KEYWORDS.iter().filter(begins_alike).find(|keyword| is_same(said, keyword.word))
}

/// How many letters the longest of the words has.
const WORD_LENGTH_MAX: usize = 11;

/// Letter by letter in capitals; a circumflex may be a character of its own, as some keyboards send it.
fn is_same(said: &str, word: &str) -> bool {
    if said.is_ascii() {
        return said.eq_ignore_ascii_case(word);
    }
    unicode_normalization::UnicodeNormalization::nfc(said).flat_map(char::to_uppercase).eq(word.chars())
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

const fn out(word: &'static str, source: Source) -> ConsentKeyword {
    ConsentKeyword { word, consent: Consent::OptOut, source }
}

const fn back(word: &'static str, source: Source) -> ConsentKeyword {
    ConsentKeyword { word, consent: Consent::OptIn, source }
}

const CTIA: Source = Source {
    title: "CTIA, Messaging Principles and Best Practices: opt-out",
    url: "https://www.ctia.org/the-wireless-industry/industry-commitments/messaging-interoperability-sms-mms",
};

const CARRIERS: Source = Source {
    title: "North American carriers, as their gateways apply them (Twilio, default keywords)",
    url: "https://help.twilio.com/articles/223134027",
};

const CANADA: Source = Source {
    title: "Carriers in French-speaking countries, as gateways apply them (AWS, required keywords)",
    url: "https://docs.aws.amazon.com/sms-voice/latest/userguide/keywords-required.html",
};

/// French law on direct marketing: each message must offer a simple, free way to refuse; by SMS that is `STOP`.
pub const FRANCE: Source = Source {
    title: "Code des postes et des communications électroniques, article L34-5",
    url: "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000042155961",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_understood_in_any_case() {
        for keyword in &KEYWORDS {
            assert_eq!(keyword_in(keyword.word), Some(keyword));
            assert_eq!(keyword_in(&format!("\n{}.", keyword.word.to_lowercase())), Some(keyword));
        }
    }

    #[test]
    fn accents_may_be_typed_apart() {
        assert_eq!(consent_in("Arre\u{302}t"), Some(Consent::OptOut));
    }

    #[test]
    fn a_word_in_a_sentence_is_not_a_request() {
        for message in ["", "...", "stop it", "stopped", "don't stop", "stop1", "the end"] {
            assert_eq!(consent_in(message), None, "{message}");
        }
    }
}
