//! What was decided over messages and runs, by reason.

use super::Count;
use crate::engine::{Effect, EffectKind, Reason, RunEnd};

/// Counts of decisions.
#[derive(Debug, Default)]
pub struct Decisions {
    sends: Count,
    holds: Count,
    suppressions: [Count; Reason::ALL.len()],
    runs_started: Count,
    runs_ended: [Count; RunEnd::ALL.len()],
}

impl Decisions {
    /// Counts what was decided.
    pub fn count(&self, effects: &[Effect]) {
        for effect in effects {
            if let EffectKind::SendMessage { .. } = &effect.kind {
                self.sends.add(1);
            }
            if let EffectKind::Hold { .. } = &effect.kind {
                self.holds.add(1);
            }
            if let EffectKind::Suppress { reason, .. } = &effect.kind {
                self.suppressions[*reason as usize].add(1);
            }
            if let EffectKind::StartRun { .. } = &effect.kind {
                self.runs_started.add(1);
            }
            if let EffectKind::EndRun { end, .. } = &effect.kind {
                self.runs_ended[*end as usize].add(1);
            }
        }
    }

    /// Messages that go out.
    pub fn sends(&self) -> u64 {
        self.sends.get()
    }

    /// The lines of Prometheus's text format.
    pub(super) fn write(&self, out: &mut String) {
        let mut plain = |name: &str, help: &str, count: &Count| {
            out.push_str(&format!("# HELP {name} {help}\n# TYPE {name} counter\n{name} {}\n", count.get()));
        };
        plain("flowc_sends_total", "Messages that were decided to go out.", &self.sends);
        plain("flowc_holds_total", "Messages and steps that wait for their hours.", &self.holds);
        plain("flowc_runs_started_total", "Flows that began for a contact.", &self.runs_started);
        let reasons = Reason::ALL.iter().map(|reason| reason.name()).zip(&self.suppressions);
        labelled("flowc_suppressions_total", "Messages that are not sent, by reason.", reasons, out);
        let ends = RunEnd::ALL.iter().map(|end| end.name()).zip(&self.runs_ended);
        labelled("flowc_runs_ended_total", "Flows that ended for a contact, by reason.", ends, out);
    }
}

fn labelled<'a>(
    name: &str,
    help: &str,
    counts: impl Iterator<Item = (&'static str, &'a Count)>,
    out: &mut String,
) {
    out.push_str(&format!("# HELP {name} {help}\n# TYPE {name} counter\n"));
    for (reason, count) in counts {
        out.push_str(&format!("{name}{{reason=\"{reason}\"}} {}\n", count.get()));
    }
}
