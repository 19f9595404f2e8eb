//! Findings as SARIF 2.1.0, which code hosts and editors read.

use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::{Diagnostic, Severity, artifact, code, explain};
use crate::source::{self, Source, Span};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The folder that relative addresses begin at, as code hosts call it.
const ROOT: &str = "%SRCROOT%";

/// The document, indented, with a line end; files below `folder` have relative addresses.
///
/// Columns count UTF-16 units. The rules are those that found something, with their pages as help.
pub fn document(diagnostics: &[Diagnostic], sources: &[Source], folder: &str) -> String {
    let rules: Vec<&code::Entry> =
        code::CATALOGUE.iter().filter(|row| diagnostics.iter().any(|found| found.code == row.code)).collect();
    let about = About { sources, folder, rules: &rules };
    let mut fingerprints = Fingerprints::default();
    let results = diagnostics.iter().map(|found| about.result(found, fingerprints.of(found, sources)));
    let run = Run {
        results: results.collect(),
        tool: Tool {
            driver: Driver {
                name: "flowc",
                semantic_version: env!("CARGO_PKG_VERSION"),
                rules: rules.iter().map(|row| rule(row)).collect(),
            },
        },
        column_kind: "utf16CodeUnits",
    };
    let document = Document { schema: SCHEMA, version: "2.1.0", runs: [run] };
    let mut text = serde_json::to_string_pretty(&document).expect("json: strings and numbers can be written");
    text.push('\n');
    text
}

/// What results refer to.
#[derive(Clone, Copy)]
struct About<'a> {
    sources: &'a [Source],
    folder: &'a str,
    rules: &'a [&'static code::Entry],
}

impl<'a> About<'a> {
    fn result(self, found: &'a Diagnostic, fingerprint: String) -> Result<'a> {
        let (first, others) = match found.labels.split_first() {
            Some((first, others)) => (Some(first), others),
            None => (None, [].as_slice()),
        };
        let related = others.iter().zip(1..).filter_map(|(label, id)| self.location(label, Some(id)));
        let choices = found.choices.iter().map(|choice| &choice.fix);
        Result {
            rule_id: found.code,
            rule_index: self.rules.iter().position(|row| row.code == found.code),
            level: level(found.severity),
            message: Message { text: told(found), markdown: None },
            locations: first.and_then(|label| self.location(label, None)).into_iter().collect(),
            related_locations: related.collect(),
            fixes: found.fix.iter().chain(choices).map(|fix| self.fix(fix)).collect(),
            partial_fingerprints: PartialFingerprints { finding: fingerprint },
        }
    }

    fn location(self, label: &super::Label, id: Option<u32>) -> Option<Location> {
        let source = source::find(self.sources, label.span.source)?;
        Some(Location {
            id,
            message: (!label.text.is_empty()).then(|| Message { text: label.text.clone(), markdown: None }),
            physical_location: PhysicalLocation {
                artifact_location: self.artifact(source),
                region: region(source, label.span),
            },
        })
    }

    /// A fix has a change for each file.
    fn fix(self, fix: &'a super::Fix) -> Fix<'a> {
        let change = |source: &'a Source| {
            let of_file = fix.edits.iter().filter(|(place, _)| place.source == source.id());
            let replacements: Vec<_> = of_file
                .map(|(place, text)| Replacement {
                    deleted_region: region(source, *place),
                    inserted_content: Content { text },
                })
                .collect();
            (!replacements.is_empty())
                .then(|| Change { artifact_location: self.artifact(source), replacements })
        };
        Fix {
            description: Message { text: fix.title.clone(), markdown: None },
            artifact_changes: self.sources.iter().filter_map(change).collect(),
        }
    }

    fn artifact(self, source: &Source) -> ArtifactLocation {
        let uri = artifact::uri(source.name(), self.folder);
        let uri_base_id = (!uri.starts_with("file:")).then_some(ROOT);
        ArtifactLocation { uri, uri_base_id }
    }
}

fn rule(row: &'static code::Entry) -> Rule {
    let page = explain::page(row.code).map(|(_, page)| page);
    Rule {
        id: row.code,
        name: row.name,
        short_description: Message { text: row.summary.to_owned(), markdown: None },
        help: page.map(|page| Message { text: explain::plain(page), markdown: Some(page) }),
        default_configuration: Configuration { level: level(row.severity) },
    }
}

/// The fact and the remedy; readers show no other text in a list.
fn told(found: &Diagnostic) -> String {
    match &found.help {
        Some(help) => format!("{}\nhelp: {help}", found.message),
        None => found.message.clone(),
    }
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Advice => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

fn region(source: &Source, span: Span) -> Region {
    let (start, end) = (source.position(span.start), source.position(span.end));
    Region {
        start_line: start.line,
        start_column: start.column_utf16,
        end_line: end.line,
        end_column: end.column_utf16,
    }
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Result<'a>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    name: &'static str,
    short_description: Message,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<Message>,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Result<'a> {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix<'a>>,
    partial_fingerprints: PartialFingerprints,
}

#[derive(Serialize)]
struct PartialFingerprints {
    #[serde(rename = "flowcFinding/v1")]
    finding: String,
}

#[derive(Serialize)]
struct Message {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<u32>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix<'a> {
    description: Message,
    artifact_changes: Vec<Change<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Content<'a>,
}

#[derive(Serialize)]
struct Content<'a> {
    text: &'a str,
}
