//! `flowc simulate --html`: what the page says, and what a browser makes of it.

use std::process::{Command, Stdio};

use base64::Engine;
use flowc::simulator::trace::html::SCRIPT;
use sha2::{Digest, Sha256};

use crate::workbench::Workbench;

const STORY: &str = r#"
workspace "W" { timezone "Europe/Paris"  quiet 21:00..08:00 }
schedule office { mon..fri 08:00..18:00 }
flow silent {
  on silence
  via whatsapp for 24h, else sms
  within office
  after 5m  send "Still there <b>?"
  after 1d  send "Last one"
}
scenario "held & <script>alert(1)</script>" {
  at 2026-03-06 17:50
  contact marie { phone "+33612345678" }
  contact nora { phone "+33623456789"  timezone "America/New_York" }
  marie says "Hi <img src=x onerror=alert(1)> 👋 שלום" on whatsapp
  bot says "Which day?" to marie
  wait 5m
  wait 1d
  wait 2d
  nora says "STOP" on sms
}
"#;

/// The page for the story above.
fn page(bench: &Workbench) -> String {
    let ran = bench.flowc(&["simulate", "a.flow", "held", "--html", "page.html"]);
    assert_eq!((ran.code, ran.err.as_str(), ran.out.as_str()), (0, "", "wrote page.html\n"));
    bench.read("page.html")
}

fn bench() -> Workbench {
    Workbench::new().with("a.flow", STORY)
}

#[test]
fn the_page_holds_the_story_and_loads_nothing() {
    let page = page(&bench());
    assert!(page.starts_with("<!DOCTYPE html>"));
    assert!(page.contains("default-src 'none'") && page.contains(SCRIPT.hash));
    for wrong in ["<script>alert", "<img", "<b>", "http://", "https://", "@import", "url("] {
        assert!(!page.contains(wrong), "{wrong}");
    }
    for right in [
        "Hi &lt;img src=x onerror=alert(1)&gt; 👋 שלום",
        "Still there &lt;b&gt;?",
        "held until Mon 2026-03-09 08:00",
        "within office: shut",
        "quiet hours: quiet",
        "the window of whatsapp closes for marie",
        "<dt><code>completed</code></dt><dd>Its steps are done.</dd>",
    ] {
        assert!(page.contains(right), "{right}\n{page}");
    }
}

#[test]
fn windows_are_shaded_as_the_engine_sees_them() {
    let page = page(&bench());
    let rows: Vec<&str> = page.split("<tr class=\"entry\"").skip(1).collect();
    let row = |text: &str| *rows.iter().find(|row| row.contains(text)).unwrap();
    let wrote = row("Hi &lt;img");
    assert!(wrote.contains("hours open") && wrote.contains("channel open"), "{wrote}");
    let first = row("Still there");
    assert!(first.contains("channel open"), "{first}");
    // A day after the contact's message WhatsApp is closed, and the message goes by SMS.
    let last = row("Last one");
    assert!(last.contains("channel shut") && last.contains("channel free"), "{last}");
}

#[test]
fn the_hash_of_the_policy_is_that_of_the_script() {
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(SCRIPT.text));
    assert_eq!(SCRIPT.hash, format!("sha256-{hash}"), "put the new hash beside the script");
}

#[test]
fn a_conversation_is_no_page_yet() {
    let ran = bench().flowc(&["simulate", "a.flow", "--html", "page.html"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("`--html` shows scenarios"), "{}", ran.err);
    let ran = bench().flowc(&["simulate", "a.flow", "held", "--html", "no/such/folder.html"]);
    assert!(ran.code == 2 && ran.err.contains("cannot write `no/such/folder.html`"), "{}", ran.err);
    let ran = bench().flowc(&["simulate", "a.flow", "held", "--html", "-"]);
    assert!(ran.code == 0 && ran.out.starts_with("<!DOCTYPE html>"));
}

/// Loads the page in a browser; its document afterwards, and what it complained about. None without a browser.
fn browse(bench: &Workbench, file: &str) -> Option<(String, String)> {
    let profile = bench.path().join("profile");
    let mut browser = Command::new("chromium");
    browser.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]);
    browser.args(["--disable-background-networking", "--disable-component-update", "--disable-sync"]);
    browser.args(["--enable-logging=stderr", "--virtual-time-budget=3000", "--dump-dom"]);
    browser.arg(format!("--user-data-dir={}", profile.display()));
    browser.arg(format!("file://{}/{file}", bench.path().display()));
    match browser.stdin(Stdio::null()).output() {
        Ok(output) if output.status.success() => Some((
            String::from_utf8_lossy(&output.stdout).into_owned(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )),
        Ok(_) | Err(_) => {
            eprintln!("skipped: there is no chromium that runs here");
            None
        }
    }
}

#[test]
fn a_browser_steps_through_the_page_and_asks_for_nothing() {
    let bench = bench();
    let page = page(&bench);
    // A second script, known to the policy by its own hash, presses the keys and says what came of it.
    let probe = r#"addEventListener("load", () => {
        const press = (key) => document.dispatchEvent(new KeyboardEvent("keydown", { key }));
        press("Home"); press("ArrowRight"); press("ArrowRight"); press("ArrowLeft");
        const loaded = performance.getEntriesByType("resource").length;
        const later = document.querySelectorAll("tr.entry.later").length;
        document.body.dataset.probe = `${loaded} loaded, ${later} later`;
    });"#;
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(probe));
    let probed = page.replace(SCRIPT.hash, &format!("{}' 'sha256-{hash}", SCRIPT.hash));
    let bench =
        bench.with("probed.html", probed.replace("</body>", &format!("<script>{probe}</script></body>")));
    let Some((document, complaints)) = browse(&bench, "probed.html") else { return };
    let entries = page.matches("<tr class=\"entry\"").count();
    assert!(document.contains(&format!("0 loaded, {} later", entries - 2)), "{document}\n{complaints}");
    assert!(document.contains(&format!("step 2 of {entries}")), "{document}");
    assert!(!complaints.contains("CONSOLE"), "{complaints}");
}
