//! C003: a part of a condition that the rest implies.

use crate::diagnostics::{Diagnostic, Severity};
use crate::source::Span;

/// How the part stands to the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    /// By `and`: it holds whenever the others do.
    And,
    /// By `or`: the others hold whenever it does.
    Or,
}

/// A part that says nothing new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Implied {
    /// The part.
    pub part: Span,
    /// The other parts that it follows from.
    pub by: Vec<Span>,
    /// How they are joined.
    pub joined: Joined,
    /// The place that is cut out to leave the part away, when that is certain.
    pub cut: Option<Span>,
}

/// Tells of a part that says nothing new.
pub fn told(implied: &Implied) -> Diagnostic {
    let (message, label) = match implied.joined {
        Joined::And => ("this part is implied by the rest of the condition", "holds whenever the rest does"),
        Joined::Or => {
            ("this part adds nothing to the rest of the condition", "holds only when the rest does")
        }
    };
    let mut found = Diagnostic::new("C003", Severity::Warning, implied.part, message, label);
    for by in &implied.by {
        found = found.and(*by, "because of this");
    }
    found = found.help("leave it out");
    match implied.cut {
        Some(cut) => found.fix("leave the part out", vec![(cut, String::new())]),
        None => found,
    }
}
