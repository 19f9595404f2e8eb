//! What flows look for in messages, text by text.

use std::borrow::Cow;

use crate::check::Checked;
use crate::source::Span;
use crate::syntax::ast;
use crate::text::automaton::{Kind, Test};
use crate::text::{Compare, fold_case};

/// In which way a message is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Form {
    /// `keyword "ORDER"`
    Keyword,
    /// `message contains "order"`
    Contains,
    /// `message is "order"`
    Is,
    /// `message starts with "order"`
    StartsWith,
    /// `message matches /order.*/`
    Matches,
    /// `intent busy`
    Intent,
}

/// One text of one trigger.
#[derive(Debug, Clone)]
pub(super) struct Taker<'c> {
    /// Whose: a place in [`Takers::flows`].
    pub flow: usize,
    /// In which way.
    pub form: Form,
    /// The text as it is written, an expression's inside, an intent's name.
    pub text: &'c str,
    /// How letters are compared.
    pub compare: Compare,
    /// Only messages of that channel.
    pub from: Option<&'c str>,
    /// Where it stands.
    pub place: Span,
}

impl Taker<'_> {
    /// The test of a message; none for an intent.
    pub fn test(&self) -> Option<Test> {
        let kind = match self.form {
            Form::Keyword => Kind::Phrase,
            Form::Contains => Kind::Contains,
            Form::Is => Kind::TrimmedIs,
            Form::StartsWith => Kind::TrimmedStartsWith,
            Form::Matches => Kind::Matches,
            Form::Intent => return None,
        };
        Some(Test { kind, text: self.text.to_owned(), compare: self.compare })
    }

    /// Whether two texts are the same to a message.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self.compare, other.compare) {
            (Compare::Exact, Compare::Exact) => regular(self.text) == regular(other.text),
            _ => regular(&fold_case(self.text)) == regular(&fold_case(other.text)),
        }
    }
}

/// A text with one space between its words.
pub(super) fn regular(text: &str) -> Cow<'_, str> {
    let is_regular = text.trim().len() == text.len()
        && !text.contains("  ")
        && text.chars().all(|c| c == ' ' || !c.is_whitespace());
    match is_regular {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" ")),
    }
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Takers<'c> {
    /// The flows that messages start.
    pub flows: Vec<&'c ast::Flow>,
    /// In the order of places.
    pub all: Vec<Taker<'c>>,
    /// The intents that the workspace declares, with their phrases.
    pub intents: Vec<(&'c str, Vec<&'c str>)>,
}

impl<'c> Takers<'c> {
    /// The takers of all flows.
    pub fn of(checked: &'c Checked) -> Self {
        let mut takers = Takers::default();
        for item in checked.items() {
            match item {
                ast::Item::Flow(flow) => takers.add_flow(flow),
                ast::Item::Intent(intent) => {
                    let strings = intent.phrases.iter().flat_map(|local| &local.strings);
                    let phrases = strings.filter_map(ast::Str::plain).collect();
                    takers.intents.push((&intent.name.text, phrases));
                }
                _ => {}
            }
        }
        takers
    }

    /// Phrases that mean an intent: those that the workspace declares, and one for a built-in intent.
    pub fn spoken(&self, intent: &str) -> Vec<&'c str> {
        let declared = self.intents.iter().filter(|(name, _)| *name == intent);
        declared
            .flat_map(|(_, phrases)| phrases.iter().copied())
            .chain(crate::intents::example(intent))
            .collect()
    }

    fn add_flow(&mut self, flow: &'c ast::Flow) {
        let before = self.all.len();
        for trigger in &flow.header.on {
            match &trigger.kind {
                ast::TriggerKind::Keyword(texts, case) => self.add(Form::Keyword, texts, *case, trigger),
                ast::TriggerKind::MessageContains(texts, case) => {
                    self.add(Form::Contains, texts, *case, trigger)
                }
                ast::TriggerKind::MessageIs(texts, case) => self.add(Form::Is, texts, *case, trigger),
                ast::TriggerKind::MessageStartsWith(texts, case) => {
                    self.add(Form::StartsWith, texts, *case, trigger);
                }
                ast::TriggerKind::MessageMatches(regex) => {
                    self.add_one(Form::Matches, &regex.pattern, Compare::Exact, trigger, regex.span);
                }
                ast::TriggerKind::Intent(name) => {
                    self.add_one(Form::Intent, &name.text, Compare::Exact, trigger, trigger.span);
                }
                _ => {}
            }
        }
        if self.all.len() > before {
            self.flows.push(flow);
        }
    }

    fn add(&mut self, form: Form, texts: &'c [ast::Str], case: ast::Case, trigger: &'c ast::Trigger) {
        let compare = match case {
            ast::Case::Sensitive => Compare::Exact,
            ast::Case::Ignored => Compare::IgnoreCase,
        };
        for text in texts {
            if let Some(plain) = text.plain() {
                self.add_one(form, plain, compare, trigger, text.span);
            }
        }
    }

    fn add_one(
        &mut self,
        form: Form,
        text: &'c str,
        compare: Compare,
        trigger: &'c ast::Trigger,
        place: Span,
    ) {
        let from = trigger.from.as_ref().map(|name| name.text.as_str());
        self.all.push(Taker { flow: self.flows.len(), form, text, compare, from, place });
    }
}
