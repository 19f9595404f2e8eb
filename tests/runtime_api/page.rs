//! The commands of `docs/api.md` do what the page says.

use std::fs;

use serde_json::Value as Json;

use crate::PROGRAM;
use crate::workbench::{AGENT, Api, READER, WRITER};

/// The fenced blocks of that language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    page.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

/// The words of a line of shell: blanks, both quotes, variables and lines that go on.
fn words(line: &str) -> Vec<String> {
    let variables = [("$FLOWC", ""), ("$READ", READER), ("$WRITE", WRITER), ("$AGENT", AGENT)];
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    for character in line.replace("\\\n", " ").chars() {
        match (quote, character) {
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), close) if open == close => quote = None,
            (None, blank) if blank.is_whitespace() => words.push(std::mem::take(&mut word)),
            (_, character) => word.push(character),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    let filled =
        |word: &String| variables.iter().fold(word.clone(), |word, (name, value)| word.replace(name, value));
    words.iter().map(filled).collect()
}

#[test]
fn the_commands_of_the_page_are_answered_as_it_says() {
    let api = Api::start(PROGRAM);
    let page = fs::read_to_string("docs/api.md").unwrap();
    let mut asked = 0;
    for block in blocks(&page, "sh") {
        for command in block.split("curl ").skip(1) {
            let mut words = words(command).into_iter();
            let address = words.next().unwrap();
            let (mut method, mut body, mut headers) = ("GET", String::new(), Vec::new());
            while let Some(option) = words.next() {
                let value = words.next().unwrap();
                match option.as_str() {
                    "-H" => {
                        let (name, value) = value.split_once(": ").unwrap();
                        headers.push((name.to_lowercase(), value.to_owned()));
                    }
                    "-d" => (method, body) = ("POST", value),
                    other => panic!("{other}"),
                }
            }
            let headers: Vec<(&str, String)> =
                headers.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
            let answer = api.ask(method, &address, &headers, body.as_bytes());
            assert!((200..300).contains(&answer.status), "{command}\n{answer:?}");
            asked += 1;
        }
    }
    assert_eq!(asked, 11);
    for block in blocks(&page, "json") {
        assert!(serde_json::from_str::<Json>(&block).is_ok(), "{block}");
    }
}

#[test]
fn the_page_names_every_address_every_type_of_events_and_every_limit() {
    use flowc::shell::runtime::http::{events, routes, settings::Limits};
    let page = fs::read_to_string("docs/api.md").unwrap();
    for route in routes::all() {
        let last = route.path.rsplit('/').next().unwrap();
        assert!(page.contains(&format!("/{last}")), "{}", route.path);
    }
    for event in events::shape::TYPES {
        assert!(page.contains(&format!("`{}`", event.name)), "{}", event.name);
    }
    let limits = Limits::default();
    for row in [
        format!("| a body | {} MiB |", limits.body_bytes_max >> 20),
        format!("| {} a second, twice as many at once |", limits.requests_per_second),
        format!("| {} a minute, as many at once |", limits.wrong_tokens_per_minute),
        format!(
            "| headers | {}, 32 KiB in all, within {} s |",
            limits.headers_max,
            limits.headers_within.as_secs()
        ),
        format!("| a body's arrival | {} s |", limits.body_within.as_secs()),
        format!("| a connection without a request | {} s |", limits.headers_within.as_secs()),
        format!("| an answer of which nothing is taken | {} s,", limits.answer_within.as_secs()),
        format!("| connections | {}; more wait |", limits.connections_max),
        format!("| events of one request | {} |", events::EVENTS_MAX),
        format!("| `at` ahead of the clock | {} minutes |", events::AHEAD_MILLIS_MAX / 60_000),
    ] {
        assert!(page.contains(&row), "{row}");
    }
}
