//! Scenarios: their contacts, what they do, what is expected.

use super::{Accepts, Assigned, Target, Walk};
use crate::check::symbols::SymbolKind;
use crate::syntax::ast;

impl<'a> Walk<'a> {
    pub(super) fn scenario(&mut self, scenario: &'a ast::Scenario) {
        let declared = scenario.acts.iter().filter_map(|act| match &act.kind {
            ast::ActKind::Contact { name, .. } => Some(name),
            _ => None,
        });
        self.cast = self.sites.casts.len();
        self.sites.casts.push(declared.collect());
        scenario.acts.iter().for_each(|act| self.act(act));
    }

    fn act(&mut self, act: &'a ast::Act) {
        match &act.kind {
            ast::ActKind::At(moment) => self.moment(moment),
            ast::ActKind::Contact { fields, .. } => {
                fields.iter().for_each(|(name, value)| self.entry(name, value));
            }
            ast::ActKind::Says { contact, channel, .. }
            | ast::ActKind::Writes { contact, channel, .. }
            | ast::ActKind::OptsOut { contact, channel }
            | ast::ActKind::DeliveryFails { contact, channel } => {
                self.contact(contact);
                channel.iter().for_each(|channel| self.symbol(channel, SymbolKind::Channel));
            }
            ast::ActKind::Views { contact, device, .. } => {
                self.contact(contact);
                for (name, value) in device {
                    self.assignment(Assigned::OfDevice(name), value);
                }
            }
            ast::ActKind::Opens { contact, flow }
            | ast::ActKind::Dismisses { contact, flow }
            | ast::ActKind::Start { flow, contact } => {
                self.contact(contact);
                self.symbol(flow, SymbolKind::Flow);
            }
            ast::ActKind::Books { contact, at } => {
                self.contact(contact);
                self.moment(at);
            }
            ast::ActKind::Does { contact, fields, .. } => {
                self.contact(contact);
                fields.iter().for_each(|(_, value)| self.value(value));
            }
            ast::ActKind::SendsTemplate { template, arguments, contact, channel, .. } => {
                self.call(template, arguments, act.span);
                self.contact(contact);
                channel.iter().for_each(|channel| self.symbol(channel, SymbolKind::Channel));
            }
            ast::ActKind::Leaves { contact }
            | ast::ActKind::ClearsBrowser { contact }
            | ast::ActKind::Buys { contact }
            | ast::ActKind::TakesOver { contact, .. }
            | ast::ActKind::HandsBack { contact, .. }
            | ast::ActKind::Closes { contact, .. } => self.contact(contact),
            ast::ActKind::WaitUntil(moment) => self.moment_ref(moment),
            ast::ActKind::Expect(expect) => self.expectation(&expect.what),
            ast::ActKind::AiAnswers(_) | ast::ActKind::Wait(..) | ast::ActKind::Broken => {}
        }
    }

    /// `group clients`, `tag "vip"`, `first_name "Marie"` of a contact.
    fn entry(&mut self, name: &'a ast::Name, value: &'a ast::Value) {
        match (name.text.as_str(), value) {
            ("group", ast::Value::Word(group)) => self.symbol(group, SymbolKind::Group),
            _ => self.assignment(Assigned::OfContact(name), value),
        }
    }

    fn contact(&mut self, name: &'a ast::Name) {
        self.name(name, Target::Contact(self.cast));
    }

    fn moment_ref(&mut self, moment: &'a ast::MomentRef) {
        moment.zone.iter().for_each(|zone| self.zone(zone));
    }

    fn expectation(&mut self, expectation: &'a ast::Expectation) {
        match expectation {
            ast::Expectation::Send { content, to, channel, flow, at } => {
                self.expected(content);
                to.iter().for_each(|contact| self.contact(contact));
                channel.iter().for_each(|channel| self.symbol(channel, SymbolKind::Channel));
                flow.iter().for_each(|flow| self.symbol(flow, SymbolKind::Flow));
                at.iter().for_each(|moment| self.moment_ref(moment));
            }
            ast::Expectation::NoSend { to, flow } => {
                to.iter().for_each(|contact| self.contact(contact));
                flow.iter().for_each(|flow| self.symbol(flow, SymbolKind::Flow));
            }
            ast::Expectation::HeldUntil(moment) => self.moment_ref(moment),
            ast::Expectation::Suppressed { reason } => {
                reason.iter().for_each(|reason| self.name(reason, Target::Reason));
            }
            ast::Expectation::Pending { flow, at } => {
                flow.iter().for_each(|flow| self.symbol(flow, SymbolKind::Flow));
                at.iter().for_each(|moment| self.moment_ref(moment));
            }
            ast::Expectation::NoPending { flow } => {
                flow.iter().for_each(|flow| self.symbol(flow, SymbolKind::Flow));
            }
            ast::Expectation::InGroup { contact, group, .. } => {
                self.contact(contact);
                self.symbol(group, SymbolKind::Group);
            }
            ast::Expectation::Assigned(ast::ExpectedAssignee::Step(assignee)) => self.assignee(assignee),
            ast::Expectation::Notify { to, content } => {
                to.iter().for_each(|address| self.address(address, Accepts::EmailOrPhone));
                self.expected(content);
            }
            ast::Expectation::Forward { to } => self.address(to, Accepts::EmailOrPhone),
            ast::Expectation::HandOver { to, .. } => self.receiver(to),
            ast::Expectation::FieldIs { contact, field, value } => {
                self.contact(contact);
                value.iter().for_each(|value| self.assignment(Assigned::Expected(field), value));
            }
            ast::Expectation::Assigned(ast::ExpectedAssignee::Agent(_))
            | ast::Expectation::Nothing
            | ast::Expectation::Tag { .. }
            | ast::Expectation::Ticket(_)
            | ast::Expectation::Call(_)
            | ast::Expectation::Conversation { .. } => {}
        }
    }

    fn expected(&mut self, content: &'a ast::ExpectedContent) {
        match content {
            ast::ExpectedContent::Template(name) => self.symbol(name, SymbolKind::Template),
            ast::ExpectedContent::Anything
            | ast::ExpectedContent::Text(_)
            | ast::ExpectedContent::Containing(_)
            | ast::ExpectedContent::Ai(_) => {}
        }
    }
}
