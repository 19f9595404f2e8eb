//! A compiled flow: triggers, clauses, and its steps as nodes that name their followers.

use std::sync::Arc;

use super::{
    ChannelId, Condition, Content, FieldRef, FlowId, Hours, IntentId, Name, Pattern, content::Argument,
};
use crate::policy::messages::ContentType;
use crate::source::Span;
use crate::time::{Days, Delay, Instant, TimeOfDay};

/// A flow.
#[derive(Debug, Clone)]
pub struct Flow {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// Whether it may start.
    pub lifecycle: Lifecycle,
    /// What starts it.
    pub triggers: Vec<Trigger>,
    /// What must hold when it starts.
    pub when: Option<Condition>,
    /// The candidates in order; empty when the author named none.
    pub via: Vec<Candidate>,
    /// What holds every message of it.
    pub hours: Vec<Hours>,
    /// How often a run may start.
    pub frequency: Vec<Frequency>,
    /// Events that end a run.
    pub stop_on: Vec<Trigger>,
    /// Conditions that end a run.
    pub stop_when: Vec<Condition>,
    /// What a trigger does while a run is active; by the trigger's kind when the author did not say.
    pub again: Option<Again>,
    /// Order among flows that one event starts.
    pub priority: i32,
    /// Whether a `page_view` or `visit` starts it: its first message waits for the visitor.
    pub proactive: bool,
    /// The steps.
    pub nodes: Vec<Node>,
    /// The first step.
    pub entry: NodeId,
}

impl Flow {
    /// The node; none at the flow's end.
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }
}

/// Whether a flow may start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifecycle {
    /// It may.
    Live,
    /// Not finished.
    Draft,
    /// Switched off.
    Paused,
}

/// A channel that a message may go through.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The channel.
    pub channel: ChannelId,
    /// Only when the contact wrote there less than that ago.
    pub within: Option<Delay>,
}

/// What starts or stops a run.
#[derive(Debug, Clone)]
pub struct Trigger {
    /// Which.
    pub kind: TriggerKind,
    /// Only messages of that channel.
    pub from: Option<ChannelId>,
    /// As the author wrote it: ``keyword "ORDER"``, for reasons.
    pub words: Name,
}

/// Which event starts or stops a run.
#[derive(Debug, Clone)]
pub enum TriggerKind {
    /// The message contains one as a whole word or phrase.
    Keyword(Vec<Pattern>),
    /// The message is one of them.
    MessageIs(Vec<Pattern>),
    /// The message contains one anywhere.
    MessageContains(Vec<Pattern>),
    /// The message starts with one.
    MessageStartsWith(Vec<Pattern>),
    /// The whole message matches; the expression is anchored already.
    MessageMatches(Arc<regex::Regex>),
    /// Any message.
    AnyMessage,
    /// The message has that intent.
    Intent(IntentId),
    /// The business wrote and nothing has come back.
    Silence,
    /// A page has been looked at for that long.
    PageView(Delay),
    /// A visit has lasted that long.
    Visit(Delay),
    /// Somebody starts the flow.
    Start,
    /// An appointment was booked.
    Booking,
    /// Something was bought.
    Purchase,
    /// The tag was added.
    Tag(Name),
    /// The contact joined the group.
    Group(Name),
    /// The conversation was closed.
    Close,
    /// The contact opted out.
    OptOut,
    /// The author's systems reported it.
    Event(Name),
    /// That instant.
    Time(Instant),
    /// That time of those days, in the contact's zone or the workspace's.
    Every(Days, TimeOfDay),
}

/// How often a run may start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frequency {
    /// Once for a contact.
    OncePerContact,
    /// Once in a visit.
    OncePerVisit,
    /// So many in so long a time.
    AtMost(u32, Delay),
}

/// What a trigger does while a run is active.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// Ends it and starts a new one.
    Restart,
    /// Nothing.
    Ignore,
}

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

/// What a step does.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "a variant is documented by the step that it stands for")]
pub enum NodeKind {
    /// `after D within H …`: `next` is the block's first step, `skip_to` what stands behind the block.
    Wait { delay: Delay, hours: Vec<Hours>, skip_to: NodeId },
    /// `at INSTANT + D within H …`
    WaitUntil { base: Base, offset_back: bool, offset: Delay, hours: Vec<Hours>, skip_to: NodeId },
    /// A message.
    Send(Send),
    /// A question: `next` is what stands behind it.
    Ask { send: Send, save: Option<Name>, arms: Vec<Arm> },
    /// `if`: `next` when the condition holds, else `otherwise`.
    If { condition: Condition, otherwise: NodeId },
    /// `split`: shares of a hundred, cumulated, with where each goes.
    Split(Vec<(u32, NodeId)>),
    /// Something else than a message.
    Do(Action),
    /// `stop`
    Stop,
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
    Call(Name),
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
