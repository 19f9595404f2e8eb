//! What may be written at a place: words that the grammar takes there, names, fields, values.

mod snippets;
mod strings;
mod values;
mod wanted;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

pub(super) use self::values::{described_declared, fields};
use self::wanted::Wanted;
use crate::analysis::live::{FileId, Live};
use crate::check::SymbolKind;
use crate::diagnostics::code::CATALOGUE;
use crate::policy::ChannelKind;
use crate::policy::messages::ContentType;
use crate::source::{Source, Span};
use crate::syntax::ast;
use crate::syntax::expected::{self, Expected, Leaf};
use crate::syntax::token::{Token, TokenKind};

/// Something that may be written at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What is written, and shown.
    pub text: String,
    /// What it is.
    pub kind: Kind,
    /// What is shown beside it.
    pub detail: Option<String>,
    /// The same with places to fill in, as editors know them: `flow ${1:name} {…}`.
    pub snippet: Option<&'static str>,
    /// What it takes the place of: what was typed of it.
    pub replaces: Span,
}

/// What a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A word of the language.
    Keyword,
    /// The name of something.
    Symbol(SymbolKind),
    /// A contact of the scenario.
    Contact,
    /// A name that nothing declares: a brand, a team, an answer.
    Name,
    /// A value of a field, a content type, a zone.
    Value,
}

/// All that may be written at a byte of a file, on the rules of a day.
pub fn complete(live: &Live, file: FileId, byte: u32, today: NaiveDate) -> Vec<Completion> {
    let Some(parsed) = live.parsed(file) else { return Vec::new() };
    let source = live.source(file);
    let place = Place::new(live, &source, &parsed.tokens, byte, today);
    match place.here.map(|token| token.kind) {
        Some(TokenKind::Comment) => place.codes(),
        Some(
            TokenKind::String
            | TokenKind::LongString
            | TokenKind::UnclosedString
            | TokenKind::UnclosedLongString,
        ) => strings::complete(&place),
        Some(TokenKind::Regex | TokenKind::UnclosedRegex) => Vec::new(),
        Some(TokenKind::Number) => place.units(),
        _ if place.word(1) == "." => place.fields_of(place.word(2)),
        _ => {
            let expected = expected::at(&source, &parsed.tokens, byte);
            let mut found = place.keywords(&expected);
            found.extend(place.names(&expected));
            found
        }
    }
}

/// A place of a text, with what stands before it.
struct Place<'a> {
    live: &'a Live,
    source: &'a Source,
    /// The tokens before what is typed, without blanks and comments.
    before: Vec<Token>,
    /// The token that holds the place, when it is a comment, a string or a number.
    here: Option<Token>,
    /// What was typed so far of a word; of a path its last name.
    typed: Span,
    byte: u32,
    today: NaiveDate,
}

impl<'a> Place<'a> {
    fn new(live: &'a Live, source: &'a Source, tokens: &[Token], byte: u32, today: NaiveDate) -> Self {
        let holds = |token: &&Token| {
            let is_open =
                token.kind.is_unclosed() || matches!(token.kind, TokenKind::Comment | TokenKind::Number);
            token.span.start < byte && (byte < token.span.end || (is_open && byte == token.span.end))
        };
        let here = tokens
            .iter()
            .find(holds)
            .filter(|token| !matches!(token.kind, TokenKind::Word | TokenKind::Blank));
        let word = tokens
            .iter()
            .find(|token| token.kind == TokenKind::Word && token.span.start < byte && byte <= token.span.end);
        let start = here.or(word).map_or(byte, |token| token.span.start);
        let typed = Span::new(
            source.id(),
            word.map_or(byte, |word| word.span.start),
            word.map_or(byte, |word| word.span.end),
        );
        let before =
            tokens.iter().filter(|token| token.span.end <= start && !token.kind.is_trivia()).copied();
        Self { live, source, before: before.collect(), here: here.copied(), typed, byte, today }
    }

    /// The token so many before what is typed; 1 is the last.
    fn token(&self, back: usize) -> Option<Token> {
        self.before.len().checked_sub(back).and_then(|at| self.before.get(at)).copied()
    }

    /// Its text; empty when there is none.
    fn word(&self, back: usize) -> &str {
        self.token(back).map_or("", |token| self.source.slice(token.span))
    }

    fn completion(&self, text: impl Into<String>, kind: Kind, detail: Option<String>) -> Completion {
        Completion { text: text.into(), kind, detail, snippet: None, replaces: self.typed }
    }

