//! `flowc check --fix`: does what certainly mends findings.

use std::fs::OpenOptions;
use std::io::Write;

use crate::diagnostics::{Diagnostic, Fix};
use crate::shell::failure::Failure;
use crate::source::{Source, SourceId, Span};

/// Applies the fixes of findings to their files; how many. Of two that touch the same place the first is applied.
pub(super) fn apply(found: &[Diagnostic], sources: &[Source]) -> Result<usize, Failure> {
    let fixes = compatible(found.iter().filter_map(|found| found.fix.as_ref()));
    for source in sources {
        if let Some(text) = mended(source, &fixes) {
            write(source.name(), &text)?;
        }
    }
    Ok(fixes.len())
}

/// The fixes that do not touch a place which an earlier one changes.
fn compatible<'f>(fixes: impl Iterator<Item = &'f Fix>) -> Vec<&'f Fix> {
    let mut taken: Vec<Span> = Vec::new();
    let mut accepted = Vec::new();
    for fix in fixes {
        let free = |(place, _): &(Span, String)| !taken.iter().any(|other| touch(*place, *other));
        if fix.edits.iter().all(free) {
            taken.extend(fix.edits.iter().map(|(place, _)| *place));
            accepted.push(fix);
        }
    }
    accepted
}

const fn touch(one: Span, other: Span) -> bool {
    let SourceId(source) = one.source;
    source == other.source.0 && one.start <= other.end && other.start <= one.end
}

/// A file's text with all edits; none when nothing changes in it.
fn mended(source: &Source, fixes: &[&Fix]) -> Option<String> {
    let edits = fixes.iter().flat_map(|fix| &fix.edits);
    let mut edits: Vec<_> = edits.filter(|(place, _)| place.source == source.id()).collect();
    if edits.is_empty() {
        return None;
    }
    edits.sort_by_key(|(place, _)| place.start);
    let mut text = String::with_capacity(source.text().len());
    let mut copied = 0;
    for (place, new) in edits {
        text.push_str(&source.text()[copied..place.range().start]);
        text.push_str(new);
        copied = place.range().end;
    }
    text.push_str(&source.text()[copied..]);
    Some(text)
}

/// Replaces the text of a file that exists.
fn write(name: &str, text: &str) -> Result<(), Failure> {
    let file = OpenOptions::new().write(true).truncate(true).open(name);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| Failure::new(format!("cannot write `{name}`")).because(error))
}

#[cfg(test)]
mod tests {
    use super::{compatible, mended};
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
        assert_eq!(mended(&source, &accepted).unwrap(), "1 two 3");
    }
}
