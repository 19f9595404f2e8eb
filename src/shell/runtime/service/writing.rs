//! What is done in a transaction of the writer beside taking events: what must have room for it, and how its end is
//! waited for.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use tokio::sync::oneshot;

use super::job::{Job, Told};
use super::shared::{Shared, State};
use super::{Commit, Refusal, Service};
use crate::shell::runtime::store::StoreError;

/// What must have room before something is begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// Nothing: it makes room itself, or the service needs it. It counts as waiting all the same.
    InAnyCase,
    /// The queue of what waits for a transaction: nothing new goes out because of it.
    InQueue,
    /// The queue, and the outbox for what comes of it.
    InQueueAndOutbox,
}

impl Service {
    /// Whether there is room.
    ///
    /// # Errors
    ///
    /// When there is none, and when nothing is taken at all.
    pub fn room(&self, room: Room) -> Result<(), Refusal> {
        if room == Room::InAnyCase {
            return Ok(());
        }
        match self.shared.state() {
            State::Running => {}
            state @ (State::Unwritable(_) | State::Stopped | State::Broken(_)) => {
                return Err(Refusal::of(&state));
            }
        }
        if self.shared.is_stopping() {
            return Err(Refusal::Stopped);
        }
        let outbox = self.shared.metrics.outbox_depth.get();
        let full = self.shared.waiting.load(Ordering::SeqCst) >= self.settings.queue_max
            || (room == Room::InQueueAndOutbox && outbox >= self.settings.outbox_max);
        if full { Err(Refusal::Busy) } else { Ok(()) }
    }

    /// Has something done in a transaction of the writer, which counts as so many events while it waits. What it did
    /// before an error is undone, and nothing else.
    ///
    /// # Errors
    ///
    /// When there is no room for it.
    pub fn submit<T: Send + 'static>(
        &self,
        room: Room,
        events: usize,
        act: impl FnOnce(&mut Commit<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<Writing<T>, Refusal> {
        self.room(room).inspect_err(|_| self.shared.metrics.refused_total.add(events as u64))?;
        let (reply, answer) = oneshot::channel::<Result<T, String>>();
        let reply = Arc::new(Mutex::new(Some(reply)));
        // Nothing else holds the channel open: it ends with the job when that is not committed.
        let tell = move |result| {
            let reply = reply.lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(reply) = reply {
                drop(reply.send(result));
            }
        };
        let fail = tell.clone();
        let act = move |commit: &mut Commit<'_>| -> Result<Told, StoreError> {
            let result = act(commit)?;
            Ok(Box::new(move || tell(Ok(result))))
        };
        let (act, fail) = (Box::new(act), Box::new(move |why| fail(Err(why))));
        self.shared.wait_for(events);
        self.jobs.send(Job::Act { act, fail, events }).map_err(|_| Refusal::Stopped)?;
        Ok(Writing { answer, shared: self.shared.clone() })
    }

    /// Does something in a transaction of the writer in any case, and gives its result after the commit. Not to be
    /// called on an asynchronous thread.
    ///
    /// # Errors
    ///
    /// When it was not committed.
    pub fn write<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Commit<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Refusal> {
        let Writing { answer, shared } = self.submit(Room::InAnyCase, 1, act)?;
        settled(answer.blocking_recv().ok(), &shared)
    }
}

/// What comes of something that is done in a transaction: a future.
#[derive(Debug)]
pub struct Writing<T> {
    answer: oneshot::Receiver<Result<T, String>>,
    shared: Arc<Shared>,
}

impl<T> Future for Writing<T> {
    type Output = Result<T, Refusal>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = Pin::new(&mut self.answer).poll(context);
        answer.map(|answer| settled(answer.ok(), &self.shared))
    }
}

fn settled<T>(answer: Option<Result<T, String>>, shared: &Shared) -> Result<T, Refusal> {
    match answer {
        Some(result) => result.map_err(|why| Refusal::Unfit { why }),
        None => Err(Refusal::of(&shared.state())),
    }
}
