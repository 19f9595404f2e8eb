//! Where the parts of a text begin that lines may be broken before: what a formatter asks of a reading.

use std::ops::Range;

/// What begins at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// An item.
    Item,
    /// Something that stands in a block, on a line of its own or beside others: a clause, a step, an act, a wording, an
    /// entry of a contact.
    Statement,
    /// An arm of a question, or a share of a split.
    Arm,
    /// What stands behind the head of an `after` or `at`: a step, or the brace of a block.
    Body,
    /// The `+` or `-` between a moment and a delay.
    Sign,
}

/// A stretch at the top of a file: an item, or what could not be read as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Its tokens; the first and the last are neither blanks nor comments.
    pub tokens: Range<usize>,
    /// Whether the grammar read it whole. Of what it did not, nothing is known.
    pub is_read: bool,
}

/// The stretches of a file and the parts of those that were read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// All stretches, in order; between them stand only blanks and comments.
    pub stretches: Vec<Stretch>,
    /// The byte at which each part begins, in order.
    pub starts: Vec<(u32, Part)>,
}
