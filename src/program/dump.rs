//! A program as text that a person can read: for snapshots and for finding out what became of a flow.

use super::words::{self, frequency, hours, list};
use super::{Again, Channel, Flow, Lifecycle, NodeId, Program, Trigger, TriggerKind};
use crate::calendar::Schedule;

mod node;

impl Program {
    /// The whole program, a line for each thing; the built-in channels only where the workspace changed them.
    pub fn dump(&self) -> String {
        let mut lines = self.dump_settings();
        self.flows.iter().for_each(|flow| self.flow_lines(flow, &mut lines));
        lines.join("\n") + "\n"
    }

    /// All but the flows, a line for each thing.
    pub fn dump_settings(&self) -> Vec<String> {
        let mut lines = Vec::new();
        self.settings(&mut lines);
        let changed = self.channels.iter().filter(|channel| is_changed(channel));
        lines.extend(changed.map(channel));
        lines.extend(self.schedules.iter().map(|(name, hours)| schedule(name, hours)));
        for template in &self.templates {
            let channel = &self.channels[template.channel.index()].name;
            let parameters = list(&template.parameters);
            let text = words::wording(&template.wording);
            lines.push(format!("template {} on {channel} ({parameters}) {text}", template.name));
        }
        for text in &self.texts {
            let local =
                text.wordings.iter().map(|(tag, wording)| format!("{tag} {}", words::wording(wording)));
            lines.push(format!("text {}: {}", text.name, list(local)));
        }
        lines.extend(self.fields.iter().map(|field| format!("field {}: {:?}", field.name, field.field_type)));
        if !self.intents.is_empty() {
            lines.push(format!("intents {}", list(&self.intents)));
        }
        lines
    }

    /// The head of a flow, a line for each clause.
    pub fn dump_head(&self, flow: &Flow) -> Vec<String> {
        let mut lines = Vec::new();
        self.head(flow, |text| lines.push(text));
        lines
    }

    fn settings(&self, lines: &mut Vec<String>) {
        let workspace = &self.workspace;
        let languages = list(&workspace.languages);
        lines.push(format!("workspace {:?} in {} speaks {languages}", workspace.title, workspace.zone));
        lines.extend(workspace.quiet.iter().map(|quiet| format!("  quiet {quiet}")));
        lines.extend(workspace.limit.iter().map(|(count, per)| format!("  limit {count} per {per}")));
        if workspace.unassign_on_close {
            lines.push("  on close unassign".to_owned());
        }
    }

    fn flow_lines(&self, flow: &Flow, lines: &mut Vec<String>) {
        let title = flow.title.as_ref().map(|title| format!(" {title:?}")).unwrap_or_default();
        lines.push(format!("flow {}{title}", flow.name));
        let mut clause = |text: String| lines.push(format!("  {text}"));
        self.head(flow, &mut clause);
        if flow.entry != NodeId(0) {
            clause(format!("begins at {}", node::goal(flow.entry)));
        }
        for (at, node) in flow.nodes.iter().enumerate() {
            clause(format!("  {at}: {:<4} {}", node.label, node::node(self, node)));
        }
    }

    fn head(&self, flow: &Flow, mut clause: impl FnMut(String)) {
        match flow.lifecycle {
            Lifecycle::Live => {}
            Lifecycle::Draft => clause("draft".to_owned()),
            Lifecycle::Paused => clause("paused".to_owned()),
        }
        flow.triggers.iter().for_each(|on| clause(format!("on {}", trigger(on))));
        flow.when.iter().for_each(|when| clause(format!("when {}", words::condition(when))));
        if !flow.via.is_empty() {
            let via = flow.via.iter().map(|candidate| {
                let within = candidate.within.map(|delay| format!(" for {delay}")).unwrap_or_default();
                format!("{}{within}", self.channels[candidate.channel.index()].name)
            });
            clause(format!("via {}", via.collect::<Vec<_>>().join(", else ")));
        }
        flow.hours.iter().for_each(|window| clause(hours(window)));
        flow.frequency.iter().for_each(|often| clause(frequency(*often)));
        flow.stop_on.iter().for_each(|stop| clause(format!("stop on {}", trigger(stop))));
        flow.stop_when.iter().for_each(|stop| clause(format!("stop when {}", words::condition(stop))));
        match flow.again {
            None => {}
            Some(Again::Restart) => clause("restart".to_owned()),
            Some(Again::Ignore) => clause("ignore".to_owned()),
        }
        if flow.priority != 0 {
            clause(format!("priority {}", flow.priority));
        }
        if flow.proactive {
            clause("proactive".to_owned());
        }
    }
}

fn trigger(trigger: &Trigger) -> String {
    match &trigger.kind {
        TriggerKind::Time(at) => format!("{} ({at})", trigger.words),
        _ => trigger.words.to_string(),
    }
}

fn is_changed(channel: &Channel) -> bool {
    let Channel { name, kind, brand, window, limit, quota, beyond_allowed } = channel;
    **name != *kind.name()
        || brand.is_some()
        || window.is_some()
        || limit.is_some()
        || quota.is_some()
        || *beyond_allowed
}

fn channel(channel: &Channel) -> String {
    let mut line = format!("channel {} is {}", channel.name, channel.kind);
    line.extend(channel.brand.iter().map(|brand| format!(" brand {brand}")));
    line.extend(channel.window.iter().map(|window| format!(" window {window}")));
    line.extend(channel.limit.iter().map(|limit| format!(" limit {limit}")));
    line.extend(channel.quota.iter().map(|quota| format!(" quota {quota}")));
    line.extend(channel.beyond_allowed.then_some(" beyond allow"));
    line
}

fn schedule(name: &str, schedule: &Schedule) -> String {
    let mut line = format!("schedule {name} {} in {}", schedule.weekly, schedule.zone);
    line.extend(schedule.closed.iter().map(|days| format!(" closed {}..{}", days.first, days.last)));
    line.extend(schedule.closed_holidays.iter().map(|country| format!(" closed holidays {country}")));
    line.extend(schedule.open.iter().map(|open| format!(" open {} {}", open.dates.first, open.hours)));
    line
}
