//! What a workspace does, as a graph that can be drawn: a [`Diagram`] of flows, each with its steps as nodes.
//!
//! It is made from the compiled program, so what is drawn is what runs. Three printers draw it: [`svg`] with a
//! layout of its own, [`mermaid`] and [`dot`] for the tools of those names.

mod build;
pub mod dot;
mod layout;
pub mod mermaid;
mod outside;
pub mod svg;
mod wording;

use crate::program::{Name, Program};

/// The flows of a workspace, and how they start and stop each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagram {
    /// The workspace's title; a flow's, when it shows one alone.
    pub title: String,
    /// The flows, in the order of files and places.
    pub flows: Vec<FlowGraph>,
    /// Which flow starts or stops which.
    pub links: Vec<Link>,
}

/// One flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowGraph {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<String>,
    /// Its clauses that are no nodes: for whom, when, how often.
    pub clauses: Vec<String>,
    /// Triggers, steps, channels and ends.
    pub nodes: Vec<Node>,
    /// What leads to what.
    pub edges: Vec<Edge>,
}

/// One box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// What it says; the author's texts in full.
    pub text: String,
}

/// What a box is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NodeKind {
    /// An event that starts a run.
    Trigger,
    /// `after`, `at`
    Wait,
    /// A message.
    Message,
    /// A question.
    Question,
    /// `if`, `split`
    Branch,
    /// Something else that is done.
    Action,
    /// Another flow is started or stopped.
    Call,
    /// A channel that messages go through.
    Channel,
    /// An event or a condition that ends a run.
    StopRule,
    /// The end.
    End,
}

/// An arrow within a flow: from a node to a node, by their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// From.
    pub from: usize,
    /// To.
    pub to: usize,
    /// Under which condition: `yes`, an answer, a share.
    pub label: Option<String>,
    /// What it means.
    pub kind: EdgeKind,
}

/// What an arrow means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EdgeKind {
    /// What comes next.
    Next,
    /// The channels for the messages, and from one to the next that is tried.
    Channel,
    /// What ends the run from outside.
    Stop,
}

/// An arrow between flows, by their places in the diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// The flow with the step.
    pub from: usize,
    /// The flow that it names.
    pub to: usize,
    /// What it does.
    pub kind: LinkKind,
}

/// What one flow does to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkKind {
    /// `start f`
    Starts,
    /// `stop f`
    Stops,
}

impl LinkKind {
    /// `starts`, `stops`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Starts => "starts",
            Self::Stops => "stops",
        }
    }
}

impl Diagram {
    /// All flows of a program.
    pub fn of(program: &Program) -> Self {
        build::diagram(program)
    }

    /// One flow alone; the flows that start or stop it become nodes of it. None when there is no such flow.
    pub fn only(&self, name: &str) -> Option<Self> {
        outside::alone(self, name)
    }
}
