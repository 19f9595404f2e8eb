//! Goes through the trees and the program side by side: what stands where in the source, and which part of the
//! program it became.

mod steps;

use super::points::{ByEffect, Places, Point, Points, Section, What};
use super::recorder::is_start;
use crate::check::Checked;
use crate::program::{Condition, Flow, Lifecycle, Program};
use crate::source::Span;
use crate::syntax::ast::{self, StopRule};

/// What there is to reach.
pub(super) fn points<'p>(checked: &Checked, program: &'p Program) -> Points<'p> {
    let mut walk = Walk { counters: 0, places: Places::default(), found: Vec::new() };
    let mut by_effect: Vec<ByEffect> = program.flows.iter().map(|_| ByEffect::default()).collect();
    let mut sections = Vec::new();
    for item in checked.items() {
        match item {
            ast::Item::Workspace(tree) if program.workspace.quiet.is_some() => {
                sections.push(walk.workspace(tree));
            }
            ast::Item::Flow(tree) => {
                let id = program.flow(&tree.name.text).expect("compile: every flow is in the program");
                let (section, told) = walk.flow(tree, &program.flows[id.index()]);
                sections.push(section);
                by_effect[id.index()] = told;
            }
            ast::Item::Workspace(_)
            | ast::Item::Schedule(_)
            | ast::Item::Channel(_)
            | ast::Item::Bot(_)
            | ast::Item::Template(_)
            | ast::Item::Text(_)
            | ast::Item::Intent(_)
            | ast::Item::Group(_)
            | ast::Item::Field(_)
            | ast::Item::Scenario(_) => {}
        }
    }
    Points { program, sections, counters: walk.counters, places: walk.places, by_effect }
}

struct Walk {
    counters: usize,
    places: Places,
    found: Vec<Point>,
}

impl Walk {
    fn workspace(&mut self, tree: &ast::Workspace) -> Section {
        let mut lines = tree.quiet.iter().map(|window| window.span);
        let first = lines.next().expect("check: quiet hours stand in a line of the workspace");
        let all = lines.fold(first, Span::to);
        let counter = self.point(Point { mark: first, told: all, ..at(What::Quiet, first) });
        self.places.quiet = Some(counter);
        let points = std::mem::take(&mut self.found);
        Section { flow: None, span: tree.span, lifecycle: Lifecycle::Live, points, runs: None }
    }

    fn flow(&mut self, tree: &ast::Flow, flow: &Flow) -> (Section, ByEffect) {
        let header = &tree.header;
        let runs = self.counter();
        let mut told = ByEffect { runs: Some(runs), ..ByEffect::default() };
        for (tree, trigger) in header.on.iter().zip(&flow.triggers) {
            let counter = self.point(at(What::Trigger, tree.span));
            told.triggers.push((trigger.words.clone(), counter));
            if is_start(&trigger.kind) {
                told.start = Some(counter);
            }
        }
        match (header.when.as_slice(), &flow.when) {
            ([tree], Some(when)) => self.condition(tree, when),
            (trees, Some(Condition::All(parts))) => {
                trees.iter().zip(parts).for_each(|(tree, part)| self.condition(tree, part));
            }
            _ => {}
        }
        let candidates = header.via.iter().flat_map(|(candidates, _)| candidates);
        told.fallbacks = candidates.skip(1).map(|tree| self.point(at(What::Fallback, tree.span))).collect();
        for (tree, hours) in header.hours.iter().zip(&flow.hours) {
            let counter = self.point(at(What::Window, tree.span));
            self.places.put_hours(hours, counter);
        }
        let (mut on, mut when) = (flow.stop_on.iter(), flow.stop_when.iter());
        for rule in &header.stop {
            match rule {
                StopRule::On(tree) => {
                    let counter = self.point(at(What::StopOn, tree.span));
                    let rule = on.next().expect("compile: a rule for each of the tree's");
                    self.places.put_stop_on(rule, counter);
                }
                StopRule::When(tree) => {
                    let counter = self.point(at(What::StopWhen, tree.span()));
                    let rule = when.next().expect("compile: a rule for each of the tree's");
                    self.places.put_stop_when(rule, counter);
                    self.condition(tree, rule);
                }
            }
        }
        steps::steps(self, tree, flow);
        let mut points = std::mem::take(&mut self.found);
        points.sort_by_key(|point| (point.mark.start, std::cmp::Reverse(point.mark.end)));
        let (flow, lifecycle) = (Some(flow.name.clone()), flow.lifecycle);
        (Section { flow, span: tree.span, lifecycle, points, runs: Some(runs) }, told)
    }

    /// The conditions that hold no other. A comparison with several values is one, whatever it became.
    fn condition(&mut self, tree: &ast::Condition, condition: &Condition) {
        match (tree, condition) {
            (ast::Condition::And(trees, _), Condition::All(parts))
            | (ast::Condition::Or(trees, _), Condition::Any(parts)) => {
                trees.iter().zip(parts).for_each(|(tree, part)| self.condition(tree, part));
            }
            (ast::Condition::Not(tree, _), Condition::Not(part)) => self.condition(tree, part),
            _ => {
                let counter = self.point(at(What::Condition, tree.span()));
                self.places.put_condition(condition, counter);
            }
        }
    }

    /// Takes a point in, and gives its first counter.
    fn point(&mut self, point: Point) -> usize {
        let counter = self.counters;
        self.counters += point.what.outcomes().len();
        self.found.push(Point { counter, ..point });
        counter
    }

    const fn counter(&mut self) -> usize {
        self.counters += 1;
        self.counters - 1
    }
}

/// Something that stands there and holds nothing else.
const fn at(what: What, span: Span) -> Point {
    Point { what, mark: span, told: span, whole: span, group: span, counter: 0 }
}
