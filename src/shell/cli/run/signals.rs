//! Until when the service runs: somebody asks it to stop, or its store is beyond repair.

use std::io;

use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc;

use crate::shell::failure::Failure;
use crate::shell::runtime::service::{Service, State};

/// Listens from the moment on that it is made.
pub(super) struct Signals {
    runtime: Runtime,
    ended: mpsc::Receiver<()>,
}

impl Signals {
    /// Begins to listen.
    ///
    /// # Errors
    ///
    /// When signals cannot be heard.
    pub(super) fn listen(service: &Service) -> Result<Self, Failure> {
        let cannot = |error: io::Error| Failure::new("cannot listen for signals").because(error);
        let runtime = Builder::new_current_thread().enable_all().build().map_err(cannot)?;
        let (end, ended) = mpsc::channel::<()>(1);
        let mut states = service.states();
        let told = end.clone();
        runtime.spawn(async move {
            let over = |state: &State| matches!(state, State::Stopped | State::Broken(_));
            drop(states.wait_for(over).await);
            told.send(()).await.unwrap_or(());
        });
        runtime.block_on(async { asked_to_stop(end) }).map_err(cannot)?;
        Ok(Self { runtime, ended })
    }

    /// Returns when the process is asked to stop, or the service has ended.
    pub(super) fn wait(mut self) {
        self.runtime.block_on(self.ended.recv());
    }
}

#[cfg(unix)]
fn asked_to_stop(end: mpsc::Sender<()>) -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    for kind in [SignalKind::interrupt(), SignalKind::terminate()] {
        let (mut asked, told) = (signal(kind)?, end.clone());
        tokio::spawn(async move {
            asked.recv().await;
            told.send(()).await.unwrap_or(());
        });
    }
    Ok(())
}

#[cfg(not(unix))]
fn asked_to_stop(end: mpsc::Sender<()>) -> io::Result<()> {
    tokio::spawn(async move {
        drop(tokio::signal::ctrl_c().await);
        end.send(()).await.unwrap_or(());
    });
    Ok(())
}
