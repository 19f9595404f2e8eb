//! What the rules about two flows at one message are told.

use crate::source::Span;

/// Two flows that one message starts, as the words about them need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The flow that stands later, and the one before it.
    pub sides: [Side; 2],
    /// The message that starts both.
    pub message: String,
    /// On which channel, from whom and when: `on sms, from a contact with plan "pro"`.
    pub circumstances: String,
}

/// A flow with the text by which the message starts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The flow's name.
    pub flow: String,
    /// Where the text stands.
    pub place: Span,
}
