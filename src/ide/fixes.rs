//! What mends findings: the changes that `flowc check --fix` would make, each by itself or all of a file.

use crate::analysis::live::{FileId, Live};
use crate::analysis::mend;
use crate::diagnostics::Diagnostic;
use crate::source::Span;

/// A change that mends a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer<'l> {
    /// The finding.
    pub found: &'l Diagnostic,
    /// What it does: `` write `keyword` ``.
    pub title: &'l str,
    /// Places with the text that goes there; they do not overlap, and may lie in several files.
    pub edits: &'l [(Span, String)],
    /// How sure it is that the author means that.
    pub certainty: Certainty,
}

/// How sure it is that an author means a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// It certainly mends the finding.
    Certain,
    /// It is one of the things that the author may have meant.
    Choice,
}

/// The changes that mend the findings which touch a place of a file.
pub fn at(live: &Live, file: FileId, place: Span) -> Vec<Offer<'_>> {
    let touches = |found: &&Diagnostic| {
        let span = found.span();
        span.source == place.source && span.start <= place.end && place.start <= span.end
    };
    live.findings(file).iter().filter(touches).flat_map(of_finding).collect()
}

/// The certain changes of all findings of a file that do not touch each other, in order of place.
pub fn of_file(live: &Live, file: FileId) -> Vec<(Span, String)> {
    let fixes = live.findings(file).iter().filter_map(|found| found.fix.as_ref());
    let mut edits: Vec<(Span, String)> =
        mend::compatible(fixes).into_iter().flat_map(|fix| fix.edits.iter().cloned()).collect();
    edits.sort_by_key(|(place, _)| *place);
    edits
}

fn of_finding(found: &Diagnostic) -> impl Iterator<Item = Offer<'_>> {
    let certain = found.fix.iter().map(|fix| (fix, Certainty::Certain));
    let choices = found.choices.iter().map(|choice| (&choice.fix, Certainty::Choice));
    certain.chain(choices).map(move |(fix, certainty)| Offer {
        found,
        title: &fix.title,
        edits: &fix.edits,
        certainty,
    })
}
