//! Sessions that are typed, and saved as scenarios that pass.

use flowc::simulator::session::Then;
use flowc::simulator::{Palette, Session, play, report};
use flowc::time::Instant;

use crate::workspace::Workspace;

const PROGRAM: &str = r#"
workspace "Session" { timezone "Europe/Paris"  quiet 21:00..08:00 }
flow order { on keyword "ORDER"  send "Répondez \"oui\" {contact.first_name | vous}."  after 1h send ai "Relance"  after 1d send "Alors ?" }
flow night { on event "left"  via sms  after 12h send "Bonjour" }
"#;

fn start(workspace: &Workspace) -> Instant {
    workspace.program.workspace.zone.to_instant("2026-03-02T09:00:30".parse().unwrap())
}

fn typed(session: &mut Session<'_>, lines: &[&str]) -> String {
    let mut shown = String::new();
    for line in lines {
        shown += &session.prompt();
        shown += line;
        shown += "\n";
        shown += &session.line(line).text;
    }
    shown
}

#[test]
fn a_session_shows_what_comes_of_each_line() {
    let workspace = Workspace::of("session.flow", PROGRAM);
    let mut session = Session::new(&workspace.program, start(&workspace), Palette::PLAIN);
    let lines = [
        "ORDER",
        "/wait 1h",
        "/pending",
        "/why",
        "/wiat 1h",
        "/wait",
        "/as paul",
        "/on sms",
        "ORDER",
        "/event left total=49.90",
        "/wait until tomorrow 12:00",
        "/open ordre",
        "/at 2020-01-01 09:00",
        "/why e1",
    ];
    insta::assert_snapshot!(typed(&mut session, &lines));
}

#[test]
fn a_saved_session_passes_as_a_scenario() {
    let workspace = Workspace::of("session.flow", PROGRAM);
    let mut session = Session::new(&workspace.program, start(&workspace), Palette::PLAIN);
    let lines = [
        "ORDER {now} \"please\" \\ ok",
        "/ai Voilà.",
        "/wait 1h30m",
        "/view /pricing Prix",
        "/event left total=49.90 vip=yes",
        "/agent leo Bonjour",
        "/take leo",
        "/back leo",
        "/book tomorrow 14:00",
        "/buy",
        "/wait 1d",
        "/as paul first_name=Ève tag=vip",
        "/on sms",
        "STOP",
        "/optout",
        "/fail sms",
        "/bot Oui ?",
        "/wait until fri 07:30",
        "/close leo",
    ];
    typed(&mut session, &lines);
    let Then::Save { file, text } = session.line("/save played.flow").then else { panic!("nothing to save") };
    assert_eq!(file, "played.flow");
    insta::assert_snapshot!(text);
    let workspace = Workspace::of("played.flow", &format!("{PROGRAM}\n{text}"));
    let outcome = play(&workspace.program, &workspace.script());
    assert!(outcome.passed(), "{}", report(&outcome, &Palette::PLAIN, &|span| workspace.place(span)));
}

#[test]
fn every_command_of_the_help_is_known() {
    let workspace = Workspace::of("session.flow", PROGRAM);
    let mut session = Session::new(&workspace.program, start(&workspace), Palette::PLAIN);
    for line in session.line("/help").text.lines().skip(1) {
        let command = line.split(' ').next().unwrap();
        let text = session.line(command).text;
        assert!(!text.contains("there is no command"), "{command}: {text}");
    }
}

/// Lines that somebody may type; the program has a flow for many of them.
const LINES: [&str; 24] = [
    "ORDER",
    "bonjour {you}",
    "STOP",
    "START",
    "oui",
    "/ai Une \"réponse\" {de} l'IA",
    "/wait 0s",
    "/wait 45s",
    "/wait 1h",
    "/wait 13h",
    "/wait 1d",
    "/wait until 02:30",
    "/on sms",
    "/on webchat",
    "/on whatsapp",
    "/as paul first_name=Ève",
    "/as you",
    "/view /pricing",
    "/leave",
    "/event left total=49.90",
    "/agent leo Je m'en occupe",
    "/take leo",
    "/back leo",
    "/close leo",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_typed_the_saved_scenario_passes(picks in proptest::collection::vec(0..LINES.len(), 0..24)) {
        let program = Workspace::of("session.flow", PROGRAM);
        // The night in which the clock is put forward is on the way.
        let start = program.program.workspace.zone.to_instant("2026-03-27T20:00:00".parse().unwrap());
        let mut session = Session::new(&program.program, start, Palette::PLAIN);
        for pick in picks {
            session.line(LINES[pick]);
        }
        let Then::Save { text, .. } = session.line("/save played.flow").then else { panic!("nothing to save") };
        let saved = Workspace::of("played.flow", &format!("{PROGRAM}\n{text}"));
        let outcome = play(&saved.program, &saved.script());
        let told = report(&outcome, &Palette::PLAIN, &|span| saved.place(span));
        proptest::prop_assert!(outcome.passed(), "{told}\n{text}");
    }
}
