//! A plan as a document.

use serde::Serialize;

use super::plan::{Counts, Plan, Tally};
use super::{Changes, Fate, FlowChange, StepChange};
use crate::program::Name;

/// The version of the document's form.
const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'p> {
    schema_version: u32,
    changed: bool,
    settings_gone: &'p [String],
    settings_new: &'p [String],
    channels_gone: &'p [Name],
    flows: Vec<Flow<'p>>,
    contacts: &'p Counts,
}

#[derive(Serialize)]
struct Flow<'p> {
    flow: &'p str,
    fate: &'p Fate,
    clauses_gone: &'p [String],
    clauses_new: &'p [String],
    runs_ending: Tally,
    steps: Vec<Step<'p>>,
}

#[derive(Serialize)]
struct Step<'p> {
    #[serde(flatten)]
    change: &'p StepChange,
    #[serde(skip_serializing_if = "Option::is_none")]
    runs: Option<Tally>,
}

impl Plan<'_> {
    /// The plan as a document with a line end.
    pub fn json(&self) -> String {
        let changes = self.upgrade().changes();
        let Changes { settings_gone, settings_new, channels_gone, flows } = changes;
        let document = Document {
            schema_version: SCHEMA_VERSION,
            changed: !changes.is_empty(),
            settings_gone,
            settings_new,
            channels_gone,
            flows: flows.iter().enumerate().map(|(at, flow)| self.flow_document(at, flow)).collect(),
            contacts: self.counts(),
        };
        serde_json::to_string_pretty(&document).expect("json: strings and numbers can be written") + "\n"
    }

    fn flow_document<'p>(&'p self, at: usize, change: &'p FlowChange) -> Flow<'p> {
        let FlowChange { flow, fate, clauses_gone, clauses_new, steps } = change;
        let counts = self.counts();
        let runs = |step| counts.by_step.get(&(at, step)).cloned().unwrap_or_default();
        let counted = |(place, change): (usize, &'p StepChange)| Step {
            change,
            runs: change.fate.is_counted().then(|| runs(place)),
        };
        let steps = steps.iter().enumerate().map(counted).collect();
        let runs_ending = counts.by_flow.get(&at).cloned().unwrap_or_default();
        Flow { flow, fate, clauses_gone, clauses_new, runs_ending, steps }
    }
}
