//! Whoever guesses tokens or signatures is slowed down, and cannot keep out whoever has a good one.

use flowc::shell::runtime::http::access::Role;
use flowc::shell::runtime::http::settings::{Limits, Settings};
use flowc::shell::runtime::settings::Run;
use serde_json::json;

use crate::PROGRAM;
use crate::operation::metric;
use crate::workbench::{Answer, Api, bearer, head, outside};

const TOML: &str = r#"
[connectors.bot]
kind = "telegram"
token_env = "TOKEN"
webhook_secret_env = "VERIFY"
"#;

/// Three failures a minute, and what comes over a connection of this machine is said to come from elsewhere.
fn start(trusted: &str) -> Api {
    let run = Run::read("flowc.toml", &format!("[run]\nwrong_tokens_per_minute = 3\n{trusted}")).unwrap();
    let Settings { tokens, listen, .. } = outside();
    Api::start_with(PROGRAM, TOML, Settings { tokens, listen, ..run.http() }, |_| {})
}

fn ask(api: &Api, from: &str, authorization: Option<(&'static str, String)>) -> Answer {
    let mut headers = vec![("x-forwarded-for", from.to_owned())];
    headers.extend(authorization);
    api.ask("GET", "/v1/contacts", &headers, b"")
}

fn wrong() -> Option<(&'static str, String)> {
    Some(("authorization", "Bearer guess-guess-guess-guess".to_owned()))
}

fn is_turned_away(answer: &Answer, seconds: &str) -> bool {
    answer.status == 429
        && answer.header("retry-after") == Some(seconds)
        && answer.json()["type"] == "urn:flowc:problem:too-many-failures"
}

#[test]
fn without_a_trusted_proxy_guesses_are_turned_away_and_good_tokens_are_not() {
    let api = start("");
    let before = api.footprint();
    // Whatever they say of where they come from.
    let guesses = [wrong(), None, wrong(), wrong(), None];
    let answers: Vec<Answer> =
        (0..).zip(guesses).map(|(n, it)| ask(&api, &format!("192.0.2.{n}"), it)).collect();
    assert_eq!(answers.iter().map(|it| it.status).collect::<Vec<_>>(), [401, 401, 401, 429, 429]);
    assert!(is_turned_away(&answers[3], "20"), "{answers:?}");
    // A token that never came before: all callers of a proxy have its address.
    assert_eq!(ask(&api, "192.0.2.1", Some(bearer(Role::Read))).status, 200);
    let text = api.get("/metrics").body;
    assert_eq!(metric(&text, "flowc_unauthorized_total"), 3.0);
    assert_eq!(metric(&text, "flowc_turned_away_total"), 2.0);
    api.bench.clock.set(api.bench.clock.now().plus_millis(20_000));
    let statuses = [0; 2].map(|_| ask(&api, "192.0.2.1", wrong()).status);
    assert_eq!(statuses, [401, 429]);
    assert_eq!(api.footprint(), before);
}

#[test]
fn behind_a_trusted_proxy_a_right_guess_is_not_told_and_who_was_there_before_is_let_in() {
    let api = start("trusted_proxies = [\"127.0.0.0/8\"]");
    let event = json!({ "contact": "marie", "type": "purchased" }).to_string();
    let report = |from: &str| {
        let json = ("content-type", "application/json".to_owned());
        let headers = [bearer(Role::Write), json, ("x-forwarded-for", from.to_owned())];
        api.ask("POST", "/v1/events", &headers, event.as_bytes())
    };
    assert_eq!(ask(&api, "198.51.100.7", Some(bearer(Role::Read))).status, 200);
    let before = api.footprint();
    // What the client makes up stands in front of what the proxy saw.
    let made_up = |n: usize| format!("192.0.2.{n}, 198.51.100.7");
    let statuses: Vec<u16> = (0..5).map(|n| ask(&api, &made_up(n), wrong()).status).collect();
    assert_eq!(statuses, [401, 401, 401, 429, 429]);
    assert!(is_turned_away(&report("198.51.100.7"), "20"));
    assert_eq!(api.footprint(), before);
    assert_eq!(ask(&api, "198.51.100.7", Some(bearer(Role::Read))).status, 200);
    assert_eq!((report("198.51.100.8").status, ask(&api, "198.51.100.8", wrong()).status), (202, 401));
    api.bench.clock.set(api.bench.clock.now().plus_millis(20_000));
    assert_eq!(report("198.51.100.7").status, 202);
}

#[test]
fn all_addresses_of_a_network_of_ipv6_are_one_client() {
    let api = start("trusted_proxies = [\"127.0.0.1\", \"::1\"]\nclient_address_header = \"X-Real-IP\"");
    let ask = |from: &str| {
        let headers = [("x-real-ip", from.to_owned()), ("x-forwarded-for", "198.51.100.7".to_owned())];
        api.ask("GET", "/v1/contacts", &headers, b"").status
    };
    let statuses: Vec<u16> = (1..=4).map(|n| ask(&format!("2001:db8:1:2:{n}::{n}"))).collect();
    assert_eq!(statuses, [401, 401, 401, 429]);
    assert_eq!((ask("2001:db8:1:3::1"), ask("198.51.100.9")), (401, 401));
}

#[test]
fn guesses_at_a_signature_are_turned_away_and_what_is_signed_is_not() {
    let limits = Limits { wrong_tokens_per_minute: 3, requests_per_second: 1, ..Limits::default() };
    let run = Run::read("flowc.toml", "[run]\ntrusted_proxies = [\"127.0.0.1\"]").unwrap();
    let api = Api::start_with(
        PROGRAM,
        TOML,
        Settings { limits, trusted_proxies: run.trusted_proxies, ..outside() },
        |_| {},
    );
    let send = |from: &str, path: &str, secret: &str| {
        let secret = ("x-telegram-bot-api-secret-token", secret.to_owned());
        api.ask("POST", path, &[secret, ("x-forwarded-for", from.to_owned())], b"{\"update_id\": 1}").status
    };
    assert_eq!(send("203.0.113.5", "/v1/hooks/bot", "verify-me"), 200);
    let before = api.footprint();
    for provider in ["198.51.100.7", "203.0.113.5"] {
        let sent = ["bot", "unheard", "bot", "bot", "unheard"]
            .map(|name| send(provider, &format!("/v1/hooks/{name}"), "guess"));
        assert_eq!(sent, [403, 404, 403, 429, 429], "{provider}");
    }
    assert_eq!(send("198.51.100.7", "/v1/hooks/bot", "verify-me"), 429);
    // What would count for nothing is not waited for.
    let (from, begun) = (("x-forwarded-for", "198.51.100.7".to_owned()), std::time::Instant::now());
    assert_eq!(api.raw(&head("POST", "/v1/hooks/bot", &[from], 1000), b"").status, 429);
    assert!(begun.elapsed().as_secs() < 10);
    assert_eq!(api.footprint(), before);
    // What is refused takes nothing from what providers may send.
    assert_eq!(send("203.0.113.5", "/v1/hooks/bot", "verify-me"), 200);
    assert_eq!(send("203.0.113.6", "/v1/hooks/bot", "verify-me"), 429);
    api.pass_minutes(1);
    assert_eq!(send("198.51.100.7", "/v1/hooks/bot", "verify-me"), 200);
}

#[test]
fn what_a_token_may_not_do_is_taken_from_what_it_may_ask() {
    let limits = Limits { requests_per_second: 1, ..Limits::default() };
    let api = Api::start_with(PROGRAM, "", Settings { limits, ..outside() }, |_| {});
    let event = json!({ "contact": "marie", "type": "purchased" });
    let before = api.footprint();
    let statuses = [0; 3].map(|_| api.json(Role::Read, "/v1/events", &event).status);
    assert_eq!(statuses, [403, 403, 429]);
    assert_eq!(api.get("/v1/contacts").status, 429);
    assert_eq!(api.footprint(), before);
}

#[test]
fn what_cannot_be_said_of_proxies_is_told_at_its_place() {
    let told = |text: &str| Run::read("flowc.toml", text).unwrap_err().to_string();
    let wrong = told("[run]\ntrusted_proxies = [\"10.0.0.0/8\", \"proxy\"]\n");
    assert!(wrong.starts_with("flowc.toml:2:") && wrong.contains("`proxy` is no address"), "{wrong}");
    let run = Run::read("flowc.toml", "[run]\nclient_address_header = \"X-Real-IP\"\n").unwrap();
    assert!(run.http().proxies().unwrap_err().report().contains("no proxy is trusted"));
}
