//! Applies what certainly mends findings, until nothing more can be mended.

use std::collections::BTreeMap;

use super::analyse_with;
use super::levels::Levels;
use crate::check::Config;
use crate::diagnostics::{Diagnostic, Fix};
use crate::source::{Source, SourceId, Span};

/// How often a workspace is mended: one change may make room for another.
const ROUNDS_MAX: usize = 8;

/// A workspace after mending.
#[derive(Debug, Clone)]
pub struct Mended {
    /// All files, in order; those without a change are as they were.
    pub sources: Vec<Source>,
    /// How many fixes were applied.
    pub fixes: usize,
}

/// Applies the fixes of all findings; of two that touch the same place the first, and the other in the next round.
///
/// `reading` chooses among what an author could have meant (`and-first`, `or-first`, see
/// [`Choice`](crate::diagnostics::Choice)); without it such findings stay.
pub fn mend(sources: &[Source], config: Config, levels: &Levels, reading: Option<&str>) -> Mended {
    let mut mended = Mended { sources: sources.to_vec(), fixes: 0 };
    for _ in 0..ROUNDS_MAX {
        let found = analyse_with(&mended.sources, config, levels).diagnostics;
        let fixes = compatible(found.iter().filter_map(|found| fix(found, reading)));
        if fixes.is_empty() {
            break;
        }
        mended.fixes += fixes.len();
        let mut edits: Vec<&(Span, String)> = fixes.iter().flat_map(|fix| &fix.edits).collect();
        edits.sort_by_key(|(place, _)| *place);
        mended.sources = mended.sources.iter().map(|source| changed(source, &edits)).collect();
    }
    mended
}

fn fix<'d>(found: &'d Diagnostic, reading: Option<&str>) -> Option<&'d Fix> {
    let chosen = || {
        let choice = found.choices.iter().find(|choice| Some(choice.name) == reading)?;
        Some(&choice.fix)
    };
    found.fix.as_ref().or_else(chosen)
}

/// The fixes that do not touch a place which an earlier one changes.
pub fn compatible<'f>(fixes: impl Iterator<Item = &'f Fix>) -> Vec<&'f Fix> {
    // By where they begin; they do not touch each other, so the last to begin is the last to end.
    let mut taken: BTreeMap<(SourceId, u32), u32> = BTreeMap::new();
    let mut accepted = Vec::new();
    for fix in fixes {
        let free = |(place, _): &(Span, String)| {
            let before = taken.range((place.source, 0)..=(place.source, place.end)).next_back();
            before.is_none_or(|(_, end)| *end < place.start)
        };
        if fix.edits.iter().all(free) {
            taken.extend(fix.edits.iter().map(|(place, _)| ((place.source, place.start), place.end)));
            accepted.push(fix);
        }
    }
    accepted
}

/// A file with its edits, among those of all files in order of place.
fn changed(source: &Source, edits: &[&(Span, String)]) -> Source {
    let first = edits.partition_point(|(place, _)| place.source < source.id());
    let last = edits.partition_point(|(place, _)| place.source <= source.id());
    let edits = &edits[first..last];
    if edits.is_empty() {
        return source.clone();
    }
    let mut text = String::with_capacity(source.text().len());
    let mut copied = 0;
    for (place, new) in edits {
        text.push_str(&source.text()[copied..place.range().start]);
        text.push_str(new);
        copied = place.range().end;
    }
    text.push_str(&source.text()[copied..]);
    Source::new(source.id(), source.name(), text)
}

#[cfg(test)]
mod tests {
    use super::{changed, compatible};
    use crate::diagnostics::Fix;
    use crate::source::{Source, SourceId, Span};

    #[test]
    fn of_two_fixes_that_touch_the_first_is_applied() {
        let source = Source::new(SourceId(0), "a.flow", "one two three");
        let fix = |start, end, text: &str| Fix {
            title: String::new(),
            edits: vec![(Span::new(SourceId(0), start, end), text.to_owned())],
        };
        let fixes = [fix(8, 13, "3"), fix(4, 9, "twot"), fix(0, 3, "1")];
        let accepted = compatible(fixes.iter());
        assert_eq!(accepted.len(), 2);
        let mut edits: Vec<_> = accepted.iter().flat_map(|fix| &fix.edits).collect();
        edits.sort_by_key(|(place, _)| *place);
        assert_eq!(changed(&source, &edits).text(), "1 two 3");
    }
}
