//! C001: a condition that can never be true.

use crate::diagnostics::Diagnostic;
use crate::source::Span;

/// Why a condition is never true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// By itself.
    OfItself,
    /// Of the message that its flow starts by.
    OfTheTrigger(Span),
    /// Of the branches before it, which take all that it would.
    OfEarlierBranches,
}

/// Tells of a condition that is never true: `clash` are the smallest parts that cannot hold together.
pub fn told(condition: Span, clash: &[Span], because: Because) -> Diagnostic {
    let message = match because {
        Because::OfItself => "this condition can never be true",
        Because::OfTheTrigger(_) => "this condition can never be true for a message that starts the flow",
        Because::OfEarlierBranches => "this branch is never taken: those before it take all that it would",
    };
    let (first, others) =
        clash.split_first().map_or((condition, [].as_slice()), |(first, others)| (*first, others));
    let label = match others {
        [] => "never holds",
        [_] => "these two can never both hold",
        _ => "these can never all hold",
    };
    let mut found = Diagnostic::error("C001", first, message, label);
    for (index, other) in others.iter().enumerate() {
        let label = if index + 1 == others.len() { "together with this" } else { "" };
        found = found.and(*other, label);
    }
    match because {
        Because::OfItself => found.help("change one of the parts, or join them by `or`"),
        Because::OfTheTrigger(trigger) => {
            found.and(trigger, "starts the flow").help("change the trigger or the condition")
        }
        Because::OfEarlierBranches => found.help("leave the branch out, or put it before the others"),
    }
}
