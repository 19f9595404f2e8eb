//! Steps with the nodes that they became: a step and its nodes have the same place.

use std::collections::BTreeMap;

use super::{Walk, at};
use crate::coverage::points::{NodeCounters, Point, What};
use crate::program::{Flow, Node, NodeKind, Send};
use crate::source::Span;
use crate::syntax::ast::{self, SendContent, StepKind};

/// The steps of a flow.
pub(super) fn steps(walk: &mut Walk, tree: &ast::Flow, flow: &Flow) {
    let mut nodes: BTreeMap<Span, Vec<&Node>> = BTreeMap::new();
    for node in &flow.nodes {
        nodes.entry(node.span).or_default().push(node);
    }
    Steps { walk, nodes, around: Vec::new() }.block(&tree.steps);
}

struct Steps<'w, 'p> {
    walk: &'w mut Walk,
    nodes: BTreeMap<Span, Vec<&'p Node>>,
    /// The counters of the hours around the present step.
    around: Vec<usize>,
}

impl<'p> Steps<'_, 'p> {
    fn block(&mut self, block: &ast::Block) {
        block.steps.iter().for_each(|step| self.step(step));
    }

    fn step(&mut self, step: &ast::Step) {
        let nodes = self.nodes.get(&step.span).cloned();
        let nodes = nodes.expect("compile: a step becomes a node that knows its place");
        let first = nodes[0];
        match &step.kind {
            StepKind::After { hours, body, .. } | StepKind::At { hours, body, .. } => {
                self.whole(first, before(step.span, body.span), step.span, Vec::new());
                self.waiting(first, hours, body);
            }
            StepKind::Ask(ask) => self.ask(first, ask, step.span),
            StepKind::If { branches, otherwise } => {
                self.branches(&nodes, branches, otherwise.as_ref(), step.span)
            }
            StepKind::Split(shares) => {
                let head = word(step.span, "split");
                let ways = shares.iter().map(|(_, share, body)| {
                    let whole = share.to(body.span);
                    let mark = before(whole, body.span);
                    self.walk.point(Point { whole, group: step.span, ..at(What::Share, mark) })
                });
                let ways = ways.map(Some).collect();
                self.whole(first, head, step.span, ways);
                shares.iter().for_each(|(_, _, body)| self.block(body));
            }
            _ => {
                self.whole(first, step.span, step.span, Vec::new());
                // What is said while the conversation is handed over is a message of its own.
                nodes.iter().for_each(|node| match &node.kind {
                    NodeKind::Send(send) => self.message(send),
                    NodeKind::Wait { .. }
                    | NodeKind::WaitUntil { .. }
                    | NodeKind::Ask { .. }
                    | NodeKind::If { .. }
                    | NodeKind::Split(_)
                    | NodeKind::Do(_)
                    | NodeKind::Stop => {}
                });
            }
        }
    }

    /// A step that begins with that node.
    fn whole(&mut self, node: &Node, head: Span, whole: Span, ways: Vec<Option<usize>>) {
        let point = Point { whole, ..at(What::Step, head) };
        let step = Some(self.walk.point(point));
        self.walk.places.put_node(node, NodeCounters { step, ways });
    }

    fn waiting(&mut self, node: &Node, trees: &[ast::Hours], body: &ast::Block) {
        let (NodeKind::Wait { hours, .. } | NodeKind::WaitUntil { hours, .. }) = &node.kind else {
            unreachable!("compile: what waits becomes a node that waits")
        };
        let outside = self.around.len();
        for (tree, hours) in trees.iter().zip(hours) {
            let counter = self.walk.point(at(What::Window, tree.span));
            self.walk.places.put_hours(hours, counter);
            self.around.push(counter);
        }
        self.block(body);
        self.around.truncate(outside);
    }

    /// The hours around a message stand in its node again, in the same order.
    fn message(&mut self, send: &Send) {
        for (hours, counter) in send.hours.iter().zip(&self.around) {
            self.walk.places.put_hours(hours, *counter);
        }
    }

    fn ask(&mut self, node: &Node, ask: &ast::Ask, span: Span) {
        let NodeKind::Ask { send, .. } = &node.kind else {
            unreachable!("compile: a question becomes a node that asks")
        };
        self.message(send);
        let content = match &ask.content {
            SendContent::Text(text) => text.span,
            SendContent::Named(name) => name.span,
            SendContent::Template { span, .. } | SendContent::Ai { span, .. } => *span,
        };
        let last = ask.save.as_ref().map_or(content, |save| save.span);
        let head = Span { end: last.end, ..span };
        let of = |arm: &ast::Arm| {
            let mark = before(arm.span, arm.body.span);
            Point { whole: arm.span, group: span, ..at(What::Arm, mark) }
        };
        let mut ways: Vec<_> = ask.arms.iter().map(|arm| Some(self.walk.point(of(arm)))).collect();
        let chosen = |arm: &ast::Arm| matches!(arm.kind, ast::ArmKind::Answers(_) | ast::ArmKind::Intent(_));
        let otherwise = |arm: &ast::Arm| matches!(arm.kind, ast::ArmKind::Otherwise);
        let free = !ask.arms.iter().any(chosen);
        if free && (ask.save.is_some() || !ask.arms.iter().any(otherwise)) {
            let mark = word(span, "ask");
            let point = Point { told: head, group: span, ..at(What::AnyReply, mark) };
            ways.push(Some(self.walk.point(point)));
        }
        self.whole(node, head, span, ways);
        ask.arms.iter().for_each(|arm| self.block(&arm.body));
    }

    /// Each question of the chain is a node; the last one leads to what happens otherwise.
    fn branches(
        &mut self,
        nodes: &[&'p Node],
        branches: &[ast::Branch],
        otherwise: Option<&ast::Block>,
        span: Span,
    ) {
        let mut step = None;
        for (at_branch, (branch, node)) in branches.iter().zip(nodes).enumerate() {
            let NodeKind::If { condition, .. } = &node.kind else {
                unreachable!("compile: a branch becomes a node that asks for its condition")
            };
            if at_branch == 0 {
                let head = before(span, branch.condition.span());
                step = Some(self.walk.point(Point { whole: span, ..at(What::Step, head) }));
            }
            self.walk.condition(&branch.condition, condition);
            let condition = branch.condition.span();
            let told = if at_branch == 0 { Span { end: condition.end, ..span } } else { condition };
            let mark = word(branch.body.span, "{");
            let point = Point { told, whole: branch.body.span, group: span, ..at(What::Holds, mark) };
            let mut ways = vec![Some(self.walk.point(point))];
            if at_branch + 1 == branches.len() {
                let point = match otherwise {
                    Some(body) => {
                        let mark = word(body.span, "{");
                        Point { whole: body.span, group: span, ..at(What::Else, mark) }
                    }
                    None => {
                        let mark = word(span, "if");
                        Point {
                            told: before(span, branches[0].body.span),
                            group: span,
                            ..at(What::NoneHolds, mark)
                        }
                    }
                };
                ways.push(Some(self.walk.point(point)));
            }
            self.walk.places.put_node(node, NodeCounters { step: step.take(), ways });
        }
        branches.iter().for_each(|branch| self.block(&branch.body));
        otherwise.into_iter().for_each(|body| self.block(body));
    }
}

/// What stands of `whole` before `inner`.
fn before(whole: Span, inner: Span) -> Span {
    if inner == whole { whole } else { Span { end: inner.start.max(whole.start), ..whole } }
}

/// The word that a stretch begins with.
fn word(span: Span, word: &str) -> Span {
    Span { end: (span.start + word.len() as u32).min(span.end), ..span }
}
