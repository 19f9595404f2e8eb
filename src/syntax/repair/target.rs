//! Where the statements of a block go in the tree.

use crate::source::Span;
use crate::syntax::ast::{self, Act, ActKind, Arm, Block, Item, Step, StepKind};
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::lower::Lower;

/// The list that a block's statements are added to.
pub enum Target<'t> {
    /// The clauses and steps of a flow.
    Flow(&'t mut ast::Flow),
    /// The steps of a block.
    Steps(&'t mut Vec<Step>),
    /// The arms of a question.
    Arms(&'t mut Vec<Arm>),
    /// The shares of a split.
    Shares(&'t mut Vec<(u32, Span, Block)>),
    /// The entries of another item.
    Item(&'t mut Item),
    /// The item cannot be built: its entries are only looked through.
    Nowhere,
}

/// The statement that was added last, when it may hold blocks.
pub enum Last<'t> {
    Step(&'t mut Step),
    Block(&'t mut Block),
    Nothing,
}

impl<'t> Target<'t> {
    /// The list of an item.
    pub fn of_item(item: &'t mut Item) -> Self {
        match item {
            Item::Flow(flow) => Self::Flow(flow),
            other => Self::Item(other),
        }
    }

    /// Lowers a statement and adds it.
    pub fn accept(&mut self, lower: &mut Lower<'_>, node: Node<'_>) {
        match self {
            Self::Flow(flow) if node.rule() == Rule::clause => {
                if flow.steps.steps.iter().any(|step| step.kind != StepKind::Broken) {
                    lower.misplaced_clause(&node);
                }
                lower.clause(node, &mut flow.header);
            }
            Self::Flow(flow) => flow.steps.steps.push(lower.step(node)),
            Self::Steps(steps) => steps.push(lower.step(node)),
            Self::Arms(arms) => arms.push(lower.arm(node)),
            Self::Shares(shares) => shares.push(lower.share(node)),
            Self::Item(item) => accept_entry(item, lower, node),
            Self::Nowhere => {}
        }
    }

    /// Adds what stands for a statement that cannot be read.
    pub fn accept_broken(&mut self, span: Span) {
        let step = || Step { kind: StepKind::Broken, span };
        match self {
            Self::Flow(flow) => flow.steps.steps.push(step()),
            Self::Steps(steps) => steps.push(step()),
            Self::Item(Item::Scenario(scenario)) => scenario.acts.push(Act { kind: ActKind::Broken, span }),
            Self::Arms(_) | Self::Shares(_) | Self::Item(_) | Self::Nowhere => {}
        }
    }

    /// The statement that was added last.
    pub fn last(&mut self) -> Last<'_> {
        match self {
            Self::Flow(flow) => flow.steps.steps.last_mut().map_or(Last::Nothing, Last::Step),
            Self::Steps(steps) => steps.last_mut().map_or(Last::Nothing, Last::Step),
            Self::Arms(arms) => arms.last_mut().map_or(Last::Nothing, |arm| Last::Block(&mut arm.body)),
            Self::Shares(shares) => {
                shares.last_mut().map_or(Last::Nothing, |share| Last::Block(&mut share.2))
            }
            Self::Item(_) | Self::Nowhere => Last::Nothing,
        }
    }
}

fn accept_entry(item: &mut Item, lower: &mut Lower<'_>, node: Node<'_>) {
    match item {
        Item::Workspace(workspace) => lower.workspace_clause(node, workspace),
        Item::Schedule(schedule) => schedule.entries.push(lower.schedule_entry(node)),
        Item::Channel(channel) => channel.clauses.push(lower.channel_clause(node)),
        Item::Bot(bot) => lower.bot_clause(node, bot),
        Item::Text(text) => text.texts.push(lower.local_text(node)),
        Item::Intent(intent) => intent.phrases.push(lower.local_text(node)),
        Item::Scenario(scenario) => lower.act(node, &mut scenario.acts),
        Item::Template(_) | Item::Group(_) | Item::Field(_) | Item::Flow(_) => {}
    }
}
