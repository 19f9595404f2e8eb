//! What is still to come: when it is due, and what brought it about.

use crate::workbench::Workbench;

const FOLLOW_UPS: &str = r#"
workspace "Salon" { timezone "Europe/Paris"  languages en }
flow silent { on silence  within 09:00..18:00  after 5m send "Still there?"  after 15m send "Shall I call you?" }
flow call_back { on intent callback  at callback.time send "You asked me to write now." }
scenario "two who wait" {
  at 2026-03-02 17:50
  contact marie { phone "+33612345678" }
  contact paul { phone "+33612345679" }
  marie says "Hello" on webchat
  bot says "What can I do for you?" to marie
  paul says "Call me back tomorrow at 9" on sms
  wait 7m
  expect send "Still there?" to marie
  wait 15m
  expect held until tomorrow 09:00
}
scenario "nobody waits" {
  contact marie { phone "+33612345678" }
  marie says "Hello" on webchat
  expect nothing
}
"#;

#[test]
fn af14_every_follow_up_of_a_contact_is_listed_with_its_time_and_its_cause() {
    let bench = Workbench::new().with("a.flow", FOLLOW_UPS);
    let ran = bench.flowc(&["simulate", ".", "two who wait", "--pending"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let (_, listed) =
        ran.out.split_once("pending on 2026-03-02 18:12\n").unwrap_or_else(|| panic!("{}", ran.out));
    let lines: Vec<&str> = listed.trim_end().lines().collect();
    let [marie, her_cause, paul, his_cause] = lines.as_slice() else { panic!("{listed}") };
    // The second message is held, since the first one went out; the moment that he asked for is his own.
    assert_eq!(*marie, "2026-03-03 09:00  silent 2 for marie, held");
    assert!(her_cause.contains("because marie/") && her_cause.contains("held until"), "{her_cause}");
    assert_eq!(*paul, "2026-03-03 09:00  call_back 1 for paul");
    assert!(his_cause.contains("because paul/") && his_cause.contains("intent callback"), "{his_cause}");
    // The whole chain goes back to what was said.
    let ran = bench.flowc(&["simulate", ".", "two who wait", "--pending", "--why"]);
    let (_, listed) = ran.out.split_once("pending on 2026-03-02 18:12\n").unwrap();
    for cause in
        ["\"Still there?\"", "silent starts", "\"What can I do for you?\"", "\"Call me back tomorrow at 9\""]
    {
        assert!(listed.contains(cause), "{cause}: {listed}");
    }
    let ran = bench.flowc(&["simulate", ".", "nobody waits", "--pending"]);
    assert!(ran.out.ends_with("pending on 2026-01-01 09:00\nnothing is pending\n\n"), "{}", ran.out);
}

#[test]
fn af14_the_list_is_there_for_programs() {
    let bench = Workbench::new().with("a.flow", FOLLOW_UPS);
    let ran = bench.flowc(&["simulate", ".", "two who wait", "--pending", "--format", "jsonl"]);
    let lines: Vec<serde_json::Value> =
        ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let listed: Vec<&serde_json::Value> = lines.iter().filter(|line| line["entry"] == "pending").collect();
    assert_eq!(listed.len(), 2, "{}", ran.out);
    assert_eq!(listed[0]["due"], "2026-03-03T08:00:00Z");
    assert_eq!(listed[0]["local"], "2026-03-03T09:00:00+01:00");
    assert_eq!(
        (&listed[0]["flow"], &listed[0]["step"], &listed[0]["held"]),
        (&"silent".into(), &"2".into(), &true.into())
    );
    // The cause of each is an entry above.
    for one in &listed {
        assert!(lines.iter().any(|line| line["id"] == one["cause"]), "{one}");
    }
    let without = bench.flowc(&["simulate", ".", "two who wait", "--format", "jsonl"]).out;
    assert!(ran.out.starts_with(&without) && !without.contains("\"pending\""));
}

#[test]
fn af14_the_list_is_there_in_a_conversation_and_on_the_page() {
    let bench = Workbench::new().with("a.flow", FOLLOW_UPS);
    let at = ["simulate", ".", "--at", "2026-03-02 10:00"];
    let ran = bench.flowc_reading(&at, "Call me back tomorrow at 9\n/pending\n/wait 1d\n/pending\n");
    let (before, after) =
        ran.out.split_once("You asked me to write now.").unwrap_or_else(|| panic!("{}", ran.out));
    assert!(before.contains("2026-03-03 09:00  call_back 1 for you\n      because you/"), "{before}");
    assert!(after.ends_with("nothing is pending\n"), "{after}");
    assert_eq!(bench.flowc(&["simulate", ".", "two who wait", "--html", "page.html"]).code, 0);
    let page = bench.read("page.html");
    let (_, listed) = page.split_once("Still to come on 2026-03-02 18:12").unwrap();
    let (_, link) = listed.split_once("silent 2 for marie, held <a href=\"#").unwrap();
    let (row, _) = link.split_once('"').unwrap();
    assert!(page.contains(&format!("id=\"{row}\"")), "the cause's row is on the page: {row}");
    assert_eq!(bench.flowc_reading(&["simulate", ".", "--pending"], "").code, 2);
}
