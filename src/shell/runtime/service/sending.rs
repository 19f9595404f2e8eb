//! What goes out: effects into the outbox, attempts claimed, outcomes written down.

use super::commit::{Commit, Lane};
use super::parcels;
use super::retry::{self, Keys, Verdict};
use crate::engine::{Contact, Effect, EffectKind, Event, EventKind};
use crate::program::Name;
use crate::shell::runtime::connector::Outcome;
use crate::shell::runtime::store::StoreError;
use crate::shell::runtime::store::contacts::ContactRow;
use crate::shell::runtime::store::outbox::{self, Added, Attempt, Ended, Ending, OutboxRow, Waits};

/// How many deliveries that wait for a hand are kept in memory: for more the store is read again.
const PARCELS_AT_HAND_MAX: usize = 10_000;

impl Commit<'_> {
    /// Puts an effect that somebody outside performs into the outbox.
    pub(super) fn post(
        &mut self,
        row: ContactRow,
        contact: &Contact,
        effect: &Effect,
    ) -> Result<(), StoreError> {
        let Some((lane, parcel)) = parcels::parcel(&self.known.version.program, contact, effect) else {
            return Ok(());
        };
        let waits = self.waits(row, &lane)?;
        self.known.outbox_row.0 += 1;
        let added = Added {
            row: self.known.outbox_row,
            contact: row,
            lane: &lane,
            decided_at: self.now,
            parcel: &parcel,
        };
        outbox::add(self.connection, &added, waits)?;
        self.known.outbox_depth += 1;
        let begins = waits == Waits::Not;
        self.known.lanes.entry(lane.clone()).or_default().begun += usize::from(begins);
        if !begins {
            if self.known.parcels.len() < PARCELS_AT_HAND_MAX {
                self.known.parcels.insert(self.known.outbox_row, parcel);
            }
        } else {
            self.begun.push(Attempt {
                row: self.known.outbox_row,
                contact: row,
                name: contact.id.clone(),
                lane,
                number: 1,
                perhaps_sent: false,
                decided_at: self.now,
                parcel,
                written: None,
            });
        }
        Ok(())
    }

    /// What a delivery that is added now waits for.
    fn waits(&self, contact: ContactRow, lane: &Name) -> Result<Waits, StoreError> {
        if outbox::is_taken(self.connection, contact, lane)? {
            return Ok(Waits::Behind);
        }
        let known = self.known.lanes.get(lane).cloned().unwrap_or_default();
        // Where others wait it takes its place behind them.
        let at_once =
            !self.stopping && !known.is_full && known.rests_until.is_none_or(|until| until <= self.now);
        Ok(if at_once && self.room(&known) > 0 { Waits::Not } else { Waits::Due })
    }

    /// How many attempts may begin in a lane, beside those of this transaction.
    fn room(&self, lane: &Lane) -> usize {
        let in_all: usize = self.known.lanes.values().map(Lane::busy).sum();
        self.settings.room(lane.busy(), in_all)
    }

    /// Attempts were taken back that were to begin with the commit.
    pub(super) fn recount(&mut self) {
        self.known.lanes.values_mut().for_each(|lane| lane.begun = 0);
        for attempt in &self.begun {
            self.known.lanes.entry(attempt.lane.clone()).or_default().begun += 1;
        }
    }

    /// Keeps what the AI wrote.
    pub(super) fn written(&mut self, row: OutboxRow, text: &str) -> Result<(), StoreError> {
        outbox::set_written(self.connection, row, text)
    }

    /// Writes down what became of an attempt; of a message that failed for good the engine hears.
    pub(super) fn attempted(
        &mut self,
        attempt: &Attempt,
        outcome: Outcome,
        written: Option<&Name>,
    ) -> Result<(), StoreError> {
        self.known.lanes.entry(attempt.lane.clone()).or_default().over += 1;
        let (keys, retry_for) = (self.keys(&attempt.lane), self.settings.retry_for);
        let verdict = retry::verdict(attempt, outcome, keys, self.now, retry_for, &mut self.known.random);
        self.decide(attempt, verdict, written)
    }

    /// Decides over an attempt that an earlier process left in flight.
    pub(super) fn left_in_flight(&mut self, attempt: &Attempt) -> Result<(), StoreError> {
        let verdict = retry::left_in_flight(attempt, self.keys(&attempt.lane), self.now);
        self.decide(attempt, verdict, None)
    }

    fn decide(
        &mut self,
        attempt: &Attempt,
        verdict: Verdict,
        written: Option<&Name>,
    ) -> Result<(), StoreError> {
        let written = written.map(|text| &**text);
        match verdict {
            Verdict::Again { due_at, perhaps_sent, lane_rests, why } => {
                let (key, lane, number) = (attempt.key(), &attempt.lane, attempt.number);
                tracing::info!(%key, %lane, attempt = number, why, "a delivery is tried again");
                if !outbox::put_back(self.connection, attempt.row, due_at, perhaps_sent, written, &why)? {
                    return Ok(());
                }
                self.metrics.retries_total.add(1);
                if lane_rests {
                    let lane = self.known.lanes.entry(attempt.lane.clone()).or_default();
                    lane.rests_until = lane.rests_until.max(Some(due_at));
                }
            }
            Verdict::End { ending, provider_id, why } => {
                let (provider_id, why) = (provider_id.as_deref(), why.as_deref());
                let ended = Ended { ending, at: self.now, provider_id, written, why };
                if !outbox::end(self.connection, attempt, &ended)? {
                    // The contact was forgotten meanwhile: nothing is kept of it.
                    return Ok(());
                }
                self.known.outbox_depth = self.known.outbox_depth.saturating_sub(1);
                log_end(attempt, ending, why);
                match ending {
                    Ending::Sent => self.metrics.sent_total.add(1),
                    Ending::Unknown => self.metrics.unknown_total.add(1),
                    Ending::Failed => {
                        self.metrics.failed_total.add(1);
                        self.tell_of_failure(attempt)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn tell_of_failure(&mut self, attempt: &Attempt) -> Result<(), StoreError> {
        let effect = &attempt.parcel.effect;
        let EffectKind::SendMessage { channel, .. } = &effect.kind else { return Ok(()) };
        let kind = EventKind::DeliveryFailed { channel: Some(channel.clone()), message: Some(effect.key) };
        let event = Event::new(format!("~failed/{}", effect.key), self.now, kind);
        self.take(&attempt.name, event).map(drop)
    }

    /// Claims what may go out now, beside what this transaction has begun at once.
    pub(super) fn claim(&mut self) -> Result<Vec<Attempt>, StoreError> {
        let lanes: Vec<Name> = self.known.lanes.keys().cloned().collect();
        for name in &lanes {
            let lane = self.known.lanes.get(name).cloned().unwrap_or_default();
            if lane.rests_until.is_some_and(|until| until > self.now) {
                continue;
            }
            let room = self.room(&lane);
            let attempts = match room {
                0 => Vec::new(),
                room => {
                    let at_hand = &mut |row| self.known.parcels.remove(&row);
                    outbox::claim(self.connection, name, self.now, room, at_hand)?
                }
            };
            if let Some(lane) = self.known.lanes.get_mut(name) {
                lane.is_full = attempts.len() == room;
                lane.begun += attempts.len();
            }
            self.begun.extend(attempts);
        }
        Ok(std::mem::take(&mut self.begun))
    }

    fn keys(&self, lane: &str) -> Keys {
        match self.connectors.of_lane(lane).takes_keys() {
            true => Keys::Taken,
            false => Keys::Ignored,
        }
    }
}

fn log_end(attempt: &Attempt, ending: Ending, why: Option<&str>) {
    let (lane, number) = (&attempt.lane, attempt.number);
    match ending {
        Ending::Sent => tracing::debug!(key = %attempt.key(), %lane, attempt = number, "a delivery went out"),
        Ending::Failed | Ending::Unknown => {
            let (ending, why) = (ending.name(), why.unwrap_or_default());
            tracing::warn!(key = %attempt.key(), %lane, attempt = number, ending, why, "a delivery did not go out");
        }
    }
}
