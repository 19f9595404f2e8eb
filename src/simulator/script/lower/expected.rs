//! From the tree of an expectation to what it asks of a world.

use super::{Lower, error, field_type, text, typed};
use crate::engine::Reason;
use crate::program::{Assignee, Name, Receiver};
use crate::simulator::script::{
    ConversationStatus, Expectation, ExpectedContent, ExpectedSend, Presence, ScriptError,
};
use crate::syntax::ast;

impl Lower<'_> {
    pub(super) fn expectation(&self, what: &ast::Expectation) -> Result<Expectation, ScriptError> {
        Ok(match what {
            ast::Expectation::Send { content, to, channel, flow, at } => Expectation::Send(ExpectedSend {
                content: self.content(content)?,
                to: self.maybe_contact(to.as_ref())?,
                channel: self.maybe_channel(channel.as_ref())?,
                flow: self.maybe_flow(flow.as_ref())?,
                at: at.as_ref().map(|at| self.moment(at)).transpose()?,
            }),
            ast::Expectation::Nothing => Expectation::Nothing,
            ast::Expectation::NoSend { to, flow } => Expectation::NoSend {
                to: self.maybe_contact(to.as_ref())?,
                flow: self.maybe_flow(flow.as_ref())?,
            },
            ast::Expectation::HeldUntil(moment) => Expectation::HeldUntil(self.moment(moment)?),
            ast::Expectation::Suppressed { reason } => {
                Expectation::Suppressed(reason.as_ref().map(reason_named).transpose()?)
            }
            ast::Expectation::Pending { flow, at } => Expectation::Pending {
                flow: self.maybe_flow(flow.as_ref())?,
                at: at.as_ref().map(|at| self.moment(at)).transpose()?,
            },
            ast::Expectation::NoPending { flow } => {
                Expectation::NoPending { flow: self.maybe_flow(flow.as_ref())? }
            }
            ast::Expectation::Tag { tag, present } => Expectation::Tag(text(tag), presence(*present)),
            ast::Expectation::InGroup { contact, group, present } => Expectation::InGroup {
                contact: self.contact(contact)?,
                group: group.text.as_str().into(),
                presence: presence(*present),
            },
            ast::Expectation::Assigned(to) => Expectation::Assigned(match to {
                ast::ExpectedAssignee::Agent(agent) => Assignee::Agent(agent.text.as_str().into()),
                ast::ExpectedAssignee::Step(ast::Assignee::Agent(address)) => Assignee::Agent(text(address)),
                ast::ExpectedAssignee::Step(ast::Assignee::Team(team)) => {
                    Assignee::Team(team.text.as_str().into())
                }
                ast::ExpectedAssignee::Step(ast::Assignee::Nobody(_)) => Assignee::Nobody,
            }),
            ast::Expectation::Notify { to, content } => {
                Expectation::Notify { to: to.as_ref().map(text), content: self.content(content)? }
            }
            ast::Expectation::Forward { to } => Expectation::Forward { to: text(to) },
            ast::Expectation::HandOver { to, asking } => Expectation::HandOver {
                to: receiver(to),
                asking: asking.iter().map(|field| field.text.as_str().into()).collect(),
            },
            ast::Expectation::Ticket(tags) => Expectation::Ticket(tags.iter().map(text).collect()),
            ast::Expectation::Call(url) => Expectation::Call(text(url)),
            ast::Expectation::Conversation { open: true } => {
                Expectation::Conversation(ConversationStatus::Open)
            }
            ast::Expectation::Conversation { open: false } => {
                Expectation::Conversation(ConversationStatus::Closed)
            }
            ast::Expectation::FieldIs { contact, field, value } => {
                let name = field.names.last().map_or("", |name| name.text.as_str());
                let wanted = field_type(self.program, name);
                let value = value.as_ref().map(|value| typed(self.program, wanted, value)).transpose()?;
                Expectation::Field { contact: self.contact(contact)?, field: name.into(), value }
            }
        })
    }

    fn content(&self, content: &ast::ExpectedContent) -> Result<ExpectedContent, ScriptError> {
        Ok(match content {
            ast::ExpectedContent::Anything => ExpectedContent::Anything,
            ast::ExpectedContent::Text(said) => ExpectedContent::Text(text(said)),
            ast::ExpectedContent::Containing(piece) => ExpectedContent::Containing(text(piece)),
            ast::ExpectedContent::Ai(instruction) => ExpectedContent::Ai(instruction.as_ref().map(text)),
            ast::ExpectedContent::Template(name) => ExpectedContent::Template(self.template(name)?),
        })
    }

    fn maybe_contact(&self, name: Option<&ast::Name>) -> Result<Option<Name>, ScriptError> {
        name.map(|name| self.contact(name)).transpose()
    }

    fn maybe_flow(&self, name: Option<&ast::Name>) -> Result<Option<Name>, ScriptError> {
        name.map(|name| self.flow(name)).transpose()
    }
}

fn presence(present: bool) -> Presence {
    if present { Presence::Present } else { Presence::Absent }
}

fn reason_named(name: &ast::Name) -> Result<Reason, ScriptError> {
    let known = Reason::ALL.iter().copied().find(|reason| reason.name() == name.text);
    known.ok_or_else(|| error(name.span, format!("there is no reason `{}`", name.text)))
}

fn receiver(to: &ast::Receiver) -> Receiver {
    match to {
        ast::Receiver::Agent(_) => Receiver::Agent,
        ast::Receiver::Team(team) => Receiver::Team(team.text.as_str().into()),
        ast::Receiver::Bot { bot, answer } => {
            Receiver::Bot(bot.text.as_str().into(), answer.as_ref().map(|name| name.text.as_str().into()))
        }
    }
}
