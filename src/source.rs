//! Source texts, places in them, and how a place is told to a person.

use std::sync::Arc;

/// Which file of a workspace a place lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SourceId(pub u32);

/// A stretch of bytes in one source: half open, on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The file.
    pub source: SourceId,
    /// The first byte.
    pub start: u32,
    /// The byte behind the last.
    pub end: u32,
}

impl Span {
    /// The stretch from `start` to `end` of `source`.
    pub const fn new(source: SourceId, start: u32, end: u32) -> Self {
        Self { source, start, end }
    }

    /// The smallest stretch that holds both; `other` lies in the same source.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { source: self.source, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The bytes as a range, for slicing the text.
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// How many bytes it holds.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    /// Whether it holds none.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }
}

/// A line and a column, both counted from 1; columns in characters, in UTF-16 units, and in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1: what a person counts.
    pub column: usize,
    /// The column in UTF-16 code units, from 1: what editors count.
    pub column_utf16: usize,
    /// The column in bytes, from 1.
    pub column_utf8: usize,
}

/// One file's text with its name as the author knows it (a path relative to the workspace).
#[derive(Debug, Clone)]
pub struct Source {
    id: SourceId,
    name: Arc<str>,
    text: Arc<str>,
    line_starts: Arc<[u32]>,
}

impl Source {
    /// A source with that text. Texts beyond 4 GiB are cut off there, at a character boundary.
    pub fn new(id: SourceId, name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        let mut text: Arc<str> = text.into();
        if text.len() > u32::MAX as usize {
            let end = text.floor_char_boundary(u32::MAX as usize);
            text = text[..end].into();
        }
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0).chain(newlines.map(|(at, _)| at as u32 + 1)).collect();
        Self { id, name: name.into(), text, line_starts }
    }

    /// The same text with another id.
    #[must_use]
    pub fn numbered(&self, id: SourceId) -> Self {
        Self { id, ..self.clone() }
    }

    /// Its id, unique in the workspace.
    pub const fn id(&self) -> SourceId {
        self.id
    }

    /// The name to print in front of a finding.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a place; empty when the place is not on this text's character boundaries.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// The place of the whole text.
    pub fn whole(&self) -> Span {
        Span::new(self.id, 0, self.text.len() as u32)
    }

    /// How many lines it has: one more than line ends.
    pub fn lines(&self) -> usize {
        self.line_starts.len()
    }

    /// The place of a line with its end, counted from 1; empty behind the last.
    pub fn line(&self, line: usize) -> Span {
        let end = self.text.len() as u32;
        let start = |line: usize| self.line_starts.get(line).copied().unwrap_or(end);
        Span::new(self.id, start(line.saturating_sub(1)), start(line))
    }

    /// Line and column of a byte; a byte behind the end is told as the end.
    pub fn position(&self, byte: u32) -> Position {
        let byte = self.text.floor_char_boundary((byte as usize).min(self.text.len()));
        let line = self.line_starts.partition_point(|start| *start as usize <= byte) - 1;
        let before = &self.text[self.line_starts[line] as usize..byte];
        Position {
            line: line + 1,
            column: before.chars().count() + 1,
            column_utf16: before.encode_utf16().count() + 1,
            column_utf8: before.len() + 1,
        }
    }
}

/// The source of an id. It is found at once when sources stand in the order of their ids.
pub fn find(sources: &[Source], id: SourceId) -> Option<&Source> {
    let in_order = sources.get(id.0 as usize).filter(|source| source.id() == id);
    in_order.or_else(|| sources.iter().find(|source| source.id() == id))
}

#[cfg(test)]
mod tests {
    use super::{Source, SourceId};

    #[test]
    fn a_line_holds_its_end() {
        let source = Source::new(SourceId(0), "a.flow", "a\nbc\n");
        let lines: Vec<_> = (1..=source.lines()).map(|line| source.slice(source.line(line))).collect();
        assert_eq!(lines, ["a\n", "bc\n", ""]);
    }

    #[test]
    fn columns_are_told_in_characters_utf16_and_bytes() {
        let source = Source::new(SourceId(0), "a.flow", "a\né👋b");
        let place = source.position(2 + 2 + 4);
        assert_eq!((place.line, place.column, place.column_utf16, place.column_utf8), (2, 3, 4, 7));
    }
}
