//! What a scenario expects.

use super::Moment;
use crate::engine::Reason;
use crate::program::{Assignee, Name, Receiver, Value};

/// What is expected. A part that is left out may be anything.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "a variant is documented by the syntax that it stands for")]
pub enum Expectation {
    /// `send "…" to marie on sms from order_start at 09:05`
    Send(ExpectedSend),
    /// `nothing`
    Nothing,
    /// `no send to marie from order_start`
    NoSend { to: Option<Name>, flow: Option<Name> },
    /// `held until tomorrow 08:00`
    HeldUntil(Moment),
    /// `suppressed because opted_out`
    Suppressed(Option<Reason>),
    /// `pending from silent_contact at 09:05`
    Pending { flow: Option<Name>, at: Option<Moment> },
    /// `no pending from silent_contact`
    NoPending { flow: Option<Name> },
    /// `tag "x"`, `no tag "x"`
    Tag(Name, Presence),
    /// `marie in group g`, `marie not in group g`
    InGroup { contact: Name, group: Name, presence: Presence },
    /// `assigned to team sales`
    Assigned(Assignee),
    /// `notify "sales@example.com" containing "…"`
    Notify { to: Option<Name>, content: ExpectedContent },
    /// `forward to "+33612345678"`
    Forward { to: Name },
    /// `hand over to agent asking name, email`
    HandOver { to: Receiver, asking: Vec<Name> },
    /// `ticket tags "tarifs"`
    Ticket(Vec<Name>),
    /// `call "https://…"`
    Call(Name),
    /// `conversation open`, `conversation closed`
    Conversation(ConversationStatus),
    /// `marie.plan is "pro"`, `marie.plan is unknown`
    Field { contact: Name, field: Name, value: Option<Value> },
}

/// A message that is expected.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ExpectedSend {
    /// What it says.
    pub content: ExpectedContent,
    /// To whom.
    pub to: Option<Name>,
    /// Where.
    pub channel: Option<Name>,
    /// Of which flow.
    pub flow: Option<Name>,
    /// When.
    pub at: Option<Moment>,
}

/// What a message is expected to say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ExpectedContent {
    /// Nothing is said about it.
    #[default]
    Anything,
    /// `"…"`: exactly, as the contact reads it.
    Text(Name),
    /// `containing "…"`
    Containing(Name),
    /// `ai`: written by the AI; with what `ai "…"` says as the instruction.
    Ai(Option<Name>),
    /// `template order_update`
    Template(Name),
}

/// Whether something is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It is.
    Present,
    /// It is not.
    Absent,
}

/// Whether a conversation is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConversationStatus {
    /// It is.
    Open,
    /// It is not, or never was.
    Closed,
}
