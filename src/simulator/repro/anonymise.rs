//! Takes out of a history who it was about, so that it can be kept beside the program.
//!
//! Each name, number and address is replaced wherever it stands by the same stand-in: in fields, in what was written
//! and sent, in pages and reports. What the program itself says stays as it is.

mod masks;

use std::collections::BTreeMap;

use self::masks::Masks;
use super::Happened;
use crate::engine::{Effect, EffectKey, EffectKind, EventKind, Message, Sender, Written};
use crate::program::{Assignee, Name, Value};

/// The history with stand-ins, and what the AI wrote with the same ones.
pub fn anonymised(
    happened: &[Happened],
    written: &BTreeMap<EffectKey, Name>,
) -> (Vec<Happened>, BTreeMap<EffectKey, Name>) {
    let mut masks = Masks::default();
    happened.iter().for_each(|happened| masks.learn(happened));
    let happened = happened.iter().map(|happened| masks.happened(happened)).collect();
    let written = written.iter().map(|(key, text)| (*key, masks.text(text))).collect();
    (happened, written)
}

impl Masks {
    /// Fields say which words are names: they are known before any text is looked at.
    fn learn(&mut self, happened: &Happened) {
        if let EventKind::ContactUpdated { fields, .. } = &happened.event.kind {
            fields.iter().for_each(|(field, value)| self.learn_field(field, value));
        }
        for effect in &happened.effects {
            if let EffectKind::SetField { field, value: Some(value) } = &effect.kind {
                self.learn_field(field, value);
            }
        }
    }

    fn happened(&mut self, happened: &Happened) -> Happened {
        let mut happened = happened.clone();
        self.event(&mut happened.event.kind);
        happened.effects.iter_mut().for_each(|effect| self.effect(effect));
        happened
    }

    fn event(&mut self, kind: &mut EventKind) {
        match kind {
            EventKind::ContactUpdated { fields, .. } | EventKind::Reported { fields, .. } => {
                self.fields(fields)
            }
            EventKind::MessageReceived { text, .. } | EventKind::BotWrote { text, .. } => {
                *text = self.text(text)
            }
            EventKind::PageViewed { url, title, referrer, device } => {
                *url = self.text(url);
                *title = title.as_ref().map(|title| self.text(title));
                *referrer = referrer.as_ref().map(|referrer| self.text(referrer));
                self.fields(device);
            }
            EventKind::AgentWrote { agent, content, .. } => {
                *agent = self.agent(agent);
                match content {
                    Written::Text(text) => *text = self.text(text),
                    Written::Template(_, arguments) => {
                        arguments.iter_mut().for_each(|argument| *argument = self.text(argument));
                    }
                }
            }
            EventKind::AgentTookOver { agent }
            | EventKind::AgentHandedBack { agent }
            | EventKind::ConversationClosed { agent: Some(agent) } => *agent = self.agent(agent),
            EventKind::ConversationAssigned { agent, to } => {
                *agent = agent.as_ref().map(|agent| self.agent(agent));
                if let Assignee::Agent(agent) = to {
                    *agent = self.agent(agent);
                }
            }
            EventKind::ConversationClosed { agent: None }
            | EventKind::VisitEnded
            | EventKind::ProactiveOpened { .. }
            | EventKind::ProactiveDismissed { .. }
            | EventKind::BrowserCleared
            | EventKind::Booked { .. }
            | EventKind::Purchased
            | EventKind::OptedOut { .. }
            | EventKind::FlowStarted { .. }
            | EventKind::DeliveryFailed { .. }
            | EventKind::ProgramApplied { .. }
            | EventKind::Woke => {}
        }
    }

    fn effect(&mut self, effect: &mut Effect) {
        let why = self.text(&effect.why.to_string().into());
        effect.why = why.into();
        match &mut effect.kind {
            EffectKind::SendMessage { sender, message, .. } => {
                if let Sender::Agent(agent) = sender {
                    *agent = self.agent(agent);
                }
                self.message(message);
            }
            EffectKind::Suppress { sender: Sender::Agent(agent), .. } => *agent = self.agent(agent),
            EffectKind::Notify { message, .. } => self.message(message),
            EffectKind::Forward { text: Some(text), .. } => *text = self.text(text),
            EffectKind::SetField { value: Some(Value::Text(text)), .. } => *text = self.text(text),
            EffectKind::Call { url } => *url = self.text(url),
            EffectKind::Assign { to: Assignee::Agent(agent) } => *agent = self.agent(agent),
            EffectKind::Suppress { .. }
            | EffectKind::Forward { text: None, .. }
            | EffectKind::SetField { .. }
            | EffectKind::Assign { .. }
            | EffectKind::Hold { .. }
            | EffectKind::StartRun { .. }
            | EffectKind::EndRun { .. }
            | EffectKind::SwitchChannel { .. }
            | EffectKind::AddTag { .. }
            | EffectKind::RemoveTag { .. }
            | EffectKind::JoinGroup { .. }
            | EffectKind::LeaveGroup { .. }
            | EffectKind::HandOver { .. }
            | EffectKind::TagTicket { .. }
            | EffectKind::OpenConversation
            | EffectKind::CloseConversation
            | EffectKind::OptOut { .. }
            | EffectKind::OptIn { .. } => {}
        }
    }

    fn message(&mut self, message: &mut Message) {
        match message {
            Message::Text(text) => *text = self.text(text),
            Message::Template { arguments, text, .. } => {
                arguments.iter_mut().for_each(|argument| *argument = self.text(argument));
                *text = self.text(text);
            }
            Message::Ai { instruction } => *instruction = instruction.as_ref().map(|text| self.text(text)),
        }
    }

    fn fields(&mut self, fields: &mut [(Name, Value)]) {
        for (_, value) in fields {
            if let Value::Text(text) = value {
                *text = self.text(text);
            }
        }
    }
}
