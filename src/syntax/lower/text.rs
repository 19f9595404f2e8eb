//! Strings: escapes resolved, placeholders apart, the common indentation of `"""` taken away.

use super::{Lower, add, composed};
use crate::source::Span;
use crate::syntax::ast::{Name, Placeholder, Str, StrPart};
use crate::syntax::blame;
use crate::syntax::grammar::{self, Node, Nodes, Rule};

impl Lower<'_> {
    /// All strings up to the first node that is none.
    pub(super) fn strings(&mut self, nodes: &mut Nodes<'_>) -> Vec<Str> {
        let mut strings = Vec::new();
        while let Some(node) = nodes.next_if(Rule::string) {
            add(&mut strings, self.string(node));
        }
        strings
    }

    /// The next node, which is a string.
    pub(super) fn next_string(&mut self, nodes: &mut Nodes<'_>) -> Str {
        let node = nodes.must();
        self.string(node)
    }

    /// A string.
    pub(super) fn string(&mut self, node: Node<'_>) -> Str {
        let span = self.leaf_span(&node);
        let literal = node.text();
        let margin = literal.starts_with(r#"""""#).then(|| Margin::of(literal));
        let quotes = if margin.is_some() { 3 } else { 1 };
        let inside = &literal[quotes..literal.len() - quotes];
        if margin.is_none() && !inside.bytes().any(|byte| matches!(byte, b'{' | b'\\')) {
            let parts = if inside.is_empty() { Vec::new() } else { vec![StrPart::Text(inside.to_owned())] };
            return Str { parts, span };
        }
        let start = span.start + quotes as u32;
        let Ok(nodes) = grammar::read(Rule::string_inside, inside) else {
            self.diagnostics.push(blame::inside::text(inside, Span { start, ..span }));
            return Str { parts: vec![StrPart::Text(inside.to_owned())], span };
        };
        let mut parts = Parts::default();
        let mut at_start = true;
        for node in nodes {
            match (node.rule(), &margin) {
                (Rule::run, Some(margin)) => margin.take_away(node.text(), at_start, &mut parts.text),
                (Rule::run, None) => parts.text.push_str(node.text()),
                (Rule::escape, _) => self.escape(&node, start, &mut parts.text),
                (Rule::EOI, _) => break,
                _ => {
                    let placeholder = self.placeholder(node, start);
                    parts.push(placeholder);
                }
            }
            at_start = false;
        }
        if let Some(margin) = margin {
            margin.take_last_line(&mut parts.text);
        }
        Str { parts: parts.finish(), span }
    }

    /// The place of a node of a string whose inside begins at `start`.
    fn inside_span(&self, node: &Node<'_>, start: u32) -> Span {
        Span::new(self.source, start + node.start(), start + node.end())
    }

    /// The character of an escape: `\n`, `\u{1F44B}`.
    fn escape(&mut self, node: &Node<'_>, start: u32, text: &mut String) {
        let escape = &node.text()[1..];
        let character = match escape.as_bytes()[0] {
            b'n' => Some('\n'),
            b't' => Some('\t'),
            b'u' => escape
                .get(2..escape.len() - 1)
                .and_then(|digits| u32::from_str_radix(digits, 16).ok())
                .and_then(char::from_u32),
            byte => Some(char::from(byte)),
        };
        match character {
            Some(character) => text.push(character),
            None => {
                let message = format!("there is no character `{}`", node.text());
                let span = self.inside_span(node, start);
                self.error("S005", span, message, "");
            }
        }
    }

    /// `{contact.first_name | vous}`
    fn placeholder(&mut self, node: Node<'_>, start: u32) -> Placeholder {
        let span = self.inside_span(&node, start);
        let mut default = None;
        let nodes = node.nodes();
        let mut path: Vec<Name> = Vec::with_capacity(nodes.size_hint().0);
        for node in nodes {
            if node.rule() == Rule::default {
                default = Some(self.default_text(node, start));
            } else {
                path.push(Name { text: composed(node.text()), span: self.inside_span(&node, start) });
            }
        }
        Placeholder { path, default, span }
    }

    fn default_text(&mut self, node: Node<'_>, start: u32) -> String {
        let mut text = String::new();
        for node in node.nodes() {
            match node.rule() {
                Rule::escape => self.escape(&node, start, &mut text),
                _ => text.push_str(node.text()),
            }
        }
        text.trim().to_owned()
    }
}

/// The pieces of a string so far, and the text behind the last of them.
#[derive(Default)]
struct Parts {
    parts: Vec<StrPart>,
    text: String,
}

impl Parts {
    fn push(&mut self, placeholder: Placeholder) {
        self.close_text();
        add(&mut self.parts, StrPart::Placeholder(placeholder));
    }

    fn close_text(&mut self) {
        if !self.text.is_empty() {
            add(&mut self.parts, StrPart::Text(std::mem::take(&mut self.text)));
        }
    }

    fn finish(mut self) -> Vec<StrPart> {
        self.close_text();
        self.parts.shrink_to_fit();
        self.parts
    }
}

/// What a string of several lines leaves away: the blanks that all its lines begin with.
struct Margin {
    width: usize,
    opens_with_line: bool,
    closes_with_line: bool,
}

impl Margin {
    /// The margin of a whole literal, quotes included.
    fn of(literal: &str) -> Self {
        let inside = &literal[3..literal.len() - 3];
        let opens_with_line = first_line_end(inside).is_some();
        let mut lines = inside.split('\n');
        if opens_with_line || inside.contains('\n') {
            lines.next();
        }
        let last = inside.rsplit('\n').next().unwrap_or("");
        let closes_with_line = inside.contains('\n') && last.bytes().all(is_indentation);
        let indentation = |line: &str| line.bytes().take_while(|byte| is_indentation(*byte)).count();
        let width = lines
            .filter(|line| !line.trim().is_empty() || (closes_with_line && line.as_ptr() == last.as_ptr()))
            .map(indentation)
            .min()
            .unwrap_or(0);
        Self { width, opens_with_line, closes_with_line }
    }

    /// Adds a run without the margin behind each line end, and without a line end at the very start.
    fn take_away(&self, run: &str, at_start: bool, text: &mut String) {
        let mut lines = run.split('\n');
        let first = lines.next().unwrap_or("");
        if !(at_start && self.opens_with_line) {
            text.push_str(first.strip_suffix('\r').unwrap_or(first));
        }
        let mut separator = if at_start && self.opens_with_line { "" } else { "\n" };
        for line in lines {
            text.push_str(separator);
            let indentation = line.bytes().take_while(|byte| is_indentation(*byte)).count();
            text.push_str(line[indentation.min(self.width)..].trim_end_matches('\r'));
            separator = "\n";
        }
    }

    /// Takes the closing quotes' own line away.
    fn take_last_line(&self, text: &mut String) {
        if !self.closes_with_line {
            return;
        }
        if let Some(at) = text.rfind('\n').filter(|at| text[at + 1..].bytes().all(is_indentation)) {
            text.truncate(at);
        } else if text.bytes().all(is_indentation) {
            text.clear();
        }
    }
}

/// Where the first line ends when it holds nothing.
fn first_line_end(inside: &str) -> Option<usize> {
    inside.find('\n').filter(|at| inside[..*at].trim().is_empty())
}

const fn is_indentation(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}
