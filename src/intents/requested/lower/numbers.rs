//! Numbers, in figures and in words.

use super::super::defaults::{FEW_MINUTES, FEW_OTHERS};

/// The value of a `number` or an `ordinal`: `25`, `vingt et un`, `twenty-first`, `1er`.
pub fn number(text: &str) -> Option<u32> {
    let figures = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    if let Ok(value) = figures.parse() {
        return Some(value);
    }
    text.split(' ').filter(|word| *word != "et").map(word_value).sum()
}

/// A count of units in thousandths: `1.5` is 1500, "a couple of" is 2000.
pub fn count(text: &str, of_minutes: bool) -> Option<u64> {
    if let Some((whole, fraction)) = text.split_once(['.', ',']) {
        let digits = format!("{fraction:0<3}");
        return Some(whole.parse::<u64>().ok()? * 1000 + digits.get(..3)?.parse::<u64>().ok()?);
    }
    let vague = match text {
        "a" | "an" | "a good" => 1,
        "a couple of" | "a couple" | "couple of" | "couple" => 2,
        "a few more" | "a few" | "few" | "several" | "quelques" | "qq" | "qqs" | "plusieurs" => {
            if of_minutes { FEW_MINUTES } else { FEW_OTHERS }
        }
        "une dizaine de" | "dizaine de" | "une petite dizaine de" => 10,
        "une douzaine d" => 12,
        "une quinzaine de" | "quinzaine de" => 15,
        "une vingtaine de" | "vingtaine de" => 20,
        "une trentaine de" => 30,
        "une quarantaine de" => 40,
        _ => u64::from(number(text)?),
    };
    Some(vague * 1000)
}

fn word_value(word: &str) -> Option<u32> {
    Some(match word {
        "un" | "une" | "one" | "first" | "premier" => 1,
        "deux" | "two" | "second" => 2,
        "trois" | "three" | "third" => 3,
        "quatre" | "four" | "fourth" => 4,
        "cinq" | "five" | "fifth" => 5,
        "six" | "sixth" => 6,
        "sept" | "seven" | "seventh" => 7,
        "huit" | "eight" | "eighth" => 8,
        "neuf" | "nine" | "ninth" => 9,
        "dix" | "ten" | "tenth" => 10,
        "onze" | "eleven" | "eleventh" => 11,
        "douze" | "twelve" | "twelfth" => 12,
        "treize" | "thirteen" | "thirteenth" => 13,
        "quatorze" | "fourteen" | "fourteenth" => 14,
        "quinze" | "fifteen" | "fifteenth" => 15,
        "seize" | "sixteen" | "sixteenth" => 16,
        "seventeen" | "seventeenth" => 17,
        "eighteen" | "eighteenth" => 18,
        "nineteen" | "nineteenth" => 19,
        "vingt" | "twenty" | "twentieth" => 20,
        "trente" | "thirty" | "thirtieth" => 30,
        "quarante" | "forty" | "fourty" => 40,
        "cinquante" | "fifty" => 50,
        "soixante" | "sixty" => 60,
        "ninety" => 90,
        _ => return None,
    })
}
