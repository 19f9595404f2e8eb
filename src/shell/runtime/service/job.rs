//! What the writer is asked to do, and how it answers.

use std::sync::Arc;

use tokio::sync::oneshot;

use super::Accepted;
use super::commit::Commit;
use crate::engine::Event;
use crate::program::Name;
use crate::shell::runtime::connector::Outcome;
use crate::shell::runtime::store::StoreError;
use crate::shell::runtime::store::outbox::{Attempt, OutboxRow};
use crate::shell::runtime::version::Version;

/// What the writer is asked to do.
pub(super) enum Job {
    /// Take these events, all or none.
    Accept { events: Vec<(Name, Event)>, reply: oneshot::Sender<Vec<Accepted>> },
    /// Write down what became of an attempt.
    Attempted(Box<Attempted>),
    /// Keep what the AI wrote.
    Written { row: OutboxRow, text: Name, ack: oneshot::Sender<()> },
    /// Anything else in a transaction; it gives what is to be done once that is committed. `fail` is told when it
    /// failed by itself. It counts as so many events.
    Act { act: Act, fail: Fail, events: usize },
    /// Go on with this program.
    Swap { version: Arc<Version>, reply: oneshot::Sender<()> },
    /// Say so once nothing is due, nothing waits and nothing is on its way.
    Settle { reply: oneshot::Sender<()> },
    /// Stop.
    Stop,
    /// A tripwire says that the process is dead.
    Die,
}

/// Something in a transaction.
pub(super) type Act = Box<dyn FnOnce(&mut Commit<'_>) -> Result<Told, StoreError> + Send>;

/// Told why an act failed; the others of its transaction did not.
pub(super) type Fail = Box<dyn FnOnce(String) + Send>;

/// What is told once a transaction is committed.
pub(super) type Told = Box<dyn FnOnce() + Send>;

/// An attempt, and what became of it.
pub(super) struct Attempted {
    pub attempt: Attempt,
    pub outcome: Outcome,
    pub written: Option<Name>,
}
