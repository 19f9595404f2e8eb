//! Finds phrases in normalised text: each phrase is looked up by its longest word.
//!
//! Most words of a message are the longest word of no phrase, so a message costs one look into a table for each
//! of its words. The table is also made in a fraction of the time that an automaton of all phrases takes, which
//! matters to a command that starts, looks at one message and ends.

use std::borrow::Cow;

use crate::text::normalise;

mod words;

use words::{bucket_of, hash_of};

pub use words::Words;

/// Heads of the chains of phrases and of small words; a power of two.
const BUCKETS: usize = 1024;
/// The end of a chain.
const NONE: u16 = u16::MAX;

/// Phrases by their longest word.
#[derive(Debug)]
pub struct Index {
    phrases: Vec<Phrase>,
    /// One for each phrase, apart from it: most words of a message only look at these.
    links: Vec<Link>,
    heads: Box<[u16; BUCKETS]>,
    small: Words,
}

#[derive(Debug)]
struct Phrase {
    words: Cow<'static, str>,
    /// Where the longest word begins and ends.
    key: (usize, usize),
    place: Place,
    intent: usize,
}

#[derive(Debug, Clone, Copy)]
struct Link {
    /// The number of the phrase's longest word.
    hash: u32,
    /// The next phrase in the same bucket.
    next: u16,
}

/// Where in a message a phrase must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Anywhere,
    Start,
    Whole,
}

impl Index {
    /// An index without phrases.
    pub fn new() -> Self {
        let (phrases, links) = (Vec::with_capacity(1024), Vec::with_capacity(1024));
        Self { phrases, links, heads: Box::new([NONE; BUCKETS]), small: Words::new() }
    }

    /// Adds an author's phrase, written in any way; one without a letter or digit is never found.
    pub fn add_declared(&mut self, phrase: &str, intent: usize) {
        self.add(Cow::Owned(normalise(phrase).into_owned()), Place::Anywhere, intent);
    }

    /// Adds a small word of the lexicon.
    pub fn add_small(&mut self, word: &'static str, list: u8) {
        self.small.add(word, list);
    }

    /// Adds a phrase of the lexicon, with its sign of place.
    pub fn add_builtin(&mut self, line: &'static str, intent: usize) {
        let (place, words) = match (line.strip_prefix('^'), line.strip_prefix('=')) {
            (Some(words), _) => (Place::Start, words),
            (None, Some(words)) => (Place::Whole, words),
            (None, None) => (Place::Anywhere, line),
        };
        self.add(Cow::Borrowed(words), place, intent);
    }

    /// The intents whose phrases stand in normalised text, in rising order.
    pub fn find(&self, normal: &str) -> Vec<usize> {
        let mut found = Vec::new();
        let mut start = 0;
        for word in normal.split(' ') {
            let end = start + word.len();
            let hash = hash_of(word);
            let mut at = self.heads[bucket_of(hash)];
            while let Some(link) = self.links.get(usize::from(at)) {
                let phrase = &self.phrases[usize::from(at)];
                if link.hash == hash
                    && !found.contains(&phrase.intent)
                    && self.stands(phrase, normal, start, end)
                {
                    found.push(phrase.intent);
                }
                at = link.next;
            }
            start = end + 1;
        }
        found.sort_unstable();
        found
    }

    fn add(&mut self, words: Cow<'static, str>, place: Place, intent: usize) {
        let mut key = (0, 0);
        let mut start = 0;
        for word in words.split(' ') {
            if word.len() > key.1 - key.0 {
                key = (start, start + word.len());
            }
            start += word.len() + 1;
        }
        let Ok(number) = u16::try_from(self.phrases.len()) else { return };
        if key.1 == 0 || number == NONE {
            return;
        }
        let hash = hash_of(&words[key.0..key.1]);
        let next = std::mem::replace(&mut self.heads[bucket_of(hash)], number);
        self.phrases.push(Phrase { words, key, place, intent });
        self.links.push(Link { hash, next });
    }

