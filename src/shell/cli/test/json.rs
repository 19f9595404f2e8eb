//! Results as one JSON document; `docs/test-output.md` describes it.

use serde::Serialize;

use super::verdict::{Tally, Tried, Verdict, told};
use crate::shell::workspace::Workspace;
use crate::simulator::{Failure, Palette};
use crate::source::Span;

/// The version of the document's shape: it grows when a field is removed or changes its meaning.
const SCHEMA_VERSION: u32 = 1;

/// The document, indented, with a line end.
pub(super) fn document(tried: &[Tried<'_>], workspace: &Workspace) -> String {
    let tally = Tally::of(tried);
    let document = Document {
        schema_version: SCHEMA_VERSION,
        scenarios: tally.all(),
        passed: tally.passed,
        failed: tally.failed,
        not_played: tally.left_out,
        errors: workspace.errors().count(),
        results: tried.iter().map(|tried| Scenario::of(tried, workspace)).collect(),
    };
    let mut text = serde_json::to_string_pretty(&document).expect("json: strings and numbers can be written");
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    scenarios: usize,
    passed: usize,
    failed: usize,
    not_played: usize,
    errors: usize,
    results: Vec<Scenario<'a>>,
}

#[derive(Serialize)]
struct Scenario<'a> {
    title: &'a str,
    file: &'a str,
    line: usize,
    status: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    failures: Vec<Failed<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<String>,
}

#[derive(Serialize)]
struct Failed<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    differences: Vec<Difference<'a>>,
}

#[derive(Serialize)]
struct Difference<'a> {
    what: &'a str,
    expected: &'a str,
    happened: &'a str,
}

impl<'a> Scenario<'a> {
    fn of(tried: &'a Tried<'a>, workspace: &'a Workspace) -> Self {
        let (status, failures) = match &tried.verdict {
            Verdict::Passed => ("passed", Vec::new()),
            Verdict::Failed(outcome) => {
                ("failed", outcome.failures.iter().map(|failure| Failed::of(failure, workspace)).collect())
            }
            Verdict::Unplayable(error) => {
                ("failed", vec![Failed::at(error.span, error.message.clone(), workspace)])
            }
            Verdict::LeftOut => ("not_played", Vec::new()),
        };
        let report = tried.story(workspace, &Palette::PLAIN);
        Self { title: tried.title, file: tried.file, line: tried.line, status, failures, report }
    }
}

impl<'a> Failed<'a> {
    fn of(failure: &'a Failure, workspace: &'a Workspace) -> Self {
        let differences = failure.nearest.iter().flat_map(|miss| &miss.differences);
        let differences = differences.map(|difference| Difference {
            what: difference.what,
            expected: &difference.expected,
            happened: &difference.happened,
        });
        Self {
            found: failure.found.as_deref(),
            differences: differences.collect(),
            ..Self::at(failure.span, told(failure), workspace)
        }
    }

    fn at(span: Span, message: String, workspace: &'a Workspace) -> Self {
        let (file, line, column) = workspace.position(span);
        Self { file, line, column, message, found: None, differences: Vec::new() }
    }
}
