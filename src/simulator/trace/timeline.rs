//! A trace for reading: a header for each day, then a line for each thing that happened.
//!
//! ```text
//! Monday 2026-03-02, Europe/Paris
//!   09:00  ← webchat  "Bonjour"
//!   09:00  ▸          silent_contact starts               the bot wrote and nothing came back
//!   09:05  → webchat  "Toujours là ?"                     silent_contact 1: after 5m
//! ```

use std::ops::Range;

use chrono::{NaiveDate, Timelike};

use super::why::Causes;
use super::{Entry, Trace};
use crate::engine::EventKind;
use crate::simulator::paint::{Palette, Role};
use crate::simulator::telling::{Told, tell};
use crate::time::Instant;

/// The column from which on reasons stand, while what happened is shorter.
const NOTE_COLUMN: usize = 48;

/// How much is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// A line for each thing that happened.
    Lines,
    /// Each outcome followed by its chain of causes.
    Why,
}

/// The whole trace as text.
pub fn timeline(trace: &Trace, palette: &Palette, detail: Detail) -> String {
    let mut out = String::new();
    let layout = Layout::of(trace);
    layout.write(&mut out, trace, 0..trace.entries().len(), palette, detail);
    out
}

/// What is the same for all lines of a trace.
#[derive(Debug, Clone, Copy)]
pub(in crate::simulator) struct Layout {
    contact_width: usize,
    channel_width: usize,
    seconds: bool,
    headers: Headers,
}

/// Which days get a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Headers {
    /// Every day that is written.
    All,
    /// Days of which nothing was told before.
    New,
}

impl Layout {
    /// Contacts are named when there are several, seconds told when there are any.
    pub fn of(trace: &Trace) -> Self {
        let entries = trace.entries();
        let several = entries.windows(2).any(|pair| pair[0].contact != pair[1].contact);
        let contacts = entries.iter().map(|entry| entry.contact.chars().count());
        let channels = entries.iter().filter_map(|entry| tell(entry, trace.zone).channel);
        Self {
            contact_width: if several { contacts.max().unwrap_or(0) } else { 0 },
            channel_width: channels.map(|channel| channel.chars().count()).max().unwrap_or(0),
            seconds: entries.iter().any(|entry| entry.at.millis().rem_euclid(60_000) != 0),
            headers: Headers::All,
        }
    }

    /// For text that is shown below what was written of the trace before.
    pub fn continued(self) -> Self {
        Self { headers: Headers::New, ..self }
    }

    /// Adds the entries of a range, with a header for each day.
    pub fn write(
        self,
        out: &mut String,
        trace: &Trace,
        range: Range<usize>,
        palette: &Palette,
        detail: Detail,
    ) {
        let causes = (detail == Detail::Why).then(|| Causes::of(trace));
        let mut day = match self.headers {
            Headers::All => None,
            Headers::New => {
                let before = (0..range.start).rev().find(|at| !is_told_by_its_effect(trace, *at));
                before.map(|at| trace.zone.to_local(trace.entries()[at].at).date())
            }
        };
        for at in range {
            let entry = &trace.entries()[at];
            if is_told_by_its_effect(trace, at) {
                continue;
            }
            let date = trace.zone.to_local(entry.at).date();
            if day != Some(date) {
                day = Some(date);
                palette.paint(out, Role::Day, &day_header(trace, date));
                out.push('\n');
            }
            self.line(out, trace, entry, palette);
            let causes = causes.as_ref().filter(|_| entry.effect().is_some());
            for cause in causes.into_iter().flat_map(|causes| causes.chain(entry).into_iter().skip(1)) {
                self.cause(out, trace, cause, palette);
            }
        }
    }

    /// Adds one line.
    pub fn line(self, out: &mut String, trace: &Trace, entry: &Entry, palette: &Palette) {
        let told = tell(entry, trace.zone);
        out.push_str("  ");
        palette.paint(out, Role::Time, &self.clock(trace, entry.at));
        out.push_str("  ");
        if self.contact_width > 0 {
            palette.paint(out, Role::Contact, &padded(&entry.contact, self.contact_width));
            out.push_str("  ");
        }
        self.told(out, &told, palette);
    }

    fn told(self, out: &mut String, told: &Told, palette: &Palette) {
        let channel = padded(told.channel.as_deref().unwrap_or(""), self.channel_width);
        palette.paint(out, told.role, &format!("{} {channel}", told.mark));
        if self.channel_width > 0 {
            out.push_str("  ");
        }
        if told.note.is_empty() {
            palette.paint(out, told.role, &told.text);
        } else {
            palette.paint(out, told.role, &padded(&told.text, NOTE_COLUMN));
            out.push_str("  ");
            palette.paint(out, Role::Faint, &told.note);
        }
        out.push('\n');
    }

    pub(super) fn cause(self, out: &mut String, trace: &Trace, cause: &Entry, palette: &Palette) {
        let told = tell(cause, trace.zone);
        let channel = told.channel.map_or(String::new(), |channel| format!("{channel} "));
        let note = if told.note.is_empty() { String::new() } else { format!(" ({})", told.note) };
        let day = trace.zone.to_local(cause.at).format("%a");
        let text = format!(
            "      because {} {day} {} {} {channel}{}{note}",
            cause.id(),
            self.clock(trace, cause.at),
            told.mark,
            told.text,
        );
        palette.paint(out, Role::Faint, &text);
        out.push('\n');
    }

    /// `09:05`, with the seconds where a trace has any.
    pub fn clock(self, trace: &Trace, at: Instant) -> String {
        let local = trace.zone.to_local(at);
        let format = match (self.seconds, local.nanosecond()) {
            (false, _) => "%H:%M",
            (true, 0) => "%H:%M:%S",
            (true, _) => "%H:%M:%S%.3f",
        };
        local.format(format).to_string()
    }
}

/// The bot's and an agent's words are told by the message that goes out; a wake, by what comes of it.
pub(super) fn is_told_by_its_effect(trace: &Trace, at: usize) -> bool {
    let entries = trace.entries();
    match entries[at].event() {
        Some(EventKind::Woke) => true,
        Some(EventKind::BotWrote { .. } | EventKind::AgentWrote { .. }) => {
            let own = |entry: &&Entry| entry.cause().is_some_and(|cause| cause == entries[at].id());
            entries.get(at + 1).filter(own).is_some()
        }
        Some(_) | None => false,
    }
}

fn day_header(trace: &Trace, date: NaiveDate) -> String {
    format!("{}, {}", date.format("%A %Y-%m-%d"), trace.zone)
}

fn padded(text: &str, width: usize) -> String {
    format!("{text:<width$}")
}
