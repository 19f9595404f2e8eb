//! What stands for what: names, addresses and numbers, each with its stand-in.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::policy::ChannelKind;
use crate::program::{Name, Value};

/// Fields that tell who somebody is, besides addresses.
const PERSONAL: &[&str] = &[
    "first_name",
    "last_name",
    "name",
    "full_name",
    "surname",
    "address",
    "street",
    "birthday",
    "birth_date",
];

/// First names that many people have, and many languages know.
const NAMES: &[&str] = &["Alex", "Camille", "Dominique", "Andrea", "Sacha", "Robin", "Charlie", "Kim"];

static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+")
        .expect("the expression is well formed")
});

static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:\+|\b00|\b0)[0-9](?:[ .\-/()]{0,2}[0-9]){6,13}\b").expect("the expression is well formed")
});

/// What stands for what.
#[derive(Debug, Default)]
pub(super) struct Masks {
    /// Names and other words, the longest first when they are replaced.
    words: BTreeMap<Name, Name>,
    emails: BTreeMap<String, Name>,
    phones: BTreeMap<String, Name>,
    agents: BTreeMap<Name, Name>,
}

impl Masks {
    pub fn learn_field(&mut self, field: &Name, value: &Value) {
        let Some(text) = value.text().map(str::trim).filter(|text| text.chars().count() > 1) else { return };
        let address = ChannelKind::ALL.iter().any(|kind| kind.name() == &**field);
        let looks = EMAIL.is_match(text) || PHONE.is_match(text);
        if looks || !(address || PERSONAL.contains(&&**field)) || self.words.contains_key(text) {
            return;
        }
        let number = self.words.len();
        let stand_in = match (address, NAMES.get(number)) {
            (true, _) => format!("address_{}", number + 1),
            (false, Some(name)) => (*name).to_owned(),
            (false, None) => format!("Name{}", number + 1),
        };
        self.words.insert(text.into(), stand_in.into());
    }

    pub fn agent(&mut self, agent: &Name) -> Name {
        let next = self.agents.len() + 1;
        self.agents.entry(agent.clone()).or_insert_with(|| format!("agent_{next}").into()).clone()
    }

    /// A text with stand-ins for every address, number and name in it.
    pub fn text(&mut self, text: &Name) -> Name {
        let emails = &mut self.emails;
        let text = EMAIL.replace_all(text, |found: &Captures<'_>| {
            let next = emails.len() + 1;
            let mask = || format!("person{next}@example.com").into();
            emails.entry(found[0].to_lowercase()).or_insert_with(mask).to_string()
        });
        let phones = &mut self.phones;
        let text = PHONE.replace_all(&text, |found: &Captures<'_>| {
            let digits: String = found[0].chars().filter(char::is_ascii_digit).collect();
            // With the country in front or without, it is the same number.
            let own = digits.get(digits.len().saturating_sub(8)..).unwrap_or(&digits).to_owned();
            let next = phones.len() + 1;
            let mask = phones.entry(own).or_insert_with(|| format!("{next:04}").into());
            phone_like(&found[0], mask)
        });
        let mut text = text.into_owned();
        let mut words: Vec<(&Name, &Name)> = self.words.iter().collect();
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        for (word, stand_in) in words {
            text = replace_word(&text, word, stand_in);
        }
        text.into()
    }
}

/// A number of the same country and length: its first digits stay, noughts and the stand-in follow.
fn phone_like(number: &str, mask: &str) -> String {
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let kept = match (number.starts_with('+'), number.starts_with("00")) {
        (true, _) => 3,
        (false, true) => 5,
        (false, false) => 2,
    };
    let mut tail = format!("{:0>width$}", mask, width = digits.saturating_sub(kept)).into_bytes().into_iter();
    let mut seen = 0;
    number
        .chars()
        .map(|letter| {
            if !letter.is_ascii_digit() {
                return letter;
            }
            seen += 1;
            if seen <= kept { letter } else { tail.next().map_or('0', char::from) }
        })
        .collect()
}

/// Replaces a word where it stands as a whole one.
fn replace_word(text: &str, word: &str, stand_in: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(word) {
        let (before, behind) = (&rest[..at], &rest[at + word.len()..]);
        let inside = before.chars().next_back().is_some_and(char::is_alphanumeric)
            || behind.chars().next().is_some_and(char::is_alphanumeric);
        out.push_str(before);
        out.push_str(if inside { word } else { stand_in });
        rest = behind;
    }
    out + rest
}
