//! Inside of a token that is being typed: the unit of a number, a code in a comment.

use super::place::Place;
use super::{Completion, Kind};
use crate::diagnostics::code::CATALOGUE;
use crate::source::Span;

impl Place<'_> {
    /// The units of a number that is being typed.
    pub fn units(&self) -> Vec<Completion> {
        let Some(number) = self.here.filter(|number| number.span.end == self.byte) else { return Vec::new() };
        let text = self.source.slice(number.span);
        if text.contains('.') {
            return Vec::new();
        }
        let units = [
            ("s", "seconds"),
            ("m", "minutes"),
            ("h", "hours, exact"),
            ("d", "days of the calendar"),
            ("w", "weeks of the calendar"),
        ];
        let completion = |(unit, detail): (&str, &str)| Completion {
            replaces: number.span,
            ..self.completion(format!("{text}{unit}"), Kind::Value, Some(detail.to_owned()))
        };
        units.map(completion).into_iter().collect()
    }

    /// The codes behind `# allow`.
    pub fn codes(&self) -> Vec<Completion> {
        let Some(comment) = self.here else { return Vec::new() };
        let typed = &self.source.text()[comment.span.start as usize..self.byte as usize];
        let list = typed.trim_start_matches('#').trim_start().strip_prefix("allow");
        let Some(list) = list.filter(|list| list.starts_with(' ') && !list.contains(':')) else {
            return Vec::new();
        };
        let code = list.rsplit([',', ' ']).next().unwrap_or_default();
        let replaces = Span { start: self.byte - code.len() as u32, end: self.byte, ..comment.span };
        let rows = CATALOGUE.iter().filter(|row| row.may_be_allowed() && !row.code.starts_with('A'));
        rows.map(|row| {
            let detail = format!("{}: {}", row.name, row.summary);
            Completion { replaces, ..self.completion(row.code, Kind::Value, Some(detail)) }
        })
        .collect()
    }
}
