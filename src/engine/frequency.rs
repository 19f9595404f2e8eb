//! How often: a flow's `once` and `at most`, and the workspace's limit.

use super::contact::Started;
use super::turn::Turn;
use crate::program::{Flow, Frequency, Name};
use crate::time::{Delay, Instant};

/// The frequency rule that forbids another start now, in words.
pub(super) fn forbids(turn: &Turn<'_>, flow: &Flow) -> Option<Name> {
    let started = turn.contact.starts.iter().find(|started| started.flow == flow.name)?;
    let broken = flow.frequency.iter().find(|frequency| match frequency {
        Frequency::OncePerContact => started.times > 0,
        Frequency::OncePerVisit => started.in_visit > 0,
        Frequency::AtMost(count, per) => within(turn, &started.latest, *per) >= *count as usize,
    })?;
    Some(match broken {
        Frequency::OncePerContact => "once per contact".into(),
        Frequency::OncePerVisit => "once per visit".into(),
        Frequency::AtMost(count, per) => format!("at most {count} per {per}").into(),
    })
}

/// Counts a start.
pub(super) fn count_start(turn: &mut Turn<'_>, flow: &Flow) {
    if flow.frequency.is_empty() {
        return;
    }
    let now = turn.now;
    let keep = flow.frequency.iter().map(|frequency| match frequency {
        Frequency::AtMost(count, _) => *count as usize,
        Frequency::OncePerContact | Frequency::OncePerVisit => 0,
    });
    let keep = keep.max().unwrap_or(0);
    let starts = &mut turn.contact.starts;
    let at = starts.iter().position(|started| started.flow == flow.name).unwrap_or_else(|| {
        starts.push(Started { flow: flow.name.clone(), times: 0, in_visit: 0, latest: Vec::new() });
        starts.len() - 1
    });
    let started = &mut starts[at];
    started.times = started.times.saturating_add(1);
    started.in_visit = started.in_visit.saturating_add(1);
    remember(&mut started.latest, now, keep);
}

/// Whether the workspace's limit is reached, in words.
pub(super) fn limit_reached(turn: &Turn<'_>) -> Option<Name> {
    let (count, per) = turn.program.workspace.limit?;
    let sent = within(turn, &turn.contact.automatic_sends, per);
    (sent >= count as usize)
        .then(|| format!("{sent} automatic messages within {per}: the limit is {count}").into())
}

/// Counts an automatic message against the workspace's limit.
pub(super) fn count_send(turn: &mut Turn<'_>) {
    if let Some((count, _)) = turn.program.workspace.limit {
        let now = turn.now;
        remember(&mut turn.contact.automatic_sends, now, count as usize);
    }
}

/// How many of the instants are less than `per` ago.
fn within(turn: &Turn<'_>, instants: &[Instant], per: Delay) -> usize {
    let zone = turn.zone();
    instants.iter().filter(|at| zone.add(**at, per) > turn.now).count()
}

fn remember(latest: &mut Vec<Instant>, now: Instant, keep: usize) {
    latest.push(now);
    let surplus = latest.len().saturating_sub(keep);
    latest.drain(..surplus);
}
