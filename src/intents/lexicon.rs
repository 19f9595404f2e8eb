//! The phrases of the built-in intents and the small words around them, from `fr.txt` and `en.txt`.

const LANGUAGES: [&str; 2] = [include_str!("fr.txt"), include_str!("en.txt")];

/// Lists of small words in the files; every other section is an intent.
const LISTS: [&str; 5] = ["negations", "conditions", "negations behind", "adverbs", "courtesy"];

/// Every phrase with the intent that it belongs to, signs of place (`^`, `=`) included.
pub fn builtin_phrases() -> impl Iterator<Item = (&'static str, &'static str)> {
    LANGUAGES.into_iter().flat_map(lines).filter(|(section, _)| !LISTS.contains(section))
}

/// Words that turn a phrase behind them into its opposite.
pub fn negations() -> impl Iterator<Item = &'static str> {
    words("negations")
}

/// Words that leave open whether a clause behind them is so.
pub fn conditions() -> impl Iterator<Item = &'static str> {
    words("conditions")
}

/// Words that turn a phrase in front of them into its opposite.
pub fn negations_behind() -> impl Iterator<Item = &'static str> {
    words("negations behind")
}

/// Words that may stand between the words of a phrase.
pub fn adverbs() -> impl Iterator<Item = &'static str> {
    words("adverbs")
}

/// Words that may stand around a phrase that is the whole message.
pub fn courtesy() -> impl Iterator<Item = &'static str> {
    words("courtesy")
}

fn words(list: &'static str) -> impl Iterator<Item = &'static str> {
    LANGUAGES.into_iter().flat_map(lines).filter(move |(section, _)| *section == list).map(|(_, word)| word)
}

/// The lines of a file with the section that each is in.
fn lines(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut section = "";
    file.lines().filter_map(move |line| match line.strip_prefix('[') {
        Some(name) => {
            section = name.trim_end_matches(']');
            None
        }
        None if line.is_empty() || line.starts_with('#') => None,
        None => Some((section, line)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intents::BUILTIN;
    use crate::text::normalise;

    #[test]
    fn phrases_are_in_normal_form_and_belong_to_a_known_intent() {
        for (section, phrase) in LANGUAGES.into_iter().flat_map(lines) {
            let words = phrase.trim_start_matches(['^', '=']);
            assert_eq!(normalise(words), words);
            assert!(BUILTIN.contains(&section) || LISTS.contains(&section), "[{section}]");
        }
    }
}