    fn keywords(&self, expected: &Expected) -> Vec<Completion> {
        let is_item = expected.words.contains("scenario");
        let words = expected.words.iter().map(|word| Completion {
            snippet: snippets::of(word, is_item),
            ..self.completion(word, Kind::Keyword, None)
        });
        words.collect()
    }

    /// The names and values that may stand here.
    fn names(&self, expected: &Expected) -> Vec<Completion> {
        let mut found = Vec::new();
        if expected.leaves.contains(&Leaf::Value) {
            found.extend(values::complete(self));
            found.extend(self.paths());
        } else if expected.leaves.contains(&Leaf::Language) {
            found.extend(self.languages());
        } else if expected.leaves.contains(&Leaf::Name) || expected.leaves.contains(&Leaf::Field) {
            found.extend(self.wanted(expected));
        }
        if expected.leaves.contains(&Leaf::Date) {
            found.push(self.completion(self.today.to_string(), Kind::Value, Some("today".to_owned())));
        }
        if expected.leaves.contains(&Leaf::Duration) {
            let lengths = [
                ("30s", "30 seconds"),
                ("5m", "5 minutes"),
                ("1h", "1 hour"),
                ("1d", "1 day"),
                ("1w", "1 week"),
            ];
            found.extend(
                lengths.map(|(text, detail)| self.completion(text, Kind::Value, Some(detail.to_owned()))),
            );
        }
        found
    }

    fn wanted(&self, expected: &Expected) -> Vec<Completion> {
        match Wanted::of(&self.before, self.source, expected) {
            Wanted::Symbol(kind) => self.symbols(kind),
            Wanted::ChannelKind => ChannelKind::ALL
                .iter()
                .map(|kind| self.completion(kind.name(), Kind::Value, Some("kind of channel".to_owned())))
                .collect(),
            Wanted::ContentType => self.content_types(),
            Wanted::Brand => self.brands(),
            Wanted::Answer(bot) => self.answers(&bot),
            Wanted::Contact => self.contacts(),
            Wanted::Field => self.paths(),
            Wanted::ContactOrField => {
                let mut found = self.contacts();
                found.extend(self.paths());
                found
            }
            Wanted::Reason => crate::engine::Reason::ALL
                .iter()
                .map(|it| self.completion(it.name(), Kind::Value, Some(it.meaning().to_owned())))
                .collect(),
            Wanted::Unknown => Vec::new(),
        }
    }

    fn symbols(&self, kind: SymbolKind) -> Vec<Completion> {
        let names = self.live.names();
        let symbols = names.symbols().all().iter().filter(|symbol| symbol.kind == kind);
        symbols
            .filter(|symbol| symbol.span != Some(self.typed))
            .map(|symbol| self.completion(&symbol.name, Kind::Symbol(kind), Some(kind.word().to_owned())))
            .collect()
    }

    /// With the days on which the platform honours them.
    fn content_types(&self) -> Vec<Completion> {
        let types = ContentType::ALL.into_iter().map(|content| {
            let row = content.row();
            let detail = match row.until {
                Some(until) if until <= self.today => format!("{}, retired on {until}", row.channel.name()),
                Some(until) => format!("{}, until {until}", row.channel.name()),
                None => format!("{}, since {}", row.channel.name(), row.since),
            };
            self.completion(content.name(), Kind::Value, Some(detail))
        });
        types.collect()
    }

    fn brands(&self) -> Vec<Completion> {
        let mut brands = BTreeSet::new();
        self.each_item(|item| match item {
            ast::Item::Channel(channel) => {
                brands.extend(channel.clauses.iter().filter_map(|clause| match clause {
                    ast::ChannelClause::Brand(name) => Some(name.text.clone()),
                    _ => None,
                }))
            }
            ast::Item::Flow(flow) => brands.extend(flow.header.brand.iter().map(|name| name.text.clone())),
            _ => {}
        });
        brands.into_iter().map(|brand| self.completion(brand, Kind::Name, Some("brand".to_owned()))).collect()
    }

    fn answers(&self, bot: &str) -> Vec<Completion> {
        let mut answers = BTreeSet::new();
        self.each_item(|item| match item {
            ast::Item::Bot(item) if item.name.text == bot => {
                answers.extend(item.answers.iter().map(|name| name.text.clone()));
            }
            _ => {}
        });
        answers.into_iter().map(|it| self.completion(it, Kind::Name, Some("answer".to_owned()))).collect()
    }

