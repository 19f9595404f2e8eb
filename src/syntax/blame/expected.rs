//! What the grammar expected, in the author's words: never a rule's name.

use crate::syntax::grammar::{Expected, Rule};
use crate::syntax::outline::cut::Words;
use crate::syntax::words;

/// A family of words that one place chooses from, known by one that only it has.
struct Family {
    marker: &'static str,
    name: &'static str,
    article: &'static str,
}

const FAMILIES: [Family; 13] = [
    family("workspace", "item", "an"),
    family("keyword", "trigger", "a"),
    family("via", "clause", "a"),
    family("untag", "step", "a"),
    family("wait", "act", "an"),
    family("suppressed", "expectation", "an"),
    family("dismisses", "act", "an"),
    family("takes", "act", "an"),
    family("contains", "comparison", "a"),
    family("languages", "clause", "a"),
    family("quota", "clause", "a"),
    family("channels", "clause", "a"),
    family("yes_no", "type", "a"),
];

const fn family(marker: &'static str, name: &'static str, article: &'static str) -> Family {
    Family { marker, name, article }
}

/// The families that are expected.
fn families(expected: &Expected) -> impl Iterator<Item = &'static Family> {
    FAMILIES.iter().filter(|family| expected.words.iter().any(|word| word == family.marker))
}

/// What an unknown word at that place is called: `trigger`, `step`; `meant` is the word that it ought to be.
pub fn category(expected: &Expected, meant: &str) -> &'static str {
    let family = families(expected).map(|family| family.name).next();
    match family {
        _ if words::STEPS.contains(&meant) && is_one_of(family, &["step", "clause"]) => "step",
        _ if words::CLAUSES.contains(&meant) && is_one_of(family, &["step", "clause"]) => "clause",
        Some("act") if words::ACTS.contains(&meant) || words::VERBS.contains(&meant) => "act",
        Some("act" | "step") | None => "word",
        Some("clause") if expected.words.iter().any(|word| word == "untag") => "word",
        Some(family) => family,
    }
}

fn is_one_of(family: Option<&str>, names: &[&str]) -> bool {
    family.is_some_and(|family| names.contains(&family))
}

/// Whether a step is expected and no clause.
pub fn is_step_only(expected: &Expected) -> bool {
    let has = |word: &str| expected.words.iter().any(|other| other == word);
    has("untag") && !has("via")
}

/// The words of the only family that is expected, for the help.
pub fn choice(expected: &Expected) -> Option<String> {
    let mut families = families(expected);
    let only = families.next().filter(|_| families.next().is_none())?;
    let words: Vec<String> =
        expected.words.iter().filter(|word| super::is_word(word)).map(|word| format!("`{word}`")).collect();
    Some(format!("{} {} begins with {}", only.article, only.name, any_of(&words)))
}

/// All that is expected, as a list: ``a duration such as `5m` ``, `` `to` or a text in quotes``.
pub fn phrase(expected: &Expected, tokens: Words<'_>, found: usize) -> String {
    let has = |word: &str| expected.words.iter().any(|other| other == word);
    let tried = |rule: Rule| expected.rules.contains(&rule);
    let mut phrases: Vec<String> = Vec::new();
    let mut say = |phrase: &str| {
        if !phrases.iter().any(|other| other == phrase) {
            phrases.push(phrase.to_owned());
        }
    };
    let mut has_family = false;
    for family in families(expected) {
        say(&format!("{} {}", family.article, family.name));
        has_family = true;
    }
    if has("(") && has("now") {
        say("a condition");
        return any_of(&phrases);
    }
    let is_value = tried(Rule::tagged_word) || (tried(Rule::compare) && has("known"));
    if is_value {
        say("a value");
    } else {
        if tried(Rule::datetime) || tried(Rule::instant) {
            say("a date and time such as `2026-12-25 09:00`");
        }
        for (rule, phrase) in LEAVES {
            if tried(rule) && !has_family {
                say(phrase);
            }
        }
        if has("\"") && !has_family {
            say("a text in quotes");
        }
        if has("_") && !has_family && !tried(Rule::language) && !tried(Rule::path) {
            say(&noun(tokens, found).map_or("a name".to_owned(), |noun| format!("the name of {noun}")));
        }
    }
    if !has_family {
        let signs = ["{", ")", ":", "%", ".."];
        for word in &expected.words {
            let is_told = is_value && matches!(word.as_str(), "open" | "known" | "unknown" | "not" | "one");
            let is_day = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].contains(&word.as_str());
            if (super::is_word(word) || signs.contains(&word.as_str())) && !is_told && !is_day {
                say(&format!("`{word}`"));
            }
        }
    }
    if phrases.is_empty() {
        for word in expected.words.iter().filter(|word| !word.trim().is_empty() && *word != "\u{FEFF}") {
            if word != "#" {
                phrases.push(format!("`{word}`"));
            }
        }
    }
    if phrases.is_empty() { "the end of this statement".to_owned() } else { any_of(&phrases) }
}

const LEAVES: [(Rule, &str); 10] = [
    (Rule::duration, "a duration such as `5m`"),
    (Rule::stretch, "hours such as `09:00..18:00`"),
    (Rule::time, "a time such as `09:00`"),
    (Rule::date, "a date such as `2026-12-25`"),
    (Rule::integer, "a whole number"),
    (Rule::number, "a number"),
    (Rule::regex, "a regular expression such as `/[0-9]+/`"),
    (Rule::language, "a language such as `fr`"),
    (Rule::path, "a field such as `contact.email`"),
    (Rule::days, "a day such as `mon`"),
];

/// What a name at that place is the name of.
pub fn noun(tokens: Words<'_>, found: usize) -> Option<&'static str> {
    let before = found.checked_sub(1).map_or("", |before| tokens.at(before));
    Some(match before {
        "flow" | "start" | "stop" | "opens" | "dismisses" => "a flow",
        "schedule" | "within" | "outside" => "a schedule",
        "channel" | "via" | "else" => "a channel",
        "on" if tokens.at(0) != "on" => "a channel",
        "from" if tokens.at(0) == "on" || tokens.at(0) == "stop" => "a channel",
        "from" => "a flow",
        "bot" => "a bot",
        "template" | "sends" => "a template",
        "text" | "send" | "ask" => "a text",
        "intent" => "an intent",
        "group" => "a group",
        "team" => "a team",
        "contact" | "to" | "for" => "a contact",
        "agent" => "an agent",
        "brand" => "a brand",
        "as" => "a content type",
        _ => return None,
    })
}

/// `a`, `a or b`, `a, b or c`.
fn any_of(phrases: &[String]) -> String {
    match phrases {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}
