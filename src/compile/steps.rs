//! Steps as nodes: from the last step to the first, so that each knows what follows it.

use crate::program::{Action, Assignee, Hours, Name, Node, NodeId, NodeKind};
use crate::source::Span;
use crate::syntax::ast::{self, StepKind};

use super::names::{Names, contact_field};
use super::{content, words};

mod compound;

/// The nodes of a flow in the order of the source, and the first one.
pub(super) fn steps(names: &mut Names, block: &ast::Block) -> (Vec<Node>, NodeId) {
    let mut layout = Layout { names, backwards: Vec::new(), hours: Vec::new() };
    let entry = layout.block(block, Numbers { prefix: "", first: 1 }, NodeId::END);
    let mut nodes = layout.backwards;
    let count = nodes.len() as u32;
    let turned = |id: NodeId| if id == NodeId::END { id } else { NodeId(count - 1 - id.0) };
    nodes.reverse();
    nodes.iter_mut().flat_map(Node::targets_mut).for_each(|id| *id = turned(*id));
    (nodes, turned(entry))
}

/// How the steps of a block are counted: `2.` and 1 for `2.1`, `2.2`, …
#[derive(Clone, Copy)]
struct Numbers<'l> {
    prefix: &'l str,
    first: usize,
}

/// Where a step stands: its number, its place, and what follows it.
#[derive(Clone, Copy)]
struct Place<'l> {
    label: &'l str,
    span: Span,
    then: NodeId,
}

/// The nodes so far.
struct Layout<'n, 'c> {
    names: &'n mut Names<'c>,
    /// The last node first: until all are laid, ids count from the flow's end.
    backwards: Vec<Node>,
    /// The hours of the `after` and `at` around the present step.
    hours: Vec<Hours>,
}

impl Layout<'_, '_> {
    /// The block's first node; `then`, what stands behind the block, when it has no step.
    fn block(&mut self, block: &ast::Block, numbers: Numbers, then: NodeId) -> NodeId {
        let Numbers { prefix, first } = numbers;
        block.steps.iter().enumerate().rev().fold(then, |then, (index, step)| {
            let label = format!("{prefix}{}", first + index);
            self.step(step, Place { label: &label, span: step.span, then })
        })
    }

    fn push(&mut self, kind: NodeKind, place: Place) -> NodeId {
        let id = NodeId(self.backwards.len() as u32);
        let Place { label, span, then } = place;
        self.backwards.push(Node { kind, next: then, label: label.into(), span });
        id
    }

    fn step(&mut self, step: &ast::Step, place: Place) -> NodeId {
        let names = &mut *self.names;
        let action = match &step.kind {
            StepKind::After { delay, hours, body, .. } => return self.after(*delay, hours, body, place),
            StepKind::At { instant, hours, body } => return self.at(instant, hours, body, place),
            StepKind::Send(send) => return self.send(send, place),
            StepKind::Ask(ask) => return self.ask(ask, place),
            StepKind::If { branches, otherwise } => return self.branch(branches, otherwise.as_ref(), place),
            StepKind::Split(shares) => return self.split(shares, place),
            StepKind::HandOver(hand_over) => return self.hand_over(hand_over, place),
            StepKind::Stop => return self.push(NodeKind::Stop, Place { then: NodeId::END, ..place }),
            StepKind::Tag(tag) => Action::Tag(plain(tag)),
            StepKind::Untag(tag) => Action::Untag(plain(tag)),
            StepKind::AddToGroup(group) => Action::Join(name(group)),
            StepKind::RemoveFromGroup(group) => Action::Leave(name(group)),
            StepKind::Set { field, value } => {
                let holds = names.value_type(&field.names);
                Action::Set(contact_field(field), content::argument(names, holds, value))
            }
            StepKind::Assign(to) => Action::Assign(assignee(to)),
            StepKind::Notify { to, text } => {
                Action::Notify { to: plain(to), content: content::content(names, text) }
            }
            StepKind::Forward(to) => Action::Forward(to.iter().map(plain).collect()),
            StepKind::Ticket(tags) => Action::Ticket(tags.iter().map(plain).collect()),
            StepKind::Start(flow) => Action::Start(names.flow(flow)),
            StepKind::StopFlow(flow) => Action::StopFlow(names.flow(flow)),
            StepKind::OpenConversation => Action::OpenConversation,
            StepKind::CloseConversation => Action::CloseConversation,
            StepKind::Call(url) => Action::Call(content::wording(names, url)),
            StepKind::Broken => unreachable!("check: a step that cannot be read is an error"),
        };
        self.push(NodeKind::Do(action), place)
    }
}

fn assignee(to: &ast::Assignee) -> Assignee {
    match to {
        ast::Assignee::Team(team) => Assignee::Team(name(team)),
        ast::Assignee::Agent(agent) => Assignee::Agent(plain(agent)),
        ast::Assignee::Nobody(_) => Assignee::Nobody,
    }
}

fn name(name: &ast::Name) -> Name {
    name.text.as_str().into()
}

fn plain(text: &ast::Str) -> Name {
    words::plain(text).into()
}
