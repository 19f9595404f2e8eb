//! `# allow K002: reason` above an item: findings that the author knows of and wants to keep.

mod comment;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use self::comment::{Written, read};
use crate::diagnostics::{Diagnostic, Severity};
use crate::source::{Source, Span};
use crate::syntax::Parsed;
use crate::syntax::ast;
use crate::syntax::token::{Token, TokenKind};

/// The allows of a workspace.
#[derive(Debug, Default)]
pub(super) struct Allows {
    /// By code and by the item that they stand above. Items do not overlap.
    by_place: BTreeMap<(&'static str, Span), Allow>,
    /// What is wrong with allows, and those that another one makes needless.
    found: Vec<Diagnostic>,
}

#[derive(Debug)]
struct Allow {
    /// The code or the name as it is written.
    place: Span,
    /// The line of the comment, when it allows nothing else.
    line: Option<Span>,
    used: Use,
}

/// How much of the program every rule saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// All of it.
    Whole,
    /// Not what has errors, or is too large.
    Partial,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    Silences,
    Idle,
}

/// A comment that is an allow.
#[derive(Debug, Clone)]
pub(super) struct Comment {
    written: Written,
    above: Above,
}

/// What stands below a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Above {
    /// It stands behind words, above nothing.
    BehindWords,
    /// A token that begins there.
    Word(u32),
    /// Nothing more.
    End,
}

/// The comments of a file that are allows.
pub(super) fn comments(source: &Source, tokens: &[Token]) -> Vec<Comment> {
    let mut comments: Vec<Comment> = Vec::new();
    let mut waiting = 0;
    // Whether a comment here begins its line.
    let mut line_begins = true;
    for token in tokens {
        match token.kind {
            TokenKind::Blank => line_begins |= !line_begins && source.slice(token.span).contains('\n'),
            TokenKind::Comment => {
                let Some(written) = read(source.slice(token.span), token.span) else { continue };
                let above = if line_begins { Above::End } else { Above::BehindWords };
                comments.push(Comment { written, above });
            }
            _ => {
                line_begins = false;
                for comment in comments[waiting..].iter_mut().filter(|comment| comment.above == Above::End) {
                    comment.above = Above::Word(token.span.start);
                }
                waiting = comments.len();
            }
        }
    }
    comments
}

impl Allows {
    /// Adds the allows of a file.
    pub fn gather(&mut self, source: &Source, parsed: &Parsed) {
        let whole = parsed.diagnostics.iter().all(|found| found.severity != Severity::Error);
        let items: Vec<Span> = parsed.file.items.iter().map(ast::Item::span).collect();
        self.place(source, &comments(source, &parsed.tokens), &items, whole);
    }

    /// Adds the allows of a file that were read from its comments; `whole` says that all of the file could be read.
    pub fn place(&mut self, source: &Source, comments: &[Comment], items: &[Span], whole: bool) {
        for comment in comments {
            match comment.above {
                Above::BehindWords => {
                    self.found.push(misplaced(&comment.written, "it stands behind other words"));
                }
                Above::Word(start) => {
                    let item = items.binary_search_by_key(&start, |item| item.start).ok();
                    self.add(source, &comment.written, item.map(|item| items[item]), whole);
                }
                Above::End => self.add(source, &comment.written, None, whole),
            }
        }
    }

    /// Below a comment stands an item, or none: then it may be one that could not be read.
    fn add(&mut self, source: &Source, written: &Written, item: Option<Span>, whole: bool) {
        let before = self.found.len();
        self.found.extend(written.problems());
        if self.found.len() > before {
            return;
        }
        let Some(item) = item else {
            if whole {
                self.found.push(misplaced(written, "no item begins below it"));
            }
            return;
        };
        for (row, place) in written.codes() {
            let line = (written.names.len() == 1).then(|| whole_line(source, written.place));
            let allow = Allow { place, line, used: Use::Idle };
            match self.by_place.entry((row.code, item)) {
                Entry::Occupied(_) => {
                    self.found.push(unused(row.code, &allow, "it is allowed above already"));
                }
                Entry::Vacant(free) => drop(free.insert(allow)),
            }
        }
    }

    /// Takes away what is allowed.
    pub fn silence(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        if !self.by_place.is_empty() {
            diagnostics.retain(|found| !self.silences(found));
        }
    }

    /// What is wrong with the allows, when all has been silenced.
    ///
    /// An allow is only called unused when every rule saw the whole program.
    pub fn found(self, sight: Sight) -> Vec<Diagnostic> {
        let mut found = self.found;
        if sight == Sight::Whole {
            let idle = self.by_place.iter().filter(|(_, allow)| allow.used == Use::Idle);
            let why = "nothing like it is found in the item below";
            found.extend(idle.map(|((code, _), allow)| unused(code, allow, why)));
        }
        found
    }

    /// Whether one of a finding's places lies in an item above which its code is allowed.
    fn silences(&mut self, found: &Diagnostic) -> bool {
        let mut silenced = false;
        for label in &found.labels {
            let end = (found.code, Span { end: u32::MAX, ..label.span });
            let nearest = self.by_place.range_mut(..=end).next_back();
            let inside = nearest.filter(|((code, item), _)| {
                *code == found.code && item.source == label.span.source && label.span.start < item.end
            });
            if let Some((_, allow)) = inside {
                allow.used = Use::Silences;
                silenced = true;
            }
        }
        silenced
    }
}

fn unused(code: &str, allow: &Allow, why: &str) -> Diagnostic {
    let found = Diagnostic::new(
        "A001",
        Severity::Warning,
        allow.place,
        format!("`{code}` is allowed without need"),
        why,
    )
    .help("remove it, so that it hides nothing that comes later");
    match allow.line {
        Some(line) => found.fix("remove the allow", vec![(line, String::new())]),
        None => found,
    }
}

fn misplaced(written: &Written, why: &str) -> Diagnostic {
    comment::broken(written.place, "an allow stands above no item", why)
        .help("write it on a line of its own above the item whose findings it allows")
}

/// The line of a comment that begins its line, with its end.
fn whole_line(source: &Source, comment: Span) -> Span {
    let line = source.line(source.position(comment.start).line);
    line.to(comment)
}
