//! What messages say: texts with places for fields.

use super::{FieldRef, Name, TemplateId, TextId, Value};

/// A text with places for fields and parameters.
#[derive(Debug, Clone, Default)]
pub struct Wording {
    /// In order.
    pub pieces: Vec<Piece>,
}

/// One piece of a wording.
#[derive(Debug, Clone)]
pub enum Piece {
    /// Text as it goes out.
    Text(Name),
    /// A field, with the text for when it is unknown (empty when the author gave none).
    Field(FieldRef, Option<Name>),
    /// A template's argument, by its place.
    Parameter(u32),
}

/// What a message says.
#[derive(Debug, Clone)]
pub enum Content {
    /// The author's own text.
    Text(Wording),
    /// A text in the contact's language.
    Named(TextId),
    /// An approved template with its arguments.
    Template(TemplateId, Vec<Argument>),
    /// Written by the AI from the conversation, with an instruction.
    Ai(Option<Wording>),
}

/// A template's argument, or what a field is set to.
#[derive(Debug, Clone)]
pub enum Argument {
    /// A text with placeholders.
    Wording(Wording),
    /// A field's value.
    Field(FieldRef),
    /// A value.
    Value(Value),
}
