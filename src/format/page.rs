//! The words on their lines, with the blanks and comments between them.

use super::STEP;
use super::words::{Comment, Word, Words, width};
use crate::syntax::parts::Part;
use crate::syntax::token::TokenKind;

/// The blanks between the end of a line and the comment behind it.
const BEFORE_COMMENT: u32 = 2;

/// The text of words whose lines are planned, with the line ends of the source.
pub(super) fn write(source: &str, words: &Words<'_>) -> String {
    // Those before the first word do not last.
    let written = source.trim_start_matches(|first: char| first == '\u{FEFF}' || first.is_whitespace());
    let first_line = written.split_once('\n').map_or("", |(line, _)| line);
    let line_end = if first_line.ends_with('\r') { "\r\n" } else { "\n" };
    let mut page = Page {
        text: String::with_capacity(source.len() + source.len() / 8),
        line_end,
        column: 0,
        noted: Vec::new(),
        is_noted: false,
        is_unclosed: false,
    };
    if source.starts_with('\u{FEFF}') {
        page.text.push('\u{FEFF}');
    }
    let mut last: Option<&Word<'_>> = None;
    for (index, word) in words.list.iter().enumerate() {
        let comments = words.comments_before(index);
        let is_start = matches!(word.part, Some(Part::Item | Part::Statement | Part::Arm));
        let closes = word.kind == TokenKind::CloseBrace;
        let opened = last.is_none_or(|last| last.kind == TokenKind::OpenBrace);
        let mut may_be_apart = (is_start || closes) && !opened;
        let column = word.line.unwrap_or(0) + if closes { STEP } else { 0 };
        for comment in comments {
            page.comment(comment, column, may_be_apart);
            may_be_apart |= (is_start || closes) && comment.lines > 0;
        }
        match word.line {
            Some(column) => page.line(column, word.lines > 1 && is_start && may_be_apart),
            None => page.blanks(word.gap),
        }
        page.word(word);
        last = Some(word);
    }
    for (index, comment) in words.comments_before(words.list.len()).iter().enumerate() {
        page.comment(comment, 0, last.is_some() || index > 0);
    }
    page.settle();
    // A text that is not closed would take a line end for a part of it.
    if !page.is_empty() && last.is_none_or(|last| last.kind != TokenKind::UnclosedLongString) {
        page.end_line();
    }
    page.text
}

struct Page<'t> {
    text: String,
    line_end: &'static str,
    /// How many characters the present line has.
    column: u32,
    /// The last lines with comments behind them: where each ends, how wide it is, and the comment.
    noted: Vec<(usize, u32, &'t str)>,
    /// Whether the present line has a comment behind it.
    is_noted: bool,
    /// Whether the last word is a text that nothing closes: it would take a carriage return for a part of it.
    is_unclosed: bool,
}

impl<'t> Page<'t> {
    fn is_empty(&self) -> bool {
        self.text.is_empty() || self.text == "\u{FEFF}"
    }

    fn word(&mut self, word: &Word<'t>) {
        self.text.push_str(word.text);
        self.is_unclosed = word.kind.is_unclosed();
        match word.text.rsplit_once('\n') {
            Some((_, line)) => self.column = width(line),
            None => self.column += width(word.text),
        }
    }

    fn blanks(&mut self, count: u32) {
        self.column += count;
        self.text.extend(std::iter::repeat_n(' ', count as usize));
    }

    /// Begins a line, behind an empty one if it is to stand apart.
    fn line(&mut self, column: u32, is_apart: bool) {
        if !self.is_noted {
            self.settle();
        }
        self.is_noted = false;
        if !self.is_empty() {
            self.end_line();
            if is_apart {
                self.settle();
                self.text.push_str(self.line_end);
            }
        }
        self.column = 0;
        self.blanks(column);
    }

    /// Ends the line, unless a text that is not closed has done so.
    fn end_line(&mut self) {
        if self.is_unclosed && !self.text.ends_with('\n') {
            self.text.push('\n');
        } else if !self.text.ends_with('\n') {
            self.text.push_str(self.line_end);
        }
    }

    fn comment(&mut self, comment: &Comment<'t>, column: u32, may_be_apart: bool) {
        if comment.lines == 0 {
            self.noted.push((self.text.len(), self.column, comment.text));
            self.is_noted = true;
            return;
        }
        self.line(column, may_be_apart && comment.lines > 1);
        self.text.push_str(comment.text);
        self.is_unclosed = false;
        self.column += width(comment.text);
    }

    /// Writes the comments behind the last lines, in one column.
    fn settle(&mut self) {
        let Some((first, ..)) = self.noted.first() else { return };
        let lines = self.text.split_off(*first);
        let widest = self.noted.iter().map(|(_, width, _)| *width).max().unwrap_or(0);
        let mut written = *first;
        let start = *first;
        for (place, width, comment) in self.noted.drain(..) {
            self.text.push_str(&lines[written - start..place - start]);
            self.text.extend(std::iter::repeat_n(' ', (widest + BEFORE_COMMENT - width) as usize));
            self.text.push_str(comment);
            written = place;
        }
        self.text.push_str(&lines[written - start..]);
    }
}
