//! The small words around phrases, by a table: which of them deny, which say nothing.

use super::{BUCKETS, NONE};

/// Small words and the lists that they are in.
#[derive(Debug)]
pub struct Words {
    words: Vec<(&'static str, u8, u16)>,
    heads: Box<[u16; BUCKETS]>,
}

impl Words {
    /// Turns a phrase behind it into its opposite.
    pub const NEGATION: u8 = 1;
    /// Turns a phrase in front of it into its opposite.
    pub const NEGATION_BEHIND: u8 = 2;
    /// May stand between the words of a phrase.
    pub const ADVERB: u8 = 4;
    /// May stand around a phrase that is the whole message.
    pub const COURTESY: u8 = 8;

    /// Leaves open whether a clause behind it is so.
    pub const CONDITION: u8 = 16;

    /// No words.
    pub fn new() -> Self {
        Self { words: Vec::with_capacity(256), heads: Box::new([NONE; BUCKETS]) }
    }

    /// The list that a section of the lexicon holds, unless it is an intent.
    pub fn list(section: &str) -> Option<u8> {
        Some(match section {
            "negations" => Self::NEGATION,
            "negations behind" => Self::NEGATION_BEHIND,
            "conditions" => Self::CONDITION,
            "adverbs" => Self::ADVERB,
            "courtesy" => Self::COURTESY,
            _ => return None,
        })
    }

    /// Puts `word` into that list.
    pub fn add(&mut self, word: &'static str, list: u8) {
        let Ok(number) = u16::try_from(self.words.len()) else { return };
        let next = std::mem::replace(&mut self.heads[bucket_of(hash_of(word))], number);
        self.words.push((word, list, next));
    }

    /// Whether `word` is in that list.
    pub fn is(&self, list: u8, word: &str) -> bool {
        let mut at = self.heads[bucket_of(hash_of(word))];
        while let Some((known, lists, next)) = self.words.get(usize::from(at)) {
            if *known == word && lists & list != 0 {
                return true;
            }
            at = *next;
        }
        false
    }
}

/// The number of a word (FNV-1a).
pub fn hash_of(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The bucket of a word with that number.
pub fn bucket_of(hash: u32) -> usize {
    (hash ^ hash >> 16) as usize & (BUCKETS - 1)
}
