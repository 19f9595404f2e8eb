//! Who may ask for what, and what happens to those who may not: a status, and nothing else.

use std::io::{Read, Write};
use std::net::SocketAddr;

use flowc::shell::runtime::http::access::Role;
use flowc::shell::runtime::http::guard::Door;
use flowc::shell::runtime::http::routes;
use flowc::shell::runtime::http::settings::{Limits, Settings};
use serde_json::json;

use crate::PROGRAM;
use crate::workbench::{Api, bearer, head, outside, secrets};

/// An address of the document with something in its places.
fn address(path: &str) -> String {
    path.replace("{contact}", "marie").replace("{connector}", "texting")
}

#[test]
fn without_a_token_with_a_wrong_one_and_with_the_wrong_role_nothing_is_told_and_nothing_changes() {
    let limits = Limits { wrong_tokens_per_minute: 1000, ..Limits::default() };
    let api = Api::start_with(PROGRAM, "", Settings { limits, ..outside() }, |_| {});
    let event = json!({ "contact": "marie", "type": "agent_took_over", "agent": "leo" });
    assert_eq!(api.json(Role::Agent, "/v1/events", &event).status, 403);
    let before = api.footprint();
    let body = json!({ "agent": "leo", "text": "Hello", "contact": "x", "type": "purchased" }).to_string();
    let mut guarded = 0;
    for route in routes::all() {
        let Door::Token(role) = route.door else { continue };
        guarded += 1;
        let (method, path) = (route.method.to_uppercase(), address(route.path));
        let ask = |authorization: Option<(&'static str, String)>| {
            let mut headers = vec![("content-type", "application/json".to_owned())];
            headers.extend(authorization);
            api.ask(&method, &path, &headers, body.as_bytes())
        };
        for wrong in
            ["", "Bearer", "Bearer reader", "Basic cmVhZGVyOnJlYWRlcg==", "Bearer reader-reader-reader-reade"]
        {
            let answer = ask(Some(("authorization", wrong.to_owned())));
            assert_eq!(
                (answer.status, answer.header("www-authenticate")),
                (401, Some("Bearer")),
                "{path} {wrong}"
            );
        }
        assert_eq!(ask(None).status, 401, "{path}");
        for other in Role::ALL.into_iter().filter(|other| *other != role) {
            assert_eq!(ask(Some(bearer(other))).status, 403, "{path} {other}");
        }
        let admitted = ask(Some(bearer(role))).status;
        assert!(admitted != 401 && admitted != 403, "{path} {admitted}");
    }
    assert!(guarded >= 10, "{guarded}");
    assert_eq!(api.footprint(), before);
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    let limits = Limits { body_bytes_max: 1000, ..Limits::default() };
    let api = Api::start_with(PROGRAM, "", Settings { limits, ..outside() }, |_| {});
    let before = api.footprint();
    let event =
        json!({ "contact": "marie", "type": "message_received", "channel": "sms", "text": "x".repeat(1000) });
    assert_eq!(api.report(&event).status, 413);
    assert_eq!(api.act("/v1/contacts/marie/close", &event).status, 413);
    // Also when the length is not announced.
    let chunked = "POST /v1/events HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\
         content-type: application/json\r\nauthorization: Bearer writer-writer-writer-writer\r\n\r\n";
    let body = format!("3e8\r\n{}\r\n3e8\r\n{}\r\n0\r\n\r\n", "x".repeat(1000), "x".repeat(1000));
    assert_eq!(api.raw(chunked, body.as_bytes()).status, 413);
    let many: Vec<(&str, String)> = (0..80).map(|_| ("x-more", "x".to_owned())).collect();
    assert_eq!(api.raw(&head("GET", "/health/live", &many, 0), b"").status, 431);
    let long = [("x-long", "x".repeat(100_000))];
    assert_eq!(api.raw(&head("GET", "/health/live", &long, 0), b"").status, 431);
    assert_eq!(api.footprint(), before);
}

#[test]
fn a_body_that_is_too_large_is_refused_before_it_comes_and_one_that_breaks_off_is_not_taken() {
    let api = Api::start(PROGRAM);
    let before = api.footprint();
    let json = ("content-type", "application/json".to_owned());
    // Nothing of it is sent: the answer comes all the same.
    let announced = head("POST", "/v1/events", &[bearer(Role::Write), json.clone()], 1 << 40);
    let begun = std::time::Instant::now();
    assert_eq!(api.raw(&announced, b"").status, 413);
    assert!(begun.elapsed().as_secs() < 10);
    let chunked = "POST /v1/events HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\
         content-type: application/json\r\nauthorization: Bearer writer-writer-writer-writer\r\n\r\n";
    let event = json!({ "contact": "marie", "type": "purchased" }).to_string();
    let good = format!("{:x}\r\n{event}\r\n0\r\n\r\n", event.len());
    let broken = format!("{:x}\r\n{event}\r\nzzz\r\n", event.len());
    let answer = api.raw(chunked, broken.as_bytes());
    assert_eq!((answer.status, &answer.json()["detail"]), (400, &json!("the body broke off")));
    // A line that is closed in the middle.
    let half = head("POST", "/v1/events", &[bearer(Role::Write), json], event.len() + 1);
    let mut stream = api.connect();
    stream.write_all(half.as_bytes()).unwrap();
    stream.write_all(event.as_bytes()).unwrap();
    stream.shutdown(std::net::Shutdown::Both).unwrap();
    assert_eq!(api.get("/v1/contacts/marie").status, 404);
    assert_eq!(api.footprint(), before);
    assert_eq!(api.raw(chunked, good.as_bytes()).status, 202);
}

