//! Which triggers an event fires.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::turn::Turn;
use crate::program::{IntentId, Name, Pattern, Trigger, TriggerKind};
use crate::text::{self, Compare};

/// What happened, as triggers and stop rules see it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Happening<'a> {
    /// The contact wrote.
    Message(&'a Incoming<'a>),
    /// A page was opened; how long it lasts is not known yet.
    PageView,
    /// A visit began; how long it lasts is not known yet.
    Visit,
    /// An appointment was booked.
    Booking,
    /// Something was bought.
    Purchase,
    /// A tag was added.
    Tag(&'a Name),
    /// The contact joined a group.
    Group(&'a Name),
    /// The conversation was closed.
    Close,
    /// The contact opted out.
    OptOut,
    /// The author's systems reported something.
    Event(&'a Name),
}

/// A message of the contact, prepared once for all triggers.
#[derive(Debug)]
pub(super) struct Incoming<'a> {
    /// The channel's name.
    pub channel: &'a Name,
    /// As it was written.
    pub text: &'a Name,
    /// The program's intents that are in it.
    pub intents: Vec<IntentId>,
    /// None when it is the text itself.
    folded: OnceCell<Option<String>>,
    normalised: OnceCell<Option<String>>,
}

impl<'a> Incoming<'a> {
    /// The message, with no intent known yet.
    pub fn new(channel: &'a Name, text: &'a Name) -> Self {
        Self { channel, text, intents: Vec::new(), folded: OnceCell::new(), normalised: OnceCell::new() }
    }

    /// The text with case put aside.
    pub fn folded(&self) -> &str {
        self.folded.get_or_init(|| changed(text::fold_case(self.text))).as_deref().unwrap_or(self.text)
    }

    /// The text with case, accents and punctuation put aside.
    pub fn normalised(&self) -> &str {
        self.normalised.get_or_init(|| changed(text::normalise(self.text))).as_deref().unwrap_or(self.text)
    }

    fn side(&self, pattern: &Pattern) -> &str {
        if pattern.ignore_case { self.folded() } else { self.text }
    }
}

fn changed(text: Cow<'_, str>) -> Option<String> {
    match text {
        Cow::Borrowed(_) => None,
        Cow::Owned(text) => Some(text),
    }
}

/// Whether the event fires the trigger.
pub(super) fn fires(turn: &Turn<'_>, trigger: &Trigger, happening: Happening<'_>) -> bool {
    let message = |matches: &dyn Fn(&Incoming<'_>) -> bool| match happening {
        Happening::Message(incoming) => {
            let from = trigger.from.map(|id| &turn.channel(id).name);
            from.is_none_or(|name| name == incoming.channel) && matches(incoming)
        }
        _ => false,
    };
    let any = |patterns: &[Pattern], matches: &dyn Fn(&str, &str) -> bool| {
        message(&|incoming| patterns.iter().any(|pattern| matches(incoming.side(pattern), &pattern.text)))
    };
    match &trigger.kind {
        TriggerKind::Keyword(patterns) => {
            any(patterns, &|text, phrase| text::contains_phrase(text, phrase, Compare::Exact))
        }
        TriggerKind::MessageIs(patterns) => any(patterns, &|text, wanted| text.trim() == wanted.trim()),
        TriggerKind::MessageContains(patterns) => any(patterns, &|text, part| text.contains(part)),
        TriggerKind::MessageStartsWith(patterns) => {
            any(patterns, &|text, start| text.trim_start().starts_with(start))
        }
        TriggerKind::MessageMatches(regex) => message(&|incoming| regex.is_match(incoming.text)),
        TriggerKind::AnyMessage => message(&|_| true),
        TriggerKind::Intent(id) => message(&|incoming| incoming.intents.contains(id)),
        TriggerKind::PageView(_) => matches!(happening, Happening::PageView),
        TriggerKind::Visit(_) => matches!(happening, Happening::Visit),
        TriggerKind::Booking => matches!(happening, Happening::Booking),
        TriggerKind::Purchase => matches!(happening, Happening::Purchase),
        TriggerKind::Tag(tag) => matches!(happening, Happening::Tag(added) if added == tag),
        TriggerKind::Group(group) => matches!(happening, Happening::Group(joined) if joined == group),
        TriggerKind::Close => matches!(happening, Happening::Close),
        TriggerKind::OptOut => matches!(happening, Happening::OptOut),
        TriggerKind::Event(event) => matches!(happening, Happening::Event(reported) if reported == event),
        TriggerKind::Start | TriggerKind::Silence | TriggerKind::Time(_) | TriggerKind::Every(..) => false,
    }
}
