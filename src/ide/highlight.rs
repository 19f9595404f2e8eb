//! What each stretch of a text is, for colouring it: the tokens, and what the tree knows of their words.

mod class;
mod marks;

pub use self::class::{Class, of_symbol};
use self::marks::marks;
use crate::source::{Source, Span};
use crate::syntax::token::{Token, TokenKind};
use crate::syntax::{self, Parsed, words};

/// A stretch of a text with what it is. Blanks are in none; none lies in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Highlighted {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub class: Class,
}

/// What each stretch of a source is, in order. Of what cannot be read, words of the language are keywords.
///
/// ```
/// use flowc::ide::{Class, highlight};
/// use flowc::source::{Source, SourceId};
/// let source = Source::new(SourceId(0), "coupon.flow", "flow coupon { stop thanks  # for now\n}");
/// let classes: Vec<_> = highlight(&source).iter().map(|it| (source.slice(it.span), it.class.name())).collect();
/// assert_eq!(classes[..3], [("flow", "keyword"), ("coupon", "flow"), ("{", "punctuation")]);
/// assert_eq!(classes[3..6], [("stop", "keyword"), ("thanks", "flow"), ("# for now", "comment")]);
/// ```
pub fn highlight(source: &Source) -> Vec<Highlighted> {
    highlight_parsed(source, &syntax::parse(source))
}

/// [`highlight`] of a source that was parsed already.
pub fn highlight_parsed(source: &Source, parsed: &Parsed) -> Vec<Highlighted> {
    let marks = marks(&parsed.file);
    let mut found: Vec<Highlighted> = Vec::with_capacity(parsed.tokens.len() / 2);
    let mut add = |span: Span, class: Class| match found.last_mut() {
        // The words and dots of a path are one stretch.
        Some(last) if class == Class::Field && last.class == class && last.span.end == span.start => {
            last.span = last.span.to(span);
        }
        _ if span.is_empty() => {}
        _ => found.push(Highlighted { span, class }),
    };
    let mut next = 0;
    for (index, token) in parsed.tokens.iter().enumerate() {
        while marks.get(next).is_some_and(|(mark, _)| mark.end <= token.span.start) {
            next += 1;
        }
        let inside = marks[next..].iter().take_while(|(mark, _)| mark.start < token.span.end);
        match token.kind {
            TokenKind::String | TokenKind::LongString => {
                let mut start = token.span.start;
                for (mark, class) in inside.filter(|(_, class)| *class == Class::Placeholder) {
                    add(Span { start, end: mark.start, ..token.span }, Class::String);
                    add(*mark, *class);
                    start = mark.end;
                }
                add(Span { start, ..token.span }, Class::String);
            }
            TokenKind::Word | TokenKind::Dot | TokenKind::Minus => {
                let holds = |mark: &Span| mark.start <= token.span.start && token.span.end <= mark.end;
                let marked = inside.into_iter().find(|(mark, _)| holds(mark)).map(|(_, class)| *class);
                add(token.span, marked.unwrap_or_else(|| unmarked(source, &parsed.tokens, index)));
            }
            kind => {
                if let Some(class) = of_kind(kind) {
                    add(token.span, class);
                }
            }
        }
    }
    found
}

/// What a word, a dot or a minus is of which the tree knows nothing.
fn unmarked(source: &Source, tokens: &[Token], index: usize) -> Class {
    let kind = |index: usize| tokens.get(index).map(|token| token.kind);
    let (is_word, is_dot) = (|at| kind(at) == Some(TokenKind::Word), |at| kind(at) == Some(TokenKind::Dot));
    let before = |step: usize| index.checked_sub(step);
    let joined = match tokens[index].kind {
        TokenKind::Dot => before(1).is_some_and(is_word) && is_word(index + 1),
        TokenKind::Word => {
            (is_dot(index + 1) && is_word(index + 2))
                || (before(1).is_some_and(is_dot) && before(2).is_some_and(is_word))
        }
        _ => false,
    };
    // A colon stands before the type of a field, and nowhere else.
    let behind = tokens[..index].iter().rev().find(|token| !token.kind.is_trivia());
    let is_type = behind.is_some_and(|token| token.kind == TokenKind::Colon);
    match tokens[index].kind {
        _ if joined => Class::Field,
        TokenKind::Word if is_type => Class::Type,
        TokenKind::Word if words::ALL.binary_search(&source.slice(tokens[index].span)).is_ok() => {
            Class::Keyword
        }
        TokenKind::Word => Class::Name,
        kind => of_kind(kind).unwrap_or(Class::Invalid),
    }
}

/// What a token is by itself; none for blanks.
const fn of_kind(kind: TokenKind) -> Option<Class> {
    Some(match kind {
        TokenKind::Blank => return None,
        TokenKind::Comment => Class::Comment,
        TokenKind::Word => Class::Name,
        TokenKind::Number => Class::Number,
        TokenKind::Duration | TokenKind::Time | TokenKind::Date => Class::Moment,
        TokenKind::String
        | TokenKind::LongString
        | TokenKind::UnclosedString
        | TokenKind::UnclosedLongString => Class::String,
        TokenKind::Regex | TokenKind::UnclosedRegex => Class::Regex,
        TokenKind::OpenBrace
        | TokenKind::CloseBrace
        | TokenKind::OpenParen
        | TokenKind::CloseParen
        | TokenKind::Comma
        | TokenKind::Colon
        | TokenKind::Dot => Class::Punctuation,
        TokenKind::DotDot
        | TokenKind::Comparison
        | TokenKind::Plus
        | TokenKind::Minus
        | TokenKind::Percent => Class::Operator,
        TokenKind::BadNumber | TokenKind::Slash | TokenKind::Unknown => Class::Invalid,
    })
}
