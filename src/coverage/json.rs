//! Coverage as one JSON document, for other programs.

use std::collections::BTreeMap;

use serde::Serialize;

use super::points::{Kind, Point, Section};
use super::report::{Report, Tally};
use crate::program::Lifecycle;

/// The version of the document's shape: it grows when a field is removed or changes its meaning.
pub const SCHEMA_VERSION: u32 = 1;

/// The JSON Schema of the document, as `flowc schema coverage` prints it.
pub const SCHEMA: &str = include_str!("../../docs/reference/coverage.schema.json");

/// The document, indented, with a line end. Lines and columns count from 1, columns in characters; `end_line` and
/// `end_column` are the place behind the last character.
pub fn document(report: &Report<'_>) -> String {
    let document = Document {
        schema_version: SCHEMA_VERSION,
        total: Share::of(report.total()),
        kinds: Kind::ALL.iter().map(|kind| (kind.name(), Share::of(report.of_kind(*kind)))).collect(),
        sections: report.points.sections.iter().map(|section| Part::of(section, report)).collect(),
    };
    let mut text = serde_json::to_string_pretty(&document).expect("json: strings and numbers can be written");
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    total: Share,
    kinds: BTreeMap<&'static str, Share>,
    sections: Vec<Part<'a>>,
}

#[derive(Serialize)]
struct Share {
    seen: usize,
    all: usize,
    percent: f64,
}

impl Share {
    fn of(tally: Tally) -> Self {
        Self { seen: tally.seen, all: tally.all, percent: f64::from(tally.hundredths()) / 100.0 }
    }
}

#[derive(Serialize)]
struct Part<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    flow: Option<&'a str>,
    file: &'a str,
    line: usize,
    status: &'static str,
    runs: u64,
    total: Share,
    points: Vec<Reached<'a>>,
}

impl<'a> Part<'a> {
    fn of(section: &'a Section, report: &Report<'a>) -> Self {
        let (file, at) = report.position(section.span);
        Self {
            flow: section.flow.as_deref(),
            file,
            line: at.line,
            status: match section.lifecycle {
                Lifecycle::Live => "live",
                Lifecycle::Draft => "draft",
                Lifecycle::Paused => "paused",
            },
            runs: report.runs(section),
            total: Share::of(report.of_section(section)),
            points: section.points.iter().map(|point| Reached::of(point, report)).collect(),
        }
    }
}

#[derive(Serialize)]
struct Reached<'a> {
    kind: &'static str,
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: String,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    missing: Option<&'static str>,
    counts: BTreeMap<&'static str, u64>,
}

impl<'a> Reached<'a> {
    fn of(point: &Point, report: &Report<'a>) -> Self {
        let (file, start) = report.position(point.mark);
        let end = report.source(point.mark).position(point.mark.end);
        Self {
            kind: point.what.kind().name(),
            file,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            text: report.words(point),
            state: report.state(point).name(),
            missing: report.missing(point),
            counts: point.what.outcomes().iter().copied().zip(report.counts(point)).collect(),
        }
    }
}
