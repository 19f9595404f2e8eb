//! Findings as SARIF 2.1.0, which code hosts and editors read.

mod model;

use self::model::{
    ArtifactLocation, Change, Configuration, Content, Document, Driver, Fix, Location, Message,
    PartialFingerprints, PhysicalLocation, Region, Replacement, Result, Rule, Run, Tool,
};
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
        let mut edits: Vec<&(Span, String)> = fix.edits.iter().collect();
        edits.sort_by_key(|(place, _)| *place);
        let of_files = edits.chunk_by(|(one, _), (other, _)| one.source == other.source);
        let change = |edits: &[&'a (Span, String)]| {
            let source = source::find(self.sources, edits.first()?.0.source)?;
            let replacement = |(place, text): &&'a (Span, String)| Replacement {
                deleted_region: region(source, *place),
                inserted_content: Content { text },
            };
            let replacements = edits.iter().map(replacement).collect();
            Some(Change { artifact_location: self.artifact(source), replacements })
        };
        Fix {
            description: Message { text: fix.title.clone(), markdown: None },
            artifact_changes: of_files.filter_map(change).collect(),
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
