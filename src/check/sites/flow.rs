//! A flow's head: triggers, conditions, candidates, hours.

use super::{KeywordSite, Walk, known};
use crate::check::symbols::SymbolKind;
use crate::syntax::ast;

impl<'a> Walk<'a> {
    pub(super) fn flow(&mut self, flow: &'a ast::Flow) {
        flow.title.iter().for_each(|title| self.plain(title, "a title"));
        let header = &flow.header;
        header.on.iter().for_each(|trigger| self.trigger(trigger));
        header.on.iter().for_each(|trigger| self.keywords(flow, trigger));
        header.when.iter().for_each(|condition| self.condition(condition));
        for candidate in header.via.iter().flat_map(|(candidates, _)| candidates) {
            self.symbol(&candidate.channel, SymbolKind::Channel);
        }
        header.hours.iter().for_each(|hours| self.hours(hours));
        for rule in &header.stop {
            match rule {
                ast::StopRule::On(trigger) => self.trigger(trigger),
                ast::StopRule::When(condition) => self.condition(condition),
            }
        }
        self.learn_from(header);
        self.flow = Some(flow);
        self.block(&flow.steps);
        self.flow = None;
    }

    fn keywords(&mut self, flow: &'a ast::Flow, trigger: &'a ast::Trigger) {
        if let ast::TriggerKind::Keyword(words, case) = &trigger.kind {
            let sites = words.iter().map(|text| KeywordSite { text, case: *case, trigger, flow });
            self.sites.keywords.extend(sites);
        }
    }

    /// What every run of the flow may rely on.
    fn learn_from(&mut self, header: &'a ast::Header) {
        if let Some((first, rest)) = header.on.split_first() {
            let told = known::of_trigger(&first.kind).iter();
            let by_all = told
                .filter(|field| rest.iter().all(|trigger| known::of_trigger(&trigger.kind).contains(field)));
            self.known.extend(by_all.map(|field| known::Fact::Builtin(field)));
        }
        let conditions = header.when.iter();
        self.known.extend(conditions.flat_map(|condition| known::facts(condition, known::Holds::Yes)));
    }

    fn trigger(&mut self, trigger: &'a ast::Trigger) {
        trigger.from.iter().for_each(|channel| self.symbol(channel, SymbolKind::Channel));
        match &trigger.kind {
            ast::TriggerKind::Keyword(words, _) => {
                words.iter().for_each(|word| self.plain(word, "a keyword"));
            }
            ast::TriggerKind::MessageIs(texts, _)
            | ast::TriggerKind::MessageContains(texts, _)
            | ast::TriggerKind::MessageStartsWith(texts, _) => {
                texts.iter().for_each(|text| self.plain(text, "a compared text"));
            }
            ast::TriggerKind::MessageMatches(regex) => self.sites.regexes.push(regex),
            ast::TriggerKind::Intent(intent) => self.symbol(intent, SymbolKind::Intent),
            ast::TriggerKind::Tag(tag) => self.plain(tag, "a tag"),
            ast::TriggerKind::Group(group) => self.symbol(group, SymbolKind::Group),
            ast::TriggerKind::Event(event) => self.plain(event, "the name of an event"),
            ast::TriggerKind::Time(moment) => self.moment(moment),
            ast::TriggerKind::AnyMessage
            | ast::TriggerKind::Silence
            | ast::TriggerKind::PageView(_)
            | ast::TriggerKind::Visit(_)
            | ast::TriggerKind::Start
            | ast::TriggerKind::Booking
            | ast::TriggerKind::Purchase
            | ast::TriggerKind::Close
            | ast::TriggerKind::OptOut
            | ast::TriggerKind::Every(..) => {}
        }
    }
}
