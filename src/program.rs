//! The compiled program: flat tables and ids, all that the engine sees.
//!
//! A program is data: it holds no tree and no source text, only names, numbers and the places that a trace
//! points to. Flows stand in the order in which one event starts them: higher priority first, then by name.

pub mod condition;
pub mod content;
mod dump;
pub mod fingerprint;
pub mod flow;
pub mod index;
pub mod keywords;
pub mod node;
mod passes;
pub mod value;
pub mod words;

use std::sync::Arc;

use crate::calendar::{Schedule, Zone};
use crate::intents::Recogniser;
use crate::policy::channels::ChannelRow;
use crate::policy::{self, ChannelKind};
use crate::time::{Delay, Instant, Weekly};

pub use condition::{Condition, FieldRef, Hours, HoursSource, Overrun, Pattern, Relation, Test};
pub use content::{Argument, Content, Piece, Wording};
pub use fingerprint::Fingerprint;
pub use flow::{Again, Candidate, Flow, Frequency, Lifecycle, Trigger, TriggerKind};
pub use index::Index;
pub use keywords::KeywordIndex;
pub use node::{Action, Arm, ArmKind, Assignee, Base, Node, NodeId, NodeKind, Notification, Receiver, Send};
pub use value::{FieldType, Number, Value};

/// A name of the author's, shared and cheap to copy.
pub type Name = Arc<str>;

macro_rules! ids {
    ($($(#[$doc:meta])* $id:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $id(pub u32);

        impl $id {
            /// The place in its table.
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// A channel of `Program::channels`.
    ChannelId
    /// A flow of `Program::flows`.
    FlowId
    /// A schedule of `Program::schedules`.
    ScheduleId
    /// A template of `Program::templates`.
    TemplateId
    /// A text of `Program::texts`.
    TextId
    /// An intent of `Program::intents`.
    IntentId
}

/// Everything that the engine needs to know of a workspace.
#[derive(Debug, Default)]
pub struct Program {
    /// The workspace's own settings.
    pub workspace: Workspace,
    /// The ten kinds first, in the order of `ChannelKind::ALL`, then the declared ones.
    pub channels: Vec<Channel>,
    /// Opening hours.
    pub schedules: Vec<(Name, Schedule)>,
    /// Approved templates.
    pub templates: Vec<Template>,
    /// Texts in several languages.
    pub texts: Vec<Text>,
    /// The intents that the program asks for, in the recogniser's order.
    pub intents: Vec<Name>,
    /// Finds them in a message; none when the program asks for no intent.
    pub recogniser: Option<Recogniser>,
    /// The declared contact fields.
    pub fields: Vec<Field>,
    /// The flows, in the order in which one event starts them.
    pub flows: Vec<Flow>,
    /// Which flows an event of each family may start.
    pub index: Index,
}

impl Program {
    /// The flow of that name.
    pub fn flow(&self, name: &str) -> Option<FlowId> {
        let by_name = &self.index.by_name;
        let at = by_name.binary_search_by(|id| self.flows[id.index()].name.as_ref().cmp(name)).ok()?;
        Some(by_name[at])
    }

    /// Where the steps of its flows stand: contacts that were kept with one number mean nothing in a program with
    /// another, be it of the same texts.
    pub fn layout(&self) -> Fingerprint {
        let mut text = String::new();
        for flow in self.index.by_name.iter().map(|id| &self.flows[id.index()]) {
            text.push_str(&format!("{} {:?}\n", flow.name, flow.entry));
            for node in &flow.nodes {
                let targets: Vec<NodeId> = node.targets().collect();
                text.push_str(&format!("{} {} {targets:?}\n", node.label, node.kind.name()));
            }
        }
        Fingerprint::of_text(&text)
    }

    /// The channel of that name.
    pub fn channel(&self, name: &str) -> Option<ChannelId> {
        let at = self.channels.iter().position(|channel| channel.name.as_ref() == name)?;
        Some(ChannelId(at as u32))
    }
}

/// The workspace's own settings.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// Its title.
    pub title: String,
    /// The clock of scenarios and of `time` triggers, and of contacts whose zone is not known.
    pub zone: Zone,
    /// Language tags; the first is the default.
    pub languages: Vec<Name>,
    /// When nothing automatic is sent, in the contact's local time.
    pub quiet: Option<Weekly>,
    /// How many automatic messages a contact gets over all flows.
    pub limit: Option<(u32, Delay)>,
    /// Whether closing a conversation leaves it with nobody.
    pub unassign_on_close: bool,
}

impl Default for Workspace {
    fn default() -> Self {
        Self {
            title: String::new(),
            zone: Zone::UTC,
            languages: vec!["en".into()],
            quiet: None,
            limit: None,
            unassign_on_close: false,
        }
    }
}

/// A channel, with what the workspace changed of its kind's policy.
#[derive(Debug, Clone)]
pub struct Channel {
    /// Its name.
    pub name: Name,
    /// Its kind.
    pub kind: ChannelKind,
    /// The brand that it belongs to.
    pub brand: Option<Name>,
    /// `window 48h`
    pub window: Option<Delay>,
    /// `limit 5`: messages in a window
    pub limit: Option<u32>,
    /// `quota 10000 per month`
    pub quota: Option<u32>,
    /// `beyond allow`: what exceeds the quota is sent, and paid for
    pub beyond_allowed: bool,
}

impl Channel {
    /// The kind's rules as of the instant, with what the workspace changed.
    pub fn rules(&self, at: Instant) -> ChannelRow {
        let row = *ChannelRow::as_of(self.kind, policy::date_at(at));
        row.changed(self.window, self.limit, self.quota)
    }
}

/// An approved template.
#[derive(Debug, Clone)]
pub struct Template {
    /// Its name.
    pub name: Name,
    /// The channel that approved it.
    pub channel: ChannelId,
    /// How many arguments it takes.
    pub parameters: Vec<Name>,
    /// Its text; `Piece::Parameter` stands for an argument.
    pub wording: Wording,
}

/// A text in several languages.
#[derive(Debug, Clone)]
pub struct Text {
    /// Its name.
    pub name: Name,
    /// Language tag and wording, in the author's order.
    pub wordings: Vec<(Name, Wording)>,
}

/// A declared contact field.
#[derive(Debug, Clone)]
pub struct Field {
    /// The name behind `contact.`.
    pub name: Name,
    /// Its type.
    pub field_type: FieldType,
    /// The allowed values; empty when all are.
    pub one_of: Vec<Value>,
}
