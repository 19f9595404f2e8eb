//! Until when the service runs: somebody asks it to stop, or its store is beyond repair.

use tokio::runtime::Builder;
use tokio::sync::mpsc;

use crate::shell::failure::Failure;
use crate::shell::runtime::service::{Service, State};

/// Returns when the process is asked to stop, or the service has ended.
///
/// # Errors
///
/// When signals cannot be heard.
pub(super) fn wait(service: &Service) -> Result<(), Failure> {
    let cannot = |error: std::io::Error| Failure::new("cannot listen for signals").because(error);
    let runtime = Builder::new_current_thread().enable_all().build().map_err(cannot)?;
    let (end, mut ended) = mpsc::channel::<()>(1);
    let mut states = service.states();
    runtime
        .block_on(async {
            let told = end.clone();
            tokio::spawn(async move {
                let over = |state: &State| matches!(state, State::Stopped | State::Broken(_));
                drop(states.wait_for(over).await);
                told.send(()).await.unwrap_or(());
            });
            let told = end.clone();
            tokio::spawn(async move {
                drop(tokio::signal::ctrl_c().await);
                told.send(()).await.unwrap_or(());
            });
            #[cfg(unix)]
            {
                use tokio::signal::unix::{SignalKind, signal};
                let mut terminate = signal(SignalKind::terminate())?;
                tokio::spawn(async move {
                    terminate.recv().await;
                    end.send(()).await.unwrap_or(());
                });
            }
            ended.recv().await;
            Ok(())
        })
        .map_err(cannot)
}
