//! The jobs that share a transaction, and who is to be told of its end.

use tokio::sync::oneshot;

use super::commit::Commit;
use super::job::{Act, Attempted, Fail, Job, Told};
use super::{Accepted, Shared};
use crate::engine::Event;
use crate::program::Name;
use crate::shell::runtime::store::{StoreError, programs};

/// What a transaction has in hand. Whoever asked is told when it was committed; their channels end when the group is
/// dropped, which is after the service has said how it is.
#[derive(Default)]
pub(super) struct Group {
    /// How many events it counts as.
    pub events: usize,
    /// What providers have said: it is kept when the transaction fails.
    pub attempted: Vec<Attempted>,
    asked: Vec<Job>,
    accepted: Vec<(oneshot::Sender<Vec<Accepted>>, Vec<Accepted>)>,
    told: Vec<Told>,
    /// They hold the channels of acts open.
    fails: Vec<Fail>,
}

impl Group {
    pub(super) fn of(jobs: Vec<Job>) -> Self {
        let mut group = Self::default();
        for job in jobs {
            match job {
                Job::Attempted(attempted) => group.attempted.push(*attempted),
                Job::Accept { .. }
                | Job::Written { .. }
                | Job::Act { .. }
                | Job::Swap { .. }
                | Job::Settle { .. }
                | Job::Stop
                | Job::Die => {
                    group.events += job.events();
                    group.asked.push(job);
                }
            }
        }
        group
    }

    /// Does all jobs.
    pub(super) fn perform(&mut self, commit: &mut Commit<'_>) -> Result<(), StoreError> {
        for attempted in &self.attempted {
            let Attempted { attempt, outcome, written } = attempted;
            commit.attempted(attempt, outcome.clone(), written.as_ref())?;
        }
        for job in std::mem::take(&mut self.asked) {
            match job {
                Job::Accept { events, reply } => self.accept(commit, events, reply)?,
                Job::Written { row, text, ack } => {
                    self.told.push(Box::new(move || ack.send(()).unwrap_or(())));
                    commit.written(row, &text)?;
                }
                Job::Act { act, fail, events: _ } => self.act(commit, act, fail)?,
                Job::Swap { version, reply } => {
                    self.told.push(Box::new(move || reply.send(()).unwrap_or(())));
                    let row = programs::install(commit.connection, &version, commit.now)?;
                    commit.go_on_with(version, row)?;
                }
                Job::Attempted(_) | Job::Settle { .. } | Job::Stop | Job::Die => {}
            }
        }
        Ok(())
    }

    /// Does what may make room for the rest, while the store cannot be written.
    pub(super) fn make_room(&mut self, commit: &mut Commit<'_>) -> Result<(), StoreError> {
        for job in std::mem::take(&mut self.asked) {
            match job {
                Job::Act { act, fail, events: _ } => self.act(commit, act, fail)?,
                job => self.asked.push(job),
            }
        }
        Ok(())
    }

    fn act(&mut self, commit: &mut Commit<'_>, act: Act, fail: Fail) -> Result<(), StoreError> {
        match commit.apart(act)? {
            Ok(told) => {
                self.told.push(told);
                self.fails.push(fail);
            }
            Err(error) => fail(error.to_string()),
        }
        Ok(())
    }

    fn accept(
        &mut self,
        commit: &mut Commit<'_>,
        events: Vec<(Name, Event)>,
        reply: oneshot::Sender<Vec<Accepted>>,
    ) -> Result<(), StoreError> {
        self.accepted.push((reply, Vec::with_capacity(events.len())));
        for (name, event) in events {
            let accepted = commit.take(&name, event)?;
            self.accepted.last_mut().expect("it was pushed above").1.push(accepted);
        }
        Ok(())
    }

    /// Tells everybody that it is committed.
    pub(super) fn tell(self, shared: &Shared) {
        for (reply, accepted) in self.accepted {
            shared.count(&accepted);
            drop(reply.send(accepted));
        }
        self.told.into_iter().for_each(|tell| tell());
    }
}

impl Job {
    /// How many events it counts as.
    fn events(&self) -> usize {
        match self {
            Self::Accept { events, .. } => events.len(),
            Self::Act { events, .. } => *events,
            Self::Attempted(_)
            | Self::Written { .. }
            | Self::Swap { .. }
            | Self::Settle { .. }
            | Self::Stop
            | Self::Die => 0,
        }
    }
}
