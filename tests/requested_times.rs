//! The moments that contacts ask for: every line of `tests/requested_times/*.txt`, and what must hold for any text.

use std::path::Path;

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use flowc::intents::requested::{Requested, find};
use proptest::prelude::*;

/// A line of a table: the message, when and by whom it is written, and the moment it asks for.
struct Case<'f> {
    line: usize,
    now: NaiveDateTime,
    language: Option<&'f str>,
    message: &'f str,
    expected: Option<NaiveDateTime>,
}

#[test]
fn french_requests() {
    assert_table("fr.txt", 170);
}

#[test]
fn english_requests() {
    assert_table("en.txt", 170);
}

#[test]
fn sentences_that_ask_for_nothing() {
    assert_table("none.txt", 80);
}

/// Checks every line and lists all that are wrong.
fn assert_table(name: &str, lines_min: usize) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/requested_times").join(name);
    #[expect(clippy::disallowed_methods, reason = "the tables of this test are files")]
    let text = std::fs::read_to_string(&path).expect("the table is there");
    let cases = cases(&text);
    assert!(cases.len() >= lines_min, "{name} has only {} lines", cases.len());
    let wrong: Vec<String> = cases.iter().filter_map(|case| complaint(name, case)).collect();
    assert!(wrong.is_empty(), "{} of {} lines are wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

fn complaint(name: &str, case: &Case<'_>) -> Option<String> {
    let found = find(case.message, case.now, case.language).map(|requested| local(requested, case.now));
    let shown =
        |at: Option<NaiveDateTime>| at.map_or("nothing".to_owned(), |at| at.format("%a %F %R").to_string());
    (found != case.expected).then(|| {
        let (expected, found) = (shown(case.expected), shown(found));
        format!("{name}:{}: at {}: {} => {expected}, found {found}", case.line, case.now, case.message)
    })
}

/// `now 2026-03-04 10:00` and `language fr` hold for the lines below; a line is `message => local time`, or a
/// message alone when it asks for nothing.
fn cases(text: &str) -> Vec<Case<'_>> {
    let mut now = None;
    let mut language = None;
    let mut cases = Vec::new();
    for (index, line) in text.lines().map(str::trim).enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(at) = line.strip_prefix("now ") {
            now = Some(instant(at));
        } else if let Some(tag) = line.strip_prefix("language ") {
            language = Some(tag).filter(|tag| *tag != "unknown");
        } else {
            let (message, expected) = match line.split_once(" => ") {
                Some((message, at)) => (message, Some(instant(at))),
                None => (line, None),
            };
            let now = now.expect("a table begins with `now`");
            cases.push(Case { line: index + 1, now, language, message, expected });
        }
    }
    cases
}

fn instant(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text.trim(), "%Y-%m-%d %H:%M").expect("a date and time in the table")
}

/// On the contact's clock, with no change of summer time in between.
fn local(requested: Requested, now: NaiveDateTime) -> NaiveDateTime {
    match requested {
        Requested::At(at) => at,
        Requested::In(delay) => {
            let millis = TimeDelta::milliseconds(i64::try_from(delay.millis).expect("a delay of some years"));
            now + Days::new(u64::from(delay.days)) + millis
        }
    }
}

/// Messages made of the words that the grammar knows, in any order.
fn wordy() -> impl Strategy<Value = String> {
    const WORDS: &[&str] = &[
        "rappelez-moi",
        "call me",
        "demain",
        "tomorrow",
        "à",
        "at",
        "9h",
        "5",
        "9:30",
        "lundi",
        "next",
        "monday",
        "prochain",
        "dans",
        "in",
        "une",
        "half",
        "past",
        "heure",
        "hours",
        "et demie",
        "moins le quart",
        "pas avant",
        "after",
        "entre",
        "between",
        "et",
        "and",
        "12/03",
        "3/4",
        "31/02",
        "le",
        "29",
        "février",
        "march",
        "the",
        "31st",
        "of",
        ",",
        ".",
        "?",
        "ce",
        "soir",
        "this",
        "evening",
        "week-end",
        "fin de",
        "mois",
        "2",
        "99",
        "9999",
        "minutes",
        "jours",
        "ne",
        "don't",
        "pm",
        "am",
        "-",
        "plus tard",
        "asap",
        "midi",
        "midnight",
        "24h",
        "00:00",
        "quarter to",
        "one",
        "before",
        "semaine prochaine",
        "1,5",
        "1000000",
    ];
    prop::collection::vec(prop::sample::select(WORDS), 0..40).prop_map(|words| words.join(" "))
}

fn any_now() -> impl Strategy<Value = NaiveDateTime> {
    let first = NaiveDate::from_ymd_opt(2024, 1, 1).and_then(|day| day.and_hms_opt(0, 0, 0)).expect("a date");
    (0..4_i64 * 366 * 24 * 3600).prop_map(move |seconds| first + TimeDelta::seconds(seconds))
}

fn assert_later(text: &str, now: NaiveDateTime, language: Option<&str>) {
    if let Some(requested) = find(text, now, language) {
        assert!(local(requested, now) > now, "{text:?} at {now} gives {requested:?}");
    }
}

proptest! {
    #[test]
    fn any_text_gives_nothing_or_something_later(text in any::<String>(), now in any_now()) {
        assert_later(&text, now, None);
    }

    #[test]
    fn any_words_of_time_give_nothing_or_something_later(text in wordy(), now in any_now(), english in any::<bool>()) {
        assert_later(&text, now, english.then_some("en-US"));
    }
}

/// Repetition must not make the grammar try again and again: such texts take milliseconds, or else minutes.
#[test]
fn long_and_repetitive_messages_end() {
    let now = instant("2026-03-04 10:00");
    for word in [
        "demain ", "pas ", "dans ", "in a ", "le ", "9 ", "de ", "not ", "entre ", "une ", "call ", "1 2 ",
        ", ", "half ", "vers le ",
    ] {
        assert_later(&word.repeat(20_000), now, None);
    }
}
