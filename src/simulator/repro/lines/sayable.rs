//! What a line can say of an event; what none can say is told at the scenario's head.

use super::names::{is_name, is_word};
use super::{Writing, is_said};
use crate::engine::{EventKind, Written};
use crate::program::{Name, Value};

impl Writing<'_> {
    /// The event without what no line can say; none when no line can say it at all.
    pub(super) fn sayable(&mut self, kind: &EventKind) -> Option<EventKind> {
        let mut kind = kind.clone();
        match &mut kind {
            EventKind::ContactUpdated { fields, groups, .. } => {
                self.values(fields);
                groups.retain(|group| is_word(group));
            }
            EventKind::MessageReceived { channel, intents, .. } => {
                if !intents.is_empty() {
                    self.unsaid(&format!("intents that somebody else recognised: {}", intents.join(", ")));
                    intents.clear();
                }
                if !self.is_channel(channel) {
                    return None;
                }
            }
            EventKind::PageViewed { referrer, device, .. } => {
                if referrer.take().is_some() {
                    self.unsaid("where the visitor came from");
                }
                self.values(device);
            }
            EventKind::Reported { fields, .. } => self.values(fields),
            EventKind::Booked { time } => {
                if !is_said(self.program.workspace.zone, *time) {
                    let told = self.told(*time);
                    self.unsaid(&format!("the seconds of the booking at {told}"));
                    *time = time.plus_millis(-time.millis().rem_euclid(60_000));
                }
            }
            EventKind::AgentWrote { agent, channel, content } => {
                *agent = self.agent(agent);
                if let Written::Template(name, _) = content
                    && !self.program.templates.iter().any(|template| template.name == *name)
                {
                    self.unsaid(&format!("the template {name}, which the program does not have"));
                    return None;
                }
                if channel.as_ref().is_some_and(|channel| !self.is_channel(channel)) {
                    return None;
                }
            }
            EventKind::AgentTookOver { agent } | EventKind::AgentHandedBack { agent } => {
                *agent = self.agent(agent);
            }
            EventKind::ConversationAssigned { to, .. } => {
                let to = crate::simulator::script::assignee_text(to);
                self.unsaid(&format!("that somebody assigned the conversation to {to}"));
                return None;
            }
            EventKind::ConversationClosed { agent } => {
                *agent = agent.as_ref().map(|agent| self.agent(agent));
            }
            EventKind::FlowStarted { flow }
            | EventKind::ProactiveOpened { flow }
            | EventKind::ProactiveDismissed { flow } => {
                if self.program.flow(flow).is_none() {
                    let flow = flow.clone();
                    self.unsaid(&format!("the flow {flow}, which the program does not have"));
                    return None;
                }
            }
            EventKind::OptedOut { channel: Some(channel) }
            | EventKind::BotWrote { channel: Some(channel), .. } => {
                if !self.is_channel(channel) {
                    return None;
                }
            }
            EventKind::DeliveryFailed { channel, message } => {
                if message.take().is_some() {
                    self.unsaid("which message failed, but for the last one on its channel");
                }
                if channel.as_ref().is_some_and(|channel| !self.is_channel(channel)) {
                    return None;
                }
            }
            EventKind::OptedOut { channel: None }
            | EventKind::BotWrote { channel: None, .. }
            | EventKind::VisitEnded
            | EventKind::BrowserCleared
            | EventKind::Purchased => {}
            EventKind::ProgramApplied { .. } | EventKind::Woke => {
                unreachable!("`happened` takes these itself")
            }
        }
        Some(kind)
    }

    /// Keeps the fields that a line can say, to the minute.
    fn values(&mut self, fields: &mut Vec<(Name, Value)>) {
        let zone = self.program.workspace.zone;
        fields.retain(|(name, _)| {
            // A line would take these two for something else.
            let said = is_word(name) && !matches!(&**name, "group" | "tag");
            if !said {
                self.unsaid(&format!("the field `{name}`"));
            }
            said
        });
        for (name, value) in fields {
            if let Value::Instant(at) = value
                && !is_said(zone, *at)
            {
                self.unsaid(&format!("the seconds of `{name}`"));
                *at = at.plus_millis(-at.millis().rem_euclid(60_000));
            }
        }
    }

    fn is_channel(&mut self, channel: &Name) -> bool {
        let known = self.program.channel(channel).is_some();
        if !known {
            self.unsaid(&format!("what happened on {channel}, which is no channel of the program"));
        }
        known
    }

    fn agent(&mut self, agent: &Name) -> Name {
        if is_name(agent) {
            return agent.clone();
        }
        let next = self.agents.len() + 1;
        self.agents.entry(agent.clone()).or_insert_with(|| format!("agent_{next}").into()).clone()
    }
}
