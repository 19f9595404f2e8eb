//! A quick look that spares most messages the reading: no figure and no word of time, no moment.

/// Whether normalised text has a figure or a word without which no moment can be named.
pub fn may_name_a_moment(normal: &str) -> bool {
    normal.split(' ').any(|word| is_word_of_time(word.as_bytes()))
}

fn is_word_of_time(word: &[u8]) -> bool {
    let Some(&first) = word.first() else { return false };
    if word.iter().any(u8::is_ascii_digit) {
        return true;
    }
    let length = word.len().min(31);
    let known = first.is_ascii_lowercase() && LENGTHS[usize::from(first - b'a')] & (1 << length) != 0;
    known && WORDS.iter().any(|known| known.as_bytes() == word)
}

/// For each first letter the lengths of the words below, a bit each.
const LENGTHS: [u32; 26] = {
    let mut lengths = [0; 26];
    let mut at = 0;
    while at < WORDS.len() {
        let word = WORDS[at].as_bytes();
        lengths[(word[0] - b'a') as usize] |= 1 << word.len();
        at += 1;
    }
    lengths
};

/// INVARIANT: every moment of the grammar that has no figure contains one of these.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    // days
    "aujourd", "aujourdhui", "ojd", "ajd", "auj", "jour", "jours", "today", "tday", "demain", "demin", "dmain", "deamin",
    "lendemain", "surlendemain", "apdemain", "overmorrow",
    "tomorrow", "tommorow", "tommorrow", "tomorow", "tomorro", "tomorrrow", "tmrw", "tmrow", "tmw", "tmr", "tomoz", "day", "days",
    "lundi", "lndi", "lunid", "monday", "mondy", "munday", "lun", "mon", "mardi", "mrdi", "tuesday", "tueday", "tuseday", "teusday",
    "tues", "tue", "mar", "mercredi", "mecredi", "mercerdi", "wednesday", "wendesday", "wensday", "wednsday", "weds", "wed", "mer",
    "jeudi", "jeuid", "thursday", "thrusday", "thurday", "thurs", "thur", "thu", "jeu", "vendredi", "vendredu", "vendr", "vendedi",
    "friday", "firday", "fryday", "vend", "ven", "fri", "samedi", "samdi", "saturday", "saterday", "satuday", "sam", "sat",
    "dimanche", "dimnche", "sunday", "sundy", "dim", "sun",
    "semaine", "semaines", "sem", "week", "weeks", "wk", "wks", "weekend", "wkend", "wknd", "midweek", "we", "quinzaine", "huitaine", "fortnight",
    "mois", "month", "months", "eom", "janvier", "janv", "january", "jan", "fevrier", "fevr", "fev", "february", "febuary", "feb",
    "mars", "march", "avril", "avr", "april", "apr", "mai", "may", "juin", "june", "jun", "juillet", "juil", "july", "jul",
    "aout", "august", "aug", "septembre", "september", "sept", "sep", "octobre", "october", "oct", "novembre", "november", "nov",
    "decembre", "december", "dec", "premier", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
    "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth", "thirtieth",
    // times of the day
    "matin", "matinee", "mat", "morning", "mornings", "mornin", "midmorning", "midi", "noon", "noonish", "midday", "minuit", "midnight",
    "midis", "apresmidi", "aprem", "aprm", "apres", "apm", "afternoon", "afternoons", "aftrnoon", "midafternoon", "arvo", "soir", "soiree", "evening", "evenings",
    "evenin", "night", "nite", "tonight", "tonite", "tonigt", "journee", "daytime", "eod", "cob", "business", "early", "aurores",
    "dejeuner", "dej", "repas", "pause", "manger", "diner", "souper", "travail", "boulot", "taf", "cours", "ecole", "bureau",
    "lunch", "lunchtime", "dinner", "supper", "tea", "breakfast", "work", "working", "office", "hours", "school",
    // lengths
    "seconde", "secondes", "seconds", "secs", "sec", "minute", "minutes", "minuttes", "mintues", "mins", "min", "mns", "mn",
    "heure", "heures", "heurs", "hour", "hrs", "hr", "h", "quart", "quarts", "quarter", "half", "demi", "demie", "clock", "oclock",
    "tard", "later", "ulterieurement", "fois", "moment", "instant", "peu", "time", "while", "bit", "shortly",
    // as soon as possible
    "suite", "immediatement", "maintenant", "possible", "vite", "tot", "rapidement", "pouvez", "peux", "now", "away", "immediately", "asap", "soon", "urgently",
    // figures in words
    "une", "un", "deux", "trois", "quatre", "cinq", "six", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize",
    "vingt", "trente", "quarante", "cinquante", "soixante", "one", "two", "three", "four", "five", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fourty", "fifty", "sixty", "ninety",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_messages_are_put_aside_at_once() {
        for text in ["bonjour vous livrez ou exactement", "i love this shop", "", "ok merci beaucoup"] {
            assert!(!may_name_a_moment(text), "{text:?}");
        }
        for text in ["rappelez moi demain", "at 5", "call me later", "2morow"] {
            assert!(may_name_a_moment(text), "{text:?}");
        }
    }
}
