//! From the tree of a scenario to its script. With `values`, all that knows the tree here.

mod expected;

use std::collections::BTreeSet;

use super::values::{argument, error, field_type, instant, text, typed, untyped, zone};
use super::{Act, Day, Deed, Line, LineKind, Moment, Script, ScriptError};
use crate::engine::{EventKind, Written};
use crate::program::{Name, Program, Value};
use crate::syntax::ast;

pub(super) fn script(program: &Program, scenario: &ast::Scenario) -> Result<Script, ScriptError> {
    let declared = scenario.acts.iter().filter_map(|act| match &act.kind {
        ast::ActKind::Contact { name, .. } => Some(name.text.as_str()),
        _ => None,
    });
    let lower = Lower { program, contacts: declared.collect() };
    let lines = scenario.acts.iter().map(|act| Ok(Line { span: act.span, kind: lower.line(act)? }));
    Ok(Script {
        title: text(&scenario.title).to_string(),
        span: scenario.span,
        lines: lines.collect::<Result<_, ScriptError>>()?,
    })
}

/// What names mean in a scenario.
struct Lower<'a> {
    program: &'a Program,
    contacts: BTreeSet<&'a str>,
}

impl Lower<'_> {
    fn line(&self, act: &ast::Act) -> Result<LineKind, ScriptError> {
        Ok(match &act.kind {
            ast::ActKind::At(moment) => LineKind::At(instant(self.program, moment)?),
            ast::ActKind::Wait(delay, _) => LineKind::Wait(*delay),
            ast::ActKind::WaitUntil(moment) => LineKind::WaitUntil(self.moment(moment)?),
            ast::ActKind::AiAnswers(answer) => LineKind::AiAnswers(text(answer)),
            ast::ActKind::Expect(expect) => LineKind::Expect(self.expectation(&expect.what)?),
            ast::ActKind::Contact { name, fields } => {
                let deed = Deed::Declare(self.declaration(fields)?);
                LineKind::Act(Act { contact: name.text.as_str().into(), deed })
            }
            ast::ActKind::Says { contact, text: said, channel } => {
                let deed = Deed::Say { text: text(said), channel: self.maybe_channel(channel.as_ref())? };
                LineKind::Act(Act { contact: self.contact(contact)?, deed })
            }
            ast::ActKind::Views { contact, .. }
            | ast::ActKind::Leaves { contact }
            | ast::ActKind::Opens { contact, .. }
            | ast::ActKind::Dismisses { contact, .. }
            | ast::ActKind::ClearsBrowser { contact }
            | ast::ActKind::Books { contact, .. }
            | ast::ActKind::Buys { contact }
            | ast::ActKind::Does { contact, .. }
            | ast::ActKind::OptsOut { contact, .. }
            | ast::ActKind::Writes { contact, .. }
            | ast::ActKind::SendsTemplate { contact, .. }
            | ast::ActKind::TakesOver { contact, .. }
            | ast::ActKind::HandsBack { contact, .. }
            | ast::ActKind::Closes { contact, .. }
            | ast::ActKind::Start { contact, .. }
            | ast::ActKind::DeliveryFails { contact, .. } => {
                let contact = self.contact(contact)?;
                LineKind::Act(Act { contact, deed: Deed::Other(self.event(act)?) })
            }
            ast::ActKind::Broken => return Err(error(act.span, "the line could not be read")),
        })
    }

    /// What an act that is no more than an event tells the engine.
    fn event(&self, act: &ast::Act) -> Result<EventKind, ScriptError> {
        let name = |name: &ast::Name| Name::from(name.text.as_str());
        Ok(match &act.kind {
            ast::ActKind::Views { url, title, device, .. } => EventKind::PageViewed {
                url: text(url),
                title: title.as_ref().map(text),
                referrer: None,
                device: self.pairs(device)?,
            },
            ast::ActKind::Leaves { .. } => EventKind::VisitEnded,
            ast::ActKind::Opens { flow, .. } => EventKind::ProactiveOpened { flow: self.flow(flow)? },
            ast::ActKind::Dismisses { flow, .. } => EventKind::ProactiveDismissed { flow: self.flow(flow)? },
            ast::ActKind::ClearsBrowser { .. } => EventKind::BrowserCleared,
            ast::ActKind::Books { at, .. } => EventKind::Booked { time: instant(self.program, at)? },
            ast::ActKind::Buys { .. } => EventKind::Purchased,
            ast::ActKind::Does { event, fields, .. } => {
                EventKind::Reported { event: text(event), fields: self.pairs(fields)? }
            }
            ast::ActKind::OptsOut { channel, .. } => {
                EventKind::OptedOut { channel: self.maybe_channel(channel.as_ref())? }
            }
            ast::ActKind::Writes { by: ast::Person::Bot(_), text: said, channel, .. } => {
                EventKind::BotWrote { channel: self.maybe_channel(channel.as_ref())?, text: text(said) }
            }
            ast::ActKind::Writes { by: ast::Person::Agent(agent), text: said, channel, .. } => {
                let channel = self.maybe_channel(channel.as_ref())?;
                EventKind::AgentWrote { agent: name(agent), channel, content: Written::Text(text(said)) }
            }
            ast::ActKind::SendsTemplate { agent, template, arguments, channel, .. } => {
                let channel = self.maybe_channel(channel.as_ref())?;
                let arguments = arguments.iter().map(|value| argument(self.program, value));
                let arguments = arguments.collect::<Result<_, _>>()?;
                let content = Written::Template(self.template(template)?, arguments);
                EventKind::AgentWrote { agent: name(agent), channel, content }
            }
            ast::ActKind::TakesOver { agent, .. } => EventKind::AgentTookOver { agent: name(agent) },
            ast::ActKind::HandsBack { agent, .. } => EventKind::AgentHandedBack { agent: name(agent) },
            ast::ActKind::Closes { agent, .. } => EventKind::ConversationClosed { agent: Some(name(agent)) },
            ast::ActKind::Start { flow, .. } => EventKind::FlowStarted { flow: self.flow(flow)? },
            ast::ActKind::DeliveryFails { channel, .. } => {
                let channel = self.maybe_channel(channel.as_ref())?;
                EventKind::DeliveryFailed { channel, message: None }
            }
            ast::ActKind::At(_)
            | ast::ActKind::Contact { .. }
            | ast::ActKind::Says { .. }
            | ast::ActKind::AiAnswers(_)
            | ast::ActKind::Wait(..)
            | ast::ActKind::WaitUntil(_)
            | ast::ActKind::Expect(_)
            | ast::ActKind::Broken => unreachable!("`line` takes these itself"),
        })
    }

    /// `{ first_name "Marie"  group clients  tag "vip" }`.
    fn declaration(&self, entries: &[(ast::Name, ast::Value)]) -> Result<EventKind, ScriptError> {
        let (mut fields, mut tags, mut groups) = (Vec::new(), Vec::new(), Vec::new());
        for (name, value) in entries {
            match (name.text.as_str(), value) {
                ("group", ast::Value::Word(group)) => groups.push(group.text.as_str().into()),
                ("tag", ast::Value::Text(tag)) => tags.push(text(tag)),
                (field, _) => {
                    let wanted = field_type(self.program, field);
                    fields.push((field.into(), typed(self.program, wanted, value)?));
                }
            }
        }
        Ok(EventKind::ContactUpdated { fields, tags, groups })
    }

    fn pairs(&self, entries: &[(ast::Name, ast::Value)]) -> Result<Vec<(Name, Value)>, ScriptError> {
        let pair = |(name, value): &(ast::Name, ast::Value)| {
            Ok((Name::from(name.text.as_str()), untyped(self.program, value)?))
        };
        entries.iter().map(pair).collect()
    }

    fn moment(&self, moment: &ast::MomentRef) -> Result<Moment, ScriptError> {
        let day = moment.day.map(|day| match day {
            ast::DayRef::Today => Day::Today,
            ast::DayRef::Tomorrow => Day::Tomorrow,
            ast::DayRef::Weekday(day) => Day::Weekday(day),
            ast::DayRef::Date(date) => Day::Date(date),
        });
        Ok(Moment { day, time: moment.time, zone: zone(self.program, moment.zone.as_ref())? })
    }

    fn contact(&self, name: &ast::Name) -> Result<Name, ScriptError> {
        let is_declared = self.contacts.contains(name.text.as_str());
        self.known(name, "contact", is_declared)
    }

    fn flow(&self, name: &ast::Name) -> Result<Name, ScriptError> {
        self.known(name, "flow", self.program.flow(&name.text).is_some())
    }

    fn template(&self, name: &ast::Name) -> Result<Name, ScriptError> {
        let is_declared = self.program.templates.iter().any(|template| *template.name == *name.text);
        self.known(name, "template", is_declared)
    }

    fn maybe_channel(&self, name: Option<&ast::Name>) -> Result<Option<Name>, ScriptError> {
        name.map(|name| self.known(name, "channel", self.program.channel(&name.text).is_some())).transpose()
    }

    fn known(&self, name: &ast::Name, what: &str, is_known: bool) -> Result<Name, ScriptError> {
        if is_known {
            return Ok(name.text.as_str().into());
        }
        Err(error(name.span, format!("there is no {what} `{}`", name.text)))
    }
}
