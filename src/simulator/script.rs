//! A scenario without its tree: names are looked up, and times have their zone.

mod expectation;
mod lower;
mod moment;
mod print;
mod values;

use std::fmt;

pub use expectation::{ConversationStatus, Expectation, ExpectedContent, ExpectedSend, Presence};
pub use moment::{Day, Moment};
pub(super) use print::{
    act_text, assignee_text, date_time, expectation_text, moment_text, quoted, quoted_list, receiver_text,
    value_text,
};
pub(super) use values::field_type;

use crate::engine::EventKind;
use crate::program::{Name, Program};
use crate::source::Span;
use crate::syntax::ast;
use crate::time::{Delay, Instant};

/// A scenario, ready to be played.
#[derive(Debug, Clone, PartialEq)]
pub struct Script {
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub span: Span,
    /// Its lines in order.
    pub lines: Vec<Line>,
}

/// One line of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Where it stands.
    pub span: Span,
    /// What it says.
    pub kind: LineKind,
}

/// What a line says.
#[derive(Debug, Clone, PartialEq)]
pub enum LineKind {
    /// Sets the clock, forward only; the first one says where it begins.
    At(Instant),
    /// Something happens.
    Act(Act),
    /// What the AI writes when it is asked next.
    AiAnswers(Name),
    /// Lets time pass: calendar days are those of the workspace's zone.
    Wait(Delay),
    /// Lets time pass until then.
    WaitUntil(Moment),
    /// Judges what happened.
    Expect(Expectation),
}

/// Something that happens to a contact.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    /// To whom.
    pub contact: Name,
    /// What.
    pub deed: Deed,
}

/// What happens to a contact.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    /// `contact marie { … }`: there is such a contact, with what is known of it (always a `ContactUpdated`).
    Declare(EventKind),
    /// `marie says "…"`: without a channel, where the conversation goes on.
    Say {
        /// What.
        text: Name,
        /// Where.
        channel: Option<Name>,
    },
    /// Anything else.
    Other(EventKind),
}

/// Why a scenario cannot be played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptError {
    /// Where.
    pub span: Span,
    /// Why, in the words of a finding.
    pub message: String,
}

impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ScriptError {}

impl Script {
    /// A scenario of a workspace, with the program that was compiled from it.
    ///
    /// # Errors
    ///
    /// A scenario of a checked workspace is always a script; of any other, a name that means nothing and a value
    /// that does not fit its field are errors.
    pub fn new(program: &Program, scenario: &ast::Scenario) -> Result<Self, ScriptError> {
        lower::script(program, scenario)
    }

    /// The contacts that it declares, in order.
    pub fn contacts(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().filter_map(|line| match &line.kind {
            LineKind::Act(Act { contact, deed: Deed::Declare(_) }) => Some(contact.as_ref()),
            _ => None,
        })
    }
}
