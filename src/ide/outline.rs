//! What a file is made of: its items as a list, what folds, and what lies in what.

use crate::analysis::live::{FileId, Live};
use crate::check::SymbolKind;
use crate::source::{Source, Span};
use crate::syntax::token::TokenKind;
use crate::syntax::{Parsed, ast};

/// An item with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlined {
    /// Its name; the title of a workspace or a scenario.
    pub name: String,
    /// What kind of item.
    pub kind: Kind,
    /// Its title, when it has a name as well.
    pub title: Option<String>,
    /// The whole.
    pub span: Span,
    /// Its name, or its title.
    pub name_span: Span,
}

/// What kind of item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One that defines a name.
    Symbol(SymbolKind),
    /// `workspace`
    Workspace,
    /// `scenario`
    Scenario,
}

/// The items of a file, in order.
pub fn items(parsed: &Parsed) -> Vec<Outlined> {
    parsed.file.items.iter().map(outlined).collect()
}

/// The items of all files whose name or title has the letters of `query` in that order, in any case.
pub fn search(live: &Live, query: &str) -> Vec<(FileId, Outlined)> {
    let query: Vec<char> = query.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let mut found = Vec::new();
    for file in live.files() {
        let Some(parsed) = live.parsed(file) else { continue };
        let hits = parsed.file.items.iter().map(outlined).filter(|item| {
            has_letters(&item.name, &query)
                || item.title.as_ref().is_some_and(|title| has_letters(title, &query))
        });
        found.extend(hits.map(|item| (file, item)));
    }
    found
}

/// Something that an editor can fold, from its first to its last line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// From the brace or the first comment to the end.
    pub span: Span,
    /// What it is.
    pub what: Folded,
}

/// What an editor can fold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folded {
    /// A block, from brace to brace, or a text over several lines.
    Block,
    /// Comments on lines of their own, one below the other.
    Comment,
}

/// What folds in a file, in order.
pub fn folds(source: &Source, parsed: &Parsed) -> Vec<Fold> {
    let line = |byte: u32| source.position(byte).line;
    let mut folds = Vec::new();
    let mut open = Vec::new();
    let mut comments: Option<Span> = None;
    for token in &parsed.tokens {
        match token.kind {
            TokenKind::Blank => continue,
            TokenKind::Comment => {
                let below = |span: &Span| line(span.end) + 1 == line(token.span.start);
                comments = match comments.filter(below) {
                    Some(span) => Some(span.to(token.span)),
                    None => {
                        folds.extend(comments.map(|span| Fold { span, what: Folded::Comment }));
                        Some(token.span)
                    }
                };
                continue;
            }
            TokenKind::OpenBrace => open.push(token.span),
            TokenKind::CloseBrace => {
                let block = open.pop().map(|start: Span| start.to(token.span));
                folds.extend(block.map(|span| Fold { span, what: Folded::Block }));
            }
            TokenKind::LongString => folds.push(Fold { span: token.span, what: Folded::Block }),
            _ => {}
        }
        folds.extend(comments.take().map(|span| Fold { span, what: Folded::Comment }));
    }
    folds.extend(comments.map(|span| Fold { span, what: Folded::Comment }));
    folds.retain(|fold| line(fold.span.start) < line(fold.span.end));
    folds.sort_by_key(|fold| fold.span);
    folds
}

/// What holds a byte, from the innermost to the whole text: the token, blocks with and without their braces, the item.
pub fn selections(source: &Source, parsed: &Parsed, byte: u32) -> Vec<Span> {
    let mut spans = vec![source.whole()];
    let holds = |span: Span| span.start <= byte && byte <= span.end;
    spans.extend(parsed.file.items.iter().map(ast::Item::span).filter(|span| holds(*span)));
    let mut open: Vec<Span> = Vec::new();
    for token in &parsed.tokens {
        match token.kind {
            TokenKind::OpenBrace | TokenKind::OpenParen => open.push(token.span),
            TokenKind::CloseBrace | TokenKind::CloseParen => {
                let Some(start) = open.pop() else { continue };
                let inside = Span { start: start.end, end: token.span.start, ..start };
                spans.extend([start.to(token.span), inside].into_iter().filter(|span| holds(*span)));
            }
            TokenKind::Blank => {}
            _ => spans.extend(holds(token.span).then_some(token.span)),
        }
    }
    // Each lies in the one behind it; where two touch at the byte, the later one is meant.
    spans.sort_by_key(|span| (span.len(), std::cmp::Reverse(span.start)));
    spans.dedup();
    let mut chain: Vec<Span> = Vec::new();
    for span in spans {
        if chain.last().is_none_or(|last| span.start <= last.start && last.end <= span.end) {
            chain.push(span);
        }
    }
    chain
}

fn outlined(item: &ast::Item) -> Outlined {
    let named = |kind, name: &ast::Name, title: Option<&ast::Str>, span| Outlined {
        name: name.text.clone(),
        kind: Kind::Symbol(kind),
        title: title.map(shown),
        span,
        name_span: name.span,
    };
    let titled = |kind, title: &ast::Str, span| Outlined {
        name: shown(title),
        kind,
        title: None,
        span,
        name_span: title.span,
    };
    match item {
        ast::Item::Workspace(item) => titled(Kind::Workspace, &item.title, item.span),
        ast::Item::Scenario(item) => titled(Kind::Scenario, &item.title, item.span),
        ast::Item::Schedule(item) => named(SymbolKind::Schedule, &item.name, None, item.span),
        ast::Item::Channel(item) => named(SymbolKind::Channel, &item.name, None, item.span),
        ast::Item::Bot(item) => named(SymbolKind::Bot, &item.name, None, item.span),
        ast::Item::Template(item) => named(SymbolKind::Template, &item.name, None, item.span),
        ast::Item::Text(item) => named(SymbolKind::Text, &item.name, None, item.span),
        ast::Item::Intent(item) => named(SymbolKind::Intent, &item.name, None, item.span),
        ast::Item::Group(item) => named(SymbolKind::Group, &item.name, item.title.as_ref(), item.span),
        ast::Item::Flow(item) => named(SymbolKind::Flow, &item.name, item.title.as_ref(), item.span),
        ast::Item::Field(item) => Outlined {
            name: item.path.dotted(),
            kind: Kind::Symbol(SymbolKind::Field),
            title: None,
            span: item.span,
            name_span: item.path.span,
        },
    }
}

/// The words of a title, without placeholders; editors refuse an empty one.
fn shown(title: &ast::Str) -> String {
    let texts = title.parts.iter().map(|part| match part {
        ast::StrPart::Text(text) => text.as_str(),
        ast::StrPart::Placeholder(_) => "…",
    });
    let text: String = texts.collect();
    if text.trim().is_empty() { "(no title)".to_owned() } else { text }
}

fn has_letters(text: &str, query: &[char]) -> bool {
    let mut wanted = query.iter();
    let mut next = wanted.next();
    for letter in text.to_lowercase().chars() {
        if Some(&letter) == next {
            next = wanted.next();
        }
    }
    next.is_none()
}
