//! A plan for people.

use super::plan::{Counts, Plan, Tally};
use super::{Fate, FlowChange, StepChange, StepFate};

impl Plan<'_> {
    /// The plan as a person reads it.
    pub fn text(&self) -> String {
        let changes = self.upgrade().changes();
        if changes.is_empty() {
            return "nothing changes: it is the program that is applied\n".to_owned();
        }
        let mut text = String::new();
        let settings = marked('-', &changes.settings_gone).chain(marked('+', &changes.settings_new));
        section(&mut text, "settings", settings);
        for (at, flow) in changes.flows.iter().enumerate() {
            section(&mut text, &self.heading(at, flow), self.flow_lines(at, flow).into_iter());
        }
        let counts = self.counts();
        let channels = changes.channels_gone.iter().map(|channel| format!("  - channel {channel}\n"));
        section(
            &mut text,
            &format!("channels that are gone{}", known_by(&counts.on_channels_gone)),
            channels,
        );
        text.push_str(&contacts(counts));
        text
    }

    fn heading(&self, at: usize, flow: &FlowChange) -> String {
        let ending = self.counts().by_flow.get(&at).map(runs_end).unwrap_or_default();
        match &flow.fate {
            Fate::Added => format!("flow {} is new", flow.flow),
            Fate::Removed => format!("flow {} is gone{ending}", flow.flow),
            Fate::Renamed(to) => format!("flow {} is called {to} now, and its runs go on{ending}", flow.flow),
            Fate::Changed => format!("flow {} changes{ending}", flow.flow),
        }
    }

    fn flow_lines(&self, at: usize, flow: &FlowChange) -> Vec<String> {
        let mut lines: Vec<String> =
            marked('-', &flow.clauses_gone).chain(marked('+', &flow.clauses_new)).collect();
        for (place, change) in flow.steps.iter().enumerate() {
            let StepChange { fate, step, words, now } = change;
            let tally = self.counts().by_step.get(&(at, place)).cloned().unwrap_or_default();
            let now = now.as_deref().unwrap_or_default();
            // All steps of a flow that is gone are: only those that runs stand on are news.
            if flow.fate == Fate::Removed && tally.count == 0 {
                continue;
            }
            lines.push(match fate {
                StepFate::Gone => format!("  - step {step} `{words}` is gone{}\n", runs_end(&tally)),
                StepFate::New => format!("  + step {step} `{words}`\n"),
                StepFate::Moved => {
                    format!("  ~ step {step} `{words}` is {now} now, and its runs go on there\n")
                }
                StepFate::Text => {
                    let still = match tally.count {
                        0 => String::new(),
                        _ => format!("    {} will still send it{}\n", runs(tally.count), named(&tally)),
                    };
                    format!("  ~ step {step} says {now}\n    instead of  {words}\n{still}")
                }
                StepFate::Changed => format!("  ~ step {step} is `{now}`, and was `{words}`\n"),
            });
        }
        lines
    }
}

fn section(text: &mut String, heading: &str, lines: impl Iterator<Item = String>) {
    let mut lines = lines.peekable();
    if lines.peek().is_some() || heading.starts_with("flow") {
        text.push_str(heading);
        text.push('\n');
        text.extend(lines);
    }
}

fn marked(mark: char, lines: &[String]) -> impl Iterator<Item = String> {
    lines.iter().map(move |line| format!("  {mark} {}\n", line.trim_start()))
}

fn contacts(counts: &Counts) -> String {
    let mut text = format!(
        "contacts: {} of {} with a run are concerned{}\n",
        counts.concerned.count,
        counts.contacts_in_flight,
        named(&counts.concerned)
    );
    text.push_str(&format!(
        "  {} on, {} still waiting for the same instant\n",
        match counts.runs_going_on {
            1 => "1 run goes".to_owned(),
            count => format!("{count} runs go"),
        },
        counts.timers_staying
    ));
    if counts.ending.count > 0 {
        text.push_str(&format!("  {} because the step is gone\n", end(counts.ending.count)));
    }
    if counts.stopped.count > 0 {
        let named = named(&counts.stopped);
        text.push_str(&format!("  {} because a `stop when` holds now{named}\n", end(counts.stopped.count)));
    }
    text
}

fn runs_end(tally: &Tally) -> String {
    match tally.count {
        0 => ", and no run stands there".to_owned(),
        count => format!(": {}{}", end(count), named(tally)),
    }
}

fn end(count: u64) -> String {
    if count == 1 { "1 run ends".to_owned() } else { format!("{count} runs end") }
}

fn runs(count: u64) -> String {
    if count == 1 { "1 run".to_owned() } else { format!("{count} runs") }
}

fn known_by(tally: &Tally) -> String {
    match tally.count {
        0 => String::new(),
        1 => format!(", known to 1 contact{}", named(tally)),
        count => format!(", known to {count} contacts{}", named(tally)),
    }
}

/// ` (marie, paul, …)`.
fn named(tally: &Tally) -> String {
    if tally.contacts.is_empty() {
        return String::new();
    }
    let names: Vec<&str> = tally.contacts.iter().map(|name| &**name).collect();
    let more = if tally.count > names.len() as u64 { ", …" } else { "" };
    format!(" ({}{more})", names.join(", "))
}
