//! The words of a text with what a plan asks of them, and sums over them, so that every question about a stretch is
//! answered at once.

use super::gap;
use crate::syntax::parts::{Part, Parts};
use crate::syntax::token::{Token, TokenKind};

/// A comment, and what stands before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Comment<'t> {
    pub text: &'t str,
    /// How many line ends, two standing for more.
    pub lines: u8,
}

/// A word, or a stretch that could not be read, which is one word here.
#[derive(Debug, Clone)]
pub(super) struct Word<'t> {
    pub text: &'t str,
    pub kind: TokenKind,
    pub part: Option<Part>,
    /// Whether nothing stands between it and the word before it.
    pub is_adjacent: bool,
    /// Whether it joins two conditions, outside parentheses.
    pub is_joint: bool,
    /// How many line ends stand just before it, two standing for more.
    pub lines: u8,
    /// Behind the last of the comments between the word before it and this one.
    pub comments_end: u32,
    /// The blanks before it, when it begins no line.
    pub gap: u32,
    /// The column of the line that it begins.
    pub line: Option<u32>,
    /// The word that closes or opens what it opens or closes.
    pub partner: u32,
}

/// What is summed over the words before a place.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    /// Characters, gaps included.
    width: u32,
    /// Words with comments before them.
    commented: u32,
    /// Words of several lines.
    tall: u32,
    /// Words before which a line end of the author's is kept.
    broken: u32,
}

/// The words of a text, in order.
#[derive(Debug, Default)]
pub(super) struct Words<'t> {
    pub list: Vec<Word<'t>>,
    pub comments: Vec<Comment<'t>>,
    sums: Vec<Sums>,
}

/// The words of a text whose parts are known.
pub(super) fn read<'t>(text: &'t str, tokens: &[Token], parts: &Parts) -> Words<'t> {
    let mut reader = Reader {
        text,
        words: Words::default(),
        lines: 0,
        is_adjacent: false,
        open: Vec::new(),
        depth: 0,
        is_condition: false,
    };
    reader.words.list.reserve(tokens.len() / 2);
    let mut starts = parts.starts.iter().copied().peekable();
    let mut at = 0;
    for stretch in &parts.stretches {
        tokens[at..stretch.tokens.start].iter().for_each(|token| reader.trivia(*token));
        at = stretch.tokens.end;
        if !stretch.is_read {
            reader.unread(&tokens[stretch.tokens.clone()]);
            continue;
        }
        for token in &tokens[stretch.tokens.clone()] {
            if token.kind.is_trivia() {
                reader.trivia(*token);
                continue;
            }
            let mut part = None;
            while let Some((_, found)) = starts.next_if(|(place, _)| *place <= token.span.start) {
                part = Some(found);
            }
            reader.word(&text[token.span.range()], token.kind, part);
        }
    }
    tokens[at..].iter().for_each(|token| reader.trivia(*token));
    reader.words.sum();
    reader.words
}

struct Reader<'t> {
    text: &'t str,
    words: Words<'t>,
    lines: u8,
    is_adjacent: bool,
    /// The braces and parentheses that are open.
    open: Vec<u32>,
    /// How many parentheses are open.
    depth: u32,
    /// Whether the words are those of a condition.
    is_condition: bool,
}

impl<'t> Reader<'t> {
    fn trivia(&mut self, token: Token) {
        let text = &self.text[token.span.range()];
        self.is_adjacent = false;
        if token.kind == TokenKind::Comment {
            // The first thing of a file begins a line.
            let is_first = self.words.list.is_empty() && self.words.comments.is_empty();
            let lines = self.lines.max(u8::from(is_first));
            self.words.comments.push(Comment { text: text.trim_end(), lines });
            self.lines = 0;
        } else {
            self.lines = text.bytes().filter(|byte| *byte == b'\n').take(2).count() as u8;
        }
    }

