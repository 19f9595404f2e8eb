//! What whoever keeps the service running is told.

use serde_json::json;

use crate::PROGRAM;
use crate::workbench::Api;

/// A count of the page.
pub fn metric(text: &str, name: &str) -> f64 {
    let line = text.lines().find(|line| line.split(' ').next() == Some(name));
    line.unwrap_or_else(|| panic!("{name}: {text}")).rsplit(' ').next().unwrap().parse().unwrap()
}

#[test]
fn counts_are_told_as_prometheus_reads_them() {
    let api = Api::start(PROGRAM);
    api.pass_minutes(60);
    let wrote = |id: &str, kind: &str, channel: &str| json!({ "contact": "marie", "id": id, "type": kind, "channel": channel, "text": "Hello" });
    api.report(&json!([wrote("m1", "message_received", "webchat"), wrote("b1", "bot_wrote", "webchat")]));
    api.report(&wrote("m1", "message_received", "webchat"));
    api.pass_minutes(5);
    let page = api.get("/metrics");
    assert_eq!(page.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    let text = &page.body;
    assert_eq!(metric(text, "flowc_events_total"), 2.0);
    assert_eq!(metric(text, "flowc_duplicates_total"), 1.0);
    assert_eq!(metric(text, "flowc_sends_total"), 2.0);
    assert_eq!(metric(text, "flowc_outbox_depth"), 0.0);
    assert_eq!(metric(text, "flowc_suppressions_total{reason=\"window_closed\"}"), 0.0);
    assert_eq!(metric(text, "flowc_wake_lateness_seconds_count"), 1.0);
    assert_eq!(metric(text, "flowc_wake_lateness_seconds_bucket{le=\"0.001\"}"), 1.0);
    assert!(metric(text, "flowc_commit_seconds_count") >= 3.0);
    // What is not sent is counted with its reason, and a refused act is not an event.
    api.report(&json!({ "contact": "karim", "type": "reported", "event": "news" }));
    assert_eq!(metric(&api.get("/metrics").body, "flowc_suppressions_total{reason=\"no_address\"}"), 1.0);
    let line = |line: &str| line.starts_with("# ") || line.split(' ').count() == 2;
    assert!(text.lines().all(line), "{text}");
}

#[test]
fn a_late_timer_is_seen() {
    let api = Api::start(PROGRAM);
    api.pass_minutes(60);
    let wrote =
        |kind: &str| json!({ "contact": "marie", "type": kind, "channel": "webchat", "text": "Hello" });
    api.report(&json!([wrote("message_received"), wrote("bot_wrote")]));
    assert!(api.service.settle());
    // Nobody was there for ten minutes after the timer was due.
    api.bench.clock.set(api.bench.clock.now().plus_millis(15 * 60_000));
    assert!(api.service.settle());
    let text = api.get("/metrics").body;
    assert_eq!(metric(&text, "flowc_wake_lateness_seconds_sum"), 600.0);
    assert_eq!(metric(&text, "flowc_wake_lateness_seconds_bucket{le=\"60\"}"), 0.0);
}

#[test]
fn the_service_is_ready_as_long_as_it_takes_events() {
    let api = Api::start(PROGRAM);
    let ask = |path: &str| api.ask("GET", path, &[], b"");
    assert_eq!((ask("/health/live").status, ask("/health/ready").status), (200, 200));
    api.service.stop();
    let answer = ask("/health/ready");
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("1")));
    assert_eq!(ask("/health/live").status, 200);
    let event = json!({ "contact": "marie", "type": "purchased" });
    assert_eq!(api.report(&event).status, 503);
}
