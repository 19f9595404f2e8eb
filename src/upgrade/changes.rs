//! What changed between two programs, as a person wants to read it.

use serde::Serialize;

use crate::program::Name;

/// What changed, for a person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Changes {
    /// Settings, channels, schedules, texts, templates and fields that are no longer as they were.
    pub settings_gone: Vec<String>,
    /// As they are now.
    pub settings_new: Vec<String>,
    /// Channels that the program has no more.
    pub channels_gone: Vec<Name>,
    /// Flows that are not as they were: those of the old version by name, then new ones.
    pub flows: Vec<FlowChange>,
}

/// A flow that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FlowChange {
    /// Its name; the old one, when it was renamed.
    pub flow: Name,
    /// What became of it.
    pub fate: Fate,
    /// Clauses of its head that it has no more.
    pub clauses_gone: Vec<String>,
    /// Clauses that it has now.
    pub clauses_new: Vec<String>,
    /// Its steps that are not as they were, in the old order; then new ones.
    pub steps: Vec<StepChange>,
}

/// What became of a flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another name, and nothing else changed.
    Renamed(Name),
    /// It has the same name, and something changed.
    Changed,
}

/// A step that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepChange {
    /// What became of it.
    pub fate: StepFate,
    /// Its number in the old version, or the new one for a new step.
    pub step: Name,
    /// How it read, or reads when it is new.
    pub words: Name,
    /// How it reads now, or where it stands, when that is something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<Name>,
}

/// What became of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepFate {
    /// It is gone: runs that stand on it end.
    Gone,
    /// It is new.
    New,
    /// It stands elsewhere in its flow, and runs that stand on it with it.
    Moved,
    /// The contact reads something else.
    Text,
    /// Something else of it changed: how long it waits, its hours, the answers that it takes.
    Changed,
}

impl Changes {
    /// Whether the two programs are the same.
    pub const fn is_empty(&self) -> bool {
        self.settings_gone.is_empty()
            && self.settings_new.is_empty()
            && self.channels_gone.is_empty()
            && self.flows.is_empty()
    }
}

impl FlowChange {
    /// Whether more of it changed than its name.
    pub(super) const fn is_something(&self) -> bool {
        !self.clauses_gone.is_empty() || !self.clauses_new.is_empty() || !self.steps.is_empty()
    }
}
