//! What lies between two things that happened: how much time, and what opened and shut in it.

use super::lanes::{Lanes, Standings};
use crate::calendar::Zone;
use crate::program::Name;
use crate::time::Instant;

/// How often one column's changes are told in a gap; more are counted.
const CHANGES_TOLD: usize = 4;

/// The gap in words, for the contact that comes next: `2 h later`, and what changed meanwhile.
pub(super) fn gap(
    lanes: &Lanes<'_>,
    standings: &Standings,
    contact: &Name,
    (from, to): (Instant, Instant),
    zone: Zone,
) -> (String, Vec<String>) {
    let mut changes: Vec<(Instant, String)> = Vec::new();
    for channel in &lanes.channels {
        let closes = lanes.closes(standings, contact, channel).filter(|at| *at > from && *at <= to);
        changes.extend(closes.map(|at| (at, format!("the window of {channel} closes for {contact}"))));
    }
    for (words, source) in &lanes.hours {
        let clock = lanes.clock(standings, contact, *source);
        let mut at = from;
        for told in 0.. {
            let open = clock.is_open(at);
            let next = if open { clock.next_shut(at) } else { clock.next_open(at) };
            let Some(next) = next.filter(|next| *next > at && *next <= to) else { break };
            if told == CHANGES_TOLD {
                changes.push((next, format!("{words}: and so on")));
                break;
            }
            let [opened, shut] = source.words();
            changes.push((next, format!("{words}: {}", if open { shut } else { opened })));
            at = next;
        }
    }
    changes.sort();
    let shown = |(at, text): (Instant, String)| format!("{} {text}", zone.to_local(at).format("%a %H:%M"));
    (later(to.millis_since(from)), changes.into_iter().map(shown).collect())
}

/// `1 d 2 h later`: the two largest units that count.
fn later(millis: i64) -> String {
    let mut rest = millis;
    let mut parts = Vec::new();
    for (unit, name) in [(86_400_000, "d"), (3_600_000, "h"), (60_000, "min"), (1_000, "s")] {
        let count = rest / unit;
        rest %= unit;
        if count > 0 && parts.len() < 2 {
            parts.push(format!("{count} {name}"));
        }
    }
    if parts.is_empty() { "a moment later".to_owned() } else { parts.join(" ") + " later" }
}
