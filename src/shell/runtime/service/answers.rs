//! What whoever hands events over is told: what became of them, or why they were not taken.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tokio::sync::oneshot;

use super::shared::{Shared, State};
use crate::engine::{Effect, Event, EventKind};

/// How many bytes the id of a contact or an event may have.
const ID_BYTES_MAX: usize = 256;

/// What became of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    /// Whether it is new.
    pub taken: Taken,
    /// Its place in the contact's history.
    pub sequence: u64,
    /// What came of it, now or when it came first.
    pub effects: Vec<Effect>,
}

/// Whether an event was taken now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is new, and committed.
    Now,
    /// It was committed before; nothing changed.
    Before,
    /// The contact is set aside: the event is committed as one that happens once the contact is tried again.
    Kept,
}

/// Why events were not taken. Nothing of them is in the store, and they may be sent again, with [`Refusal::Unfit`]
/// excepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Too much is waiting: try again in a while.
    Busy,
    /// The store cannot be written at present.
    Unwritable {
        /// Why.
        why: String,
    },
    /// The service stops.
    Stopped,
    /// They can never be taken.
    Unfit {
        /// Why not.
        why: String,
    },
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Busy => f.write_str("too much is waiting"),
            Self::Unwritable { why } if why.is_empty() => f.write_str("the store cannot be written"),
            Self::Unwritable { why } => write!(f, "the store cannot be written: {why}"),
            Self::Stopped => f.write_str("the service stops"),
            Self::Unfit { why } => f.write_str(why),
        }
    }
}

impl std::error::Error for Refusal {}

impl Refusal {
    /// What a caller is told whose channel ended without an answer.
    pub(super) fn of(state: &State) -> Self {
        match state {
            State::Running | State::Unwritable(_) => {
                let why = if let State::Unwritable(why) = state { why.clone() } else { String::new() };
                Self::Unwritable { why }
            }
            State::Stopped => Self::Stopped,
            State::Broken(why) => Self::Unwritable { why: why.clone() },
        }
    }
}

/// What comes of events that were handed over: a future, or something to wait for.
#[derive(Debug)]
pub struct Acceptance {
    pub(super) reply: oneshot::Receiver<Vec<Accepted>>,
    pub(super) shared: Arc<Shared>,
}

impl Acceptance {
    /// Waits for the commit. Not to be called on an asynchronous thread.
    ///
    /// # Errors
    ///
    /// When they could not be committed.
    pub fn wait(self) -> Result<Vec<Accepted>, Refusal> {
        let Self { reply, shared } = self;
        reply.blocking_recv().map_err(|_| Refusal::of(&shared.state()))
    }
}

impl Future for Acceptance {
    type Output = Result<Vec<Accepted>, Refusal>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answered = Pin::new(&mut self.reply).poll(context);
        answered.map(|answer| answer.map_err(|_| Refusal::of(&self.shared.state())))
    }
}

/// Whether an event can be taken at all.
pub(super) fn fit(contact: &str, event: &Event) -> Result<(), Refusal> {
    let unfit = |why: &str| Err(Refusal::Unfit { why: why.to_owned() });
    let bad = |id: &str| id.is_empty() || id.len() > ID_BYTES_MAX || id.chars().any(char::is_control);
    if bad(contact) {
        return unfit("the id of a contact has 1 to 256 bytes and no control characters");
    }
    if bad(&event.id) || event.id.starts_with('~') {
        return unfit("the id of an event has 1 to 256 bytes, no control characters and no `~` in front");
    }
    if event.kind == EventKind::Woke {
        return unfit("contacts are woken by the service alone");
    }
    if matches!(event.kind, EventKind::ProgramApplied { .. }) {
        return unfit("programs are applied by `flowc apply`");
    }
    Ok(())
}
