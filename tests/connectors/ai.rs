//! The AI: what it is told, and what is taken of its answers.

use flowc::program::Name;
use flowc::shell::runtime::ai::{Ai, Settings, prompt};
use flowc::shell::runtime::connector::{Listener, Outcome, Writer, WritingTask};
use flowc::shell::runtime::secrets::Secret;
use serde_json::{Value, json};

use crate::fake::{Fake, Reply, answer};
use crate::workbench::{connectors, retried};

fn ai(fake: &Fake, fallback: Option<&str>) -> Ai {
    let settings = Settings {
        url: format!("{}/v1/", fake.url),
        model: "small".into(),
        key_env: None,
        timeout_seconds: 1,
        fallback: fallback.map(str::to_owned),
        persona: None,
        intents: true,
        intents_seconds_max: 3,
    };
    Ai::new(settings, Some(Secret::new("t0ken")))
}

fn task() -> WritingTask {
    WritingTask {
        key: "marie/3/0".into(),
        contact: "marie".into(),
        instruction: Some("Propose un rendez-vous".into()),
        language: Some("fr".into()),
        conversation: vec![("contact", "Bonjour".into()), ("business", "Quel jour ?".into())],
    }
}

fn said(text: &str) -> Value {
    json!({ "choices": [{ "index": 0, "finish_reason": "stop", "message": { "role": "assistant", "content": text } }] })
}

#[test]
fn the_conversation_and_the_instruction_are_told() {
    let fake = Fake::new(answer(200, said("  Jeudi à 10 h ?\n")));
    assert_eq!(ai(&fake, None).write(&task()).unwrap().as_ref(), "Jeudi à 10 h ?");
    let heard = fake.only();
    assert_eq!((&*heard.path, heard.header("authorization")), ("/v1/chat/completions", "Bearer t0ken"));
    let body = heard.json();
    let messages = body["messages"].as_array().unwrap();
    assert_eq!(body["model"], "small");
    assert!(messages[0]["content"].as_str().unwrap().contains("Propose un rendez-vous"));
    let turns: Vec<_> =
        messages[1..].iter().map(|turn| (turn["role"].as_str(), turn["content"].as_str())).collect();
    assert_eq!(turns, [(Some("user"), Some("Bonjour")), (Some("assistant"), Some("Quel jour ?"))]);
}

#[test]
fn a_long_conversation_is_told_from_its_end() {
    let mut task = task();
    task.conversation =
        (0..500).map(|number| ("contact", format!("{number} {}", "é".repeat(5000)).into())).collect();
    let body = prompt::writing("small", None, &task);
    let messages = body["messages"].as_array().unwrap();
    assert_eq!(messages.len(), 41);
    let last = messages[40]["content"].as_str().unwrap();
    assert!(last.starts_with("499 ") && last.chars().count() == 2000, "{}", last.chars().count());
}

#[test]
fn without_an_answer_the_fallback_is_written() {
    let troubles = [
        answer(500, "oops"),
        answer(429, "{}"),
        answer(401, r#"{"error": {"message": "bad key"}}"#),
        answer(200, "no json"),
        answer(200, said("   ")),
        answer(
            200,
            json!({ "choices": [{ "finish_reason": "content_filter", "message": { "content": "…" } }] }),
        ),
        Reply::Silence,
        Reply::Cut,
    ];
    for trouble in troubles {
        let fake = Fake::new(trouble.clone());
        assert_eq!(ai(&fake, Some("Toujours là ?")).write(&task()).unwrap().as_ref(), "Toujours là ?");
        let outcome = ai(&Fake::new(trouble.clone()), None).write(&task()).unwrap_err();
        // Nothing has gone to a contact: it is never unknown.
        retried(&outcome);
    }
    let refused =
        ai(&Fake::new(answer(400, r#"{"error": {"message": "no such model"}}"#)), None).write(&task());
    assert_eq!(refused, Err(Outcome::Failed { why: "HTTP 400: no such model".into() }));
}

#[test]
fn it_is_set_up_by_its_table() {
    let fake = Fake::new(answer(200, said("Oui")));
    let toml = format!("[ai]\nurl = \"{}\"\nmodel = \"small\"\nkey_env = \"TOKEN\"\n", fake.url);
    assert_eq!(connectors(&toml).writer.unwrap().write(&task()).unwrap().as_ref(), "Oui");
    assert_eq!(fake.only().header("authorization"), "Bearer t0ken-t0ken");
}

#[test]
fn intents_are_those_of_the_workspace() {
    let known: Vec<Name> = ["busy", "callback", "wants_refund"].map(Name::from).to_vec();
    let fake = Fake::new(answer(200, said("Sure:\n```json\n[\"callback\", \"invented\", \"busy\"]\n```")));
    let found = ai(&fake, None).intents("Rappelez-moi, je conduis", &known);
    assert_eq!(found.iter().map(|name| &**name).collect::<Vec<_>>(), ["busy", "callback"]);
    let body = fake.only().json();
    assert!(
        body["messages"][0]["content"].as_str().unwrap().contains(r#"["busy","callback","wants_refund"]"#)
    );
    assert_eq!(body["messages"][1]["content"], "Rappelez-moi, je conduis");
    for answer_text in ["", "busy", "[busy]", "[1, 2]", "[[[[", "{\"intents\": \"busy\"}"] {
        assert!(prompt::intents_in(answer_text, &known).is_empty(), "{answer_text}");
    }
    assert!(ai(&Fake::new(answer(500, "")), None).intents("x", &known).is_empty());
}
