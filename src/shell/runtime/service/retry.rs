//! What becomes of a delivery after an attempt: a pure decision.

use std::time::Duration;

use super::random::Random;
use crate::shell::runtime::connector::Outcome;
use crate::shell::runtime::store::outbox::{Attempt, Ending};
use crate::time::Instant;

/// The wait before the second attempt; it doubles from one to the next.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// The longest wait.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);
/// The longest wait that a provider may ask for.
const ASKED_WAIT_MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// What becomes of a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is over.
    End { ending: Ending, provider_id: Option<String>, why: Option<String> },
    /// It is tried again.
    Again {
        due_at: Instant,
        perhaps_sent: bool,
        /// The provider asked for this: nothing more goes to it before.
        lane_rests: bool,
        why: String,
    },
}

/// Whether a provider drops what it has had by its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    Taken,
    Ignored,
}

/// Decides after an attempt.
pub(super) fn verdict(
    attempt: &Attempt,
    outcome: Outcome,
    keys: Keys,
    now: Instant,
    retry_for: Duration,
    random: &mut Random,
) -> Verdict {
    let too_old = now.millis_since(attempt.decided_at) >= millis(retry_for);
    match outcome {
        Outcome::Sent { provider_id } => Verdict::End { ending: Ending::Sent, provider_id, why: None },
        Outcome::Failed { why } => end(Ending::Failed, why),
        Outcome::Retry { why, .. } if too_old => end(Ending::Failed, why),
        Outcome::Retry { after, why } => {
            let asked = after.map(|after| after.min(ASKED_WAIT_MAX));
            let due_at = now.plus_millis(wait(attempt.number, asked, random));
            Verdict::Again { due_at, perhaps_sent: attempt.perhaps_sent, lane_rests: asked.is_some(), why }
        }
        Outcome::Unknown { why } => unknown(attempt, why, keys, too_old, now, random),
    }
}

/// Decides over an attempt that a process left in flight when it died.
pub(super) fn left_in_flight(attempt: &Attempt, keys: Keys, now: Instant) -> Verdict {
    let why = "flowc stopped during an attempt".to_owned();
    match (keys, attempt.perhaps_sent) {
        (Keys::Ignored, true) => end(Ending::Unknown, why),
        (Keys::Taken, _) | (Keys::Ignored, false) => {
            Verdict::Again { due_at: now, perhaps_sent: true, lane_rests: false, why }
        }
    }
}

fn unknown(
    attempt: &Attempt,
    why: String,
    keys: Keys,
    too_old: bool,
    now: Instant,
    random: &mut Random,
) -> Verdict {
    match keys {
        Keys::Ignored if attempt.perhaps_sent => end(Ending::Unknown, why),
        _ if too_old => end(Ending::Unknown, why),
        Keys::Taken | Keys::Ignored => {
            let due_at = now.plus_millis(wait(attempt.number, None, random));
            Verdict::Again { due_at, perhaps_sent: true, lane_rests: false, why }
        }
    }
}

fn end(ending: Ending, why: String) -> Verdict {
    Verdict::End { ending, provider_id: None, why: Some(why) }
}

/// Doubling, from half of it to all of it; what a provider asked for, and up to a tenth more.
fn wait(attempt: u32, asked: Option<Duration>, random: &mut Random) -> i64 {
    if let Some(asked) = asked {
        let asked = millis(asked);
        return asked + random.below(asked.unsigned_abs() / 10 + 1) as i64;
    }
    let doubled = FIRST_WAIT.saturating_mul(1 << attempt.saturating_sub(1).min(20));
    let whole = millis(doubled.min(LONGEST_WAIT));
    whole / 2 + random.below(whole.unsigned_abs() / 2 + 1) as i64
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
