//! A flow's steps as their author sees them: a tree of blocks, read from the table of nodes.

use crate::program::{Content, Flow, Name, Node, NodeId, NodeKind, Notification, Program, Send, words};

/// The steps of a flow.
#[derive(Debug, Clone, Default)]
pub(super) struct Outline {
    /// In the order of the source; what follows a `stop` in its block is left out, since no run gets there.
    pub steps: Vec<Step>,
    /// The flow's own block.
    pub root: Vec<usize>,
}

/// A step, with the blocks that it leads to.
#[derive(Debug, Clone)]
pub(super) struct Step {
    /// Its node.
    pub node: NodeId,
    /// What kind of step it is.
    pub kind: Kind,
    /// What tells it from other steps of its kind.
    pub head: String,
    /// What may change while it stays the same step: hours, what a named text says, which answers are taken.
    pub rest: String,
    /// What the contact reads, with places for fields; none when it is no message.
    pub says: Option<String>,
    /// Whether it is a message, or has one in its blocks.
    pub writes: bool,
    /// Its blocks.
    pub blocks: Vec<Block>,
}

/// A block of a step.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// When it is entered: the answers, `then`, `else`.
    pub entered: String,
    /// Its steps.
    pub steps: Vec<usize>,
}

/// A kind of step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Wait,
    WaitUntil,
    Send,
    Ask,
    If,
    Split,
    Do,
    Stop,
}

impl Outline {
    /// Reads the flow's nodes.
    pub fn of(program: &Program, flow: &Flow) -> Self {
        let mut outline = Self::default();
        outline.root = outline.block(program, flow, flow.entry, None, "").0;
        outline
    }

    /// A step in one line: a wait with what it waits for.
    pub fn words(&self, step: &Step) -> String {
        let inner: Vec<usize> = step.blocks.iter().flat_map(|block| block.steps.iter().copied()).collect();
        match (step.kind, inner.as_slice()) {
            (Kind::Wait | Kind::WaitUntil, [only]) => {
                format!("{} {}", step.head, self.words(&self.steps[*only]))
            }
            (Kind::Wait | Kind::WaitUntil, [first, ..]) => {
                format!("{} {{ {} … }}", step.head, self.words(&self.steps[*first]))
            }
            _ => step.head.clone(),
        }
    }

    /// The step at a node.
    pub fn at(&self, node: NodeId) -> Option<&Step> {
        self.steps.iter().find(|step| step.node == node)
    }

    /// The steps from `node` on, until `end` or a step that is not numbered below `within`; and where they lead.
    fn block(
        &mut self,
        program: &Program,
        flow: &Flow,
        node: NodeId,
        end: Option<NodeId>,
        within: &str,
    ) -> (Vec<usize>, NodeId) {
        let mut steps = Vec::new();
        let mut at = node;
        while let Some(found) =
            flow.node(at).filter(|found| Some(at) != end && found.label.starts_with(within))
        {
            let (step, then) = self.step(program, flow, at, found);
            steps.push(step);
            at = then;
        }
        (steps, at)
    }

