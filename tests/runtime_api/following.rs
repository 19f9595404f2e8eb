//! All that happened, in the order of commits.

use std::io::{BufRead, BufReader, Write};
use std::time::{Duration, Instant};

use flowc::shell::runtime::http::access::Role;
use serde_json::{Value as Json, json};

use crate::PROGRAM;
use crate::workbench::{Api, bearer, head};

fn purchased(api: &Api, contact: &str, id: &str) {
    let event = json!({ "contact": contact, "id": id, "type": "purchased" });
    assert_eq!(api.report(&event).status, 202);
}

fn ids(page: &Json) -> Vec<String> {
    let events = page["events"].as_array().unwrap();
    events.iter().map(|entry| entry["event"]["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn pages_tell_everything_once_and_in_order() {
    let api = Api::start(PROGRAM);
    for number in 0..7 {
        purchased(&api, if number % 2 == 0 { "marie" } else { "paul" }, &format!("e{number}"));
        api.pass_minutes(1);
    }
    let (mut all, mut next) = (Vec::new(), "0".to_owned());
    loop {
        let page = api.get(&format!("/v1/events?limit=3&after={next}")).json();
        if ids(&page).is_empty() {
            assert_eq!(page["next"], next.as_str());
            break;
        }
        all.extend(ids(&page));
        next = page["next"].as_str().unwrap().to_owned();
    }
    assert_eq!(all, ["e0", "e1", "e2", "e3", "e4", "e5", "e6"]);
    assert_eq!(ids(&api.get("/v1/events?contact=paul").json()), ["e1", "e3", "e5"]);
    assert_eq!(ids(&api.get("/v1/events?contact=nobody").json()), Vec::<String>::new());
    assert_eq!(ids(&api.get("/v1/events?since=2026-03-02T08:04:00Z").json()), ["e4", "e5", "e6"]);
    assert_eq!(ids(&api.get("/v1/events?since=2026-03-02T08:04:01Z").json()), ["e5", "e6"]);
    assert_eq!(ids(&api.get("/v1/events?since=2020-01-01T00:00:00Z").json()).len(), 7);
    assert_eq!(ids(&api.get("/v1/events?since=2040-01-01T00:00:00Z").json()).len(), 0);
    // Where a stream broke means nothing to a page.
    let answer = api.ask("GET", "/v1/events", &[bearer(Role::Read), ("last-event-id", "5".to_owned())], b"");
    assert_eq!(ids(&answer.json()).len(), 7);
    for (query, place) in
        [("after=x", "after"), ("since=monday", "since"), ("limit=0", "limit"), ("from=1", "from")]
    {
        let answer = api.get(&format!("/v1/events?{query}"));
        assert_eq!((answer.status, answer.places()), (422, vec![place.to_owned()]));
    }
}

/// A stream of server-sent events.
struct Stream(BufReader<std::net::TcpStream>);

impl Stream {
    fn open(api: &Api, path: &str, more: &[(&str, String)]) -> Self {
        let mut headers = vec![bearer(Role::Read), ("accept", "text/event-stream".to_owned())];
        headers.extend(more.iter().cloned());
        let mut stream = api.connect();
        stream.write_all(head("GET", path, &headers, 0).as_bytes()).unwrap();
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        assert!(line.contains(" 200 "), "{line}");
        Self(reader)
    }

    /// The next event: its id in the stream and what it tells.
    fn next(&mut self) -> Option<(String, Json)> {
        let mut id = String::new();
        // Lines that keep the stream alive come for ever.
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            assert!(Instant::now() < deadline, "nothing came");
            let mut line = String::new();
            if self.0.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            if let Some(found) = line.strip_prefix("id: ") {
                id = found.trim().to_owned();
            }
            if let Some(data) = line.strip_prefix("data: ") {
                return Some((id, serde_json::from_str(data.trim()).unwrap()));
            }
        }
    }
}

#[test]
fn a_stream_tells_what_comes_and_goes_on_where_it_broke() {
    let api = Api::start(PROGRAM);
    purchased(&api, "marie", "e0");
    let mut stream = Stream::open(&api, "/v1/events", &[]);
    purchased(&api, "marie", "e1");
    purchased(&api, "paul", "e2");
    let (id, first) = stream.next().unwrap();
    assert_eq!((&first["event"]["id"], &first["contact"]), (&json!("e1"), &json!("marie")));
    assert_eq!(first["cursor"], id.as_str());
    assert_eq!(stream.next().unwrap().1["event"]["id"], "e2");
    drop(stream);
    purchased(&api, "paul", "e3");
    let mut stream = Stream::open(&api, "/v1/events", &[("last-event-id", id)]);
    assert_eq!(stream.next().unwrap().1["event"]["id"], "e2");
    assert_eq!(stream.next().unwrap().1["event"]["id"], "e3");
    let mut of_marie = Stream::open(&api, "/v1/events?contact=marie&after=0", &[]);
    assert_eq!(of_marie.next().unwrap().1["event"]["id"], "e0");
    assert_eq!(of_marie.next().unwrap().1["event"]["id"], "e1");
    // The service ends, and the stream with it.
    api.service.stop();
    assert!(stream.next().is_none());
}
