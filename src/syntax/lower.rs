//! From the grammar's nodes to the tree: places, names and values are read here.

mod condition;
mod expect;
pub(super) mod flow;
mod hours;
mod item;
mod scenario;
mod step;
mod text;
mod value;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::ast::{FieldPath, Name};
use super::grammar::{Node, Nodes, Rule};
use super::parts::Part;
use super::token::{Token, TokenKind};
use crate::diagnostics::Diagnostic;
use crate::source::{Source, SourceId, Span};

/// A stretch that was left out of a text before it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gap {
    /// The byte of the shortened text behind the gap.
    pub at: u32,
    /// How many bytes were left out there.
    pub left_out: u32,
}

impl Gap {
    /// The byte of the full text at a byte of the shortened one.
    pub fn place(gaps: &[Self], byte: u32) -> u32 {
        byte + gaps.iter().take_while(|gap| gap.at <= byte).map(|gap| gap.left_out).sum::<u32>()
    }
}

/// Lowers the nodes of one stretch of a source, and notes what its values break.
pub(super) struct Lower<'a> {
    /// The source that the places are in.
    pub source: SourceId,
    /// The text of the whole source.
    pub text: &'a str,
    /// The tokens of the stretch, for finding where a node ends before blanks and comments.
    pub tokens: &'a [Token],
    /// Where the stretch begins in the source: the nodes count from there.
    pub base: u32,
    /// What was left out of the stretch before reading.
    gaps: &'a [Gap],
    /// Whether there are comments in the stretch: a node may then end with one.
    has_comments: bool,
    /// Whether the blocks were emptied before reading: what they hold is checked elsewhere.
    pub is_hollow: bool,
    /// What was found wrong, in the order of reading.
    pub diagnostics: Vec<Diagnostic>,
    /// Where the parts of the stretch begin; nothing when nobody asks.
    pub parts: Option<Vec<(u32, Part)>>,
    /// Where the stretch ends in the source.
    end: u32,
}

impl<'a> Lower<'a> {
    /// A lowerer for nodes that were read from the byte `base` on; `tokens` are those of the stretch.
    pub fn new(source: &'a Source, tokens: &'a [Token], base: u32) -> Self {
        let has_comments = tokens.iter().any(|token| token.kind == TokenKind::Comment);
        Self { has_comments, is_hollow: false, ..Self::of_hollow(source, tokens, base, &[]) }
    }

    /// A lowerer for nodes that were read from a text with emptied blocks; `tokens` are those of the stretch at
    /// least, without blanks and comments.
    pub fn of_hollow(source: &'a Source, tokens: &'a [Token], base: u32, gaps: &'a [Gap]) -> Self {
        let end = tokens.last().map_or(base, |token| token.span.end);
        Self {
            source: source.id(),
            text: source.text(),
            tokens,
            base,
            gaps,
            has_comments: true,
            is_hollow: true,
            diagnostics: Vec::new(),
            parts: None,
            end,
        }
    }

    /// The place in the source of a byte that a node counts.
    fn place(&self, byte: u32) -> u32 {
        let byte = if self.gaps.is_empty() { byte } else { Gap::place(self.gaps, byte) };
        (self.base + byte).min(self.end)
    }

    /// Notes where a part begins, when somebody asks.
    fn begins(&mut self, part: Part, node: &Node<'_>) {
        if self.parts.is_some() {
            self.begins_at(part, self.place(node.start()));
        }
    }

    fn begins_at(&mut self, part: Part, place: u32) {
        if let Some(parts) = &mut self.parts {
            parts.push((place, part));
        }
    }

    /// The place of a leaf, which holds no blanks at its end.
    fn leaf_span(&self, node: &Node<'_>) -> Span {
        Span::new(self.source, self.place(node.start()), self.place(node.end()))
    }

    /// The place of a node without the blanks and comments at its end.
    fn span(&self, node: &Node<'_>) -> Span {
        let start = self.place(node.start());
        let text = node.text();
        let trimmed = trim_end(text);
        // A comment ends with its line: only where a line ends behind the node may one be hidden in it.
        let may_end_with_comment = self.has_comments && text[trimmed.len()..].contains('\n') && {
            let last_line = trimmed.bytes().rev().take_while(|byte| *byte != b'\n');
            last_line.into_iter().any(|byte| byte == b'#')
        };
        let end = if may_end_with_comment {
            self.end_of_tokens(start, self.place(node.end()))
        } else {
            self.place(node.start() + trimmed.len() as u32)
        };
        Span::new(self.source, start, end)
    }

    /// Where the last token before `end` ends that is neither blank nor comment; not before `start`.
    fn end_of_tokens(&self, start: u32, end: u32) -> u32 {
        let behind = self.tokens.partition_point(|token| token.span.start < end);
        let last = self.tokens[..behind].iter().rev().find(|token| !token.kind.is_trivia());
        last.map_or(start, |token| token.span.end.clamp(start, end))
    }

    /// An error of the values.
    fn error(&mut self, code: &'static str, span: Span, message: impl Into<String>, help: &str) {
        let diagnostic = Diagnostic::error(code, span, message, "");
        self.diagnostics.push(if help.is_empty() { diagnostic } else { diagnostic.help(help) });
    }

    /// A name, composed.
    fn name(&self, node: &Node<'_>) -> Name {
        Name { text: composed(node.text()), span: self.leaf_span(node) }
    }

    /// The next node, which is a name.
    fn next_name(&self, nodes: &mut Nodes<'_>) -> Name {
        self.name(&nodes.must())
    }

    /// All names that are left.
    fn names(&self, nodes: Nodes<'_>) -> Vec<Name> {
        nodes.map(|node| self.name(&node)).collect()
    }

    /// The name in the next node, when that is of the rule: `from sms`, `on webchat`.
    fn optional_name(&self, nodes: &mut Nodes<'_>, rule: Rule) -> Option<Name> {
        nodes.next_if(rule).map(|node| self.name(&node.only()))
    }

    /// `contact.first_name`
    fn path(&self, node: &Node<'_>) -> FieldPath {
        let span = self.leaf_span(node);
        FieldPath { names: self.dotted_names(node.text(), span), span }
    }

    /// The names between the dots of a text that begins where `span` does.
    fn dotted_names(&self, text: &str, span: Span) -> Vec<Name> {
        let mut start = span.start;
        let name = |part: &str| {
            let end = start + part.len() as u32;
            let name = Name { text: composed(part), span: Span::new(self.source, start, end) };
            start = end + 1;
            name
        };
        let mut names = Vec::with_capacity(1 + text.bytes().filter(|byte| *byte == b'.').count());
        names.extend(text.split('.').map(name));
        names
    }
}

/// Adds to a list that mostly stays the only one: it takes no more room than for one, where a list would take that of four.
fn add<T>(list: &mut Vec<T>, new: T) {
    if list.is_empty() {
        list.reserve_exact(1);
    }
    list.push(new);
}

/// A text without the blanks at its end; most of them are plain ones.
fn trim_end(text: &str) -> &str {
    let plain = text.bytes().rev().take_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')).count();
    let trimmed = &text[..text.len() - plain];
    if trimmed.ends_with(|last: char| !last.is_ascii() && last.is_whitespace()) {
        trimmed.trim_end()
    } else {
        trimmed
    }
}

/// A name in NFC.
fn composed(text: &str) -> String {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text.to_owned();
    }
    text.nfc().collect()
}