    /// A step, and what stands behind it.
    fn step(&mut self, program: &Program, flow: &Flow, id: NodeId, node: &Node) -> (usize, NodeId) {
        let place = self.steps.len();
        let (kind, head, rest, says) = wording(program, node);
        let writes = says.is_some();
        self.steps.push(Step { node: id, kind, head, rest, says, writes, blocks: Vec::new() });
        let mut blocks = Vec::new();
        let then = match &node.kind {
            NodeKind::Wait { skip_to, .. } | NodeKind::WaitUntil { skip_to, .. } => {
                let (steps, _) = self.block(program, flow, node.next, Some(*skip_to), "");
                blocks.push(Block { entered: "then".to_owned(), steps });
                *skip_to
            }
            NodeKind::Ask { arms, .. } => {
                for arm in arms {
                    let (steps, _) = self.block(program, flow, arm.entry, Some(node.next), "");
                    blocks.push(Block { entered: words::answers(program, &arm.kind), steps });
                }
                node.next
            }
            NodeKind::Split(shares) => {
                for (at, (_, entry)) in shares.iter().enumerate() {
                    let (steps, _) = self.block(program, flow, *entry, Some(node.next), "");
                    blocks.push(Block { entered: format!("share {}", at + 1), steps });
                }
                node.next
            }
            NodeKind::If { otherwise, .. } => {
                let inside = format!("{}.", node.label);
                let (steps, behind_then) = self.block(program, flow, node.next, None, &inside);
                blocks.push(Block { entered: "then".to_owned(), steps });
                let chained = flow.node(*otherwise).filter(|next| {
                    next.label == node.label
                        && next.span == node.span
                        && matches!(next.kind, NodeKind::If { .. })
                });
                let (steps, behind_else) = match chained {
                    Some(next) => {
                        let (step, then) = self.step(program, flow, *otherwise, next);
                        (vec![step], then)
                    }
                    None => self.block(program, flow, *otherwise, None, &inside),
                };
                blocks.push(Block { entered: "else".to_owned(), steps });
                // A block that ends with `stop` does not tell what stands behind the `if`.
                if behind_then == NodeId::END { behind_else } else { behind_then }
            }
            NodeKind::Send(_) | NodeKind::Do(_) | NodeKind::Stop => node.next,
        };
        let mut inner = blocks.iter().flat_map(|block| &block.steps);
        self.steps[place].writes |= inner.any(|step| self.steps[*step].writes);
        self.steps[place].blocks = blocks;
        (place, then)
    }
}

/// The step's kind, what tells it from others, what may change, and what the contact reads.
fn wording(program: &Program, node: &Node) -> (Kind, String, String, Option<String>) {
    match &node.kind {
        NodeKind::Wait { delay, hours, .. } => {
            (Kind::Wait, format!("after {delay}"), words::windows(hours), None)
        }
        NodeKind::WaitUntil { base, offset_back, offset, hours, .. } => {
            let head = format!("at {}", words::moment(base, *offset_back, *offset));
            (Kind::WaitUntil, head, words::windows(hours), None)
        }
        NodeKind::Send(send) => {
            let says = says(program, &send.content);
            (Kind::Send, format!("send {}", message(program, send)), String::new(), Some(says))
        }
        NodeKind::Ask { send, save, arms } => {
            let save = save.iter().map(|field| format!(" save contact.{field}"));
            let answers = arms.iter().map(|arm| format!(", {}", words::answers(program, &arm.kind)));
            let rest = save.chain(answers).collect();
            (Kind::Ask, format!("ask {}", message(program, send)), rest, Some(says(program, &send.content)))
        }
        NodeKind::If { condition, .. } => {
            (Kind::If, format!("if {}", words::condition(condition)), String::new(), None)
        }
        NodeKind::Split(shares) => {
            let shares = shares.iter().map(|(upto, _)| format!(" {upto}")).collect();
            (Kind::Split, "split".to_owned(), shares, None)
        }
        NodeKind::Do(action) => (Kind::Do, words::action(program, action), String::new(), None),
        NodeKind::Stop => (Kind::Stop, "stop".to_owned(), String::new(), None),
    }
}

/// What a message says and how; its hours are those of the waits around it.
fn message(program: &Program, send: &Send) -> String {
    let mut text = words::content(program, &send.content);
    text.extend(send.content_type.iter().map(|purpose| format!(" as {purpose}")));
    text.push_str(match send.notification {
        Notification::Regular => "",
        Notification::Silent => " silently",
        Notification::Off => " without notification",
    });
    text
}

/// What the contact reads: a named text in its languages, a template's text with the arguments behind it.
fn says(program: &Program, content: &Content) -> String {
    match content {
        Content::Named(id) => {
            let local = |(tag, wording): &(Name, _)| format!("{tag} {}", words::wording(wording));
            program.texts[id.index()].wordings.iter().map(local).collect::<Vec<_>>().join("  ")
        }
        Content::Template(id, _) => {
            let template = &program.templates[id.index()];
            format!("{} ({})", words::wording(&template.wording), words::content(program, content))
        }
        Content::Text(_) | Content::Ai(_) => words::content(program, content),
    }
}
