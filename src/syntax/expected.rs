//! What the grammar would take at a place of a text, whatever stands behind it: for completion.

use std::collections::BTreeSet;

use super::grammar::{self, Rule};
use super::outline;
use super::outline::cut::Body;
use super::token::{Token, TokenKind};
use super::words;
use crate::source::Source;

/// What may stand at a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expected {
    /// Words of the language, in order.
    pub words: BTreeSet<String>,
    /// What else.
    pub leaves: BTreeSet<Leaf>,
}

/// Something that is no word of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leaf {
    /// The name of something.
    Name,
    /// A text in quotes.
    Text,
    /// `5m`
    Duration,
    /// `09:00`
    Time,
    /// `2026-12-25`
    Date,
    /// `3`
    Number,
    /// `contact.plan`
    Field,
    /// `fr`
    Language,
    /// What a field is compared with or set to.
    Value,
}

/// What no program has: reading stops there at the latest.
const STOP: char = '\u{1}';

/// How many lines back a statement is looked for that can be read up to the place.
const LINES_BACK: usize = 12;

/// What may stand at a byte. A word that reaches up to it is one that is being typed, and is not looked at.
///
/// ```
/// use flowc::source::{Source, SourceId};
/// use flowc::syntax::{expected, token};
/// let source = Source::new(SourceId(0), "a.flow", "flow a { on sil");
/// let expected = expected::at(&source, &token::tokens(&source), 15);
/// assert!(expected.words.contains("silence") && !expected.words.contains("send"));
/// ```
pub fn at(source: &Source, tokens: &[Token], byte: u32) -> Expected {
    let before: Vec<Token> = tokens
        .iter()
        .take_while(|token| {
            token.span.end <= byte || (token.span.start < byte && token.kind == TokenKind::Blank)
        })
        .copied()
        .collect();
    let is_typed = |token: &&Token| token.kind == TokenKind::Word && token.span.end == byte;
    let end = match before.last().filter(is_typed) {
        Some(typed) => typed.span.start,
        None => byte,
    };
    let significant: Vec<Token> =
        before.into_iter().filter(|token| token.span.end <= end && !token.kind.is_trivia()).collect();
    let text = source.text();
    let reading = Reading { text, tokens: &significant, end };
    let pieces = outline::pieces(text, &significant);
    let Some(item) = pieces.last().filter(|piece| piece.is_item) else {
        return reading.after(Rule::some_items, None).unwrap_or_default();
    };
    if let Some(found) = reading.after(Rule::some_items, Some(item.tokens.start)) {
        return found;
    }
    let Some((body, open)) = reading.block(item.tokens.start) else {
        return reading.after(Rule::some_items, None).unwrap_or_default();
    };
    let mut starts = reading.line_starts(open + 1);
    starts.reverse();
    starts.truncate(LINES_BACK);
    let from_start = starts.into_iter().find_map(|start| reading.after(body.list(), Some(start)));
    from_start.or_else(|| reading.after(body.list(), None)).unwrap_or_default()
}

/// A text up to a place.
struct Reading<'a> {
    text: &'a str,
    /// The tokens before the place, without blanks and comments.
    tokens: &'a [Token],
    end: u32,
}

impl Reading<'_> {
    /// What is expected at the place when the rule is read from a token on; none when reading does not come so far.
    fn after(&self, rule: Rule, start: Option<usize>) -> Option<Expected> {
        let start = start.map_or(self.end, |start| self.tokens[start].span.start);
        let text = format!("{}{STOP}", &self.text[start as usize..self.end as usize]);
        let found = grammar::expected(rule, &text)?;
        let is_there = |at: usize| at == text.len() - STOP.len_utf8();
        if !is_there(found.at) {
            return None;
        }
        let mut expected = Expected::default();
        for word in &found.words {
            if words::ALL.binary_search(&word.as_str()).is_ok() {
                expected.words.insert(word.clone());
            }
        }
        expected.leaves.extend(found.words.contains(&"\"".to_owned()).then_some(Leaf::Text));
        expected.leaves.extend(found.words.contains(&"_".to_owned()).then_some(Leaf::Name));
        expected.leaves.extend(found.rules.iter().filter_map(|rule| leaf(*rule)));
        Some(expected)
    }

    /// The innermost block that is open at the place: what it holds, and the token of its brace.
    fn block(&self, item: usize) -> Option<(Body, usize)> {
        let mut open: Vec<(Option<Body>, usize)> = Vec::new();
        for (index, token) in self.tokens.iter().enumerate().skip(item) {
            match token.kind {
                TokenKind::OpenBrace => {
                    let outer = open.last().map(|(body, at)| (*body, *at));
                    open.push((self.body(item, outer, index), index));
                }
                TokenKind::CloseBrace => {
                    open.pop();
                }
                _ => {}
            }
        }
        // In a block that holds no statements there is nothing to be said.
        let (body, at) = open.pop()?;
        Some((body?, at))
    }

    fn body(&self, item: usize, outer: Option<(Option<Body>, usize)>, open: usize) -> Option<Body> {
        let Some((outer, outer_open)) = outer else {
            return Some(match self.word(item) {
                "workspace" => Body::Workspace,
                "schedule" => Body::Schedule,
                "channel" => Body::Channel,
                "bot" => Body::Bot,
                "text" => Body::Texts,
                "intent" => Body::Phrases,
                "flow" => Body::Flow,
                "scenario" => Body::Acts,
                _ => return None,
            });
        };
        match outer? {
            Body::Arms | Body::Shares => Some(Body::Steps),
            Body::Flow | Body::Steps => {
                let step = (outer_open + 1..open).rev().find(|at| words::STEPS.contains(&self.word(*at)));
                Some(match step.map(|at| self.word(at)) {
                    Some("ask") => Body::Arms,
                    Some("split") => Body::Shares,
                    _ => Body::Steps,
                })
            }
            Body::Workspace
            | Body::Schedule
            | Body::Channel
            | Body::Bot
            | Body::Texts
            | Body::Phrases
            | Body::Acts => None,
        }
    }

    /// The tokens of the innermost block that begin a line, in order; `from` is its first.
    fn line_starts(&self, from: usize) -> Vec<usize> {
        let mut depth = 0;
        let mut starts = Vec::new();
        for index in from..self.tokens.len() {
            let token = self.tokens[index];
            let is_closing = token.kind == TokenKind::CloseBrace;
            if depth == 0 && !is_closing {
                let before = self.tokens[index - 1].span.end as usize;
                let gap = &self.text[before..token.span.start as usize];
                starts.extend((index == from || gap.contains('\n')).then_some(index));
            }
            match token.kind {
                TokenKind::OpenBrace => depth += 1,
                TokenKind::CloseBrace => depth -= 1,
                _ => {}
            }
        }
        starts
    }

    fn word(&self, index: usize) -> &str {
        &self.text[self.tokens[index].span.range()]
    }
}

fn leaf(rule: Rule) -> Option<Leaf> {
    Some(match rule {
        Rule::name => Leaf::Name,
        Rule::string => Leaf::Text,
        Rule::duration => Leaf::Duration,
        Rule::time | Rule::stretch | Rule::stretch_every_day => Leaf::Time,
        Rule::date | Rule::datetime | Rule::date_range => Leaf::Date,
        Rule::number | Rule::integer => Leaf::Number,
        Rule::path | Rule::compare => Leaf::Field,
        Rule::language => Leaf::Language,
        Rule::tagged_word | Rule::value => Leaf::Value,
        _ => return None,
    })
}
