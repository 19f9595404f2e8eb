//! What a name at a place would be the name of, by the words before it.

use crate::check::SymbolKind;
use crate::source::Source;
use crate::syntax::expected::{Expected, Leaf};
use crate::syntax::token::{Token, TokenKind};
use crate::syntax::words;

/// What a name would be the name of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    Symbol(SymbolKind),
    ChannelKind,
    ContentType,
    Brand,
    /// An answer of that bot.
    Answer(String),
    Contact,
    Field,
    ContactOrField,
    Reason,
    /// Something that nothing declares, or a name that is new.
    Unknown,
}

impl Wanted {
    /// `before` are the tokens up to the name.
    pub fn of(before: &[Token], source: &Source, expected: &Expected) -> Self {
        let word = |back: usize| {
            before
                .len()
                .checked_sub(back)
                .and_then(|at| before.get(at))
                .map_or("", |token| source.slice(token.span))
        };
        // In a list, what governs it stands before its first name.
        let mut back = 1;
        while word(back) == "," && !matches!(word(back + 1), "" | ",") {
            back += 2;
        }
        let item = item_word(before, source);
        let is_scenario = item == "scenario";
        let governs = word(back);
        // An act begins with a contact's name, wherever the one before it ends.
        let begins_act = is_scenario && expected.words.contains("wait");
        match governs {
            "start" | "stop" | "opens" | "dismisses" => Self::Symbol(SymbolKind::Flow),
            "within" | "outside" => Self::Symbol(SymbolKind::Schedule),
            "via" | "channels" => Self::Symbol(SymbolKind::Channel),
            "else" if word(back + 1) == "," => Self::Symbol(SymbolKind::Channel),
            "from" if is_scenario => Self::Symbol(SymbolKind::Flow),
            "from" => Self::Symbol(SymbolKind::Channel),
            "on" if is_scenario || item == "template" => Self::Symbol(SymbolKind::Channel),
            "of" if is_scenario => Self::Symbol(SymbolKind::Channel),
            "intent" => Self::named(back, SymbolKind::Intent, before),
            "group" => Self::named(back, SymbolKind::Group, before),
            "bot" => Self::named(back, SymbolKind::Bot, before),
            "template" => Self::named(back, SymbolKind::Template, before),
            "send" | "ask" | "saying" => Self::Symbol(SymbolKind::Text),
            "is" if item == "channel" => Self::ChannelKind,
            "as" => Self::ContentType,
            "brand" => Self::Brand,
            "answer" => Self::Answer(word(back + 1).to_owned()),
            "because" => Self::Reason,
            "expect" => Self::ContactOrField,
            "when" | "if" | "and" | "or" | "not" | "(" | "set" | "save" => Self::Field,
            "at" if expected.leaves.contains(&Leaf::Name) && !is_scenario => Self::Field,
            "to" | "for" | "over" | "back" | "closes" if is_scenario => Self::Contact,
            _ if begins_act => Self::Contact,
            _ => Self::Unknown,
        }
    }

    /// Behind the word of an item stands a new name, unless the word stands inside another item.
    fn named(back: usize, kind: SymbolKind, before: &[Token]) -> Self {
        let depth = |depth: usize, token: &Token| match token.kind {
            TokenKind::OpenBrace => depth + 1,
            TokenKind::CloseBrace => depth.saturating_sub(1),
            _ => depth,
        };
        let is_inside = before[..before.len().saturating_sub(back)].iter().fold(0, depth) > 0;
        if is_inside { Self::Symbol(kind) } else { Self::Unknown }
    }
}

/// The word with which the item around a place begins.
fn item_word<'s>(before: &[Token], source: &'s Source) -> &'s str {
    let mut depth = 0_usize;
    for token in before.iter().rev() {
        match token.kind {
            TokenKind::CloseBrace => depth += 1,
            TokenKind::OpenBrace => depth = depth.saturating_sub(1),
            TokenKind::Word if depth == 0 && words::is_item(source.slice(token.span)) => {
                let start = token.span.start as usize;
                let line = source.text()[..start].rfind('\n').map_or(0, |at| at + 1);
                if source.text()[line..start].trim().is_empty() || start == 0 {
                    let word = source.slice(token.span);
                    // `text` and the like begin no line inside of a flow, and `bot` and `template` may.
                    if !matches!(word, "bot" | "template" | "text" | "intent" | "group") || line == start {
                        return word;
                    }
                }
            }
            _ => {}
        }
    }
    let first = before.iter().find(|token| token.kind == TokenKind::Word);
    first.map_or("", |token| source.slice(token.span))
}
