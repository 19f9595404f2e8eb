//! `flowc doc`.

use std::fs;

use crate::workbench::Workbench;

const SHOP: &str = r#"
workspace "Shop <b>" { languages en, fr  quiet 21:00..08:00  limit 3 per 1d }
schedule office { mon..fri 09:00..18:00  sat 22:00..02:00  closed 2026-12-25 }
text hello { en "Hello {contact.first_name | you}"  fr "Bonjour <i>" }
field contact.guests: number

flow order "A table & more" {
  on keyword "ORDER" from sms, silence
  when contact.guests > 2
  via sms for 2h, else whatsapp
  within office or skip
  once per contact
  stop on booking
  send hello
  ask "Where?" { "in" { tag "in" } otherwise { send "Say in." } silence 30m { stop } }
  if contact.guests > 8 { assign to team groups } else { send "See you!" }
  after 1d { send ai  start thanks }
  split { 70% { tag "a" } 30% { tag "b" } }
}
flow thanks { send "Thanks" }
flow Order { on close  paused  notify "a@b.example" "closed" }

scenario "a guest orders" {
  at 2026-03-02 10:00
  contact amy { phone "+12025550123"  guests 4 }
  amy says "ORDER" on sms
  expect send to amy
}
"#;

/// The text between the tags.
fn plain(page: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for character in page.chars() {
        match character {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            _ if inside => {}
            character => out.push(character),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_flow_is_told_in_sentences() {
    let bench = Workbench::new().with("a.flow", SHOP);
    let ran = bench.flowc(&["doc", ".", "--out", "pages"]);
    assert_eq!(
        (ran.code, ran.err.as_str(), ran.out.as_str()),
        (0, "", "wrote 4 pages: open pages/index.html\n")
    );
    let page = plain(&bench.read("pages/order.html"));
    for sentence in [
        "It starts when a message has the keyword \"ORDER\" from sms, or when the business has written and the contact stays silent.",
        "Only if contact.guests &gt; 2.",
        "It writes by sms while the contact was there in the last 2 hours; if that is not possible, by whatsapp.",
        "Messages go out within office; others are left out.",
        "At most once for each contact.",
        "It ends at once when the contact answers, or when an appointment is booked.",
        "Sends the text \"hello\".",
        "Asks \"Where?\". If the answer is \"in\": Tags the contact \"in\".",
        "If there is no answer for 30 minutes: Ends here.",
        "Is it so that contact.guests &gt; 8? Yes: Gives the conversation to team groups. No: Sends \"See you!\".",
        "1 day later: Sends a message that the AI writes from the conversation. Starts the flow thanks.",
        "70% of the contacts: Tags the contact \"a\". 30% of the contacts: Tags the contact \"b\".",
        "a guest orders",
    ] {
        assert!(page.contains(&sentence.replace('"', "&quot;")), "{sentence}\n{page}");
    }
    assert!(plain(&bench.read("pages/Order-2.html")).contains("It is paused: it does not start for now."));
}

#[test]
fn the_first_page_has_keywords_hours_and_texts() {
    let bench = Workbench::new().with("a.flow", SHOP);
    assert_eq!(bench.flowc(&["doc"]).code, 0);
    let page = bench.read("flow-pages/index.html");
    let text = plain(&page);
    for right in [
        "&quot;ORDER&quot; from sms A table &amp; more",
        "22:00–24:00",
        "00:00–02:00",
        "office is closed on 2026-12-25.",
    ] {
        assert!(text.contains(right), "{right}\n{text}");
    }
    for wrong in ["<b>", "<i>", "http://", "https://"] {
        let outside = page.replace("http://www.w3.org/2000/svg", "");
        assert!(!outside.contains(wrong), "{wrong}");
    }
    // Every link leads to a page that is there.
    for link in page.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(bench.path().join("flow-pages").join(link).exists(), "{link}");
    }
    assert_eq!(fs::read_dir(bench.path().join("flow-pages")).unwrap().count(), 4);
}

#[test]
fn flows_with_errors_have_no_page() {
    let bench = Workbench::new()
        .with("a.flow", "flow good { on start  send \"x\" }\nflow bad { on start  start nowhere }\n");
    let ran = bench.flowc(&["doc"]);
    assert!(ran.code == 1 && ran.err.contains("N001"), "{}", ran.err);
    assert!(
        !bench.path().join("flow-pages/bad.html").exists()
            && bench.path().join("flow-pages/good.html").exists()
    );
}
