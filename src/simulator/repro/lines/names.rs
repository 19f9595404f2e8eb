//! Names that a scenario can say.

use crate::program::{Name, NodeKind, Program};
use crate::syntax::words;

/// How many names are tried for a contact whose own name no scenario can say: the ways of a `split` hang on it.
const NAMES_TRIED: u32 = 64;

/// The names to try for a contact: its own when a scenario can say it, otherwise others.
pub(in crate::simulator::repro) fn names(contact: &str, program: &Program) -> Vec<Name> {
    if is_name(contact) {
        return vec![contact.into()];
    }
    let tried = if splits(program) { NAMES_TRIED } else { 1 };
    let other = |number: u32| if number == 1 { "someone".into() } else { format!("someone_{number}").into() };
    (1..=tried).map(other).collect()
}

/// Whether a flow goes different ways for different contacts.
pub(in crate::simulator::repro) fn splits(program: &Program) -> bool {
    let nodes = program.flows.iter().flat_map(|flow| &flow.nodes);
    nodes.into_iter().any(|node| matches!(node.kind, NodeKind::Split(_)))
}

/// Whether a contact can have that name in a scenario.
pub(super) fn is_name(text: &str) -> bool {
    is_word(text) && !words::is_reserved(text) && !words::ACTS.contains(&text)
}

/// Whether it is one word of the language.
pub(super) fn is_word(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}
