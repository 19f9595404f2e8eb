//! `flowc simulate` without a scenario: lines on standard input.

use crate::workbench::{HEALTHY, Workbench};

const SHOP: &str = r#"
workspace "Shop" { timezone "Europe/Paris"  languages en }
flow order { on keyword "ORDER"  send "Delivery or pickup?" }
flow later { on keyword "LATER"  after 2h send "It is later now" }
"#;

const AT: [&str; 4] = ["simulate", ".", "--at", "2026-03-02 10:00"];

#[test]
fn lines_are_messages_and_the_rest_are_commands() {
    let bench = Workbench::new().with("a.flow", SHOP);
    let ran = bench.flowc_reading(&AT, "ORDER please\nLATER\n/pending\n/wait 2h\n/why\n/frobnicate\n");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let parts = [
        "Delivery or pickup?",
        "2026-03-02 12:00  later 1 for you",
        "It is later now",
        "because",
        "`/frobnicate`",
    ];
    let mut rest = ran.out.as_str();
    for part in parts {
        let at = rest.find(part).unwrap_or_else(|| panic!("{part} is missing, or too early: {}", ran.out));
        rest = &rest[at..];
    }
    assert!(!ran.out.contains("> "), "a prompt is for terminals: {}", ran.out);
}

#[test]
fn what_was_played_is_saved_and_tested() {
    let bench = Workbench::new().with("a.flow", SHOP);
    let ran = bench
        .flowc_reading(&AT, "ORDER\nLATER\n/wait 3h\n/save tests\n/save tests\n/save a.flow\n/quit\nORDER\n");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.out.matches("saved as tests.flow").count(), 2, "{}", ran.out);
    assert!(ran.out.contains("error: `a.flow` is there already"), "{}", ran.out);
    assert_eq!(bench.read("a.flow"), SHOP, "a file of the author's is left alone");
    assert!(bench.read("tests.flow").contains("expect send \"It is later now\""));
    let ran = bench.flowc(&["test"]);
    assert_eq!((ran.code, ran.out.contains("1 scenario: 1 passed")), (0, true), "{}", ran.out);
}

#[test]
fn a_conversation_begins_now_and_knows_what_it_cannot_do() {
    let bench = Workbench::new().with("a.flow", HEALTHY);
    let ran = bench.flowc_reading(&["simulate", "a.flow"], "/trace\nHello\n");
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("\"Hello\""), "{}", ran.out);
    for wrong in
        [&["simulate", "-"][..], &["simulate", ".", "--format", "jsonl"], &["simulate", ".", "--why"]]
    {
        assert_eq!(bench.flowc_reading(wrong, "").code, 2, "{wrong:?}");
    }
    let ran = bench.flowc_reading(&["simulate", ".", "--at", "tomorrow"], "");
    assert!(ran.code == 2 && ran.err.contains("2026-03-02 09:00"), "{}", ran.err);
}
