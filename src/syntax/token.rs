//! The tokens of a text: one lossless pass, blanks and comments included.

use logos::{Lexer, Logos};

use crate::source::{Source, Span};

/// One token: what it is and where it stands. The texts of all tokens in order are the whole text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands.
    pub span: Span,
}

/// What a token is.
#[derive(Logos, Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[logos(extras = Memory)]
pub enum TokenKind {
    /// White space, line ends included; also the byte order mark that a file may begin with.
    #[regex(r"\s+")]
    #[token("\u{FEFF}", byte_order_mark)]
    Blank,
    /// `# to the end of the line`
    #[regex(r"#[^\n]*", allow_greedy = true)]
    Comment,
    /// `send`, `order_start`: a word of the language or a name.
    #[regex(r"[\p{XID_Start}_]\p{XID_Continue}*")]
    Word,
    /// `3`, `49.90`
    #[regex(r"[0-9]+(\.[0-9]+)?", priority = 9)]
    Number,
    /// `1h30m`
    #[regex(r"([0-9]+(ms|[smhdw]))+", priority = 8)]
    Duration,
    /// `09:00`
    #[regex(r"[0-9][0-9]?:[0-9][0-9]")]
    Time,
    /// `2026-12-25`
    #[regex(r"[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]")]
    Date,
    /// `5x`: digits with letters that make no duration.
    #[regex(r"[0-9]\p{XID_Continue}*", priority = 1)]
    BadNumber,
    /// `"Bonjour"`
    #[regex(r#""([^"\\\n]|\\[^\n])*""#)]
    String,
    /// A string that its line does not close.
    #[regex(r#""([^"\\\n]|\\[^\n])*\\?"#, priority = 1)]
    UnclosedString,
    /// `"""several lines"""`
    #[token(r#"""""#, long_string)]
    LongString,
    /// A string of several lines that nothing closes; it is taken to end before the next item.
    UnclosedLongString,
    /// `/ref [0-9]+/`: behind `matches` only
    Regex,
    /// A regular expression that its line does not close.
    UnclosedRegex,
    /// `{`
    #[token("{")]
    OpenBrace,
    /// `}`
    #[token("}")]
    CloseBrace,
    /// `(`
    #[token("(")]
    OpenParen,
    /// `)`
    #[token(")")]
    CloseParen,
    /// `,`
    #[token(",")]
    Comma,
    /// `:`
    #[token(":")]
    Colon,
    /// `.`
    #[token(".")]
    Dot,
    /// `..`
    #[token("..")]
    DotDot,
    /// `<`, `<=`, `>`, `>=`
    #[regex("[<>]=?")]
    Comparison,
    /// `+`
    #[token("+")]
    Plus,
    /// `-`
    #[token("-")]
    Minus,
    /// `%`
    #[token("%")]
    Percent,
    /// `/` where no regular expression may stand
    #[token("/", regex)]
    Slash,
    /// A character that the language does not have.
    Unknown,
}

impl TokenKind {
    /// Whether it says nothing to the grammar: blanks and comments.
    pub const fn is_trivia(self) -> bool {
        matches!(self, Self::Blank | Self::Comment)
    }

    /// Whether no program has it.
    pub const fn is_broken(self) -> bool {
        self.is_unclosed() || matches!(self, Self::BadNumber | Self::Slash | Self::Unknown)
    }

    /// Whether it is a string or a regular expression that is not closed.
    pub const fn is_unclosed(self) -> bool {
        matches!(self, Self::UnclosedString | Self::UnclosedLongString | Self::UnclosedRegex)
    }
}

/// What the pass remembers from token to token.
#[derive(Debug, Clone, Copy, Default)]
pub struct Memory {
    /// The last token that was not trivia is the word `matches`: a slash begins a regular expression.
    regex_may_follow: bool,
    /// What the callback of the present token made of it, when not what its variant says.
    instead: Option<TokenKind>,
}

/// All tokens of a source, in order, without a gap.
pub fn tokens(source: &Source) -> Vec<Token> {
    let text = source.text();
    let mut tokens = Vec::with_capacity(text.len() / 3);
    let mut lexer = TokenKind::lexer(text);
    while let Some(read) = lexer.next() {
        let kind = lexer.extras.instead.take().unwrap_or(read.unwrap_or(TokenKind::Unknown));
        if !kind.is_trivia() {
            lexer.extras.regex_may_follow = kind == TokenKind::Word && lexer.slice() == "matches";
        }
        let range = lexer.span();
        tokens.push(Token { kind, span: Span::new(source.id(), range.start as u32, range.end as u32) });
    }
    tokens
}

/// A mark inside a file is no blank.
fn byte_order_mark(lexer: &mut Lexer<'_, TokenKind>) {
    if lexer.span().start > 0 {
        lexer.extras.instead = Some(TokenKind::Unknown);
    }
}

/// Behind `"""`: up to the next `"""`; without one, up to the line with which the next item seems to begin.
fn long_string(lexer: &mut Lexer<'_, TokenKind>) {
    let rest = lexer.remainder();
    let bytes = rest.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' if bytes[at..].starts_with(br#"""""#) => return lexer.bump(at + 3),
            _ => at += 1,
        }
    }
    lexer.extras.instead = Some(TokenKind::UnclosedLongString);
    lexer.bump(end_of_item(rest));
}

/// Where the line begins that closes an item or begins one: a brace or a word at its very start.
fn end_of_item(rest: &str) -> usize {
    let line_starts = rest.match_indices('\n').map(|(at, _)| at + 1);
    let looks_outside = |line: &str| {
        line.starts_with('}')
            || super::words::ITEMS
                .iter()
                .any(|word| line.strip_prefix(word).is_some_and(|behind| behind.starts_with([' ', '\t'])))
    };
    line_starts.into_iter().find(|at| looks_outside(&rest[*at..])).unwrap_or(rest.len())
}

/// Behind a slash: a regular expression up to the next slash of the line, where one may stand.
fn regex(lexer: &mut Lexer<'_, TokenKind>) {
    if !lexer.extras.regex_may_follow {
        return;
    }
    let rest = lexer.remainder().as_bytes();
    let mut at = 0;
    while at < rest.len() && rest[at] != b'\n' {
        match rest[at] {
            b'\\' if rest.get(at + 1).is_some_and(|byte| *byte != b'\n') => at += 2,
            b'/' => {
                lexer.extras.instead = Some(TokenKind::Regex);
                return lexer.bump(at + 1);
            }
            _ => at += 1,
        }
    }
    lexer.extras.instead = Some(TokenKind::UnclosedRegex);
    let line = &lexer.remainder()[..at];
    lexer.bump(line.trim_end().len());
}
