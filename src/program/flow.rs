//! A compiled flow: what starts it, what holds it, and where its steps begin.

use std::sync::Arc;

use super::{ChannelId, Condition, Hours, IntentId, Name, Node, NodeId, Pattern};
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
