//! Names, fields and values that fit a place, by what the grammar expects there.

use std::collections::BTreeSet;

use super::place::{Place, holds};
use super::wanted::Wanted;
use super::{Completion, Kind, snippets, values};
use crate::check::SymbolKind;
use crate::policy::ChannelKind;
use crate::policy::messages::ContentType;
use crate::syntax::ast;
use crate::syntax::expected::{Expected, Leaf};

impl Place<'_> {
    /// The words of the language that may stand here.
    pub fn keywords(&self, expected: &Expected) -> Vec<Completion> {
        let is_item = expected.words.contains("scenario");
        let words = expected.words.iter().map(|word| Completion {
            snippet: snippets::of(word, is_item),
            ..self.completion(word, Kind::Keyword, None)
        });
        words.collect()
    }

    /// The names and values that may stand here.
    pub fn names(&self, expected: &Expected) -> Vec<Completion> {
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

    pub fn symbols(&self, kind: SymbolKind) -> Vec<Completion> {
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
    pub fn languages(&self) -> Vec<Completion> {
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
    pub fn fields_of(&self, scope: &str) -> Vec<Completion> {
        let is_scope = crate::fields::SCOPES.contains(&scope);
        let scope = if is_scope { scope } else { "contact" };
        let fields = values::fields(self.live);
        let of_scope = fields.into_iter().filter_map(|(path, detail)| {
            let name = path.strip_prefix(scope)?.strip_prefix('.')?.to_owned();
            Some(self.completion(name, Kind::Symbol(SymbolKind::Field), Some(detail)))
        });
        of_scope.collect()
    }
}
