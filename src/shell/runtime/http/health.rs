//! `/health/live`, `/health/ready`, `/metrics`: for whoever keeps the service running.

use std::sync::Arc;

use axum::extract::State;
use serde_json::json;

use super::problem::{Kind, Problem};
use super::{Answer, Api};
use crate::shell::runtime::service::State as ServiceState;

/// The process answers.
pub async fn live() -> Answer {
    Answer::json(200, &json!({ "status": "live" }))
}

/// The store can be written, and what is due happens.
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
    // The writer is the timer as well: it is alive when it does something that it is asked for.
    api.write(|_| Ok(())).await?;
    Ok(Answer::json(200, &json!({ "status": "ready" })))
}

/// The counts, as Prometheus reads them.
pub async fn metrics(State(api): State<Arc<Api>>) -> Answer {
    let text = api.service.metrics().exposition();
    Answer::text(200, "text/plain; version=0.0.4; charset=utf-8", text)
}
