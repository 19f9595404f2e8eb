//! What a contact means: intents by their phrases, and the moment that a contact asks for.

pub mod requested;
