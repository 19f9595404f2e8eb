//! `/health/live`, `/health/ready`, `/metrics`: for whoever keeps the service running.

use std::sync::Arc;
use std::time::{Duration, Instant as Tick};

use axum::extract::State;
use serde_json::json;
use tokio::sync::Mutex;

use super::problem::{Kind, Problem};
use super::{Answer, Api};
use crate::shell::runtime::service::{Room, State as ServiceState};

/// How long an answer of the writer counts.
const COUNTS_FOR: Duration = Duration::from_millis(500);

/// The process answers.
pub async fn live() -> Answer {
    Answer::json(200, &json!({ "status": "live" }))
}

/// The store can be written, and what is due happens; `degraded` while contacts are set aside.
pub async fn ready(State(api): State<Arc<Api>>) -> Result<Answer, Problem> {
    let not = |why: String| Err(Problem::new(Kind::Unavailable, why).retry_after(1));
    if api.is_stopping() {
        return not("the service stops".to_owned());
    }
    match api.service.state() {
        ServiceState::Running => {}
        ServiceState::Unwritable(why) => return not(format!("the store cannot be written: {why}")),
        ServiceState::Stopped => return not("the service has stopped".to_owned()),
        ServiceState::Broken(why) => return not(format!("the store is beyond repair: {why}")),
    }
    api.probe.pass(&api).await?;
    // Somebody is to look; everybody else is served.
    let status = match api.service.metrics().contacts_set_aside.get() {
        0 => "ready",
        _ => "degraded",
    };
    Ok(Answer::json(200, &json!({ "status": status })))
}

/// Whether the writer does what it is asked for; it is the timer as well. Everybody may ask, so that one question at a
/// time goes to it, and its answer counts for a moment.
#[derive(Debug, Default)]
pub struct Probe(Mutex<Option<Tick>>);

impl Probe {
    async fn pass(&self, api: &Api) -> Result<(), Problem> {
        let mut passed = self.0.lock().await;
        if passed.is_some_and(|at| at.elapsed() < COUNTS_FOR) {
            return Ok(());
        }
        *passed = None;
        api.write(Room::InAnyCase, 1, |_| Ok(())).await?;
        *passed = Some(Tick::now());
        Ok(())
    }
}

/// The counts, as Prometheus reads them.
pub async fn metrics(State(api): State<Arc<Api>>) -> Answer {
    let text = api.service.metrics().exposition();
    Answer::text(200, "text/plain; version=0.0.4; charset=utf-8", text)
}
