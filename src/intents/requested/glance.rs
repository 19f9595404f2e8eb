//! A quick look that spares most messages the reading: no figure and no word of time, no moment.

use std::hash::BuildHasher;
use std::sync::LazyLock;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

/// Whether normalised text has a figure or a word without which no moment can be named.
pub fn may_name_a_moment(normal: &str) -> bool {
    let mut before = "";
    normal.split(' ').any(|word| {
        let pair = (before, word);
        before = word;
        match KNOWN.find(FxBuildHasher.hash_one(word), |(known, _)| *known == word) {
            Some((_, Known::OfTime)) => true,
            Some((_, Known::OfPair)) => PAIRS.contains(&pair),
            None => word.bytes().any(|byte| byte.is_ascii_digit()),
        }
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    /// It names a moment alone.
    OfTime,
    /// It does so behind another word.
    OfPair,
}

static KNOWN: LazyLock<HashTable<(&str, Known)>> = LazyLock::new(|| {
    let mut table: HashTable<(&str, Known)> = HashTable::with_capacity(WORDS.len() + PAIRS.len());
    let alone = WORDS.iter().map(|word| (*word, Known::OfTime));
    for (word, known) in alone.chain(PAIRS.iter().map(|(_, word)| (*word, Known::OfPair))) {
        let hash = |word: &str| FxBuildHasher.hash_one(word);
        // What is of time alone came first, and stays so.
        table
            .entry(hash(word), |(there, _)| *there == word, |(there, _)| hash(there))
            .or_insert((word, known));
    }
    table
});

/// Pairs of words that are common apart and name a moment together.
#[rustfmt::skip]
const PAIRS: [(&str, &str); 24] = [
    ("ce", "we"), ("le", "we"), ("we", "prochain"), ("des", "que"), ("de", "suite"), ("ici", "peu"), ("sous", "peu"),
    ("dans", "peu"), ("autre", "fois"), ("another", "time"), ("other", "time"), ("right", "away"), ("straight", "away"),
    ("at", "one"), ("after", "one"), ("before", "one"), ("around", "one"), ("about", "one"), ("until", "one"),
    ("till", "one"), ("past", "one"), ("to", "one"), ("in", "may"), ("mid", "may"),
];

/// INVARIANT: every moment of the grammar that has no figure contains one of these.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    // days
    "aujourd", "aujourdhui", "ojd", "ajd", "auj", "jour", "jours", "today", "tday", "demain", "demin", "dmain", "deamin",
    "lendemain", "surlendemain", "apdemain", "overmorrow",
    "tomorrow", "tommorow", "tommorrow", "tomorow", "tomorro", "tomorrrow", "tmrw", "tmrow", "tmw", "tmr", "tomoz", "day", "days",
    "lundi", "lndi", "lunid", "monday", "mondy", "munday", "mardi", "mrdi", "tuesday", "tueday", "tuseday", "teusday",
    "tues", "mercredi", "mecredi", "mercerdi", "wednesday", "wendesday", "wensday", "wednsday", "weds", 
    "jeudi", "jeuid", "thursday", "thrusday", "thurday", "thurs", "thur", "vendredi", "vendredu", "vendr", "vendedi",
    "friday", "firday", "fryday", "vend", "samedi", "samdi", "saturday", "saterday", "satuday", 
    "dimanche", "dimnche", "sunday", "sundy", 
    "semaine", "semaines", "sem", "week", "weeks", "wk", "wks", "weekend", "wkend", "wknd", "midweek", "quinzaine", "huitaine", "fortnight",
    "mois", "month", "months", "eom", "janvier", "janv", "january", "jan", "fevrier", "fevr", "fev", "february", "febuary", "feb",
    "mars", "march", "avril", "avr", "april", "apr", "mai", "juin", "june", "jun", "juillet", "juil", "july", "jul",
    "aout", "august", "aug", "septembre", "september", "sept", "sep", "octobre", "october", "oct", "novembre", "november", "nov",
    "decembre", "december", "dec", "premier", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
    "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth", "thirtieth",
    // times of the day
    "matin", "matinee", "mat", "morning", "mornings", "mornin", "midmorning", "midi", "noon", "noonish", "midday", "minuit", "midnight",
    "midis", "apresmidi", "aprem", "aprm", "apres", "avant", "after", "before", "apm", "afternoon", "afternoons", "aftrnoon", "midafternoon", "arvo", "soir", "soiree", "evening", "evenings",
    "evenin", "night", "nite", "tonight", "tonite", "tonigt", "journee", "daytime", "eod", "cob", "business", "early", "aurores",
    "dejeuner", "dej", "pause", 
    "lunch", "lunchtime", "hours", 
    // lengths
    "seconde", "secondes", "seconds", "secs", "sec", "minute", "minutes", "minuttes", "mintues", "mins", "min", "mns", "mn",
    "heure", "heures", "heurs", "hour", "hrs", "hr", "h", "quart", "quarts", "quarter", "half", "demi", "demie", "clock", "oclock",
    "tard", "later", "ulterieurement", "moment", "instant", "while", "bit", "shortly",
    // as soon as possible
    "immediatement", "maintenant", "vite", "tot", "rapidement", "now", "immediately", "asap", "soon", "urgently",
    // figures in words
    "deux", "trois", "quatre", "cinq", "six", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize",
    "vingt", "trente", "quarante", "cinquante", "soixante", "two", "three", "four", "five", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fourty", "fifty", "sixty", "ninety",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_messages_are_put_aside_at_once() {
        for text in [
            "bonjour vous livrez ou exactement",
            "i love this shop",
            "",
            "ok merci beaucoup",
            "je voudrais un avis",
            "we may",
        ] {
            assert!(!may_name_a_moment(text), "{text:?}");
        }
        for text in ["rappelez moi demain", "at 5", "call me later", "2morow", "ce we", "at one"] {
            assert!(may_name_a_moment(text), "{text:?}");
        }
    }
}
