//! Says in the author's words why something cannot be read: what the grammar expected meets the token found there.

mod expected;
pub(super) mod inside;

use super::grammar::{self, Expected, Rule};
use super::outline::cut::Words;
use super::repair::Slice;
use super::token::{Token, TokenKind};
use super::words;
use crate::diagnostics::{Diagnostic, suggest};
use crate::source::Span;

/// The error of a slice that its rule does not read; there is always one. `from` is where the trouble begins at
/// the earliest.
pub(super) fn unreadable(text: &str, rule: Rule, slice: &Slice<'_>, from: Span) -> Diagnostic {
    let tokens = Words { text, tokens: slice.outer(), closes: &[] };
    let broken = tokens.tokens.iter().position(|token| token.kind.is_broken());
    // The blank behind the end keeps apart a last word that is not complete and one behind which something lacks.
    let Some(stop) = grammar::expected(rule, &format!("{} ", slice.text())) else {
        let anything = || Diagnostic::error("S001", from, "this cannot be read here", "");
        return broken.map_or_else(anything, |index| broken_token(tokens, index));
    };
    let at = slice.place(stop.at as u32);
    let token_at = |at: u32| tokens.tokens.iter().position(|token| token.span.end > at);
    let found = token_at(at);
    if let Some(index) = broken.filter(|index| found.is_none_or(|found| *index <= found)) {
        return broken_token(tokens, index);
    }
    if let Some(paren) = open_paren(tokens.tokens, found) {
        return unclosed(paren, "parenthesis", "write `)` where the condition in it ends");
    }
    // What is expected in the place of a token: nothing when reading does not come as far as there.
    let instead_of = |index: Option<usize>| {
        let token = index.map(|index| tokens.tokens[index]);
        let place = token.map_or(slice.text().len() + 1, |token| slice.byte_of(token));
        grammar::expected(rule, &slice.masked(token)).filter(|expected| expected.at == place)
    };
    let before = found.unwrap_or(tokens.tokens.len()).checked_sub(1);
    if let Some(before) = before {
        let token = tokens.tokens[before];
        let is_apart = found.is_none_or(|found| tokens.tokens[found].span.start > at);
        let is_cut_short = at == token.span.end && (is_apart || token.kind == TokenKind::Number);
        let expected = instead_of(Some(before));
        if let Some(expected) =
            expected.filter(|expected| is_cut_short || misspelt(expected, tokens, before).is_some())
        {
            return unexpected(&expected, tokens, before);
        }
    }
    let (found, expected) = match instead_of(found) {
        Some(expected) => (found, expected),
        None => {
            let found = token_at(slice.place(stop.rules_at as u32));
            (found, instead_of(found).unwrap_or(stop))
        }
    };
    match found {
        Some(found) => unexpected(&expected, tokens, found),
        None => missing(&expected, tokens),
    }
}

/// The error of what stands between the items; `tokens` are those without blanks.
pub(super) fn stray(text: &str, tokens: &[Token]) -> Diagnostic {
    let words = Words { text, tokens, closes: &[] };
    if let Some(brace) = tokens.iter().find(|token| token.kind == TokenKind::CloseBrace) {
        let is_closing = !tokens.iter().any(|token| token.kind == TokenKind::OpenBrace);
        if is_closing {
            return Diagnostic::error("S003", brace.span, "this `}` closes nothing", "no block is open here")
                .help("take it away, or look for a `}` too many before it");
        }
    }
    if let Some(index) =
        (0..tokens.len()).find(|index| tokens[*index].kind.is_broken()).filter(|index| *index == 0)
    {
        return broken_token(words, index);
    }
    let items = Expected {
        at: 0,
        rules_at: 0,
        rules: Vec::new(),
        words: words::ITEMS.iter().map(|word| (*word).to_owned()).collect(),
    };
    unexpected(&items, words, 0)
}

/// The error of a brace that nothing closes.
pub(super) fn unclosed_brace(brace: Span) -> Diagnostic {
    unclosed(brace, "brace", "write `}` where the block ends")
}

/// The error of the token with which things lie too deep in each other.
pub(super) fn too_deep(place: Span) -> Diagnostic {
    Diagnostic::error("S004", place, "this lies too deep in blocks and parentheses", "")
        .help("put the inner steps into a flow of their own and `start` it")
}

fn unclosed(place: Span, what: &str, help: &str) -> Diagnostic {
    Diagnostic::error("S003", place, format!("this {what} is never closed"), "opened here").help(help)
}

/// The last parenthesis that is open where reading stops.
fn open_paren(tokens: &[Token], found: Option<usize>) -> Option<Span> {
    let mut open = Vec::new();
    for token in &tokens[..found.unwrap_or(tokens.len())] {
        match token.kind {
            TokenKind::OpenParen => open.push(token.span),
            TokenKind::CloseParen => {
                open.pop();
            }
            _ => {}
        }
    }
    let stops_there = found.is_none_or(|found| {
        !tokens[found..].iter().any(|token| token.kind == TokenKind::CloseParen)
            && matches!(tokens[found].kind, TokenKind::OpenBrace | TokenKind::CloseBrace | TokenKind::Word)
    });
    open.pop().filter(|_| stops_there)
}

