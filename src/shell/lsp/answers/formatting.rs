//! The one style: edits of the lines that differ from it.

use gen_lsp_types as lsp;
use lsp::ErrorCodes;
use similar::TextDiff;

use super::{Asked, Subject};
use crate::format::format;
use crate::shell::lsp::transport::Refusal;
use crate::source::{Source, SourceId};
use crate::syntax::token::{TokenKind, tokens};

pub(super) fn document(
    asked: Asked<'_>,
    params: lsp::DocumentFormattingParams,
) -> Result<Vec<lsp::TextEdit>, Refusal> {
    let subject = asked.subject(&params.text_document)?;
    let hunks = hunks(&subject)?;
    Ok(hunks.into_iter().map(|hunk| hunk.edit(&subject)).collect())
}

/// The lines of the range alone, as they stand in the whole text in the one style.
pub(super) fn range(
    asked: Asked<'_>,
    params: lsp::DocumentRangeFormattingParams,
) -> Result<Vec<lsp::TextEdit>, Refusal> {
    let subject = asked.subject(&params.text_document)?;
    let (first, last) = (params.range.start.line as usize, params.range.end.line as usize);
    let mut hunks = hunks(&subject)?;
    hunks.retain(|hunk| hunk.old.start <= last && first < hunk.old.end.max(hunk.old.start + 1));
    // A line that moves is taken away by one hunk and written by another: with only one of them, words would change.
    let text = applied(&subject.source, &hunks);
    if words(subject.source.text()) != words(&text) {
        return Ok(Vec::new());
    }
    Ok(hunks.into_iter().map(|hunk| hunk.edit(&subject)).collect())
}

/// Lines that take the place of others.
struct Hunk {
    /// The lines, from 0.
    old: std::ops::Range<usize>,
    new: String,
}

impl Hunk {
    fn edit(self, subject: &Subject<'_>) -> lsp::TextEdit {
        let (start, end) = (subject.source.line(self.old.start + 1), subject.source.line(self.old.end + 1));
        let place = crate::source::Span { end: end.start, ..start };
        lsp::TextEdit { range: subject.range(place), new_text: self.new }
    }
}

fn hunks(subject: &Subject<'_>) -> Result<Vec<Hunk>, Refusal> {
    let text = format(&subject.source).map_err(|refused| {
        let message = format!("flowc would have changed {}; this is a mistake of flowc", refused.what);
        Refusal::new(ErrorCodes::InternalError, message)
    })?;
    let diff = TextDiff::from_lines(subject.source.text(), &text);
    let changed = diff.ops().iter().filter(|op| op.tag() != similar::DiffTag::Equal);
    Ok(changed
        .map(|op| Hunk {
            old: op.old_range(),
            new: op.new_range().filter_map(|line| diff.new_slice(line)).collect(),
        })
        .collect())
}

fn applied(source: &Source, hunks: &[Hunk]) -> String {
    let mut text = String::new();
    let mut copied = 0;
    for hunk in hunks {
        let (start, end) = (source.line(hunk.old.start + 1).start, source.line(hunk.old.end + 1).start);
        text.push_str(&source.text()[copied as usize..start as usize]);
        text.push_str(&hunk.new);
        copied = end;
    }
    text.push_str(&source.text()[copied as usize..]);
    text
}

/// The words of a text and its comments, without the blanks between them.
fn words(text: &str) -> Vec<String> {
    let source = Source::new(SourceId(0), "", text);
    let words = tokens(&source).into_iter().filter(|token| token.kind != TokenKind::Blank);
    words.map(|token| source.slice(token.span).trim_end().to_owned()).collect()
}
