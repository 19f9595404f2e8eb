//! Windows of the week and the clauses with them.

use super::{Lower, add, value::weekday};
use crate::source::Span;
use crate::syntax::ast::{Hours, HoursSource, Overrun, Window};
use crate::syntax::grammar::{Node, Nodes, Rule};
use crate::time::{Days, Stretch, Weekly};

impl Lower<'_> {
    /// `within office or skip`
    pub(super) fn hours(&mut self, node: Node<'_>) -> Hours {
        let span = self.span(&node);
        let mut nodes = node.nodes();
        let (outside, source) = self.opening(&mut nodes);
        let overrun = match nodes.next() {
            None => Overrun::Hold,
            Some(node) if node.rule() == Rule::skip => Overrun::Skip,
            Some(node) => {
                let (delay, span) = self.placed_duration(&node.only());
                Overrun::Expires(delay, span)
            }
        };
        Hours { outside, source, overrun, span }
    }

    /// All hours clauses up to the first node that is none.
    pub(super) fn all_hours(&mut self, nodes: &mut Nodes<'_>) -> Vec<Hours> {
        let mut hours = Vec::new();
        while let Some(node) = nodes.next_if(Rule::hours) {
            add(&mut hours, self.hours(node));
        }
        hours
    }

    /// `now within office`: the span is that of the hours, without `now`.
    pub(super) fn now(&mut self, node: Node<'_>) -> Hours {
        let whole = self.span(&node);
        let side = node.nodes_start();
        let (outside, source) = self.opening(&mut node.nodes());
        let span = Span { start: self.place(side), ..whole };
        Hours { outside, source, overrun: Overrun::Hold, span }
    }

    /// `within office`, `outside 09:00..18:00`
    fn opening(&mut self, nodes: &mut Nodes<'_>) -> (bool, HoursSource) {
        let outside = nodes.must().text() == "outside";
        let node = nodes.must();
        let source = match node.rule() {
            Rule::window => HoursSource::Window(self.window(node)),
            _ => HoursSource::Schedule(self.name(&node)),
        };
        (outside, source)
    }

    /// `mon..fri 08:00..12:00, 14:00..17:00, sat 09:00..12:00`
    pub(super) fn window(&mut self, node: Node<'_>) -> Window {
        let span = self.span(&node);
        let mut window = Window { weekly: Weekly::default(), stretch_spans: Vec::new(), span };
        let mut days = Days::ALL;
        for stretch in node.nodes() {
            let mut nodes = stretch.nodes();
            if let Some(node) = nodes.next_if(Rule::days) {
                days = self.days(node);
            }
            let (start, end) = (nodes.must(), nodes.must());
            window.stretch_spans.push(self.leaf_span(&start).to(self.leaf_span(&end)));
            let (start, end) = (self.moment_time(&start), self.time(&end));
            window.weekly.stretches.push(Stretch { days, start, end });
        }
        window
    }

    /// `mon..wed, fri`
    pub(super) fn days(&mut self, node: Node<'_>) -> Days {
        node.nodes().fold(Days::NONE, |days, range| {
            let mut nodes = range.nodes();
            let first = weekday(&nodes.must());
            let last = nodes.next().map_or(first, |node| weekday(&node));
            days.union(Days::range(first, last))
        })
    }
}
