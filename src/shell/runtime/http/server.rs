//! Connections: as many as the limits say, none of which may dawdle.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;
use tokio::time::{Duration, sleep, timeout};
use tokio_io_timeout::TimeoutStream;

use super::client::Peer;
use super::settings::{Limits, Settings};
use super::{Api, router};
use crate::shell::failure::Failure;
use crate::shell::runtime::secrets::Secrets;
use crate::shell::runtime::service::Service;

/// The most bytes of a request's line and headers.
const HEAD_BYTES_MAX: usize = 32 * 1024;
/// How long requests that are being answered may take once the service stops.
const FINISH_WITHIN: Duration = Duration::from_secs(10);
/// How long nobody is let in when the machine has no more descriptors.
const PAUSE: Duration = Duration::from_millis(100);

/// How many threads answer: the work is the writer's, theirs is to read and to wait.
const THREADS: usize = 2;

/// The outside of a service, listening.
pub struct Server {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
    runtime: Runtime,
}

impl Server {
    /// Listens, and answers from now on.
    ///
    /// # Errors
    ///
    /// When the address is taken or not this machine's, and when a token is missing or needed.
    pub fn start(service: Service, settings: &Settings, secrets: &Secrets) -> Result<Self, Failure> {
        let (stop, stopping) = watch::channel(false);
        let api = Api::new(service, settings, secrets, stopping.clone())?;
        let cannot = |error: std::io::Error| {
            Failure::new(format!("cannot listen on `{}`", settings.listen)).because(error).help(
                "`listen` in `[run]` or `--listen` takes another address; port 0 takes any that is free",
            )
        };
        let mut builder = Builder::new_multi_thread();
        let runtime =
            builder.worker_threads(THREADS).thread_name("http").enable_all().build().map_err(cannot)?;
        let listener = runtime.block_on(TcpListener::bind(settings.listen)).map_err(cannot)?;
        let address = listener.local_addr().map_err(cannot)?;
        let serving = runtime.spawn(serve(listener, router(api), settings.limits, stopping));
        Ok(Self { address, stop, serving, runtime })
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Lets nobody in any more, and finishes what is being answered.
    pub fn stop(self) {
        let Self { stop, serving, runtime, .. } = self;
        stop.send_replace(true);
        drop(runtime.block_on(serving));
        runtime.shutdown_timeout(FINISH_WITHIN);
    }
}

/// Serves until `stop` says so; then lets no more requests in and finishes those that are there.
async fn serve(listener: TcpListener, router: Router, limits: Limits, mut stop: watch::Receiver<bool>) {
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(limits.connections_max));
    loop {
        let next = async {
            let permit = room.clone().acquire_owned().await.expect("server: nobody closes the semaphore");
            (permit, listener.accept().await)
        };
        let (permit, accepted) = tokio::select! {
            next = next => next,
            () = told(&mut stop) => break,
        };
        let (stream, from) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                sleep(PAUSE).await;
                continue;
            }
        };
        // An answer is small and complete: there is nothing to gather it with.
        drop(stream.set_nodelay(true));
        let mut builder = http1::Builder::new();
        builder
            .timer(TokioTimer::new())
            .header_read_timeout(limits.headers_within)
            .max_headers(limits.headers_max)
            .max_buf_size(HEAD_BYTES_MAX);
        let (answering, peer) = (TowerToHyperService::new(router.clone()), Peer(from.ip()));
        let service = service_fn(move |mut request| {
            request.extensions_mut().insert(peer);
            answering.call(request)
        });
        // Who takes nothing of an answer would otherwise keep the connection for ever.
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(limits.answer_within));
        let stream = TokioIo::new(Box::pin(stream));
        let connection = graceful.watch(builder.serve_connection(stream, service));
        tokio::spawn(async move {
            // Clients that break off, or say what is no HTTP, are no trouble of the service's.
            drop(connection.await);
            drop(permit);
        });
    }
    drop(listener);
    drop(timeout(FINISH_WITHIN, graceful.shutdown()).await);
}

async fn told(stop: &mut watch::Receiver<bool>) {
    // Without anybody who could say so, there is no end.
    drop(stop.wait_for(|stop| *stop).await);
}
