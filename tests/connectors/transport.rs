//! The line to providers: what is read of an answer, and what is known without one.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use flowc::shell::runtime::transport::{ANSWER_BYTES_MAX, Request, Silence, Transport};
use serde_json::json;

use crate::fake::{Fake, Reply, answer};

fn transport() -> Transport {
    Transport::new(Duration::from_millis(300))
}

#[test]
fn an_endless_answer_is_cut() {
    let fake = Fake::new(answer(200, "x".repeat(ANSWER_BYTES_MAX as usize * 4)));
    let response = transport().send(&Request::json(fake.url.clone(), &json!({}))).unwrap();
    assert_eq!(response.body.len() as u64, ANSWER_BYTES_MAX);
    assert_eq!(response.json(), serde_json::Value::Null);
}

#[test]
fn a_redirect_is_told_and_not_followed() {
    let elsewhere = Fake::new(answer(200, "secret"));
    let headers = vec![("location", elsewhere.url.clone())];
    let fake = Fake::new(Reply::Answer { status: 307, headers, body: Vec::new() });
    let request = Request::json(fake.url.clone(), &json!({})).with("authorization", "Bearer t");
    assert_eq!(transport().send(&request).unwrap().status, 307);
    assert!(elsewhere.heard().is_empty());
}

#[test]
fn a_slow_provider_is_waited_for_no_longer_than_was_said() {
    let fake = Fake::new(Reply::Silence);
    let began = Instant::now();
    let silence = transport().send(&Request::json(fake.url.clone(), &json!({}))).unwrap_err();
    assert!(matches!(silence, Silence::Lost(_)), "{silence:?}");
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[test]
fn what_speaks_no_tls_is_not_spoken_to() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}/", listener.local_addr().unwrap());
    let plain = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(b"HTTP/1.1 200 Fine\r\ncontent-length: 0\r\n\r\n").unwrap();
        let mut heard = Vec::new();
        let _ = stream.read_to_end(&mut heard);
        heard
    });
    let request = Request::json(url, &json!({ "text": "hello" })).with("authorization", "Bearer t0ken");
    let silence = transport().send(&request).unwrap_err();
    assert!(matches!(silence, Silence::Unsent(_)), "{silence:?}");
    let heard = String::from_utf8_lossy(&plain.join().unwrap()).into_owned();
    assert!(!heard.contains("t0ken") && !heard.contains("hello"));
}

#[test]
fn an_address_that_is_none_is_for_good() {
    for url in ["", "no", "http://", "http://a b/"] {
        let silence = transport().send(&Request::json(url.into(), &json!({}))).unwrap_err();
        assert!(matches!(silence, Silence::Unfit(_)), "{url}: {silence:?}");
    }
    let request = Request::json("http://127.0.0.1:9/".into(), &json!({})).with("x-token", "a\r\nb: c");
    assert!(matches!(transport().send(&request), Err(Silence::Unfit(_))));
}
