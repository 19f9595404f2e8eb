//! `flowc why`.

use crate::workbench::Workbench;

const SHOP: &str = r#"
workspace "Shop" { timezone "Europe/Paris"  languages fr }
field contact.plan: text one of "free", "pro"
group club
flow order     { on keyword "ORDER"  send "Livraison ?" }
# allow K001: this is what is asked about
flow on_sms    { on keyword "ORDER" from sms  send "Merci" }
flow lower     { on keyword "order"  send "Merci" }
flow other     { on keyword "HELP", "AIDE"  send "Merci" }
flow pro_only  { on message contains "ORDER"  when contact.plan is "pro" and (contact in group club or contact.first_name is known)  send "Merci" }
flow unready   { on message starts with "ORDER"  draft  send "Merci" }
flow bought    { on purchase  send "Merci" }
flow late      { on message is "ORDER"  within 09:00..10:00  send "Merci" }
scenario "two contacts" {
  contact marie { plan "free" }
  contact karim { plan "pro"  group club }
}
"#;

fn bench() -> Workbench {
    Workbench::new().with("shop/a.flow", SHOP)
}

fn ask(bench: &Workbench, more: &[&str]) -> String {
    let common = ["why", "ORDER", "--path", "shop", "--at", "2026-03-02 20:00"];
    let ran = bench.flowc(&[&common[..], more].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    ran.out
}

#[test]
fn every_flow_tells_what_starts_it_or_what_stops_it_first() {
    let told = ask(&bench(), &["--contact", "marie"]);
    let expected = "
  starts  late      on message is \"ORDER\"
  starts  order     on keyword \"ORDER\"
  not     bought    no message starts it
  not     lower     keyword \"order\" differs from the message in upper and lower case alone
  not     on_sms    keyword \"ORDER\" from sms would fire, but it listens to sms alone
  not     other     the message is not what it waits for: keyword \"HELP\", \"AIDE\"
  not     pro_only  on message contains \"ORDER\", but its `when` does not hold: contact.plan is \"pro\" (contact.plan is \"free\")
  not     unready   on message starts with \"ORDER\", but: the flow is a draft (draft)
";
    assert!(told.ends_with(expected), "{told}");
    assert!(told.contains("held until"), "the message waits for its hours: {told}");
}

#[test]
fn the_contact_decides() {
    let bench = bench()
        .with("pro.json", r#"{ "fields": { "plan": "pro" } }"#)
        .with("wrong.json", r#"{ "fields": { "plan": ["pro"] } }"#)
        .with("odd.json", r#"{ "field": {} }"#);
    assert!(ask(&bench, &["--contact", "karim"]).contains("starts  pro_only"));
    let told = ask(&bench, &["--contact", "pro.json", "--on", "sms"]);
    let why = "not     pro_only  on message contains \"ORDER\", but its `when` does not hold: \
        contact in group club and contact.first_name is known (contact.first_name is unknown)";
    assert!(told.contains(why), "{told}");
    assert!(told.contains("starts  on_sms"), "{told}");
    assert!(ask(&bench, &[]).contains("(contact.plan is unknown)"));
    for (more, wrong) in [
        (["--contact", "mari"], "no scenario declares a contact named `mari`\n  help: did you mean `marie`?"),
        (["--contact", "wrong.json"], "`wrong.json` tells no contact"),
        (["--contact", "odd.json"], "`odd.json` tells no contact"),
        (["--on", "sns"], "no channel is named `sns`\n  help: did you mean `sms`?"),
    ] {
        let ran = bench.flowc(&[&["why", "ORDER", "--path", "shop"][..], &more].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        assert!(ran.err.starts_with(&format!("error: {wrong}")), "{}", ran.err);
    }
}

#[test]
fn words_that_opt_out_start_nothing() {
    let bench = Workbench::new().with("a.flow", "flow a { on any message  send \"a\" }\n");
    let ran = bench.flowc(&["why", "STOP", "--on", "sms"]);
    assert!(
        ran.out.contains("no flow starts\n  not     a  the message is a word that opts out"),
        "{}",
        ran.out
    );
}

#[test]
fn the_answer_is_a_document_as_well() {
    let told = ask(&bench(), &["--contact", "marie", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&told).unwrap();
    let flow = |name: &str| {
        document["flows"].as_array().unwrap().iter().find(|flow| flow["flow"] == name).unwrap().clone()
    };
    assert_eq!(flow("order")["verdict"], "starts");
    assert_eq!(flow("on_sms")["channel"], "sms");
    assert_eq!(flow("pro_only")["parts"][0]["values"][0][1], "\"free\"");
    assert!(flow("lower")["words"].as_str().unwrap().contains("upper and lower case"));
}
