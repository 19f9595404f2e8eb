//! The steps of a flow.
#![allow(missing_docs, reason = "a variant is documented by the syntax that it stands for")]

use super::{Condition, DateTime, FieldPath, Hours, Name, Str, Value};
use crate::source::Span;
use crate::time::Delay;

/// `{ … }`, a single step that needs no braces, or all steps of a flow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Block {
    /// In order.
    pub steps: Vec<Step>,
    /// With the braces, when there are any.
    pub span: Span,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which.
    pub kind: StepKind,
    /// The whole, a block included.
    pub span: Span,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepKind {
    /// `after 1d within office { … }`
    After { delay: Delay, delay_span: Span, hours: Vec<Hours>, body: Block },
    /// `at booking.time - 1d send …`
    At { instant: InstantExpr, hours: Vec<Hours>, body: Block },
    /// `send …`
    Send(Send),
    /// `ask …`
    Ask(Ask),
    /// `if C { … } else if D { … } else { … }`: the branches in order, then the last `else`
    If { branches: Vec<Branch>, otherwise: Option<Block> },
    /// `split { 50% { … } 50% { … } }`
    Split(Vec<(u32, Span, Block)>),
    /// `tag "x"`
    Tag(Str),
    /// `untag "x"`
    Untag(Str),
    /// `add to group g`
    AddToGroup(Name),
    /// `remove from group g`
    RemoveFromGroup(Name),
    /// `set contact.f to V`
    Set { field: FieldPath, value: Value },
    /// `assign to team sales`
    Assign(Assignee),
    /// `notify "sales@example.com" "Silencieux depuis hier"`
    Notify { to: Str, text: SendContent },
    /// `forward to "+33612345678", "entrepot@example.com"`
    Forward(Vec<Str>),
    /// `hand over to …`
    HandOver(HandOver),
    /// `ticket tags "tarifs", "web"`
    Ticket(Vec<Str>),
    /// `start coupon`
    Start(Name),
    /// `stop coupon`
    StopFlow(Name),
    /// `stop`
    Stop,
    /// `open conversation`
    OpenConversation,
    /// `close conversation`
    CloseConversation,
    /// `call "https://…"`
    Call(Str),
    /// Stands for a statement that could not be read; its error is reported already.
    Broken,
}

/// `booking.time - 1d`, `callback.time`, `2026-12-25 09:00`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstantExpr {
    /// What it counts from.
    pub base: InstantBase,
    /// `+ 2h`, `- 1d`: whether it is added, and how much.
    pub offset: Option<(Sign, Delay)>,
    /// The whole.
    pub span: Span,
}

/// What an instant counts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InstantBase {
    /// `callback.time`
    Field(FieldPath),
    /// `2026-12-25 09:00`; a date alone is its midnight
    Moment(DateTime),
}

/// `+` or `-`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the variants are the signs")]
pub enum Sign {
    Plus,
    Minus,
}

/// `send "…" as confirmed_event_update silently`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Send {
    /// What is said.
    pub content: SendContent,
    /// `as confirmed_event_update`
    pub content_type: Option<Name>,
    /// How loud.
    pub notification: Notification,
}

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendContent {
    /// `"Bonjour"`
    Text(Str),
    /// `welcome`: a `text` item
    Named(Name),
    /// `template order_update("Marie", contact.order)`
    Template { name: Name, arguments: Vec<Value>, span: Span },
    /// `ai "Propose un rendez-vous"`
    Ai { instruction: Option<Str>, span: Span },
}

/// How loud a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notification {
    /// The default.
    Regular,
    /// `silently`: shown without a sound
    Silent,
    /// `without notification`
    Off,
}

/// `ask "Livraison ou emporter ?" save contact.mode { … }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The question.
    pub content: SendContent,
    /// Where the answer is kept.
    pub save: Option<FieldPath>,
    /// What each answer does; empty when the block is left out.
    pub arms: Vec<Arm>,
}

/// `"OUI", "Oui" { … }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arm {
    /// Which answers it takes.
    pub kind: ArmKind,
    /// What it does.
    pub body: Block,
    /// The whole.
    pub span: Span,
}

/// Which answers an arm takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArmKind {
    /// `"OUI", "Oui"`
    Answers(Vec<Str>),
    /// `intent busy`
    Intent(Name),
    /// `otherwise`
    Otherwise,
    /// `silence 30m`
    Silence(Delay),
}

/// `if C { … }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// The condition.
    pub condition: Condition,
    /// What follows when it holds.
    pub body: Block,
}

/// Whom a conversation is given to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assignee {
    /// `team sales`: teams are not declared
    Team(Name),
    /// `"leo@example.com"`
    Agent(Str),
    /// `nobody`
    Nobody(Span),
}

/// `hand over to agent saying "…" asking name, email`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOver {
    /// To whom.
    pub to: Receiver,
    /// `saying TEXT`
    pub saying: Option<SendContent>,
    /// `asking name, email`
    pub asking: Vec<Name>,
}

/// Who takes the conversation over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Receiver {
    /// `agent`
    Agent(Span),
    /// `team sales`
    Team(Name),
    /// `bot faq answer pricing`
    Bot { bot: Name, answer: Option<Name> },
}
