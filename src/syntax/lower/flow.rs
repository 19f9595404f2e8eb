//! A flow's head: its clauses and triggers.

use super::{Lower, add};
use crate::diagnostics::Diagnostic;
use crate::source::Span;
use crate::syntax::ast::{
    Again, Block, Candidate, Case, Flow, Frequency, Header, Lifecycle, Name, Per, StopRule, Str, Trigger,
    TriggerKind,
};
use crate::syntax::grammar::{Node, Nodes, Rule};
use crate::syntax::parts::Part;
use crate::time::{Days, Delay};

impl Lower<'_> {
    pub(super) fn flow(&mut self, node: Node<'_>, span: Span) -> Flow {
        let mut nodes = node.nodes();
        let name = self.next_name(&mut nodes);
        let title = nodes.next_if(Rule::string).map(|node| self.string(node));
        let mut header = Header::default();
        while let Some(node) = nodes.next_if(Rule::clause) {
            self.clause(node, &mut header);
        }
        if !self.is_hollow {
            self.check_header(&header);
        }
        let steps = Block { steps: nodes.map(|node| self.step(node)).collect(), span };
        let mut flow = Flow { name, title, header, steps, span };
        place_steps(&mut flow);
        flow
    }

    /// Says which clauses are written twice that a flow has once.
    pub fn check_header(&mut self, header: &Header) {
        let via: Vec<Span> = header.via.iter().map(|(_, span)| *span).collect();
        let again: Vec<Span> = header.again.iter().map(|(_, span)| *span).collect();
        let priority: Vec<Span> = header.priority.iter().map(|(_, span)| *span).collect();
        let brand: Vec<Span> = header.brand.iter().map(|name| name.span).collect();
        for (word, places) in
            [("via", via), ("restart` or `ignore", again), ("priority", priority), ("brand", brand)]
        {
            self.written_once(word, &places);
        }
    }

    /// Says that a clause is written again.
    pub(super) fn written_once(&mut self, word: &str, places: &[Span]) {
        let [first, others @ ..] = places else { return };
        for place in others {
            let message = format!("`{word}` is written twice");
            let diagnostic = Diagnostic::error("S007", *place, message, "again here")
                .and(*first, "first here")
                .help("keep one of them");
            self.diagnostics.push(diagnostic);
        }
    }

    /// Says that a clause stands behind a step.
    pub fn misplaced_clause(&mut self, node: &Node<'_>) {
        let span = self.span(node);
        self.error(
            "S007",
            span,
            "clauses stand before the steps",
            "move it before the first step of the flow",
        );
    }

    /// Puts a clause where it belongs.
    pub fn clause(&mut self, node: Node<'_>, header: &mut Header) {
        self.begins(Part::Statement, &node);
        let span = self.span(&node);
        let node = node.only();
        match node.rule() {
            Rule::on => {
                let nodes = node.nodes();
                header.on.reserve_exact(nodes.size_hint().0);
                header.on.extend(nodes.map(|node| self.trigger(node)));
            }
            Rule::when => add(&mut header.when, self.condition(node.only())),
            Rule::via => {
                let candidates = node.nodes().map(|node| self.candidate(node)).collect();
                add(&mut header.via, (candidates, span));
            }
            Rule::hours => add(&mut header.hours, self.hours(node)),
            Rule::stop_on => {
                let nodes = node.nodes();
                header.stop.reserve_exact(nodes.size_hint().0);
                header.stop.extend(nodes.map(|node| StopRule::On(self.trigger(node))));
            }
            Rule::stop_when => add(&mut header.stop, StopRule::When(self.condition(node.only()))),
            Rule::per_contact => add(&mut header.frequency, Frequency::Once(Per::Contact, span)),
            Rule::per_visit => add(&mut header.frequency, Frequency::Once(Per::Visit, span)),
            Rule::limit => add(&mut header.frequency, Frequency::AtMost(self.limit(node))),
            Rule::brand => add(&mut header.brand, self.name(&node.only())),
            Rule::priority => {
                let node = node.only();
                add(&mut header.priority, (self.priority(&node), span));
            }
            Rule::restart => add(&mut header.again, (Again::Restart, span)),
            Rule::ignore => add(&mut header.again, (Again::Ignore, span)),
            Rule::draft => add(&mut header.lifecycle, (Lifecycle::Draft, span)),
            _ => add(&mut header.lifecycle, (Lifecycle::Paused, span)),
        }
    }

    fn priority(&mut self, node: &Node<'_>) -> i32 {
        node.text().parse().unwrap_or_else(|_| {
            let span = self.leaf_span(node);
            let message = format!("`{}` is no priority", node.text());
            self.error("S005", span, message, "priorities are whole numbers, such as `10` or `-5`");
            0
        })
    }

    fn candidate(&mut self, node: Node<'_>) -> Candidate {
        let span = self.span(&node);
        let mut nodes = node.nodes();
        let channel = self.next_name(&mut nodes);
        Candidate { channel, within: nodes.next().map(|node| self.placed_duration(&node)), span }
    }

    fn trigger(&mut self, node: Node<'_>) -> Trigger {
        let span = self.span(&node);
        let mut node = node.only();
        if node.rule() == Rule::message {
            node = node.only();
        }
        let rule = node.rule();
        let mut nodes = node.nodes();
        let mut from = None;
        let kind = match rule {
            Rule::keyword | Rule::message_is | Rule::message_contains | Rule::message_starts_with => {
                let (strings, case, channel) = self.text_trigger(nodes);
                from = channel;
                match rule {
                    Rule::keyword => TriggerKind::Keyword(strings, case),
                    Rule::message_is => TriggerKind::MessageIs(strings, case),
                    Rule::message_contains => TriggerKind::MessageContains(strings, case),
                    _ => TriggerKind::MessageStartsWith(strings, case),
                }
            }
            Rule::message_matches => {
                let regex = self.regex(&nodes.must());
                from = self.optional_name(&mut nodes, Rule::from);
                TriggerKind::MessageMatches(regex)
            }
            Rule::any_message => {
                from = self.optional_name(&mut nodes, Rule::from);
                TriggerKind::AnyMessage
            }
            _ => self.other_trigger(rule, nodes),
        };
        Trigger { kind, from, span }
    }

    /// `"ORDER", "Order" ignoring case from sms`
    fn text_trigger(&mut self, mut nodes: Nodes<'_>) -> (Vec<Str>, Case, Option<Name>) {
        let strings = self.strings(&mut nodes);
        let (mut case, mut from) = (Case::Sensitive, None);
        for node in nodes {
            match node.rule() {
                Rule::ignoring_case => case = Case::Ignored,
                _ => from = Some(self.name(&node.only())),
            }
        }
        (strings, case, from)
    }

    fn other_trigger(&mut self, rule: Rule, mut nodes: Nodes<'_>) -> TriggerKind {
        match rule {
            Rule::intent_trigger => TriggerKind::Intent(self.next_name(&mut nodes)),
            Rule::silence => TriggerKind::Silence,
            Rule::page_view => TriggerKind::PageView(self.optional_duration(nodes)),
            Rule::visit => TriggerKind::Visit(self.optional_duration(nodes)),
            Rule::start_trigger => TriggerKind::Start,
            Rule::booking => TriggerKind::Booking,
            Rule::purchase => TriggerKind::Purchase,
            Rule::tag_trigger => TriggerKind::Tag(self.next_string(&mut nodes)),
            Rule::group_trigger => TriggerKind::Group(self.next_name(&mut nodes)),
            Rule::close => TriggerKind::Close,
            Rule::opt_out => TriggerKind::OptOut,
            Rule::event => TriggerKind::Event(self.next_string(&mut nodes)),
            Rule::time_trigger => TriggerKind::Time(self.datetime(nodes.must())),
            Rule::every => {
                let days = nodes.next_if(Rule::days).map(|node| self.days(node));
                nodes.next_if(Rule::every_day);
                TriggerKind::Every(days.unwrap_or(Days::ALL), self.moment_time(&nodes.must()))
            }
            rule => unreachable!("grammar: {rule:?} is no trigger"),
        }
    }

    fn optional_duration(&mut self, mut nodes: Nodes<'_>) -> Option<Delay> {
        nodes.next().map(|node| self.duration(&node))
    }
}

/// Gives the steps of a flow the place from the first to the last.
pub fn place_steps(flow: &mut Flow) {
    flow.steps.span = match flow.steps.steps.as_slice() {
        [first, .., last] => first.span.to(last.span),
        [only] => only.span,
        [] => Span { start: flow.span.end.saturating_sub(1).max(flow.span.start), ..flow.span },
    };
}
