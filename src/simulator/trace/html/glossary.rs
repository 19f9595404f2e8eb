//! What the names of reasons on a page mean: the names are those of expectations, which not every reader writes.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::engine::{EffectKind, Refusal};
use crate::simulator::Outcome;
use crate::simulator::trace::EntryKind;

/// The names that occur, each with its meaning; nothing when none occurs.
pub(super) fn glossary(outcomes: &[Outcome]) -> Markup {
    let mut names = BTreeMap::new();
    for entry in outcomes.iter().flat_map(|outcome| outcome.trace.entries()) {
        let EntryKind::Effect { effect, .. } = &entry.kind else { continue };
        let refused: &[Refusal] = match &effect.kind {
            EffectKind::SendMessage { refused, .. } => refused,
            EffectKind::Suppress { reason, refused, .. } => {
                names.insert(reason.name(), reason.meaning());
                refused
            }
            EffectKind::EndRun { end, .. } => {
                names.insert(end.name(), end.meaning());
                &[]
            }
            _ => &[],
        };
        names.extend(refused.iter().map(|refusal| (refusal.reason.name(), refusal.reason.meaning())));
    }
    html! {
        @if !names.is_empty() {
            details.glossary {
                summary { "What the reasons mean" }
                dl { @for (name, meaning) in &names { dt { code { (name) } } dd { (meaning) } } }
            }
        }
    }
}
