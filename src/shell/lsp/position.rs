//! Lines and columns as the protocol counts them, from 0, in the units that were agreed on.

use gen_lsp_types as lsp;

use crate::source::{Position, Source, Span};

/// In what columns are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: what every client can.
    #[default]
    Utf16,
}

impl Encoding {
    /// The best of those that a client offers.
    pub fn choose(offered: Option<&[lsp::PositionEncodingKind]>) -> Self {
        match offered.is_some_and(|offered| offered.contains(&lsp::PositionEncodingKind::UTF8)) {
            true => Self::Utf8,
            false => Self::Utf16,
        }
    }

    pub const fn kind(self) -> lsp::PositionEncodingKind {
        match self {
            Self::Utf8 => lsp::PositionEncodingKind::UTF8,
            Self::Utf16 => lsp::PositionEncodingKind::UTF16,
        }
    }

    /// The place of a byte.
    pub fn position(self, source: &Source, byte: u32) -> lsp::Position {
        let place = source.position(byte);
        lsp::Position { line: place.line as u32 - 1, character: self.column(place) }
    }

    /// The column of a place, from 0.
    pub const fn column(self, place: Position) -> u32 {
        let column = match self {
            Self::Utf8 => place.column_utf8,
            Self::Utf16 => place.column_utf16,
        };
        column as u32 - 1
    }

    pub fn range(self, source: &Source, span: Span) -> lsp::Range {
        lsp::Range { start: self.position(source, span.start), end: self.position(source, span.end) }
    }

    /// The byte at a place; of one behind the end of its line, that end; of one within a character, its beginning.
    pub fn byte(self, source: &Source, position: lsp::Position) -> u32 {
        let line = source.line(position.line as usize + 1);
        let text = source.slice(line);
        let text = text.strip_suffix('\n').unwrap_or(text);
        let text = text.strip_suffix('\r').unwrap_or(text);
        let mut left = position.character as usize;
        let mut byte = 0;
        for character in text.chars() {
            let units = match self {
                Self::Utf8 => character.len_utf8(),
                Self::Utf16 => character.len_utf16(),
            };
            if left < units {
                break;
            }
            left -= units;
            byte += character.len_utf8();
        }
        line.start + byte as u32
    }

    pub fn span(self, source: &Source, range: lsp::Range) -> Span {
        let (start, end) = (self.byte(source, range.start), self.byte(source, range.end));
        Span::new(source.id(), start, end.max(start))
    }

    /// How long a text of one line is.
    pub fn length(self, text: &str) -> u32 {
        let units = match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.encode_utf16().count(),
        };
        units as u32
    }
}

#[cfg(test)]
mod tests {
    use gen_lsp_types::Position;

    use super::Encoding;
    use crate::source::{Source, SourceId};

    #[test]
    fn there_and_back_is_the_same_place() {
        let source = Source::new(SourceId(0), "a.flow", "a👋é\r\n\r\nb\n");
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            for byte in (0..=source.text().len()).filter(|byte| source.text().is_char_boundary(*byte)) {
                let at = encoding.position(&source, byte as u32);
                let back = encoding.byte(&source, at) as usize;
                // Between the two characters of a line end there is no place.
                let expected = if source.text()[..byte].ends_with('\r') { byte - 1 } else { byte };
                assert_eq!(back, expected, "{encoding:?} {at:?}");
            }
        }
        let behind = Position { line: 0, character: 3 };
        assert_eq!(Encoding::Utf16.byte(&source, behind), 5);
        assert_eq!(Encoding::Utf8.byte(&source, behind), 1, "within the emoji");
    }

    #[test]
    fn places_that_a_text_does_not_have_are_the_nearest_before() {
        let source = Source::new(SourceId(0), "a.flow", "ab\ncd");
        let byte = |line, character| Encoding::Utf16.byte(&source, Position { line, character });
        assert_eq!(byte(0, 99), 2);
        assert_eq!(byte(7, 3), 5);
        assert_eq!(byte(1, u32::MAX), 5);
    }
}
