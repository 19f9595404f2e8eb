//! What the client can have done: scenarios are played, and their story told.

use gen_lsp_types as lsp;
use lsp::ErrorCodes;
use serde_json::{Value, json};

use super::{Asked, Remark, Subject};
use crate::ide::lenses::{Played, run};
use crate::shell::lsp::client::{Client, Player};
use crate::shell::lsp::transport::Refusal;
use crate::simulator::{Outcome, Palette, report};
use crate::source::Span;

/// Plays a scenario: the document's address and the title.
pub(super) const RUN_SCENARIO: &str = "flowc.runScenario";

/// Plays the scenarios in which a flow does something: the document's address and the flow's name.
pub(super) const TEST_FLOW: &str = "flowc.testFlow";

/// The commands that the server does for this client. A client that has a command of its own must not be told of ours.
pub(in crate::shell::lsp) fn of(client: &Client) -> Vec<String> {
    let own = (client.options.scenarios == Player::Server).then_some(RUN_SCENARIO);
    own.into_iter().chain([TEST_FLOW]).map(str::to_owned).collect()
}

pub(super) fn execute(
    asked: Asked<'_>,
    params: lsp::ExecuteCommandParams,
    remarks: &mut Vec<Remark>,
) -> Result<Value, Refusal> {
    let arguments = params.arguments.unwrap_or_default();
    let (Some(address), Some(name)) =
        (arguments.first().and_then(Value::as_str), arguments.get(1).and_then(Value::as_str))
    else {
        let message = "a command takes the address of a document and the name of something in it";
        return Err(Refusal::new(ErrorCodes::InvalidParams, message));
    };
    let subject = asked.subject(&lsp::TextDocumentIdentifier { uri: address.into() })?;
    let live = &subject.folder.live;
    let titles: Vec<String> = match params.command.as_str() {
        RUN_SCENARIO => vec![name.to_owned()],
        TEST_FLOW => {
            let played = Played::of(live);
            played.with_flow(name).into_iter().map(|scenario| scenario.title.clone()).collect()
        }
        other => {
            return Err(Refusal::new(ErrorCodes::InvalidParams, format!("there is no command `{other}`")));
        }
    };
    let mut told = Vec::with_capacity(titles.len());
    for title in &titles {
        let outcome = run(live, subject.file, title);
        told.push(outcome.map_err(|reason| Refusal::new(ErrorCodes::from(-32803), reason))?);
    }
    let failed = told.iter().filter(|outcome| !outcome.passed()).count();
    let story: Vec<String> = told.iter().map(|outcome| story(&subject, outcome)).collect();
    let shown = match (titles.as_slice(), failed) {
        ([], _) => format!("no scenario covers `{name}`"),
        ([title], 0) => format!("passed: {title}"),
        ([title], _) => format!("failed: {title}"),
        (all, 0) => format!("all {} scenarios passed", all.len()),
        (all, failed) => format!("{failed} of {} scenarios failed", all.len()),
    };
    let kind = if failed == 0 { lsp::MessageType::Info } else { lsp::MessageType::Error };
    remarks.push(Remark { shown, story: story.join("\n"), kind });
    let results = told.iter().zip(&story).map(
        |(outcome, story)| json!({ "title": outcome.title, "passed": outcome.passed(), "report": story }),
    );
    Ok(json!({ "passed": failed == 0, "scenarios": results.collect::<Vec<_>>() }))
}

fn story(subject: &Subject<'_>, outcome: &Outcome) -> String {
    let place = |span: Span| {
        let live = &subject.folder.live;
        let Some(file) = live.file_of(span.source) else { return String::new() };
        let at = live.source(file).position(span.start);
        format!("{}:{}:{}", live.name(file), at.line, at.column)
    };
    report(outcome, &Palette::PLAIN, &place)
}
