//! What all contacts together have used of each channel's monthly quota.

use chrono::Datelike;

use crate::engine::{Effect, EffectKind};
use crate::program::Name;
use crate::time::Instant;

/// The use of the month that it is; months are those of UTC, as the platforms count them.
#[derive(Debug, Clone, Default)]
pub(super) struct Quotas {
    month: (i32, u32),
    used: Vec<(Name, u32)>,
}

impl Quotas {
    /// What was used in the month of that instant, which is not earlier than any before: sorted by channel.
    pub fn at(&mut self, now: Instant) -> &[(Name, u32)] {
        let today = now.to_utc();
        let month = (today.year(), today.month());
        if month != self.month {
            *self = Self { month, used: Vec::new() };
        }
        &self.used
    }

    /// Counts what an effect uses.
    pub fn count(&mut self, effect: &Effect) {
        let EffectKind::SendMessage { channel, counts_quota: true, .. } = &effect.kind else { return };
        self.at(effect.at);
        match self.used.binary_search_by(|(name, _)| name.cmp(channel)) {
            Ok(at) => self.used[at].1 += 1,
            Err(at) => self.used.insert(at, (channel.clone(), 1)),
        }
    }
}
