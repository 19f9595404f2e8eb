//! Lenses above flows and scenarios.

use std::time::{Duration, Instant};

use gen_lsp_types as lsp;
use lsp::ErrorCodes;
use serde_json::json;

use super::{Asked, commands};
use crate::ide::lenses::{About, Played, lenses};
use crate::shell::lsp::folder::Folder;
use crate::shell::lsp::transport::Refusal;
use crate::shell::lsp::workspaces::FolderId;

pub(super) fn of(asked: Asked<'_>, params: lsp::CodeLensParams) -> Result<Vec<lsp::CodeLens>, Refusal> {
    let subject = asked.subject(&params.text_document)?;
    let address = params.text_document.uri.to_string();
    let found = lenses(&subject.folder.live, subject.file).into_iter();
    Ok(found
        .map(|lens| {
            let range = subject.range(lens.span);
            match lens.about {
                About::Scenario(title) => lsp::CodeLens {
                    range,
                    command: Some(lsp::Command {
                        title: "play this scenario".to_owned(),
                        command: commands::RUN_SCENARIO.to_owned(),
                        arguments: Some(vec![json!(address), json!(title)]),
                        ..Default::default()
                    }),
                    data: None,
                },
                // Scenarios are only played for lenses that are seen.
                About::Flow(name) => lsp::CodeLens {
                    range,
                    command: None,
                    data: Some(json!({ "document": address, "flow": name })),
                },
            }
        })
        .collect())
}

/// What came of the scenarios of a workspace when they were played last.
#[derive(Default)]
pub(super) struct Plays {
    last: Option<Play>,
}

struct Play {
    folder: FolderId,
    generation: u64,
    settled: u64,
    took: Duration,
    played: Played,
}

/// Scenarios that take longer are not played at every keystroke, but when the file is saved: typing must not wait.
const SHORT: Duration = Duration::from_millis(30);

impl Plays {
    /// Says how many scenarios there are in which the flow of a lens does something.
    pub fn resolve(&mut self, asked: Asked<'_>, lens: lsp::CodeLens) -> Result<lsp::CodeLens, Refusal> {
        let unknown = || Refusal::new(ErrorCodes::InvalidParams, "the lens is none of this server");
        if lens.command.is_some() {
            return Ok(lens);
        }
        let data = lens.data.as_ref().ok_or_else(unknown)?;
        let (Some(address), Some(flow)) = (data["document"].as_str(), data["flow"].as_str()) else {
            return Err(unknown());
        };
        let subject = asked.subject(&lsp::TextDocumentIdentifier { uri: address.into() })?;
        let played = self.played(asked, subject.folder, subject.document.folder);
        let covering = played.with_flow(flow);
        let failed = covering.iter().filter(|scenario| !scenario.passed).count();
        let title = match (covering.len(), failed) {
            (0, _) => "no scenario covers this flow".to_owned(),
            (1, 0) => "1 scenario covers this flow".to_owned(),
            (count, 0) => format!("{count} scenarios cover this flow"),
            (1, _) => "1 scenario covers this flow, and fails".to_owned(),
            (count, failed) => format!("{count} scenarios cover this flow, {failed} of them fail"),
        };
        let command = lsp::Command {
            title,
            command: commands::TEST_FLOW.to_owned(),
            arguments: Some(vec![json!(address), json!(flow)]),
            ..Default::default()
        };
        Ok(lsp::CodeLens { range: lens.range, command: Some(command), data: None })
    }

    /// What came of the scenarios of a workspace as it is now, or as it was when it was saved.
    fn played(&mut self, asked: Asked<'_>, folder: &Folder, id: FolderId) -> &Played {
        let (generation, settled) = (asked.workspaces.generation(), asked.workspaces.settled());
        let is_current = |play: &Play| {
            let is_same = play.generation == generation;
            play.folder == id && (is_same || (play.took > SHORT && play.settled == settled))
        };
        if !self.last.as_ref().is_some_and(is_current) {
            let start = Instant::now();
            let played = Played::of(&folder.live);
            self.last = Some(Play { folder: id, generation, settled, took: start.elapsed(), played });
        }
        &self.last.as_ref().expect("it was just set").played
    }
}