#[test]
fn no_answer_is_kept_by_browsers_or_taken_for_something_else() {
    let api = Api::start(PROGRAM);
    for (method, path, status) in [
        ("GET", "/v1/contacts", 200),
        ("GET", "/metrics", 200),
        ("GET", "/v1/contacts/nobody", 404),
        ("GET", "/v2", 404),
        ("POST", "/v1/contacts", 405),
        ("POST", "/v1/events", 403),
    ] {
        let answer = api.ask(method, path, &[bearer(Role::Read)], b"");
        assert_eq!(answer.status, status, "{path}");
        let headers = ["x-content-type-options", "cache-control"].map(|name| answer.header(name));
        assert_eq!(headers, [Some("nosniff"), Some("no-store")], "{path}");
    }
    // What can be had by GET can be had by HEAD, by the same people.
    let head_of = |headers: &[(&str, String)]| api.raw(&head("HEAD", "/v1/contacts", headers, 0), b"").status;
    assert_eq!(
        [head_of(&[bearer(Role::Read)]), head_of(&[bearer(Role::Write)]), head_of(&[])],
        [200, 403, 401]
    );
}

#[test]
fn who_asks_too_often_has_to_wait_and_others_do_not() {
    let limits = Limits { requests_per_second: 2, ..Limits::default() };
    let api = Api::start_with(PROGRAM, "", Settings { limits, ..outside() }, |_| {});
    let statuses: Vec<u16> = (0..5).map(|_| api.get("/v1/contacts").status).collect();
    assert_eq!(statuses, [200, 200, 200, 200, 429]);
    let answer = api.get("/v1/contacts");
    assert_eq!(answer.header("retry-after"), Some("1"));
    assert_eq!(answer.json()["type"], "urn:flowc:problem:too-many-requests");
    let event = json!({ "contact": "marie", "type": "purchased" });
    assert_eq!(api.report(&event).status, 202);
    api.pass_minutes(1);
    assert_eq!(api.get("/v1/contacts").status, 200);
}

#[test]
fn what_is_no_http_changes_nothing_and_stops_nothing() {
    let api = Api::start(PROGRAM);
    let before = api.footprint();
    for bytes in [
        "\r\n\r\n",
        "\0\0\0\0\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "FOO BAR BAZ QUX\r\n\r\n",
        "POST /v1/events HTTP/1.1\r\ncontent-length: 5\r\ncontent-length: 7\r\n\r\nhello",
        "POST /v1/events HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzzz\r\n",
        "\u{16}\u{3}\u{1}\u{2}",
    ] {
        let mut stream = api.connect();
        drop(stream.write_all(bytes.as_bytes()));
        drop(stream.shutdown(std::net::Shutdown::Write));
        let mut rest = Vec::new();
        drop(stream.read_to_end(&mut rest));
        assert!(!rest.starts_with(b"HTTP/1.1 2"), "{bytes:?}");
    }
    assert_eq!(api.footprint(), before);
    assert_eq!(api.get("/v1/contacts").status, 200);
    for (method, path, status) in
        [("GET", "/", 404), ("GET", "/v1", 404), ("DELETE", "/v1/contacts", 405), ("PUT", "/v1/events", 405)]
    {
        let answer = api.ask(method, path, &[bearer(Role::Read)], b"");
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (status, Some("application/problem+json"))
        );
    }
}

#[test]
fn without_tokens_the_service_stays_on_this_machine() {
    let open = Settings { listen: SocketAddr::from(([127, 0, 0, 1], 0)), ..Settings::default() };
    for elsewhere in ["0.0.0.0:0", "[::]:0", "192.0.2.1:8787"] {
        let listen = elsewhere.parse().unwrap();
        let report = Settings { listen, ..open.clone() }.access(&secrets()).unwrap_err().report();
        assert!(report.starts_with("error: without tokens the service does not listen on `"), "{report}");
        assert!(Settings { listen, ..outside() }.access(&secrets()).is_ok());
    }
    let api = Api::start_with(PROGRAM, "", open, |_| {});
    let ask = |host: &str| api.ask("GET", "/v1/contacts", &[("host", host.to_owned())], b"").status;
    for here in ["localhost", "LOCALHOST:80", "127.0.0.1:8787", "[::1]:1", "127.9.9.9"] {
        assert_eq!(ask(here), 200, "{here}");
    }
    // A page of another host, whose name was made to lead here.
    for elsewhere in ["evil.example", "localhost.evil.example:8787", "192.168.1.2", ""] {
        assert_eq!(ask(elsewhere), 421, "{elsewhere}");
    }
}
