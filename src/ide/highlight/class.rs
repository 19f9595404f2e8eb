//! What a stretch of a text can be.

use crate::check::SymbolKind;

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