    /// The contacts that the scenario around the place declares.
    fn contacts(&self) -> Vec<Completion> {
        let mut contacts = BTreeSet::new();
        self.each_item(|item| match item {
            ast::Item::Scenario(scenario) if holds(scenario.span, self.typed) => {
                contacts.extend(scenario.acts.iter().filter_map(|act| match &act.kind {
                    ast::ActKind::Contact { name, .. } => Some(name.text.clone()),
                    _ => None,
                }));
            }
            _ => {}
        });
        contacts
            .into_iter()
            .map(|it| self.completion(it, Kind::Contact, Some("contact".to_owned())))
            .collect()
    }

    /// The languages of the workspace, then those that texts are known in.
    fn languages(&self) -> Vec<Completion> {
        let mut tags = BTreeSet::new();
        self.each_item(|item| {
            if let ast::Item::Workspace(workspace) = item {
                tags.extend(workspace.languages.iter().flatten().map(|name| name.text.clone()));
            }
        });
        tags.extend(["de", "en", "es", "fr", "it", "nl", "pt"].map(str::to_owned));
        tags.into_iter().map(|tag| self.completion(tag, Kind::Value, Some("language".to_owned()))).collect()
    }

    /// All fields by their paths.
    fn paths(&self) -> Vec<Completion> {
        let fields = values::fields(self.live);
        fields
            .into_iter()
            .map(|(path, detail)| self.completion(path, Kind::Symbol(SymbolKind::Field), Some(detail)))
            .collect()
    }

    /// The fields of a scope, behind its dot; of a contact of a scenario those of all contacts.
    fn fields_of(&self, scope: &str) -> Vec<Completion> {
        let is_scope = crate::fields::SCOPES.contains(&scope);
        let scope = if is_scope { scope } else { "contact" };
        let fields = values::fields(self.live);
        let of_scope = fields.into_iter().filter_map(|(path, detail)| {
            let name = path.strip_prefix(scope)?.strip_prefix('.')?.to_owned();
            Some(self.completion(name, Kind::Symbol(SymbolKind::Field), Some(detail)))
        });
        of_scope.collect()
    }

    /// The units of a number that is being typed.
    fn units(&self) -> Vec<Completion> {
        let Some(number) = self.here.filter(|number| number.span.end == self.byte) else { return Vec::new() };
        let text = self.source.slice(number.span);
        if text.contains('.') {
            return Vec::new();
        }
        let units = [
            ("s", "seconds"),
            ("m", "minutes"),
            ("h", "hours, exact"),
            ("d", "days of the calendar"),
            ("w", "weeks of the calendar"),
        ];
        let completion = |(unit, detail): (&str, &str)| Completion {
            replaces: number.span,
            ..self.completion(format!("{text}{unit}"), Kind::Value, Some(detail.to_owned()))
        };
        units.map(completion).into_iter().collect()
    }

    /// The codes behind `# allow`.
    fn codes(&self) -> Vec<Completion> {
        let Some(comment) = self.here else { return Vec::new() };
        let typed = &self.source.text()[comment.span.start as usize..self.byte as usize];
        let list = typed.trim_start_matches('#').trim_start().strip_prefix("allow");
        let Some(list) = list.filter(|list| list.starts_with(' ') && !list.contains(':')) else {
            return Vec::new();
        };
        let code = list.rsplit([',', ' ']).next().unwrap_or_default();
        let replaces = Span { start: self.byte - code.len() as u32, end: self.byte, ..comment.span };
        let rows = CATALOGUE.iter().filter(|row| row.may_be_allowed() && !row.code.starts_with('A'));
        rows.map(|row| {
            let detail = format!("{}: {}", row.name, row.summary);
            Completion { replaces, ..self.completion(row.code, Kind::Value, Some(detail)) }
        })
        .collect()
    }

    fn each_item(&self, mut take: impl FnMut(&ast::Item)) {
        for file in self.live.files() {
            if let Some(parsed) = self.live.parsed(file) {
                parsed.file.items.iter().for_each(&mut take);
            }
        }
    }

    /// Each text in quotes that stands behind a word somewhere, as often as it does.
    fn texts_behind(&self, words: &[&str]) -> BTreeMap<String, usize> {
        let mut found = BTreeMap::new();
        for source in self.live.sources() {
            for word in words {
                let behind = source.text().split(word).skip(1).filter_map(|rest| {
                    let text = rest.trim_start_matches(' ').strip_prefix('"')?;
                    let (text, _) = text.split_once('"')?;
                    (!text.is_empty() && !text.contains(['\\', '\n', '{'])).then(|| text.to_owned())
                });
                behind.for_each(|text| *found.entry(text).or_insert(0) += 1);
            }
        }
        found
    }
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.source == inner.source && outer.start <= inner.start && inner.end <= outer.end
}