/// The error of a token that no program has.
fn broken_token(tokens: Words<'_>, index: usize) -> Diagnostic {
    let token = tokens.tokens[index];
    let (span, text) = (token.span, tokens.at(index));
    let opening = |length: u32| Span { end: span.start + length, ..span };
    match token.kind {
        TokenKind::UnclosedString => {
            unclosed(opening(1), "text", "write `\"` where it ends, on the same line")
        }
        TokenKind::UnclosedLongString => unclosed(opening(3), "text", "write `\"\"\"` where it ends"),
        TokenKind::UnclosedRegex => {
            unclosed(opening(1), "regular expression", "write `/` where it ends, and `\\/` for a slash in it")
        }
        TokenKind::BadNumber => {
            Diagnostic::error("S005", span, format!("`{text}` is neither a number nor a duration"), "")
                .help("durations are written `90s`, `5m`, `2h`, `1d`, `2w` or `1h30m`")
        }
        TokenKind::Slash => {
            Diagnostic::error("S001", span, "a regular expression stands behind `matches` only", "")
                .help("write a text in quotes here")
        }
        _ => {
            let diagnostic =
                Diagnostic::error("S001", span, format!("`{text}` is no sign of the language"), "");
            match sign_help(text) {
                Some(help) => diagnostic.help(help),
                None => diagnostic,
            }
        }
    }
}

fn sign_help(sign: &str) -> Option<&'static str> {
    Some(match sign {
        ";" => "leave it away: a statement ends where the next begins",
        "=" => "write `is` to compare, `to` behind `set`",
        "!" => "write `not`",
        "&" => "write `and`",
        "|" => "write `or`",
        "'" | "“" | "”" | "„" | "«" | "»" | "‘" | "’" => {
            "write texts in straight quotes: `\"…\"`"
        }
        "[" | "]" => "lists are written with commas alone",
        _ => return None,
    })
}

/// The slice ends too early.
fn missing(expected: &Expected, tokens: Words<'_>) -> Diagnostic {
    let last = tokens.tokens.len() - 1;
    let wanted = expected::phrase(expected, tokens, tokens.tokens.len());
    let message = format!("expected {wanted} behind `{}`", shown(tokens.at(last)));
    Diagnostic::error("S001", tokens.tokens[last].span, message, "")
}

/// A token stands where another is expected.
fn unexpected(expected: &Expected, tokens: Words<'_>, found: usize) -> Diagnostic {
    let token = tokens.tokens[found];
    let text = tokens.at(found);
    let takes_name = expected.rules.contains(&Rule::name) || expected.words.iter().any(|word| word == "_");
    if token.kind == TokenKind::Word {
        if takes_name && words::is_reserved(text) {
            let noun = expected::noun(tokens, found);
            let noun = noun.unwrap_or("anything");
            let message = format!("`{text}` is a word of the language and cannot name {noun}");
            return Diagnostic::error("S006", token.span, message, "")
                .help(format!("choose another name, such as `my_{text}`"));
        }
        if let Some(meant) = misspelt(expected, tokens, found) {
            let category = expected::category(expected, meant);
            let message = format!("unknown {category} `{text}`, did you mean `{meant}`?");
            return Diagnostic::error("S001", token.span, message, "")
                .fix(format!("write `{meant}`"), vec![(token.span, meant.to_owned())]);
        }
        if expected::is_step_only(expected) && words::CLAUSES.contains(&text) {
            return Diagnostic::error("S007", token.span, "clauses stand before the steps", "")
                .help("move it before the first step of the flow");
        }
    }
    let wanted = expected::phrase(expected, tokens, found);
    let message = format!("expected {wanted}, found `{}`", shown(text));
    let diagnostic = Diagnostic::error("S001", token.span, message, "");
    match expected::choice(expected) {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// The expected word that a word is most likely meant to be.
fn misspelt<'a>(expected: &'a Expected, tokens: Words<'_>, found: usize) -> Option<&'a str> {
    let text = tokens.at(found);
    let words = || expected.words.iter().map(String::as_str).filter(|word| is_word(word));
    if tokens.tokens[found].kind != TokenKind::Word || words().any(|word| word == text) {
        return None;
    }
    // Where a name may stand, a short word is rather a name.
    let takes_name = expected.words.iter().any(|word| word == "_");
    suggest::nearest(text, words()).filter(|_| !takes_name || text.len() > 2)
}

fn is_word(text: &str) -> bool {
    text.len() > 1 && text.starts_with(char::is_alphabetic)
}

/// A token's text, on one line and not too long.
fn shown(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    if line.chars().count() <= 30 && line.len() == text.len() {
        return text.to_owned();
    }
    format!("{}…", line.chars().take(30).collect::<String>())
}
