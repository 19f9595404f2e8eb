//! From a program to its diagram: a flow's header, then its steps.

use std::collections::BTreeMap;

use super::wording::{clauses, node_text};
use super::{Diagram, Edge, EdgeKind, FlowGraph, Link, LinkKind, Node, NodeKind};
use crate::program::{Action, Arm, ArmKind, Flow, NodeId, Program, TriggerKind, node, words};

/// All flows, in the order of files and places.
pub(super) fn diagram(program: &Program) -> Diagram {
    let mut order: Vec<usize> = (0..program.flows.len()).collect();
    order.sort_by_key(|at| program.flows[*at].span);
    let mut place = vec![0; order.len()];
    order.iter().enumerate().for_each(|(at, flow)| place[*flow] = at);
    let mut links = Vec::new();
    for (at, flow) in order.iter().map(|at| &program.flows[*at]).enumerate() {
        let linked = flow.nodes.iter().filter_map(|step| match &step.kind {
            node::NodeKind::Do(Action::Start(id)) => Some((id, LinkKind::Starts)),
            node::NodeKind::Do(Action::StopFlow(id)) => Some((id, LinkKind::Stops)),
            _ => None,
        });
        links.extend(linked.map(|(id, kind)| Link { from: at, to: place[id.index()], kind }));
    }
    links.sort_unstable();
    links.dedup();
    let flows = order.iter().map(|at| Builder::flow(program, &program.flows[*at])).collect();
    Diagram { title: program.workspace.title.clone(), flows, links }
}

/// A flow that grows.
struct Builder {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    /// Where the steps stand among the nodes.
    steps: BTreeMap<NodeId, usize>,
}

impl Builder {
    fn flow(program: &Program, flow: &Flow) -> FlowGraph {
        let mut graph = Self { nodes: Vec::new(), edges: Vec::new(), steps: BTreeMap::new() };
        let triggers: Vec<usize> = flow
            .triggers
            .iter()
            .map(|trigger| graph.node(NodeKind::Trigger, format!("on {}", trigger.words)))
            .collect();
        graph.steps(program, flow);
        let entry = graph.step(flow.entry);
        triggers.iter().for_each(|from| graph.edge(*from, entry, None, EdgeKind::Next));
        graph.channels(program, flow, triggers.first().copied().unwrap_or(entry));
        graph.stop_rules(flow);
        let Self { nodes, edges, .. } = graph;
        FlowGraph { name: flow.name.clone(), title: flow.title.clone(), clauses: clauses(flow), nodes, edges }
    }

    fn node(&mut self, kind: NodeKind, text: impl Into<String>) -> usize {
        self.nodes.push(Node { kind, text: text.into() });
        self.nodes.len() - 1
    }

    fn edge(&mut self, from: usize, to: usize, label: Option<String>, kind: EdgeKind) {
        self.edges.push(Edge { from, to, label, kind });
    }

    /// Where a step stands. A place that the flow does not have is its end, as for the engine.
    fn step(&self, id: NodeId) -> usize {
        self.steps.get(&id).copied().unwrap_or(self.steps[&NodeId::END])
    }

    /// The candidates of `via`, each with an arrow to the next that is tried.
    fn channels(&mut self, program: &Program, flow: &Flow, beside: usize) {
        let (mut before, mut word) = (beside, "via");
        for candidate in &flow.via {
            let name = &program.channels[candidate.channel.index()].name;
            let within = candidate.within.map(|delay| format!(" for {delay}")).unwrap_or_default();
            let at = self.node(NodeKind::Channel, format!("{name}{within}"));
            self.edge(before, at, Some(word.to_owned()), EdgeKind::Channel);
            (before, word) = (at, "else");
        }
    }

    fn steps(&mut self, program: &Program, flow: &Flow) {
        for (id, step) in (0..).map(NodeId).zip(&flow.nodes) {
            let (kind, text) = node_text(program, step);
            let at = self.node(kind, text);
            self.steps.insert(id, at);
        }
        let end = self.node(NodeKind::End, "end");
        self.steps.insert(NodeId::END, end);
        for (id, step) in (0..).map(NodeId).zip(&flow.nodes) {
            let from = self.steps[&id];
            for (to, label) in followers(program, step) {
                let to = self.step(to);
                if !self
                    .edges
                    .iter()
                    .rev()
                    .any(|edge| edge.from == from && edge.to == to && edge.label == label)
                {
                    self.edge(from, to, label, EdgeKind::Next);
                }
            }
        }
    }

    fn stop_rules(&mut self, flow: &Flow) {
        let end = self.step(NodeId::END);
        let answer = flow.triggers.iter().any(|trigger| matches!(trigger.kind, TriggerKind::Silence));
        let mut rules: Vec<String> = answer.then(|| "the contact answers".to_owned()).into_iter().collect();
        rules.extend(flow.stop_on.iter().map(|rule| format!("stop on {}", rule.words)));
        rules.extend(flow.stop_when.iter().map(|rule| format!("stop when {}", words::condition(rule))));
        // One box for all of them: each alone would make the picture wide and say no more.
        if !rules.is_empty() {
            let at = self.node(NodeKind::StopRule, rules.join("\n"));
            self.edge(at, end, None, EdgeKind::Stop);
        }
    }
}

/// Where a step leads, and when.
fn followers(program: &Program, step: &node::Node) -> Vec<(NodeId, Option<String>)> {
    let next = step.next;
    match &step.kind {
        node::NodeKind::If { otherwise, .. } => {
            vec![(next, Some("yes".to_owned())), (*otherwise, Some("no".to_owned()))]
        }
        node::NodeKind::Split(shares) => {
            let before = std::iter::once(0).chain(shares.iter().map(|(upto, _)| *upto));
            let share =
                |((upto, to), before): (&(u32, NodeId), u32)| (*to, Some(format!("{}%", upto - before)));
            shares.iter().zip(before).map(share).collect()
        }
        node::NodeKind::Ask { save, arms, .. } => {
            // As the engine takes replies: a question that names no answer takes any that fits.
            let named = |arm: &Arm| matches!(arm.kind, ArmKind::Answers(_) | ArmKind::Intent(_));
            let otherwise = |arm: &Arm| matches!(arm.kind, ArmKind::Otherwise);
            let free = !arms.iter().any(named) && (save.is_some() || !arms.iter().any(otherwise));
            let any = free.then(|| (next, Some("an answer".to_owned())));
            let arm = |arm: &Arm| (arm.entry, Some(words::answers(program, &arm.kind)));
            any.into_iter().chain(arms.iter().map(arm)).collect()
        }
        node::NodeKind::WaitUntil { skip_to, .. } if *skip_to != next => {
            vec![(next, None), (*skip_to, Some("past or unknown".to_owned()))]
        }
        _ => vec![(next, None)],
    }
}
