//! The items, flows and scenarios excepted.

use super::{Target, Walk};
use crate::check::symbols::SymbolKind;
use crate::syntax::ast;

impl<'a> Walk<'a> {
    pub(super) fn item(&mut self, item: &'a ast::Item) {
        match item {
            ast::Item::Workspace(workspace) => {
                self.plain(&workspace.title, "a title");
                workspace.timezone.iter().for_each(|zone| self.zone(zone));
                self.sites.languages.extend(workspace.languages.iter().flatten());
            }
            ast::Item::Schedule(schedule) => self.schedule(schedule),
            ast::Item::Channel(channel) => self.channel(channel),
            ast::Item::Bot(bot) => {
                bot.channels.iter().for_each(|channel| self.symbol(channel, SymbolKind::Channel));
            }
            ast::Item::Template(template) => {
                self.symbol(&template.channel, SymbolKind::Channel);
                self.text_of(&template.text, Some(template));
            }
            ast::Item::Text(text) => {
                for local in &text.texts {
                    self.sites.languages.push(&local.language);
                    local.strings.iter().for_each(|string| self.text(string));
                }
            }
            ast::Item::Intent(intent) => {
                for local in &intent.phrases {
                    self.sites.languages.push(&local.language);
                    local.strings.iter().for_each(|string| self.plain(string, "a phrase of an intent"));
                }
            }
            ast::Item::Group(group) => {
                group.title.iter().for_each(|title| self.plain(title, "a title"));
            }
            ast::Item::Field(field) => field.one_of.iter().for_each(|value| self.compared(value)),
            ast::Item::Flow(flow) => self.flow(flow),
            ast::Item::Scenario(scenario) => self.scenario(scenario),
        }
    }

    fn schedule(&mut self, schedule: &'a ast::Schedule) {
        for entry in &schedule.entries {
            match entry {
                ast::ScheduleEntry::Timezone(zone) => self.zone(zone),
                ast::ScheduleEntry::ClosedHolidays(countries) => {
                    countries.iter().for_each(|country| self.plain(country, "a country"));
                    self.sites.countries.extend(countries);
                }
                ast::ScheduleEntry::Weekly(_)
                | ast::ScheduleEntry::Closed(_)
                | ast::ScheduleEntry::Open(..) => {}
            }
        }
    }

    fn channel(&mut self, channel: &'a ast::Channel) {
        self.name(&channel.kind, Target::ChannelKind);
        for clause in &channel.clauses {
            match clause {
                ast::ChannelClause::Bot(bot) => self.symbol(bot, SymbolKind::Bot),
                // Brands are not declared.
                ast::ChannelClause::Brand(_)
                | ast::ChannelClause::Window(..)
                | ast::ChannelClause::Limit(..)
                | ast::ChannelClause::Quota(..)
                | ast::ChannelClause::Beyond(..) => {}
            }
        }
    }
}
