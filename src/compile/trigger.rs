//! Triggers: what starts a run, and what ends it.

use crate::program::{Trigger, TriggerKind};
use crate::syntax::ast;
use crate::time::Delay;

use super::condition::{patterns, whole};
use super::names::Names;
use super::value::instant;
use super::words;

/// A trigger.
pub(super) fn trigger(names: &mut Names, tree: &ast::Trigger) -> Trigger {
    Trigger {
        kind: kind(names, &tree.kind),
        from: tree.from.as_ref().map(|name| names.channel(name)),
        words: words::trigger(tree).into(),
    }
}

fn kind(names: &mut Names, tree: &ast::TriggerKind) -> TriggerKind {
    match tree {
        ast::TriggerKind::Keyword(texts, case) => TriggerKind::Keyword(patterns(texts, *case)),
        ast::TriggerKind::MessageIs(texts, case) => TriggerKind::MessageIs(patterns(texts, *case)),
        ast::TriggerKind::MessageContains(texts, case) => {
            TriggerKind::MessageContains(patterns(texts, *case))
        }
        ast::TriggerKind::MessageStartsWith(texts, case) => {
            TriggerKind::MessageStartsWith(patterns(texts, *case))
        }
        ast::TriggerKind::MessageMatches(regex) => {
            TriggerKind::MessageMatches(whole(regex, ast::Case::Sensitive))
        }
        ast::TriggerKind::AnyMessage => TriggerKind::AnyMessage,
        ast::TriggerKind::Intent(name) => TriggerKind::Intent(names.intent(&name.text)),
        ast::TriggerKind::Silence => TriggerKind::Silence,
        ast::TriggerKind::PageView(delay) => TriggerKind::PageView(delay.unwrap_or(Delay::ZERO)),
        ast::TriggerKind::Visit(delay) => TriggerKind::Visit(delay.unwrap_or(Delay::ZERO)),
        ast::TriggerKind::Start => TriggerKind::Start,
        ast::TriggerKind::Booking => TriggerKind::Booking,
        ast::TriggerKind::Purchase => TriggerKind::Purchase,
        ast::TriggerKind::Tag(tag) => TriggerKind::Tag(words::plain(tag).into()),
        ast::TriggerKind::Group(name) => TriggerKind::Group(name.text.as_str().into()),
        ast::TriggerKind::Close => TriggerKind::Close,
        ast::TriggerKind::OptOut => TriggerKind::OptOut,
        ast::TriggerKind::Event(event) => TriggerKind::Event(words::plain(event).into()),
        ast::TriggerKind::Time(moment) => TriggerKind::Time(instant(names, moment)),
        ast::TriggerKind::Every(days, time) => TriggerKind::Every(*days, *time),
    }
}
