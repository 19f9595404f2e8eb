//! Findings as one JSON document, for editors and other programs.

use serde::Serialize;

use super::{Diagnostic, Severity, code, short};
use crate::source::{self, Position, Source, Span};

/// The version of the document's shape: it grows when a field is removed or changes its meaning.
pub const SCHEMA_VERSION: u32 = 1;

/// The JSON Schema of the document, as `flowc schema` prints it.
pub const SCHEMA: &str = include_str!("../../docs/reference/check.schema.json");

/// The document, indented, with a line end.
///
/// Lines and columns count from 1; `column` is in characters, `column_utf16` and `column_utf8` in code units
/// and bytes. `end` is the place behind the last character.
pub fn document(diagnostics: &[Diagnostic], sources: &[Source]) -> String {
    let count = |severity| diagnostics.iter().filter(|found| found.severity == severity).count();
    let document = Document {
        schema_version: SCHEMA_VERSION,
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        advice: count(Severity::Advice),
        diagnostics: diagnostics.iter().map(|found| Finding::of(found, sources)).collect(),
    };
    let mut text = serde_json::to_string_pretty(&document).expect("json: strings and numbers can be written");
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    errors: usize,
    warnings: usize,
    advice: usize,
    diagnostics: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    severity: &'static str,
    message: &'a str,
    labels: Vec<Label<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Fix<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<Choice<'a>>,
}

#[derive(Serialize)]
struct Choice<'a> {
    name: &'static str,
    #[serde(flatten)]
    fix: Fix<'a>,
}

#[derive(Serialize)]
struct Label<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    new_text: &'a str,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
    column_utf16: usize,
    column_utf8: usize,
    byte: u32,
}

impl<'a> Finding<'a> {
    fn of(found: &'a Diagnostic, sources: &'a [Source]) -> Self {
        let label = |label: &'a super::Label| {
            Place::of(label.span, sources).map(|place| Label { place, text: &label.text })
        };
        let fix = |fix: &'a super::Fix| Fix::of(fix, sources);
        Self {
            code: found.code,
            name: code::find(found.code).map(|row| row.name),
            severity: short::severity(found.severity),
            message: &found.message,
            labels: found.labels.iter().filter_map(label).collect(),
            help: found.help.as_deref(),
            fix: found.fix.as_ref().map(fix),
            choices: found
                .choices
                .iter()
                .map(|choice| Choice { name: choice.name, fix: fix(&choice.fix) })
                .collect(),
        }
    }
}

impl<'a> Fix<'a> {
    fn of(fix: &'a super::Fix, sources: &'a [Source]) -> Self {
        let edit = |(span, new_text): &'a (Span, String)| {
            Place::of(*span, sources).map(|place| Edit { place, new_text })
        };
        Self { title: &fix.title, edits: fix.edits.iter().filter_map(edit).collect() }
    }
}

impl<'a> Place<'a> {
    fn of(span: Span, sources: &'a [Source]) -> Option<Self> {
        let source = source::find(sources, span.source)?;
        let point = |byte| Point::of(source.position(byte), byte);
        Some(Self { file: source.name(), start: point(span.start), end: point(span.end) })
    }
}

impl Point {
    const fn of(position: Position, byte: u32) -> Self {
        let Position { line, column, column_utf16, column_utf8 } = position;
        Self { line, column, column_utf16, column_utf8, byte }
    }
}