    fn word(&mut self, text: &'t str, kind: TokenKind, part: Option<Part>) {
        let index = self.words.list.len() as u32;
        let mut partner = index;
        self.follow(text, part);
        match kind {
            TokenKind::OpenBrace | TokenKind::OpenParen => {
                self.open.push(index);
                self.depth += u32::from(kind == TokenKind::OpenParen);
                self.is_condition &= kind == TokenKind::OpenParen;
            }
            TokenKind::CloseBrace | TokenKind::CloseParen => {
                partner = self.open.pop().unwrap_or(index);
                self.words.list[partner as usize].partner = index;
                self.depth = self.depth.saturating_sub(u32::from(kind == TokenKind::CloseParen));
                self.is_condition &= kind == TokenKind::CloseParen;
            }
            _ => {}
        }
        let is_joint = self.is_condition && self.depth == 0 && matches!(text, "and" | "or");
        let mut word = Word {
            text,
            kind,
            part,
            is_adjacent: self.is_adjacent,
            is_joint,
            lines: self.lines,
            comments_end: self.words.comments.len() as u32,
            gap: 0,
            line: None,
            partner,
        };
        word.gap = gap::before(&word, &self.words.list);
        self.words.list.push(word);
        self.lines = 0;
        self.is_adjacent = true;
    }

    /// Whether a condition begins behind this word, or ends before it.
    fn follow(&mut self, text: &str, part: Option<Part>) {
        let starts = matches!(part, Some(Part::Statement | Part::Arm | Part::Body));
        self.is_condition &= !starts;
        if matches!(text, "when" | "if") {
            let last = self.words.list.last();
            self.is_condition |= starts || last.is_some_and(|last| matches!(last.text, "stop" | "else"));
        }
    }

    /// Takes a stretch as it stands, with what it is indented by.
    fn unread(&mut self, tokens: &[Token]) {
        let (start, end) = (tokens[0].span.start as usize, tokens[tokens.len() - 1].span.end as usize);
        let before = &self.text[..start];
        let blanks =
            before.trim_end_matches(|last: char| last != '\n' && last != '\u{FEFF}' && last.is_whitespace());
        let begins_line = blanks.is_empty() || blanks.ends_with(['\n', '\u{FEFF}']);
        let start = if begins_line { blanks.len() } else { start };
        let last = tokens[tokens.len() - 1].kind;
        let kind = if last.is_unclosed() { last } else { TokenKind::Unknown };
        self.word(&self.text[start..end], kind, Some(Part::Item));
    }
}

impl<'t> Words<'t> {
    fn sum(&mut self) {
        let mut sums = Sums::default();
        let mut comments = 0;
        self.sums.reserve_exact(self.list.len() + 1);
        self.sums.push(sums);
        for (index, word) in self.list.iter().enumerate() {
            let is_tall = word.kind == TokenKind::LongString && word.text.contains('\n');
            sums.width += word.gap + width(word.text);
            sums.commented += u32::from(word.comments_end > comments);
            sums.tall += u32::from(is_tall);
            let is_kept = word.is_joint
                || matches!(word.part, Some(Part::Statement | Part::Arm))
                || (word.kind == TokenKind::CloseBrace && word.partner as usize + 1 != index);
            // Behind a comment the line ended with it; that is summed apart.
            sums.broken += u32::from(word.lines > 0 && is_kept);
            comments = word.comments_end;
            self.sums.push(sums);
        }
    }

    /// The comments before a word.
    pub fn comments_before(&self, index: usize) -> &[Comment<'t>] {
        let start = index.checked_sub(1).map_or(0, |last| self.list[last].comments_end);
        let end = self.list.get(index).map_or(self.comments.len(), |word| word.comments_end as usize);
        &self.comments[start as usize..end]
    }

    /// How wide some words are on one line.
    pub fn width(&self, start: usize, end: usize) -> u32 {
        if start >= end {
            return 0;
        }
        self.sums[end].width - self.sums[start].width - self.list[start].gap
    }

    /// Whether some words can stand on one line, however long it were.
    pub fn is_plain(&self, start: usize, end: usize) -> bool {
        let (first, second, last) = (&self.sums[start], &self.sums[(start + 1).min(end)], &self.sums[end]);
        last.tall == first.tall && last.commented == second.commented && last.broken == second.broken
    }

    /// Whether some words stand on one line in that many characters.
    pub fn fits(&self, start: usize, end: usize, room: u32) -> bool {
        self.is_plain(start, end) && self.width(start, end) <= room
    }
}

/// How many characters a text has.
pub(super) fn width(text: &str) -> u32 {
    if text.is_ascii() { text.len() as u32 } else { text.chars().count() as u32 }
}
