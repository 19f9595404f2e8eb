//! A flow: its head clause by clause, then its steps.

use crate::program::{Again, Candidate, Flow, Frequency, Lifecycle, TriggerKind};
use crate::syntax::ast::{self, StopRule};

use super::condition::{all, condition};
use super::hours::hours;
use super::items::priority;
use super::names::Names;
use super::trigger::trigger;
use super::{steps, words};

/// A flow.
pub(super) fn flow(names: &mut Names, tree: &ast::Flow) -> Flow {
    let header = &tree.header;
    let triggers: Vec<_> = header.on.iter().map(|on| trigger(names, on)).collect();
    let proactive =
        triggers.iter().any(|on| matches!(on.kind, TriggerKind::PageView(_) | TriggerKind::Visit(_)));
    let (mut stop_on, mut stop_when) = (Vec::new(), Vec::new());
    for rule in &header.stop {
        match rule {
            StopRule::On(event) => stop_on.push(trigger(names, event)),
            StopRule::When(tree) => stop_when.push(condition(names, tree)),
        }
    }
    let (nodes, entry) = steps::steps(names, &tree.steps);
    Flow {
        name: tree.name.text.as_str().into(),
        title: tree.title.as_ref().map(words::plain),
        span: tree.span,
        lifecycle: lifecycle(header),
        triggers,
        when: all(names, &header.when),
        via: header.via.iter().flat_map(|(candidates, _)| candidates).map(|c| candidate(names, c)).collect(),
        hours: header.hours.iter().map(|window| hours(names, window)).collect(),
        frequency: header.frequency.iter().map(frequency).collect(),
        stop_on,
        stop_when,
        again: again(header),
        priority: priority(tree),
        proactive,
        nodes,
        entry,
    }
}

fn lifecycle(header: &ast::Header) -> Lifecycle {
    match header.lifecycle.first() {
        None => Lifecycle::Live,
        Some((ast::Lifecycle::Draft, _)) => Lifecycle::Draft,
        Some((ast::Lifecycle::Paused, _)) => Lifecycle::Paused,
    }
}

fn again(header: &ast::Header) -> Option<Again> {
    header.again.first().map(|(again, _)| match again {
        ast::Again::Restart => Again::Restart,
        ast::Again::Ignore => Again::Ignore,
    })
}

fn candidate(names: &Names, tree: &ast::Candidate) -> Candidate {
    Candidate { channel: names.channel(&tree.channel), within: tree.within.map(|(delay, _)| delay) }
}

fn frequency(tree: &ast::Frequency) -> Frequency {
    match tree {
        ast::Frequency::Once(ast::Per::Contact, _) => Frequency::OncePerContact,
        ast::Frequency::Once(ast::Per::Visit, _) => Frequency::OncePerVisit,
        ast::Frequency::AtMost(limit) => Frequency::AtMost(limit.count, limit.per),
    }
}
