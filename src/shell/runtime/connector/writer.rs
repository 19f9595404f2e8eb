//! Who writes in the author's place, and who recognises intents.

use std::time::Duration;

use super::Outcome;
use crate::program::Name;

/// What the AI is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WritingTask {
    /// The key of the delivery.
    pub key: String,
    /// The contact.
    pub contact: Name,
    /// The author's words to the AI.
    pub instruction: Option<Name>,
    /// The contact's language, where it is known.
    pub language: Option<Name>,
    /// The conversation, oldest first: who wrote (`contact`, `business`) and what.
    pub conversation: Vec<(&'static str, Name)>,
}

/// Writes messages in the author's place. What it wrote is kept, so that all attempts say the same.
pub trait Writer: Send + Sync {
    /// The text; otherwise what is to be done, never `Sent`.
    ///
    /// # Errors
    ///
    /// When there is no text.
    fn write(&self, task: &WritingTask) -> Result<Name, Outcome>;

    /// Who recognises intents, when it does that as well.
    fn listener(&self) -> Option<&dyn Listener> {
        None
    }
}

/// Recognises intents in messages, on top of the built-in recogniser.
pub trait Listener: Send + Sync {
    /// Which of these intents a message has; none when there is no answer.
    fn intents(&self, text: &str, known: &[Name]) -> Vec<Name>;

    /// How long a message waits for an answer before it is taken without.
    fn within(&self) -> Duration;
}
