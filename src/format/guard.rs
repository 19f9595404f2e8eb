//! Whether two texts say the same: the same words, the same comments, the same tree.

use crate::source::Source;
use crate::syntax::ast::dump::dump;
use crate::syntax::parts::Parts;
use crate::syntax::token::{Token, TokenKind};
use crate::syntax::{Parsed, parse_with_parts};

/// Compares a text with what was made of it; says what differs.
pub(super) fn compare(before: (&Source, &Parsed, &Parts), after: &Source) -> Result<(), &'static str> {
    let (source, parsed, parts) = before;
    let (again, parts_again) = parse_with_parts(after);
    let (left, right) = (said(source, &parsed.tokens), said(after, &again.tokens));
    if !left.eq(right) {
        return Err("the words or the comments");
    }
    if !unread(source, parsed, parts).eq(unread(after, &again, &parts_again)) {
        return Err("what cannot be read");
    }
    if dump(&parsed.file) != dump(&again.file) {
        return Err("what the text means");
    }
    Ok(())
}

/// Something that is written.
#[derive(PartialEq, Eq)]
enum Said<'a> {
    Word(TokenKind, &'a str),
    /// A comment that stands behind something on its line.
    Behind(&'a str),
    /// A comment that begins its line.
    Above(&'a str),
}

/// What is written, without blanks; comments without those at their ends.
fn said<'a>(source: &'a Source, tokens: &'a [Token]) -> impl Iterator<Item = Said<'a>> {
    let mut begins_line = true;
    tokens.iter().filter_map(move |token| {
        let text = source.slice(token.span);
        if token.kind == TokenKind::Blank {
            begins_line |= text.contains('\n');
            return None;
        }
        let is_first = std::mem::take(&mut begins_line);
        Some(match token.kind {
            TokenKind::Comment if is_first => Said::Above(text.trim_end()),
            TokenKind::Comment => Said::Behind(text.trim_end()),
            kind => Said::Word(kind, text),
        })
    })
}

/// The texts that cannot be read.
fn unread<'a>(source: &'a Source, parsed: &'a Parsed, parts: &'a Parts) -> impl Iterator<Item = &'a str> {
    parts.stretches.iter().filter(|stretch| !stretch.is_read).map(|stretch| {
        let tokens = &parsed.tokens[stretch.tokens.clone()];
        source.slice(tokens[0].span.to(tokens[tokens.len() - 1].span))
    })
}

#[cfg(test)]
mod tests {
    use super::compare;
    use crate::source::{Source, SourceId};
    use crate::syntax::parse_with_parts;

    #[test]
    fn what_says_something_else_is_seen() {
        let text = "scenario \"a\" {\n  expect pending\n  at 2026-03-02 10:00 # here\n}\ngroup a\nflow b { on  nonsense }\n";
        let source = |text: &str| Source::new(SourceId(0), "a.flow", text);
        let before = source(text);
        let (parsed, parts) = parse_with_parts(&before);
        let compared = |after: &str| compare((&before, &parsed, &parts), &source(after));
        assert_eq!(compared(text), Ok(()));
        assert_eq!(compared(&text.replace("  expect", "expect")), Ok(()));
        assert_eq!(compared(&text.replace("pending\n", "pending ")), Err("what the text means"));
        for (found, instead) in [(" # here", ""), ("10:00 # here", "10:00\n# here"), ("group a", "group b")] {
            assert_eq!(
                compared(&text.replace(found, instead)),
                Err("the words or the comments"),
                "{instead}"
            );
        }
        assert_eq!(compared(&text.replace("on  nonsense", "on nonsense")), Err("what cannot be read"));
    }
}
