//! The items, flows and scenarios excepted.

use super::Lower;
use crate::source::Span;
use crate::syntax::ast::{
    Beyond, Bot, Channel, ChannelClause, Field, FieldType, Group, Intent, Item, Limit, LocalText, OnClose,
    Schedule, ScheduleEntry, Template, Text, Workspace,
};
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::parts::Part;

impl Lower<'_> {
    /// An item.
    pub fn item(&mut self, node: Node<'_>) -> Item {
        self.begins(Part::Item, &node);
        let span = self.span(&node);
        let node = node.only();
        match node.rule() {
            Rule::flow => Item::Flow(Box::new(self.flow(node, span))),
            Rule::scenario => Item::Scenario(self.scenario(node, span)),
            Rule::workspace => Item::Workspace(self.workspace(node, span)),
            Rule::schedule => Item::Schedule(self.schedule(node, span)),
            Rule::channel => Item::Channel(self.channel(node, span)),
            Rule::bot => Item::Bot(self.bot(node, span)),
            Rule::template => Item::Template(self.template(node, span)),
            Rule::text => Item::Text(self.text(node, span)),
            Rule::intent => Item::Intent(self.intent(node, span)),
            Rule::group => Item::Group(self.group(node, span)),
            Rule::field => Item::Field(self.field(node, span)),
            rule => unreachable!("grammar: {rule:?} is no item"),
        }
    }

    fn workspace(&mut self, node: Node<'_>, span: Span) -> Workspace {
        let mut nodes = node.nodes();
        let mut workspace = Workspace {
            title: self.next_string(&mut nodes),
            timezone: Vec::new(),
            languages: Vec::new(),
            quiet: Vec::new(),
            limit: Vec::new(),
            on_close: Vec::new(),
            span,
        };
        nodes.for_each(|node| self.workspace_clause(node, &mut workspace));
        if !self.is_hollow {
            self.check_workspace(&workspace);
        }
        workspace
    }

    /// Says which clauses are written twice that a workspace has once.
    pub fn check_workspace(&mut self, workspace: &Workspace) {
        let languages = workspace.languages.iter().filter_map(|names| names.first());
        self.written_once("timezone", &workspace.timezone.iter().map(|zone| zone.span).collect::<Vec<_>>());
        self.written_once("languages", &languages.map(|name| name.span).collect::<Vec<_>>());
        self.written_once("quiet", &workspace.quiet.iter().map(|window| window.span).collect::<Vec<_>>());
        self.written_once("limit", &workspace.limit.iter().map(|limit| limit.span).collect::<Vec<_>>());
        self.written_once("on close", &workspace.on_close.iter().map(|(_, span)| *span).collect::<Vec<_>>());
    }

    /// Puts a clause where it belongs.
    pub fn workspace_clause(&mut self, node: Node<'_>, workspace: &mut Workspace) {
        self.begins(Part::Statement, &node);
        let span = self.span(&node);
        let node = node.only();
        match node.rule() {
            Rule::timezone => workspace.timezone.push(self.string(node.only())),
            Rule::languages => workspace.languages.push(self.names(node.nodes())),
            Rule::quiet => workspace.quiet.push(self.window(node.only())),
            Rule::limit => workspace.limit.push(self.limit(node)),
            Rule::unassign => workspace.on_close.push((OnClose::Unassign, span)),
            _ => workspace.on_close.push((OnClose::Keep, span)),
        }
    }

    /// `3 per 1d`
    pub(super) fn limit(&mut self, node: Node<'_>) -> Limit {
        let span = self.span(&node);
        let mut nodes = node.nodes();
        let count = self.integer(&nodes.must());
        Limit { count, per: self.duration(&nodes.must()), span }
    }

    fn schedule(&mut self, node: Node<'_>, span: Span) -> Schedule {
        let mut nodes = node.nodes();
        let name = self.next_name(&mut nodes);
        Schedule { name, entries: nodes.map(|node| self.schedule_entry(node)).collect(), span }
    }

    /// One line of a schedule.
    pub fn schedule_entry(&mut self, node: Node<'_>) -> ScheduleEntry {
        self.begins(Part::Statement, &node);
        let span = self.span(&node);
        let node = node.only();
        match node.rule() {
            Rule::window => ScheduleEntry::Weekly(self.window(node)),
            Rule::closed_holidays => ScheduleEntry::ClosedHolidays(self.strings(&mut node.nodes())),
            Rule::closed => ScheduleEntry::Closed(node.nodes().map(|range| self.date_range(range)).collect()),
            Rule::open_day => {
                let mut nodes = node.nodes();
                let date = self.date(&nodes.must());
                ScheduleEntry::Open(date, self.window(nodes.must()), span)
            }
            _ => ScheduleEntry::Timezone(self.string(node.only())),
        }
    }

    fn date_range(&mut self, node: Node<'_>) -> (chrono::NaiveDate, chrono::NaiveDate, Span) {
        let span = self.span(&node);
        let mut nodes = node.nodes();
        let first = self.date(&nodes.must());
        let last = nodes.next().map_or(first, |node| self.date(&node));
        if last < first {
            self.error("S005", span, "the range ends before it begins", "write the earlier date first");
        }
        (first, last, span)
    }

    fn channel(&mut self, node: Node<'_>, span: Span) -> Channel {
        let mut nodes = node.nodes();
        let name = self.next_name(&mut nodes);
        let kind = self.next_name(&mut nodes);
        Channel { name, kind, clauses: nodes.map(|node| self.channel_clause(node)).collect(), span }
    }

    /// One clause of a channel.
    pub fn channel_clause(&mut self, node: Node<'_>) -> ChannelClause {
        self.begins(Part::Statement, &node);
        let span = self.span(&node);
        let node = node.only();
        match node.rule() {
            Rule::brand => ChannelClause::Brand(self.name(&node.only())),
            Rule::connected_bot => ChannelClause::Bot(self.name(&node.only())),
            Rule::reply_window => ChannelClause::Window(self.duration(&node.only()), span),
            Rule::message_limit => ChannelClause::Limit(self.integer(&node.only()), span),
            Rule::quota => ChannelClause::Quota(self.integer(&node.only()), span),
            Rule::fail => ChannelClause::Beyond(Beyond::Fail, span),
            _ => ChannelClause::Beyond(Beyond::Allow, span),
        }
    }

    fn bot(&mut self, node: Node<'_>, span: Span) -> Bot {
        let mut nodes = node.nodes();
        let name = self.next_name(&mut nodes);
        let mut bot = Bot { name, channels: Vec::new(), answers: Vec::new(), span };
        nodes.for_each(|node| self.bot_clause(node, &mut bot));
        bot
    }

    /// Puts a clause where it belongs.
    pub fn bot_clause(&mut self, node: Node<'_>, bot: &mut Bot) {
        self.begins(Part::Statement, &node);
        let node = node.only();
        let names = if node.rule() == Rule::bot_channels { &mut bot.channels } else { &mut bot.answers };
        names.extend(node.nodes().map(|node| self.name(&node)));
    }

    fn template(&mut self, node: Node<'_>, span: Span) -> Template {
        let mut nodes = node.nodes();
        let name = self.next_name(&mut nodes);
        let channel = self.next_name(&mut nodes);
        let parameters =
            nodes.next_if(Rule::parameters).map(|node| self.names(node.nodes())).unwrap_or_default();
        Template { name, channel, parameters, text: self.next_string(&mut nodes), span }
    }

    fn text(&mut self, node: Node<'_>, span: Span) -> Text {
        let mut nodes = node.nodes();
        let name = self.next_name(&mut nodes);
        Text { name, texts: nodes.map(|node| self.local_text(node)).collect(), span }
    }

    fn intent(&mut self, node: Node<'_>, span: Span) -> Intent {
        let mut nodes = node.nodes();
        let name = self.next_name(&mut nodes);
        Intent { name, phrases: nodes.map(|node| self.local_text(node)).collect(), span }
    }

    /// `fr "remboursement", "me rembourser"`
    pub fn local_text(&mut self, node: Node<'_>) -> LocalText {
        self.begins(Part::Statement, &node);
        let mut nodes = node.nodes();
        LocalText { language: self.next_name(&mut nodes), strings: self.strings(&mut nodes) }
    }

    fn group(&mut self, node: Node<'_>, span: Span) -> Group {
        let mut nodes = node.nodes();
        Group { name: self.next_name(&mut nodes), title: nodes.next().map(|node| self.string(node)), span }
    }

    fn field(&mut self, node: Node<'_>, span: Span) -> Field {
        let mut nodes = node.nodes();
        let path = self.path(&nodes.must());
        let field_type = match nodes.must().text() {
            "text" => FieldType::Text,
            "number" => FieldType::Number,
            "yes_no" => FieldType::YesNo,
            "date" => FieldType::Date,
            _ => FieldType::Instant,
        };
        Field { path, field_type, one_of: self.values(nodes), span }
    }
}
