//! F002: flows start each other in a circle without waiting.

use std::collections::BTreeMap;

use super::flows;
use crate::check::rules::Workspace;
use crate::diagnostics::Diagnostic;
use crate::syntax::ast;

/// How many flows of a circle are shown.
const SHOWN_MAX: usize = 6;

/// Finds circles of flows that nothing slows down. A start inside an `if`, and of a flow that has a condition or may
/// start only so often, may end the circle.
pub(in crate::check::rules) fn in_a_circle(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let flows: Vec<_> = flows(workspace).collect();
    let started: Vec<Vec<&ast::Name>> = flows.iter().map(|flow| started_at_once(flow)).collect();
    if started.iter().all(Vec::is_empty) {
        return;
    }
    let mut by_name = BTreeMap::new();
    for (index, flow) in flows.iter().enumerate() {
        by_name.entry(flow.name.text.as_str()).or_insert(index);
    }
    let graph: Vec<Vec<Start<'_>>> =
        started.into_iter().map(|names| starts(names, &flows, &by_name)).collect();
    for circle in circles(&graph) {
        diagnostics.push(told(&flows, &circle));
    }
}

/// A step that starts a flow.
#[derive(Debug, Clone, Copy)]
struct Start<'a> {
    name: &'a ast::Name,
    to: usize,
}

/// A flow of a circle, with the step by which it starts the next.
type Link<'a> = (usize, &'a ast::Name);

fn started_at_once(flow: &ast::Flow) -> Vec<&ast::Name> {
    let mut names = Vec::new();
    at_once(&flow.steps, &mut names);
    names
}

fn starts<'a>(
    names: Vec<&'a ast::Name>,
    flows: &[&ast::Flow],
    by_name: &BTreeMap<&str, usize>,
) -> Vec<Start<'a>> {
    let known = names.into_iter().filter_map(|name| {
        let to = *by_name.get(name.text.as_str())?;
        Some(Start { name, to })
    });
    known.filter(|start| starts_always(flows[start.to])).collect()
}

fn starts_always(flow: &ast::Flow) -> bool {
    let header = &flow.header;
    let stops_when = header.stop.iter().any(|rule| matches!(rule, ast::StopRule::When(_)));
    header.when.is_empty() && header.frequency.is_empty() && !stops_when
}

/// Whether a run goes on at once behind a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pace {
    AtOnce,
    Perhaps,
}

/// Gathers the flows that a block certainly starts at once.
fn at_once<'a>(block: &'a ast::Block, started: &mut Vec<&'a ast::Name>) -> Pace {
    for step in &block.steps {
        match &step.kind {
            ast::StepKind::Start(name) => started.push(name),
            ast::StepKind::If { branches, otherwise } => {
                let bodies = branches.iter().map(|branch| &branch.body).chain(otherwise);
                if bodies.into_iter().any(|body| at_once(body, &mut Vec::new()) == Pace::Perhaps) {
                    return Pace::Perhaps;
                }
            }
            ast::StepKind::Split(parts) => {
                // Each part is what happens to some contacts.
                let paces: Vec<_> = parts.iter().map(|(_, _, body)| at_once(body, started)).collect();
                if paces.contains(&Pace::Perhaps) {
                    return Pace::Perhaps;
                }
            }
            ast::StepKind::After { .. }
            | ast::StepKind::At { .. }
            | ast::StepKind::Ask(_)
            | ast::StepKind::Stop
            | ast::StepKind::Broken => return Pace::Perhaps,
            ast::StepKind::Send(_)
            | ast::StepKind::Tag(_)
            | ast::StepKind::Untag(_)
            | ast::StepKind::AddToGroup(_)
            | ast::StepKind::RemoveFromGroup(_)
            | ast::StepKind::Set { .. }
            | ast::StepKind::Assign(_)
            | ast::StepKind::Notify { .. }
            | ast::StepKind::Forward(_)
            | ast::StepKind::HandOver(_)
            | ast::StepKind::Ticket(_)
            | ast::StepKind::StopFlow(_)
            | ast::StepKind::OpenConversation
            | ast::StepKind::CloseConversation
            | ast::StepKind::Call(_) => {}
        }
    }
    Pace::AtOnce
}

/// Circles of the graph, no flow in two of them.
fn circles<'a>(graph: &[Vec<Start<'a>>]) -> Vec<Vec<Link<'a>>> {
    let mut circles: Vec<Vec<Link<'a>>> = Vec::new();
    let mut place: Vec<Option<usize>> = vec![None; graph.len()];
    let mut done = vec![false; graph.len()];
    let mut told = vec![false; graph.len()];
    for root in 0..graph.len() {
        if done[root] {
            continue;
        }
        // The path from the root, each flow with how many of its starts were followed.
        let mut path = vec![(root, 0)];
        place[root] = Some(0);
        while let Some((flow, followed)) = path.last_mut() {
            let flow = *flow;
            let Some(start) = graph[flow].get(*followed) else {
                (place[flow], done[flow]) = (None, true);
                path.pop();
                continue;
            };
            *followed += 1;
            match place[start.to] {
                Some(first) if !told[flow] && !told[start.to] => {
                    let links =
                        path[first..].iter().map(|(flow, next)| (*flow, graph[*flow][*next - 1].name));
                    let circle: Vec<_> = links.collect();
                    circle.iter().for_each(|(flow, _)| told[*flow] = true);
                    circles.push(circle);
                }
                Some(_) => {}
                None if done[start.to] => {}
                None => {
                    place[start.to] = Some(path.len());
                    path.push((start.to, 0));
                }
            }
        }
    }
    circles
}

fn told(flows: &[&ast::Flow], circle: &[Link<'_>]) -> Diagnostic {
    let name = |(flow, _): &Link<'_>| format!("`{}`", flows[*flow].name.text);
    let message = match circle {
        [link] => format!("flow {} starts itself without waiting", name(link)),
        [one, other] => format!("flows {} and {} start each other without waiting", name(one), name(other)),
        _ => {
            let first = circle.first().map(name).unwrap_or_default();
            format!("flow {first} starts itself through {} others without waiting", circle.len() - 1)
        }
    };
    let label = |(flow, next): &Link<'_>| format!("`{}` starts `{}`", flows[*flow].name.text, next.text);
    let (_, first) = circle[0];
    let found = Diagnostic::error("F002", first.span, message, label(&circle[0]));
    let others = circle[1..].iter().take(SHOWN_MAX);
    others
        .fold(found, |found, link| found.and(link.1.span, label(link)))
        .help("put one of the starts behind `after`, or leave it out")
}
