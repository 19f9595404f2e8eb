//! What a flow waits for: the clauses of its head and of its steps, message by message.

use super::{Answer, Look};
use crate::syntax::ast::{self, StepKind, TriggerKind};

/// Looks at all hours of a flow.
pub(super) fn flow<'a>(look: &mut Look<'_, 'a>, flow: &'a ast::Flow) {
    let header = &flow.header;
    header.hours.iter().for_each(|hours| look.alone(hours));
    header.when.iter().for_each(|when| condition(look, when));
    for rule in &header.stop {
        if let ast::StopRule::When(when) = rule {
            condition(look, when);
        }
    }
    let answers = header.on.iter().any(|trigger| is_message(&trigger.kind));
    let entry = match answers || look.started.contains(flow.name.text.as_str()) {
        true => Answer::Perhaps,
        false => Answer::No,
    };
    let shown =
        header.on.iter().any(|on| matches!(on.kind, TriggerKind::PageView(_) | TriggerKind::Visit(_)));
    let mut walk = Walk {
        look,
        hours: header.hours.iter().collect(),
        // What comes behind a message that the visitor opened answers that.
        behind_message: if shown { Answer::Perhaps } else { Answer::No },
        asked: Vec::new(),
    };
    walk.block(&flow.steps, entry);
}

/// Whether the contact's own message starts the flow.
fn is_message(kind: &TriggerKind) -> bool {
    matches!(
        kind,
        TriggerKind::Keyword(..)
            | TriggerKind::MessageIs(..)
            | TriggerKind::MessageContains(..)
            | TriggerKind::MessageStartsWith(..)
            | TriggerKind::MessageMatches(_)
            | TriggerKind::AnyMessage
            | TriggerKind::Intent(_)
    )
}

/// The hours that a condition asks for, where it asks that they are open.
fn condition<'a>(look: &mut Look<'_, 'a>, asked: &'a ast::Condition) {
    match asked {
        ast::Condition::And(parts, _) | ast::Condition::Or(parts, _) => {
            parts.iter().for_each(|part| condition(look, part));
        }
        ast::Condition::Now(hours, _) => look.alone(hours),
        ast::Condition::Not(..)
        | ast::Condition::Compare(_)
        | ast::Condition::HasTag(..)
        | ast::Condition::InGroup(..)
        | ast::Condition::Broken(_) => {}
    }
}

/// The way through a flow.
struct Walk<'w, 'l, 'a> {
    look: &'w mut Look<'l, 'a>,
    /// The clauses around the present step, those of the flow first.
    hours: Vec<&'a ast::Hours>,
    behind_message: Answer,
    /// What was asked of already: how many clauses, of which kind of message.
    asked: Vec<(usize, Answer)>,
}

impl<'a> Walk<'_, '_, 'a> {
    fn block(&mut self, block: &'a ast::Block, before: Answer) -> Answer {
        block.steps.iter().fold(before, |answer, step| self.step(step, answer))
    }

    fn step(&mut self, step: &'a ast::Step, answer: Answer) -> Answer {
        match &step.kind {
            StepKind::After { hours, body, .. } => self.held(hours, body),
            // A moment that is past is left out without waiting.
            StepKind::At { hours, body, .. } => self.held(hours, body).or(answer),
            StepKind::Send(_) => self.message(answer),
            StepKind::HandOver(hand_over) if hand_over.saying.is_some() => self.message(answer),
            StepKind::Ask(ask) => {
                self.message(answer);
                for arm in &ask.arms {
                    let silent = matches!(arm.kind, ast::ArmKind::Silence(_));
                    self.block(&arm.body, if silent { Answer::No } else { Answer::Perhaps });
                }
                Answer::Perhaps
            }
            StepKind::If { branches, otherwise } => {
                branches.iter().for_each(|branch| condition(self.look, &branch.condition));
                let bodies = branches.iter().map(|branch| &branch.body).chain(otherwise);
                bodies.fold(answer, |all, body| all.or(self.block(body, answer)))
            }
            StepKind::Split(parts) => {
                parts.iter().fold(answer, |all, (_, _, body)| all.or(self.block(body, answer)))
            }
            // It may have been a question.
            StepKind::Broken => Answer::Perhaps,
            StepKind::Tag(_)
            | StepKind::Untag(_)
            | StepKind::AddToGroup(_)
            | StepKind::RemoveFromGroup(_)
            | StepKind::Set { .. }
            | StepKind::Assign(_)
            | StepKind::Notify { .. }
            | StepKind::Forward(_)
            | StepKind::HandOver(_)
            | StepKind::Ticket(_)
            | StepKind::Start(_)
            | StepKind::StopFlow(_)
            | StepKind::Stop
            | StepKind::OpenConversation
            | StepKind::CloseConversation
            | StepKind::Call(_) => answer,
        }
    }

    /// The block of an `after` or `at`: what it sends at once is no answer any more.
    fn held(&mut self, hours: &'a [ast::Hours], body: &'a ast::Block) -> Answer {
        let around = self.hours.len();
        for clause in hours {
            self.look.alone(clause);
            self.hours.push(clause);
        }
        let behind = self.block(body, Answer::No);
        self.hours.truncate(around);
        // Other clauses may come to stand in the same places.
        self.asked.retain(|(clauses, _)| *clauses <= around);
        behind
    }

    fn message(&mut self, answer: Answer) -> Answer {
        let asked = (self.hours.len(), answer);
        if !self.hours.is_empty() && !self.asked.contains(&asked) {
            self.asked.push(asked);
            self.look.together(&self.hours, answer);
        }
        answer.or(self.behind_message)
    }
}
