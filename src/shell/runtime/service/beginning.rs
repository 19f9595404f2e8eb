//! How a service begins: what the writer has to know, and what a process before left behind.

use std::sync::Arc;

use super::cache::Cache;
use super::commit::{Commit, Known, Lane};
use super::random::Random;
use super::settings::Settings;
use crate::shell::runtime::connector::Connectors;
use crate::shell::runtime::metrics::Metrics;
use crate::shell::runtime::store::quotas::Quotas;
use crate::shell::runtime::store::{Store, StoreError, outbox, programs};
use crate::shell::runtime::version::Version;
use crate::time::Instant;

/// Reads what the writer has to know, and decides what a process before left in flight.
pub(super) fn prepare(
    version: &Arc<Version>,
    store: &mut Store,
    connectors: &Connectors,
    settings: &Settings,
    metrics: &Metrics,
) -> Result<Known, StoreError> {
    let now = settings.clock.now();
    let transaction = store.connection().transaction()?;
    let lanes = outbox::lanes(&transaction)?.into_iter().map(|lane| (lane, Lane::default()));
    let mut known = Known {
        version: version.clone(),
        program_row: programs::install(&transaction, version, now)?,
        cache: Cache::new(settings.contacts_cached),
        quotas: Quotas::default(),
        numbered: None,
        lanes: lanes.collect(),
        outbox_depth: outbox::depth(&transaction)?,
        parcels: Default::default(),
        outbox_row: outbox::last_row(&transaction)?,
        random: Random::new(),
        cleared_until: Instant::from_millis(i64::MIN),
        data_version: 0,
        left_behind: true,
        aside: None,
        to_try_again: true,
    };
    programs::set_running(&transaction, known.program_row, now)?;
    let left = outbox::left_in_flight(&transaction)?;
    let mut commit = Commit {
        connection: &transaction,
        known: &mut known,
        connectors,
        settings,
        metrics,
        now,
        // What comes of it waits for the first transaction of the service.
        stopping: true,
        begun: Vec::new(),
    };
    left.iter().try_for_each(|attempt| commit.left_in_flight(attempt))?;
    transaction.commit()?;
    metrics.outbox_depth.set(known.outbox_depth);
    Ok(known)
}
