//! Finding people by what somebody remembers of them: names, e-mail addresses and phone numbers as folded words.
//!
//! Each contact leaves words behind; a search is words too, and finds the contacts that have a word beginning with each
//! of them. Phone numbers are words of digits, once whole and once without the country: their last nine digits.

use std::collections::BTreeSet;

use crate::program::{Name, Value};
use crate::text::normalise;

/// How many digits of a phone number do without the country.
const NATIONAL_DIGITS: usize = 9;
/// What is shorter is not taken for a phone number but for a word.
const PHONE_DIGITS_MIN: usize = 4;
/// How many words a search may have; the rest would find nothing that these do not.
const WORDS_MAX: usize = 8;
/// The fields that people are searched by.
const NAMES: [&str; 3] = ["first_name", "last_name", "email"];
/// The fields that hold phone numbers.
const PHONES: [&str; 4] = ["phone", "sms", "whatsapp", "viber"];

/// The text of one of a contact's fields, which are sorted by name.
pub fn text_of<'f>(fields: &'f [(Name, Value)], name: &str) -> Option<&'f str> {
    let at = fields.binary_search_by(|(field, _)| field.as_ref().cmp(name)).ok()?;
    fields[at].1.text()
}

/// The words under which a contact with those fields is found.
pub fn words_of(fields: &[(Name, Value)]) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let text = |field: &str| text_of(fields, field);
    for field in NAMES {
        let value = normalise(text(field).unwrap_or_default());
        words.extend(value.split(' ').filter(|word| !word.is_empty()).map(str::to_owned));
    }
    for field in PHONES {
        let digits = digits(text(field).unwrap_or_default());
        if digits.len() < PHONE_DIGITS_MIN {
            continue;
        }
        words.insert(last_nine(&digits).to_owned());
        words.insert(digits);
    }
    words
}

/// What is searched for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Search {
    parts: Vec<Vec<String>>,
}

impl Search {
    /// Reads what somebody typed. Digits that can be a phone number are one, however they are grouped.
    ///
    /// ```
    /// # use flowc::shell::runtime::search::Search;
    /// assert_eq!(Search::new("  ÉLODIE mart ").parts(), [["elodie"], ["mart"]]);
    /// assert_eq!(Search::new("06 12 34").parts(), [["061234", "61234"]]);
    /// ```
    pub fn new(typed: &str) -> Self {
        if let Some(phone) = phone(typed) {
            return Self { parts: vec![phone] };
        }
        let words = normalise(typed);
        let words = words.split(' ').filter(|word| !word.is_empty()).take(WORDS_MAX);
        Self { parts: words.map(|word| vec![word.to_owned()]).collect() }
    }

    /// What must be there: of each part a word that begins with one of its beginnings.
    pub fn parts(&self) -> &[Vec<String>] {
        &self.parts
    }

    /// Whether a contact with these words is found.
    pub fn finds(&self, words: &BTreeSet<String>) -> bool {
        let begins = |beginning: &String| {
            words.range(beginning.clone()..).next().is_some_and(|word| word.starts_with(beginning.as_str()))
        };
        self.parts.iter().all(|beginnings| beginnings.iter().any(begins))
    }
}

/// A phone number without its formatting, for comparing two: digits alone, `00` being a plus.
///
/// ```
/// # use flowc::shell::runtime::search::phone_key;
/// assert_eq!(phone_key("+33 6 12-34.56 78"), phone_key("0033612345678"));
/// ```
pub fn phone_key(number: &str) -> String {
    let digits = digits(number);
    digits.strip_prefix("00").map(str::to_owned).unwrap_or(digits)
}

/// The beginnings under which that phone number is found; none when it is no phone number.
fn phone(typed: &str) -> Option<Vec<String>> {
    let grouped = |c: char| c.is_ascii_digit() || " +-./()\u{a0}".contains(c);
    let digits = digits(typed);
    if digits.len() < PHONE_DIGITS_MIN || !typed.chars().all(grouped) {
        return None;
    }
    // `00` and `+` say that the country follows; one `0` alone that it does not.
    let international = digits.strip_prefix("00");
    let national = digits.strip_prefix('0').filter(|_| international.is_none());
    let mut beginnings = vec![international.unwrap_or(&digits).to_owned()];
    beginnings.extend(national.map(|national| last_nine(national).to_owned()));
    Some(beginnings)
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn last_nine(digits: &str) -> &str {
    &digits[digits.len().saturating_sub(NATIONAL_DIGITS)..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Contact;

    fn elodie() -> BTreeSet<String> {
        let mut contact = Contact::new("c1");
        for (field, value) in [
            ("first_name", "Élodie"),
            ("last_name", "Martin-Dupré"),
            ("email", "E.Martin@Example.com"),
            ("phone", "+33 6 12 34 56 78"),
        ] {
            contact.set_field(&field.into(), Some(value.into()));
        }
        words_of(&contact.fields)
    }

    #[test]
    fn ob1_case_accents_order_and_formatting_do_not_count() {
        for typed in [
            "",
            "elodie",
            "ÉLODIE",
            "élo",
            "martin élodie",
            "dupre",
            "Dupré",
            "e.martin@example.com",
            "E.MARTIN",
            "0612345678",
            "06 12 34 56 78",
            "06.12.34",
            "+33 6 12",
            "0033612345678",
            "612345678",
            "33612345678",
        ] {
            assert!(Search::new(typed).finds(&elodie()), "{typed:?}");
        }
        for typed in ["lodie", "elodie durand", "0712345678", "+32 6 12", "12345678", "e.durand@example.com"]
        {
            assert!(!Search::new(typed).finds(&elodie()), "{typed:?}");
        }
    }
}