    /// Whether `phrase` stands in `text` with its longest word at that place, and is meant.
    fn stands(&self, phrase: &Phrase, text: &str, start: usize, end: usize) -> bool {
        let words = &*phrase.words;
        if words[phrase.key.0..phrase.key.1] != text[start..end] {
            return false;
        }
        let is_adverb = |word: &str| self.small.is(Words::ADVERB, word);
        let before = text[..start].rsplit(' ').filter(|word| !word.is_empty());
        let after = text[end..].split(' ').filter(|word| !word.is_empty());
        let wanted_before = words[..phrase.key.0].rsplit(' ').filter(|word| !word.is_empty());
        let wanted_after = words[phrase.key.1..].split(' ').filter(|word| !word.is_empty());
        let (Some(before), Some(after)) =
            (rest_behind(before, wanted_before, is_adverb), rest_behind(after, wanted_after, is_adverb))
        else {
            return false;
        };
        let is_courtesy = |word: &str| self.small.is(Words::COURTESY, word);
        match phrase.place {
            Place::Anywhere => !self.is_negated(words, before, after),
            Place::Start => before.clone().all(is_courtesy) && !self.is_negated(words, before, after),
            Place::Whole => before.clone().all(is_courtesy) && after.clone().all(is_courtesy),
        }
    }

    /// Whether the words around `phrase` say the opposite, or only "if": `not busy`, `je conduis pas`.
    fn is_negated<'t>(
        &self,
        phrase: &str,
        before: impl Iterator<Item = &'t str>,
        mut after: impl Iterator<Item = &'t str>,
    ) -> bool {
        let is = |list: u8, word: Option<&str>| word.is_some_and(|word| self.small.is(list, word));
        let mut before = before.skip_while(|word| self.small.is(Words::ADVERB, word));
        let in_front = before.next();
        let is_subject = in_front.is_some_and(|word| SUBJECTS.contains(&word));
        if is(Words::CONDITION, if is_subject { before.next() } else { in_front }) {
            return true;
        }
        // "I can't, I'm busy" and "je ne veux plus ..." deny nothing that the phrase says.
        let begins_anew = phrase.split(' ').next().is_some_and(|word| SUBJECTS.contains(&word));
        let completes =
            matches!(in_front, Some("ne" | "n")) && phrase.split(' ').any(|word| DENIALS.contains(&word));
        if is(Words::NEGATION, in_front) && !begins_anew && !completes {
            return true;
        }
        // Nor do "occupé, pas dispo" and "c'est réservé, pas de souci".
        is(Words::NEGATION_BEHIND, after.next()) && !after.next().is_some_and(|word| OTHERS.contains(&word))
    }
}

/// Words that begin a clause.
const SUBJECTS: [&str; 7] = ["i", "je", "j", "we", "on", "it", "c"];
/// The other halves of `ne`.
const DENIALS: [&str; 5] = ["pas", "plus", "jamais", "aucun", "aucune"];
/// Words behind `pas` with which something else is denied than what stands in front.
const OTHERS: [&str; 9] =
    ["de", "d", "dispo", "disponible", "libre", "maintenant", "possible", "le", "besoin"];

/// The words of `text` behind those of `wanted`, which it must begin with, adverbs in between aside.
fn rest_behind<'t>(
    mut text: impl Iterator<Item = &'t str> + Clone,
    wanted: impl Iterator<Item = &'t str>,
    is_adverb: impl Fn(&str) -> bool,
) -> Option<impl Iterator<Item = &'t str> + Clone> {
    for word in wanted {
        loop {
            match text.next()? {
                same if same == word => break,
                other if is_adverb(other) => {}
                _ => return None,
            }
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrases: &[&str], text: &str) -> Vec<usize> {
        let mut index = Index::new();
        phrases.iter().enumerate().for_each(|(intent, phrase)| index.add_declared(phrase, intent));
        index.find(&normalise(text))
    }

    #[test]
    fn an_authors_phrase_is_found_by_whole_words() {
        assert_eq!(found(&["Remboursement", "me rembourser"], "UN REMBOURSEMENT svp"), [0]);
        assert_eq!(found(&["Remboursement", "me rembourser"], "vous pouvez me rembourser ?"), [1]);
        assert!(found(&["art"], "partir").is_empty());
        assert!(found(&["", "?!"], "anything").is_empty());
        assert_eq!(found(&["déjà vu"], "c'est du DEJA-VU"), [0]);
        assert_eq!(found(&["refund", "refund"], "no refund, not a refund; a REFUND"), [0, 1]);
    }

    #[test]
    fn small_words_may_stand_inside() {
        let mut index = Index::new();
        index.add_small("actuellement", Words::ADVERB);
        index.add_builtin("suis en reunion", 0);
        assert_eq!(index.find("je suis actuellement en reunion"), [0]);
        assert!(index.find("je suis pas en reunion").is_empty());
    }
}
