//! From places in pieces to places in files.

use crate::diagnostics::Diagnostic;
use crate::source::{SourceId, Span};

use super::files::Files;

/// Where the pieces stand.
#[derive(Debug)]
pub(super) struct Places {
    /// The number of each piece, with the number of its file and where it begins there; sorted.
    by_piece: Vec<(SourceId, SourceId, u32)>,
}

impl Places {
    /// Those of all pieces.
    pub fn of(files: &Files) -> Self {
        let mut by_piece = Vec::with_capacity(files.pieces.len());
        for file in files.all() {
            let piece = |at: usize| (files.sources[at].id(), file.source.id(), files.pieces[at].start);
            by_piece.extend(file.pieces.clone().map(piece));
        }
        by_piece.sort_unstable();
        Self { by_piece }
    }

    /// The place in a file.
    pub fn in_file(&self, span: Span) -> Span {
        let piece = self.by_piece.binary_search_by_key(&span.source, |(piece, ..)| *piece);
        let (_, file, start) = self.by_piece[piece.expect("live: a finding lies in a piece that is there")];
        Span::new(file, start + span.start, start + span.end)
    }

    /// Moves all places of findings from pieces to files.
    pub fn settle<'f>(&self, found: impl Iterator<Item = &'f mut Diagnostic>) {
        found.for_each(|found| found.each_span(|span| *span = self.in_file(*span)));
    }
}
