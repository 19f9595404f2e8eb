//! Coverage for people: a row for each flow, then what was not reached, with its place.

use super::points::{Kind, Section};
use super::report::{Report, State, Tally};
use crate::program::Lifecycle;
use crate::simulator::{Palette, Role};
use crate::source::Span;

/// The report.
pub fn text(report: &Report<'_>, palette: &Palette) -> String {
    let mut out = String::new();
    table(&mut out, report, palette);
    for section in report.counted() {
        missing(&mut out, report, section, palette);
    }
    out
}

fn table(out: &mut String, report: &Report<'_>, palette: &Palette) {
    // What no flow has, has no column.
    let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| report.of_kind(*kind).all > 0).collect();
    let name = |section: &Section| match &section.flow {
        Some(flow) => flow.to_string(),
        None => "(workspace)".to_owned(),
    };
    let names = report.points.sections.iter().map(|section| name(section).chars().count());
    let width = names.max().unwrap_or(0).max("coverage".len());
    let mut row = |first: &str, cells: &[String], last: &str, role: Role| {
        let mut line = format!("{first:<width$}");
        for (kind, cell) in kinds.iter().zip(cells) {
            line.push_str(&format!("  {cell:>least$}", least = kind.plural().len()));
        }
        line.push_str(&format!("  {last:>7}"));
        palette.paint(out, role, line.trim_end());
        out.push('\n');
    };
    let heads: Vec<String> = kinds.iter().map(|kind| kind.plural().to_owned()).collect();
    row("coverage", &heads, "all", Role::Day);
    let sections = &report.points.sections;
    for section in sections {
        let (cells, last, role) = match section.lifecycle {
            Lifecycle::Live => {
                let cells = kinds.iter().map(|kind| cell(report.of_section_and_kind(section, *kind)));
                let tally = report.of_section(section);
                (cells.collect(), tally.percent(), role(tally))
            }
            Lifecycle::Draft => (blanks(&kinds), "draft".to_owned(), Role::Faint),
            Lifecycle::Paused => (blanks(&kinds), "paused".to_owned(), Role::Faint),
        };
        row(&name(section), &cells, &last, role);
    }
    if sections.len() > 1 {
        let cells: Vec<String> = kinds.iter().map(|kind| cell(report.of_kind(*kind))).collect();
        let total = report.total();
        row("all", &cells, &total.percent(), role(total));
    }
}

fn cell(tally: Tally) -> String {
    if tally.all == 0 { "-".to_owned() } else { format!("{}/{}", tally.seen, tally.all) }
}

fn blanks(kinds: &[Kind]) -> Vec<String> {
    kinds.iter().map(|_| String::new()).collect()
}

const fn role(tally: Tally) -> Role {
    if tally.is_whole() { Role::Good } else { Role::Plain }
}

/// What a flow has that was not reached. What lies within a step that was not reached goes without saying.
fn missing(out: &mut String, report: &Report<'_>, section: &Section, palette: &Palette) {
    let missed = report.missed(section);
    if missed.is_empty() {
        return;
    }
    out.push('\n');
    palette.paint(out, Role::Day, section.flow.as_deref().unwrap_or("(workspace)"));
    out.push('\n');
    let place = |span: Span| {
        let (file, at) = report.position(span);
        format!("{file}:{}:{}", at.line, at.column)
    };
    // Where nothing was asked either, that is all there is to say.
    if section.flow.is_some() && report.of_section(section).seen == 0 {
        out.push_str(&format!("  {}  ", place(section.span)));
        palette.paint(out, Role::Bad, "never started");
        out.push('\n');
        return;
    }
    let places: Vec<String> = missed.iter().map(|point| place(point.mark)).collect();
    let widest = places.iter().map(|place| place.chars().count()).max().unwrap_or(0);
    let words: Vec<&str> = missed.iter().filter_map(|point| report.missing(point)).collect();
    let longest = words.iter().map(|words| words.len()).max().unwrap_or(0);
    for ((point, place), never) in missed.iter().zip(places).zip(words) {
        let role = if report.state(point) == State::Partly { Role::Refusal } else { Role::Bad };
        out.push_str(&format!("  {place:<widest$}  "));
        palette.paint(out, role, &format!("{never:<longest$}"));
        out.push_str(&format!("  {}\n", report.words(point)));
    }
}
