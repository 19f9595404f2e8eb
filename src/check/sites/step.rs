//! Steps, in the order in which they run: what one learns holds for those behind it.

use super::known::{Fact, Holds, facts};
use super::{Accepts, Access, Assigned, Call, Target, Walk};
use crate::check::symbols::SymbolKind;
use crate::syntax::ast;

impl<'a> Walk<'a> {
    pub(super) fn block(&mut self, block: &'a ast::Block) {
        block.steps.iter().for_each(|step| self.step(step));
    }

    fn step(&mut self, step: &'a ast::Step) {
        match &step.kind {
            ast::StepKind::After { hours, body, .. } => {
                hours.iter().for_each(|hours| self.hours(hours));
                self.block(body);
            }
            ast::StepKind::At { instant, hours, body } => {
                match &instant.base {
                    ast::InstantBase::Field(path) => self.field(path, Access::Await),
                    ast::InstantBase::Moment(moment) => self.moment(moment),
                }
                hours.iter().for_each(|hours| self.hours(hours));
                // A moment that is not known skips the block: inside, and only there, it is.
                let known = self.known.len();
                if let ast::InstantBase::Field(path) = &instant.base {
                    self.known.push(Fact::Path(&path.names));
                }
                self.block(body);
                self.known.truncate(known);
            }
            ast::StepKind::Send(send) => {
                self.message(&send.content, send.content_type.as_ref());
            }
            ast::StepKind::Ask(ask) => self.ask(ask),
            ast::StepKind::If { branches, otherwise } => self.choice(branches, otherwise.as_ref()),
            ast::StepKind::Split(parts) => parts.iter().for_each(|(_, _, body)| self.apart(body)),
            ast::StepKind::Tag(tag) | ast::StepKind::Untag(tag) => self.plain(tag, "a tag"),
            ast::StepKind::AddToGroup(group) | ast::StepKind::RemoveFromGroup(group) => {
                self.symbol(group, SymbolKind::Group);
            }
            ast::StepKind::Set { field, value } => {
                self.field(field, Access::Write);
                self.assignment(Assigned::Path(field), value);
                if !matches!(value, ast::Value::Field(_)) {
                    self.known.push(Fact::Path(&field.names));
                }
            }
            ast::StepKind::Assign(assignee) => self.assignee(assignee),
            ast::StepKind::Notify { to, text } => {
                self.address(to, Accepts::EmailOrPhone);
                self.content(text);
            }
            ast::StepKind::Forward(addresses) => {
                addresses.iter().for_each(|address| self.address(address, Accepts::EmailOrPhone));
            }
            ast::StepKind::HandOver(hand_over) => {
                self.receiver(&hand_over.to);
                hand_over.saying.iter().for_each(|content| self.message(content, None));
            }
            ast::StepKind::Ticket(tags) => tags.iter().for_each(|tag| self.plain(tag, "a tag")),
            ast::StepKind::Start(flow) | ast::StepKind::StopFlow(flow) => {
                self.symbol(flow, SymbolKind::Flow);
            }
            ast::StepKind::Call(url) => self.text(url),
            ast::StepKind::Stop
            | ast::StepKind::OpenConversation
            | ast::StepKind::CloseConversation
            | ast::StepKind::Broken => {}
        }
    }

    pub(super) fn content(&mut self, content: &'a ast::SendContent) {
        match content {
            ast::SendContent::Text(text) => self.text(text),
            ast::SendContent::Named(name) => self.symbol(name, SymbolKind::Text),
            ast::SendContent::Template { name, arguments, span } => self.call(name, arguments, *span),
            ast::SendContent::Ai { instruction, .. } => {
                instruction.iter().for_each(|text| self.text(text));
            }
        }
    }

    pub(super) fn call(
        &mut self,
        name: &'a ast::Name,
        arguments: &'a [ast::Value],
        span: crate::source::Span,
    ) {
        self.symbol(name, SymbolKind::Template);
        self.sites.calls.push(Call { name, arguments, span });
        arguments.iter().for_each(|argument| self.value(argument));
    }

    pub(super) fn assignee(&mut self, assignee: &'a ast::Assignee) {
        match assignee {
            ast::Assignee::Agent(address) => self.address(address, Accepts::Email),
            // Teams are not declared.
            ast::Assignee::Team(_) | ast::Assignee::Nobody(_) => {}
        }
    }

    pub(super) fn receiver(&mut self, receiver: &'a ast::Receiver) {
        match receiver {
            ast::Receiver::Bot { bot, answer } => {
                self.symbol(bot, SymbolKind::Bot);
                answer.iter().for_each(|answer| self.name(answer, Target::Answer(bot)));
            }
            ast::Receiver::Agent(_) | ast::Receiver::Team(_) => {}
        }
    }

    fn ask(&mut self, ask: &'a ast::Ask) {
        self.message(&ask.content, None);
        let before = self.known.len();
        if let Some(path) = &ask.save {
            self.field(path, Access::Write);
        }
        let mut answered_for_certain = true;
        for arm in &ask.arms {
            match &arm.kind {
                ast::ArmKind::Answers(answers) => {
                    answers.iter().for_each(|answer| self.plain(answer, "an answer"));
                }
                ast::ArmKind::Intent(intent) => self.symbol(intent, SymbolKind::Intent),
                ast::ArmKind::Otherwise => {}
                ast::ArmKind::Silence(_) => {
                    answered_for_certain = false;
                    self.apart(&arm.body);
                    continue;
                }
            }
            self.known.extend(ask.save.iter().map(|path| Fact::Path(&path.names)));
            self.block(&arm.body);
            self.known.truncate(before);
        }
        if answered_for_certain {
            self.known.extend(ask.save.iter().map(|path| Fact::Path(&path.names)));
        }
    }

    fn choice(&mut self, branches: &'a [ast::Branch], otherwise: Option<&'a ast::Block>) {
        let before = self.known.len();
        for branch in branches {
            self.condition(&branch.condition);
            let so_far = self.known.len();
            self.known.extend(facts(&branch.condition, Holds::Yes));
            self.block(&branch.body);
            self.known.truncate(so_far);
            self.known.extend(facts(&branch.condition, Holds::No));
        }
        otherwise.iter().for_each(|body| self.block(body));
        self.known.truncate(before);
    }

    /// A block that may not run: what it learns does not hold behind it.
    fn apart(&mut self, block: &'a ast::Block) {
        let before = self.known.len();
        self.block(block);
        self.known.truncate(before);
    }
}
