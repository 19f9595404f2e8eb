//! Plays the lines of a history, and holds what came of it to what happened.

use std::collections::BTreeMap;

use super::Happened;
use crate::calendar::Zone;
use crate::engine::{Effect, EffectKey, EffectKind};
use crate::program::{Name, Program};
use crate::simulator::play::Player;
use crate::simulator::save::Played;
use crate::simulator::script::date_time;
use crate::simulator::telling::effect_text;
use crate::simulator::trace::EntryKind;
use crate::time::Instant;

/// How many differences are told: what follows the first ones mostly follows from them.
const TOLD_MAX: usize = 5;
/// By how much a service may be late, or an answer long in coming, without its being told.
const LATE_MILLIS_MAX: i64 = 5_000;

/// What a playing does otherwise, in order, in words.
pub(super) fn differences(
    program: &Program,
    (name, start): (&Name, Instant),
    played: &[Played],
    happened: &[Happened],
    written: &BTreeMap<EffectKey, Name>,
) -> Vec<String> {
    let zone = program.workspace.zone;
    let mut player = Player::new(program, start);
    for Played { line, .. } in played {
        if let Err(error) = player.perform(line) {
            return vec![error.told(zone)];
        }
    }
    let before = happened.iter().flat_map(|happened| &happened.effects);
    let before: Vec<Told> =
        before.filter_map(|effect| told(effect, written.get(&effect.key), zone)).collect();
    let entries = player.world.trace().entries().iter().filter(|entry| entry.contact == *name);
    let after = entries.filter_map(|entry| match &entry.kind {
        EntryKind::Effect { effect, written } => told(effect, written.as_ref(), zone),
        EntryKind::Event { .. } => None,
    });
    let after: Vec<Told> = after.collect();
    apart(&before, &after, zone)
}

/// What happened, in words.
struct Told {
    at: Instant,
    words: String,
}

impl Told {
    fn is(&self, other: &Self) -> bool {
        self.words == other.words && self.at.millis_since(other.at).abs() <= LATE_MILLIS_MAX
    }

    fn with_time(&self, zone: Zone) -> String {
        format!("{}{} {}", date_time(self.at, zone), zone.to_local(self.at).format(":%S"), self.words)
    }
}

/// An effect that matters to whoever reads the scenario: what reached somebody, and what was held or refused.
fn told(effect: &Effect, written: Option<&Name>, zone: Zone) -> Option<Told> {
    match effect.kind {
        EffectKind::SendMessage { .. }
        | EffectKind::Hold { .. }
        | EffectKind::Suppress { .. }
        | EffectKind::EndRun { .. }
        | EffectKind::StartRun { .. }
        | EffectKind::Notify { .. }
        | EffectKind::Forward { .. }
        | EffectKind::HandOver { .. }
        | EffectKind::TagTicket { .. }
        | EffectKind::Call { .. }
        | EffectKind::AddTag { .. }
        | EffectKind::RemoveTag { .. }
        | EffectKind::JoinGroup { .. }
        | EffectKind::LeaveGroup { .. }
        | EffectKind::SetField { .. }
        | EffectKind::OptOut { .. }
        | EffectKind::OptIn { .. } => {
            let flow = effect.flow.as_ref().map(|flow| format!(" by {flow}")).unwrap_or_default();
            let words = format!("{}{flow}", effect_text(effect, written, zone));
            Some(Told { at: effect.at, words })
        }
        EffectKind::SwitchChannel { .. }
        | EffectKind::Assign { .. }
        | EffectKind::OpenConversation
        | EffectKind::CloseConversation => None,
    }
}

fn apart(before: &[Told], after: &[Told], zone: Zone) -> Vec<String> {
    let mut told = Vec::new();
    let same = before.iter().zip(after).take_while(|(before, after)| before.is(after)).count();
    for place in same..before.len().max(after.len()) {
        if told.len() == TOLD_MAX {
            told.push("and more".to_owned());
            break;
        }
        match (before.get(place), after.get(place)) {
            (Some(before), Some(after)) if before.is(after) => {}
            (Some(before), Some(after)) => {
                told.push(format!("{}: now {}", before.with_time(zone), after.with_time(zone)))
            }
            (Some(before), None) => told.push(format!("{}: it no longer happens", before.with_time(zone))),
            (None, Some(after)) => told.push(format!("{}: it did not happen", after.with_time(zone))),
            (None, None) => {}
        }
    }
    told
}
