//! A file's lines with what was reached in them: stretches to colour, and what is missing.

use super::points::{Point, Section};
use super::report::{Report, State};
use crate::source::Source;

/// One line of a file.
#[derive(Debug, Clone)]
pub(super) struct Line<'r> {
    /// From 1.
    pub number: usize,
    /// How much of what begins in it was reached; none when nothing does.
    pub state: Option<State>,
    /// How often what begins in it was come to, at most.
    pub visits: u64,
    /// The text without its end, cut where the state changes.
    pub stretches: Vec<(&'r str, Option<State>)>,
    /// What begins in it and is to be told as missing.
    pub missing: Vec<&'r Point>,
}

/// The lines of a file; only what is counted has a state.
pub(super) fn lines<'r>(report: &Report<'r>, source: &'r Source) -> Vec<Line<'r>> {
    let sections: Vec<&'r Section> =
        report.counted().filter(|section| section.span.source == source.id()).collect();
    let points: Vec<&'r Point> = sections.iter().flat_map(|section| &section.points).collect();
    let states = states(report, source, &points);
    let mut lines: Vec<Line<'r>> = (1..=source.lines()).map(|number| line(source, number, &states)).collect();
    for point in points {
        let at = source.position(point.mark.start).line;
        let Some(line) = lines.get_mut(at - 1) else { continue };
        let state = report.state(point);
        line.state = Some(line.state.map_or(state, |other| other.and(state)));
        line.visits = line.visits.max(report.visits(point));
    }
    for point in sections.iter().flat_map(|section| report.missed(section)) {
        let at = source.position(point.mark.start).line;
        if let Some(line) = lines.get_mut(at - 1) {
            line.missing.push(point);
        }
    }
    lines
}

/// The state of each byte: that of the shortest mark around it.
fn states(report: &Report<'_>, source: &Source, points: &[&Point]) -> Vec<Option<State>> {
    let mut nearest: Vec<Option<(usize, State)>> = vec![None; source.text().len()];
    for point in points {
        let (length, state) = (point.mark.len(), report.state(point));
        let start = point.mark.start as usize;
        let end = start + source.slice(point.mark).trim_end().len();
        for byte in nearest.get_mut(start..end).unwrap_or_default() {
            *byte = Some(match *byte {
                Some((least, other)) if least < length => (least, other),
                Some((least, other)) if least == length => (least, other.and(state)),
                Some(_) | None => (length, state),
            });
        }
    }
    nearest.into_iter().map(|state| state.map(|(_, state)| state)).collect()
}

fn line<'r>(source: &'r Source, number: usize, states: &[Option<State>]) -> Line<'r> {
    let span = source.line(number);
    let text = source.slice(span).trim_end_matches(['\n', '\r']);
    let state_at = |byte: usize| states.get(span.start as usize + byte).copied().flatten();
    // Blanks at the ends of a line and before a comment's word have no colour.
    let content = text.trim_end().len();
    let indent = text.len() - text.trim_start().len();
    let mut stretches: Vec<(&str, Option<State>)> = Vec::new();
    let mut start = 0;
    let shown = |byte: usize| if byte < indent || byte >= content { None } else { state_at(byte) };
    for (byte, _) in text.char_indices() {
        if byte > start && shown(byte) != shown(start) {
            stretches.push((&text[start..byte], shown(start)));
            start = byte;
        }
    }
    if start < text.len() {
        stretches.push((&text[start..], shown(start)));
    }
    Line { number, state: None, visits: 0, stretches, missing: Vec::new() }
}
