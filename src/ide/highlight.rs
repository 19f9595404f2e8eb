//! What each stretch of a text is, for colouring it: the tokens, and what the tree knows of their words.

use crate::check::SymbolKind;
use crate::check::sites::{Assigned, Sites, Target};
use crate::check::types::compared_values;
use crate::source::{Source, Span};
use crate::syntax::token::{Token, TokenKind};
use crate::syntax::{self, Parsed, ast, words};

/// A stretch of a text with what it is. Blanks are in none; none lies in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Highlighted {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub class: Class,
}

/// What a stretch of a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the variants of things are the words that begin such an item")]
pub enum Class {
    /// `# to the end of the line`
    Comment,
    /// A word of the language.
    Keyword,
    /// A text, but for its placeholders.
    String,
    /// `{contact.first_name | vous}` in a text.
    Placeholder,
    /// `3`, `49.90`
    Number,
    /// `1h30m`, `09:00`, `2026-12-25`
    Moment,
    /// `/ref [0-9]+/`
    Regex,
    Flow,
    Channel,
    Schedule,
    Bot,
    Template,
    Text,
    Intent,
    Group,
    /// `contact.plan`, dots included; also `plan` in a scenario's contact.
    Field,
    /// `marie` of a scenario.
    Contact,
    /// A name of something that nothing declares: a team, an agent, a brand, an answer.
    Name,
    /// `new`, `yes`, `open`: a word that a field is compared with or set to; also a language.
    Value,
    /// `yes_no` of a `field`, `webchat` behind `is`, `human_agent` behind `as`.
    Type,
    /// `<=`, `+`, `-`, `%`, `..`
    Operator,
    /// `{`, `}`, `(`, `)`, `,`, `:`, `.`
    Punctuation,
    /// What the language does not have.
    Invalid,
}

impl Class {
    /// All of them.
    pub const ALL: [Self; 23] = [
        Self::Comment,
        Self::Keyword,
        Self::String,
        Self::Placeholder,
        Self::Number,
        Self::Moment,
        Self::Regex,
        Self::Flow,
        Self::Channel,
        Self::Schedule,
        Self::Bot,
        Self::Template,
        Self::Text,
        Self::Intent,
        Self::Group,
        Self::Field,
        Self::Contact,
        Self::Name,
        Self::Value,
        Self::Type,
        Self::Operator,
        Self::Punctuation,
        Self::Invalid,
    ];

    /// A name that never changes: `keyword`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Keyword => "keyword",
            Self::String => "string",
            Self::Placeholder => "placeholder",
            Self::Number => "number",
            Self::Moment => "moment",
            Self::Regex => "regex",
            Self::Flow => "flow",
            Self::Channel => "channel",
            Self::Schedule => "schedule",
            Self::Bot => "bot",
            Self::Template => "template",
            Self::Text => "text",
            Self::Intent => "intent",
            Self::Group => "group",
            Self::Field => "field",
            Self::Contact => "contact",
            Self::Name => "name",
            Self::Value => "value",
            Self::Type => "type",
            Self::Operator => "operator",
            Self::Punctuation => "punctuation",
            Self::Invalid => "invalid",
        }
    }
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

/// The class of things of a kind.
pub const fn of_symbol(kind: SymbolKind) -> Class {
    match kind {
        SymbolKind::Schedule => Class::Schedule,
        SymbolKind::Channel => Class::Channel,
        SymbolKind::Bot => Class::Bot,
        SymbolKind::Template => Class::Template,
        SymbolKind::Text => Class::Text,
        SymbolKind::Intent => Class::Intent,
        SymbolKind::Group => Class::Group,
        SymbolKind::Field => Class::Field,
        SymbolKind::Flow => Class::Flow,
    }
}

/// What the tree knows of words and placeholders, in order of place.
fn marks(file: &ast::File) -> Vec<(Span, Class)> {
    let sites = Sites::of(std::slice::from_ref(file));
    let mut marks: Vec<(Span, Class)> = Vec::new();
    marks.extend(file.items.iter().filter_map(of_definition));
    marks.extend(sites.uses.iter().map(|used| {
        let class = match used.target {
            Target::Symbol(kind) => of_symbol(kind),
            Target::ChannelKind | Target::ContentType => Class::Type,
            Target::Reason => Class::Value,
            Target::Contact(_) => Class::Contact,
            Target::Answer(_) => Class::Name,
        };
        (used.name.span, class)
    }));
    marks.extend(sites.casts.iter().flatten().map(|name| (name.span, Class::Contact)));
    marks.extend(sites.fields.iter().map(|used| (used.path.span, Class::Field)));
    marks.extend(sites.languages.iter().map(|name| (name.span, Class::Value)));
    marks.extend(sites.placeholders.iter().map(|site| (site.placeholder.span, Class::Placeholder)));
    marks.extend(sites.misplaced.iter().map(|site| (site.placeholder.span, Class::Placeholder)));
    let word = |value: &ast::Value| match value {
        ast::Value::Word(name) => Some((name.span, Class::Value)),
        _ => None,
    };
    for compare in &sites.comparisons {
        marks.extend(compared_values(&compare.operator).iter().filter_map(word));
    }
    for assignment in &sites.assignments {
        marks.extend(word(assignment.value));
        marks.extend(match assignment.field {
            Assigned::OfContact(name) | Assigned::OfDevice(name) => Some((name.span, Class::Field)),
            // Its first name is the contact, which has a mark of its own.
            Assigned::Path(_) | Assigned::Expected(_) => None,
        });
    }
    marks.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    marks.dedup_by_key(|(span, _)| *span);
    marks
}

/// The name that an item defines.
fn of_definition(item: &ast::Item) -> Option<(Span, Class)> {
    Some(match item {
        ast::Item::Schedule(item) => (item.name.span, Class::Schedule),
        ast::Item::Channel(item) => (item.name.span, Class::Channel),
        ast::Item::Bot(item) => (item.name.span, Class::Bot),
        ast::Item::Template(item) => (item.name.span, Class::Template),
        ast::Item::Text(item) => (item.name.span, Class::Text),
        ast::Item::Intent(item) => (item.name.span, Class::Intent),
        ast::Item::Group(item) => (item.name.span, Class::Group),
        ast::Item::Field(item) => (item.path.span, Class::Field),
        ast::Item::Flow(item) => (item.name.span, Class::Flow),
        ast::Item::Workspace(_) | ast::Item::Scenario(_) => return None,
    })
}
