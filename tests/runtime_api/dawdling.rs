//! Clients that dawdle are left, and there is room for others: connections are few, and none is kept for nothing.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use flowc::shell::runtime::http::access::Role;
use flowc::shell::runtime::http::settings::{Limits, Settings};

use crate::PROGRAM;
use crate::workbench::{Api, bearer, head, outside};

const SHORT: Duration = Duration::from_millis(300);

fn start(limits: Limits) -> Api {
    Api::start_with(PROGRAM, "", Settings { limits, ..outside() }, |_| {})
}

/// What comes until the line is closed, which must not be long.
fn until_closed(stream: &mut TcpStream) -> String {
    let begun = Instant::now();
    let mut bytes = Vec::new();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    match stream.read_to_end(&mut bytes) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
        Err(error) => panic!("the line stays open: {error} after {:?}", begun.elapsed()),
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn headers_that_never_end_and_lines_without_a_request_are_closed() {
    let api = start(Limits { headers_within: SHORT, ..Limits::default() });
    let before = api.footprint();
    let asked = head("GET", "/health/live", &[], 0).replace("connection: close\r\n", "");
    for (sent, answers) in [
        ("", 0),
        ("GET /v1/contacts HTTP/1.1\r\nhost: localhost\r\n", 0),
        // Kept alive after an answer, and then nothing more.
        (asked.as_str(), 1),
        (&format!("{asked}GET /health/live HTTP/1.1\r\nhost"), 1),
    ] {
        let mut stream = api.connect();
        stream.write_all(sent.as_bytes()).unwrap();
        let told = until_closed(&mut stream);
        assert_eq!(told.matches("HTTP/1.1 200").count(), answers, "{sent} {told}");
    }
    // A letter at a time does not help.
    let (mut stream, begun) = (api.connect(), Instant::now());
    while stream.write_all(b"x-more: x\r\n").is_ok() && begun.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert_eq!(api.footprint(), before);
    assert_eq!(api.get("/v1/contacts").status, 200);
}

#[test]
fn a_body_that_does_not_come_is_answered_408() {
    let api = start(Limits { body_within: SHORT, ..Limits::default() });
    let before = api.footprint();
    let headers = [bearer(Role::Write), ("content-type", "application/json".to_owned())];
    for path in ["/v1/events", "/v1/contacts/marie/close"] {
        let role = if path == "/v1/events" { Role::Write } else { Role::Agent };
        let headers = [bearer(role), headers[1].clone()];
        let answer = api.raw(&head("POST", path, &headers, 500), b"{\"contact\":");
        assert_eq!(answer.status, 408, "{path} {answer:?}");
    }
    // Also when it comes, but a letter at a time.
    let (mut stream, begun) = (api.connect(), Instant::now());
    stream.write_all(head("POST", "/v1/events", &headers, 500).as_bytes()).unwrap();
    while stream.write_all(b" ").is_ok() && begun.elapsed() < Duration::from_millis(900) {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(until_closed(&mut stream).starts_with("HTTP/1.1 408"));
    assert_eq!(api.footprint(), before);
}

#[test]
fn who_takes_nothing_of_an_answer_does_not_keep_the_line() {
    let api = start(Limits { answer_within: SHORT, connections_max: 1, ..Limits::default() });
    let mut stream = api.connect();
    stream.set_write_timeout(Some(Duration::from_millis(100))).unwrap();
    let ask = head("GET", "/v1/openapi.json", &[], 0).replace("connection: close\r\n", "");
    // More answers than fit anywhere on the way, none of which is read.
    let asked = (0..500).take_while(|_| stream.write_all(ask.as_bytes()).is_ok()).count();
    assert!(asked > 10, "{asked}");
    assert_eq!(api.get("/v1/contacts").status, 200);
    drop(stream);
}

#[test]
fn of_more_connections_than_there_may_be_the_next_ones_wait() {
    let api = start(Limits { connections_max: 2, ..Limits::default() });
    let (first, second) = (api.connect(), api.connect());
    let mut third = api.connect();
    third.write_all(head("GET", "/health/live", &[], 0).as_bytes()).unwrap();
    third.set_read_timeout(Some(SHORT)).unwrap();
    assert!(third.read(&mut [0; 1]).is_err(), "there is room for two");
    drop(first);
    assert!(until_closed(&mut third).starts_with("HTTP/1.1 200"));
    // What has ended makes room, time and again.
    (0..10).for_each(|_| assert_eq!(api.get("/v1/contacts").status, 200));
    drop(second);
}

#[test]
fn a_stop_waits_for_nobody_who_only_holds_a_line() {
    let mut api = start(Limits { connections_max: 2, ..Limits::default() });
    let (silent, mut following) = (api.connect(), api.connect());
    let headers = [bearer(Role::Read), ("accept", "text/event-stream".to_owned())];
    following.write_all(head("GET", "/v1/events", &headers, 0).as_bytes()).unwrap();
    following.read_exact(&mut [0; 15]).unwrap();
    let begun = Instant::now();
    // All lines are taken: that must not keep anybody from noticing.
    api.stop_listening();
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    until_closed(&mut following);
    drop(silent);
}
