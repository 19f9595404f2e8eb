//! Connections: as many as the limits say, none of which may dawdle.

use std::sync::Arc;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::time::{Duration, sleep, timeout};

use super::settings::Limits;

/// The most bytes of a request's line and headers.
const HEAD_BYTES_MAX: usize = 32 * 1024;
/// How long requests that are being answered may take once the service stops.
const FINISH_WITHIN: Duration = Duration::from_secs(10);
/// How long nobody is let in when the machine has no more descriptors.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves until `stop` says so; then lets no more requests in and finishes those that are there.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, mut stop: watch::Receiver<bool>) {
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(limits.connections_max));
    loop {
        let permit = room.clone().acquire_owned().await.expect("server: nobody closes the semaphore");
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be taken");
                    sleep(PAUSE).await;
                    continue;
                }
            },
            _ = stop.wait_for(|stop| *stop) => break,
        };
        // An answer is small and complete: there is nothing to gather it with.
        drop(stream.set_nodelay(true));
        let mut builder = http1::Builder::new();
        builder
            .timer(TokioTimer::new())
            .header_read_timeout(limits.headers_within)
            .max_headers(limits.headers_max)
            .max_buf_size(HEAD_BYTES_MAX);
        let service = TowerToHyperService::new(router.clone());
        let connection = graceful.watch(builder.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // Clients that break off, or say what is no HTTP, are no trouble of the service's.
            drop(connection.await);
            drop(permit);
        });
    }
    drop(listener);
    drop(timeout(FINISH_WITHIN, graceful.shutdown()).await);
}
