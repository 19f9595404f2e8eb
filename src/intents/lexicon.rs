//! The phrases of the built-in intents and the small words around them, from `fr.txt` and `en.txt`.

const LANGUAGES: [&str; 2] = [include_str!("fr.txt"), include_str!("en.txt")];

/// The lines of the files, each with the section that it is in: the name of an intent or of a list of small words.
pub fn entries() -> impl Iterator<Item = (&'static str, &'static str)> {
    LANGUAGES.into_iter().flat_map(lines)
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
    use crate::intents::recogniser::Words;
    use crate::text::normalise;

    #[test]
    fn phrases_are_in_normal_form_and_belong_to_a_known_intent() {
        for (section, phrase) in entries() {
            let words = phrase.trim_start_matches(['^', '=']);
            assert_eq!(normalise(words), words);
            assert!(BUILTIN.contains(&section) || Words::list(section).is_some(), "[{section}]");
        }
    }
}
