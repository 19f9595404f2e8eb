//! The built-in intents on messages as people write them.

use chrono::{NaiveDate, NaiveDateTime};
use flowc::intents::requested::Requested;
use flowc::intents::{BUILTIN, CALLBACK_DEFAULT, Reading, Recogniser};
use proptest::prelude::*;

fn now() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 3, 4).and_then(|day| day.and_hms_opt(10, 0, 0)).expect("a date")
}

fn read(message: &str) -> Reading {
    Recogniser::default().read(message, now(), None)
}

/// Each line of `tests/intents.txt`: the intents that a message has, or `none`.
#[test]
fn built_in_intents() {
    let table = include_str!("intents.txt");
    let recogniser = Recogniser::default();
    let mut wrong = Vec::new();
    for (index, line) in
        table.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
    {
        let (message, expected) = line.split_once(" => ").expect("a line is: message => intents");
        let mut expected: Vec<&str> = expected.split_whitespace().filter(|name| *name != "none").collect();
        let reading = recogniser.read(message, now(), None);
        let mut found: Vec<&str> = reading.intents.iter().map(|intent| BUILTIN[*intent]).collect();
        expected.sort_unstable();
        found.sort_unstable();
        if found != expected {
            wrong.push(format!("intents.txt:{}: {message} => {expected:?}, found {found:?}", index + 1));
        }
    }
    assert!(wrong.is_empty(), "{} lines are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn callback_always_has_a_moment() {
    let two_hours = Some(Requested::In(CALLBACK_DEFAULT));
    assert_eq!(read("rappelez-moi plus tard").requested, two_hours);
    assert_eq!(read("Call me").requested, two_hours);
    assert_eq!(read("je suis en réunion").requested, None);
    let tomorrow = NaiveDate::from_ymd_opt(2026, 3, 5).and_then(|day| day.and_hms_opt(9, 0, 0));
    assert_eq!(read("en réunion, rappelez-moi demain à 9h").requested, tomorrow.map(Requested::At));
}

#[test]
fn only_the_listed_intents_are_looked_for() {
    let recogniser = Recogniser::new([("wants_refund", vec!["refund"]), ("busy", vec!["sous l'eau"])]);
    let intents = |message| recogniser.read(message, now(), None).intents;
    assert_eq!(intents("not interested, refund me"), [0]);
    assert_eq!(intents("Je suis SOUS L’EAU"), [1]);
    assert_eq!(intents("je conduis"), [1]);
    assert!(intents("je conduis, rappelez-moi demain").is_empty());
}

proptest! {
    #[test]
    fn any_text_can_be_read(message in any::<String>()) {
        let reading = read(&message);
        prop_assert!(reading.intents.is_sorted());
        prop_assert_eq!(reading.requested.is_some(), reading.intents.contains(&3));
    }
}
