//! A step as a node that names its followers.

use super::{Argument, Condition, Content, FieldRef, FlowId, Hours, IntentId, Name, Wording};
use crate::policy::messages::ContentType;
use crate::source::Span;
use crate::time::{Delay, Instant};

/// A node's place in its flow; `NodeId::END` is the flow's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct NodeId(pub u32);

impl NodeId {
    /// Behind the last step.
    pub const END: Self = Self(u32::MAX);
}

/// One step, with what follows it.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it does.
    pub kind: NodeKind,
    /// What follows.
    pub next: NodeId,
    /// The step's number as a person counts: `3`, `3.1` for the first step of its block.
    pub label: Name,
    /// Where the step stands.
    pub span: Span,
}

impl Node {
    /// Every node that may follow it, `NodeId::END` too.
    pub fn targets(&self) -> impl Iterator<Item = NodeId> {
        let (one, many) = match &self.kind {
            NodeKind::Wait { skip_to, .. } | NodeKind::WaitUntil { skip_to, .. } => {
                (Some(*skip_to), Vec::new())
            }
            NodeKind::If { otherwise, .. } => (Some(*otherwise), Vec::new()),
            NodeKind::Ask { arms, .. } => (None, arms.iter().map(|arm| arm.entry).collect()),
            NodeKind::Split(shares) => (None, shares.iter().map(|(_, entry)| *entry).collect()),
            NodeKind::Send(_) | NodeKind::Do(_) | NodeKind::Stop => (None, Vec::new()),
        };
        std::iter::once(self.next).chain(one).chain(many)
    }

    /// The same, to change them.
    pub(crate) fn targets_mut(&mut self) -> impl Iterator<Item = &mut NodeId> {
        let (one, many) = match &mut self.kind {
            NodeKind::Wait { skip_to, .. } | NodeKind::WaitUntil { skip_to, .. } => {
                (Some(skip_to), Vec::new())
            }
            NodeKind::If { otherwise, .. } => (Some(otherwise), Vec::new()),
            NodeKind::Ask { arms, .. } => (None, arms.iter_mut().map(|arm| &mut arm.entry).collect()),
            NodeKind::Split(shares) => (None, shares.iter_mut().map(|(_, entry)| entry).collect()),
            NodeKind::Send(_) | NodeKind::Do(_) | NodeKind::Stop => (None, Vec::new()),
        };
        std::iter::once(&mut self.next).chain(one).chain(many)
    }
}

/// What a step does.
#[derive(Debug, Clone)]
pub enum NodeKind {
    /// `after D within H …`: `next` is the block's first step.
    Wait {
        /// How long, from the message before it.
        delay: Delay,
        /// What holds the messages in the block.
        hours: Vec<Hours>,
        /// What stands behind the block.
        skip_to: NodeId,
    },
    /// `at INSTANT + D within H …`: `next` is the block's first step.
    WaitUntil {
        /// What is counted from.
        base: Base,
        /// `-` instead of `+`.
        offset_back: bool,
        /// How long behind it, or before.
        offset: Delay,
        /// What holds the messages in the block.
        hours: Vec<Hours>,
        /// What stands behind the block.
        skip_to: NodeId,
    },
    /// A message.
    Send(Send),
    /// A question: `next` is what stands behind it.
    Ask {
        /// The question.
        send: Send,
        /// The contact's field that keeps the answer.
        save: Option<Name>,
        /// What each answer leads to.
        arms: Vec<Arm>,
    },
    /// `if`: `next` when the condition holds, else `otherwise`.
    If {
        /// What is asked.
        condition: Condition,
        /// Where it goes on when the condition does not hold.
        otherwise: NodeId,
    },
    /// `split`: shares of a hundred, cumulated, with where each goes.
    Split(Vec<(u32, NodeId)>),
    /// Something else than a message.
    Do(Action),
    /// `stop`
    Stop,
}

impl NodeKind {
    /// The word that it begins with.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Wait { .. } => "after",
            Self::WaitUntil { .. } => "at",
            Self::Send(_) => "send",
            Self::Ask { .. } => "ask",
            Self::If { .. } => "if",
            Self::Split(_) => "split",
            Self::Do(_) => "do",
            Self::Stop => "stop",
        }
    }
}

/// What `at` counts from.
#[derive(Debug, Clone)]
pub enum Base {
    /// A field that holds an instant.
    Field(FieldRef),
    /// A point in time.
    Moment(Instant),
}

/// A message.
#[derive(Debug, Clone)]
pub struct Send {
    /// What it says.
    pub content: Content,
    /// The purpose that it is sent with.
    pub content_type: Option<ContentType>,
    /// How loud it is.
    pub notification: Notification,
    /// The hours of the `after` and `at` around it; the flow's own come on top.
    pub hours: Vec<Hours>,
}

/// How loud a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notification {
    /// As usual.
    Regular,
    /// Shown without a sound.
    Silent,
    /// Not shown as a notification.
    Off,
}

/// One arm of a question.
#[derive(Debug, Clone)]
pub struct Arm {
    /// Which answers it takes.
    pub kind: ArmKind,
    /// Its first step.
    pub entry: NodeId,
}

/// Which answers an arm takes.
#[derive(Debug, Clone)]
pub enum ArmKind {
    /// One of these: as written, and normalised (`text::normalise`).
    Answers(Vec<(Name, Name)>),
    /// An intent.
    Intent(IntentId),
    /// Whatever nothing else takes.
    Otherwise,
    /// No answer for that long.
    Silence(Delay),
}

/// Something else than a message.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "each variant is the step that it names")]
pub enum Action {
    Tag(Name),
    Untag(Name),
    Join(Name),
    Leave(Name),
    Set(Name, Argument),
    Assign(Assignee),
    Notify { to: Name, content: Content },
    Forward(Vec<Name>),
    HandOver { to: Receiver, asking: Vec<Name> },
    Ticket(Vec<Name>),
    Start(FlowId),
    StopFlow(FlowId),
    OpenConversation,
    CloseConversation,
    Call(Wording),
}

/// Whom a conversation is given to.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assignee {
    /// A team.
    Team(Name),
    /// An agent, by address or name.
    Agent(Name),
    /// Nobody.
    Nobody,
}

/// Who takes a conversation over.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Receiver {
    /// Any agent.
    Agent,
    /// A team.
    Team(Name),
    /// A bot, with the answer that it gives.
    Bot(Name, Option<Name>),
}
