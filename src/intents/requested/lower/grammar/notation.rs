//! pest's notation, as far as the grammar of requested times uses it.
//!
//! pest has compiled the same file by then, so that it is known to be right.

use std::collections::BTreeMap;

use super::{Grammar, Id, Named, Note, Parts, Pattern};
use crate::intents::requested::lower::Rule;

/// The rules of a grammar as patterns.
pub fn read(text: &'static str) -> Grammar {
    let unread = |rule: &Rule| Named { rule: *rule, note: Note::All, body: 0 };
    let none = Grammar {
        text,
        patterns: Vec::with_capacity(4096),
        ranges: Vec::new(),
        parts: Vec::with_capacity(8192),
        named: Rule::all_rules().iter().map(unread).collect(),
        fits: Vec::new(),
        words: Vec::new(),
        chances: super::chances::Chances::default(),
    };
    let names = Rule::all_rules().iter().map(|rule| format!("{rule:?}")).zip(0..).collect();
    let mut reader = Reader { rest: text, names, grammar: none };
    while reader.rule().is_some() {}
    reader.grammar
}

struct Reader {
    rest: &'static str,
    /// Where each rule stands in pest's own list.
    names: BTreeMap<String, Id>,
    grammar: Grammar,
}

impl Reader {
    /// `name = _{ … }`
    fn rule(&mut self) -> Option<()> {
        let name = self.word()?;
        let place = self.place(name)?;
        self.take("=")?;
        let note = match (self.take("_"), self.take("@")) {
            (Some(()), _) => Note::Inner,
            (None, Some(())) => Note::Itself,
            (None, None) => Note::All,
        };
        self.take("{")?;
        let body = self.choice()?;
        self.take("}")?;
        let named = &mut self.grammar.named[usize::from(place)];
        (named.note, named.body) = (note, body);
        Some(())
    }

    fn choice(&mut self) -> Option<Id> {
        self.several("|", Self::row, Pattern::Choice)
    }

    fn row(&mut self) -> Option<Id> {
        self.several("~", Self::repeated, Pattern::Row)
    }

    /// Patterns with a sign between them.
    fn several(
        &mut self,
        sign: &str,
        one: impl Fn(&mut Self) -> Option<Id>,
        as_pattern: impl Fn(Parts) -> Pattern,
    ) -> Option<Id> {
        let mut all = vec![one(self)?];
        while self.take(sign).is_some() {
            all.push(one(self)?);
        }
        if let [only] = all[..] {
            return Some(only);
        }
        let start = self.grammar.parts.len() as Id;
        self.grammar.parts.extend(&all);
        let parts = Parts { start, end: self.grammar.parts.len() as Id };
        Some(self.add(as_pattern(parts)))
    }

    /// A pattern with the signs around it.
    fn repeated(&mut self) -> Option<Id> {
        if self.take("!").is_some() {
            let inner = self.repeated()?;
            return Some(self.add(Pattern::Unless(inner)));
        }
        if self.take("&").is_some() {
            let inner = self.repeated()?;
            return Some(self.add(Pattern::Ahead(inner)));
        }
        let inner = self.single()?;
        let (least, most) = if self.take("?").is_some() {
            (0, 1)
        } else if self.take("*").is_some() {
            (0, u8::MAX)
        } else if self.take("+").is_some() {
            (1, u8::MAX)
        } else if self.take("{").is_some() {
            let least = self.word()?.parse().ok()?;
            let most = match self.take(",") {
                Some(()) => self.word().map_or(Some(u8::MAX), |most| most.parse().ok())?,
                None => least,
            };
            self.take("}")?;
            (least, most)
        } else {
            return Some(inner);
        };
        Some(self.add(Pattern::Repeat(inner, least, most)))
    }

    fn single(&mut self) -> Option<Id> {
        if self.take("(").is_some() {
            let inner = self.choice()?;
            self.take(")")?;
            return Some(inner);
        }
        if self.take("\"").is_some() {
            let start = u16::try_from(self.grammar.text.len() - self.rest.len()).ok()?;
            let (text, rest) = self.rest.split_once('"')?;
            self.rest = rest;
            return Some(self.add(Pattern::Text(start, u8::try_from(text.len()).ok()?)));
        }
        if self.take("'").is_some() {
            let first = self.character()?;
            self.take("..")?;
            self.take("'")?;
            let last = self.character()?;
            self.grammar.ranges.push((first, last));
            return Some(self.add(Pattern::Range(self.grammar.ranges.len() as Id - 1)));
        }
        let pattern = match self.word()? {
            "ANY" => Pattern::Any,
            "ASCII_DIGIT" => Pattern::Digit,
            "ASCII_ALPHANUMERIC" => Pattern::Alphanumeric,
            "EOI" => Pattern::End,
            name => Pattern::Named(self.place(name)?),
        };
        Some(self.add(pattern))
    }

    /// The rest of `'a'` or `'\u{80}'`.
    fn character(&mut self) -> Option<char> {
        let (text, rest) = self.rest.split_once('\'')?;
        self.rest = rest;
        match text.strip_prefix("\\u{").and_then(|text| text.strip_suffix('}')) {
            Some(number) => char::from_u32(u32::from_str_radix(number, 16).ok()?),
            None => text.chars().next(),
        }
    }

    /// A name or a number.
    fn word(&mut self) -> Option<&'static str> {
        self.skip();
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!word.is_empty()).then_some(word)
    }

    fn take(&mut self, sign: &str) -> Option<()> {
        self.skip();
        self.rest = self.rest.strip_prefix(sign)?;
        Some(())
    }

    /// Goes over blanks and comments.
    fn skip(&mut self) {
        self.rest = self.rest.trim_start();
        while let Some(comment) = self.rest.strip_prefix("//") {
            self.rest = comment.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
        }
    }

    fn place(&self, name: &str) -> Option<Id> {
        self.names.get(name).copied()
    }

    fn add(&mut self, pattern: Pattern) -> Id {
        self.grammar.patterns.push(pattern);
        (self.grammar.patterns.len() - 1) as Id
    }
}
