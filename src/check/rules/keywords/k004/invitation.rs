//! Whether a text asks for the word that stands in it.

use crate::text::normalise;

/// Whether the text asks for the word between two places: `Répondez ORDER`, `ORDER pour commander`, `« ORDER »`.
pub(super) fn invites(text: &str, start: usize, end: usize) -> bool {
    let (before, after) = (&text[..start], &text[end..]);
    let is_end = |c: char| matches!(c, '.' | '!' | '?' | '\n' | '…');
    let sentence = before.rsplit(is_end).next().unwrap_or_default();
    let asked = normalise(sentence).split(' ').any(|word| ASKING.binary_search(&word).is_ok());
    let last = normalise(sentence).rsplit(' ').next().is_some_and(|word| LEADING.contains(&word));
    let next = normalise(after.split(is_end).next().unwrap_or_default())
        .split(' ')
        .next()
        .is_some_and(|word| FOLLOWING.contains(&word));
    let quoted = before.trim_end().ends_with(['«', '"', '“', '„', '\'', '‘', '(', '['])
        && after.trim_start().starts_with(['»', '"', '”', '“', '\'', '’', ')', ']']);
    asked || last || next || quoted
}

/// Words that ask for an answer, anywhere before it in its sentence; without accents, sorted.
static ASKING: &[&str] = &[
    "answer",
    "choisir",
    "choisis",
    "choisissez",
    "choose",
    "confirmer",
    "confirmez",
    "dis",
    "dites",
    "ecrire",
    "ecris",
    "ecrivez",
    "enter",
    "entrez",
    "envoi",
    "envoie",
    "envoyer",
    "envoyez",
    "indiquez",
    "keyword",
    "message",
    "mot",
    "press",
    "renvoyez",
    "reply",
    "repondez",
    "repondre",
    "reponds",
    "reponse",
    "respond",
    "saisir",
    "saisissez",
    "say",
    "send",
    "sms",
    "tape",
    "taper",
    "tapez",
    "text",
    "textez",
    "texto",
    "type",
    "use",
    "utilisez",
    "word",
    "write",
];

/// Words that ask for an answer when it stands right behind them.
static LEADING: &[&str] = &["ou", "or", "puis", "then", "avec", "with"];

/// Words that say what an answer is good for, or what else to answer.
static FOLLOWING: &[&str] = &["pour", "to", "for", "ou", "or", "si", "if"];

#[cfg(test)]
mod tests {
    use super::{ASKING, invites};

    fn asked(text: &str) -> bool {
        let start = text.find("ORDER").unwrap();
        invites(text, start, start + "ORDER".len())
    }

    #[test]
    fn the_words_are_sorted() {
        assert!(ASKING.is_sorted());
    }

    #[test]
    fn an_invitation_is_told_from_a_mention() {
        let invitations = [
            "Répondez ORDER.",
            "Reply with ORDER",
            "Bonjour ! Envoyez maintenant ORDER et 2",
            "ORDER pour commander",
        ];
        assert!(invitations.into_iter().all(asked));
        let mentions = ["Votre ORDER est prête.", "Reply soon! ORDER 12 has left.", "ORDER"];
        assert!(!mentions.into_iter().any(asked));
    }
}
