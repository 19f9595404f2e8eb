//! One scenario: a table with a row for each thing that happened.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use maud::{Markup, html};

use super::gap::gap;
use super::lanes::{Lanes, Shade, Standings};
use super::verdict;
use crate::engine::{EffectKind, EventKind, Sender};
use crate::program::Program;
use crate::simulator::paint::Role;
use crate::simulator::script::date_time;
use crate::simulator::telling::{Told, manner, message_text, pending_text, readable, tell};
use crate::simulator::trace::pending::cause_id;
use crate::simulator::trace::timeline::{Layout, is_told_by_its_effect};
use crate::simulator::trace::{Entry, EntryKind, Trace};
use crate::simulator::{FailureKind, Outcome};

/// The section of a scenario.
pub(super) fn story(program: &Program, outcome: &Outcome, number: usize) -> Markup {
    let trace = &outcome.trace;
    let lanes = Lanes::of(program, trace);
    let steps = (0..trace.entries().len()).filter(|at| !is_told_by_its_effect(trace, *at)).count();
    html! {
        section.story id=(format!("s{number}")) aria-label=(outcome.title) {
            h2 dir="auto" { (outcome.title) (verdict(outcome)) }
            @for failure in &outcome.failures {
                p.bad dir="auto" {
                    @match failure.kind {
                        FailureKind::Unmet => { "expected " (failure.expected) }
                        FailureKind::Unplayable => { "cannot go on: " (failure.expected) }
                    }
                }
            }
            div.controls role="group" aria-label="Step through" {
                button type="button" data-go="first" { "⏮ Begin" }
                button type="button" data-go="back" { "◀ Back" }
                button type="button" data-go="next" { "Next ▶" }
                button type="button" data-go="all" { "All ⏭" }
                span.count { (steps) " steps" }
                span.unseen aria-live="polite" {}
            }
            div.scroll tabindex="0" role="region" aria-label="What happened" { (table(&lanes, trace, number)) }
            (pending(outcome, number))
        }
    }
}

/// What is still to come, with a link to the row that brought it about.
fn pending(outcome: &Outcome, number: usize) -> Markup {
    let zone = outcome.trace.zone;
    let row = |id: &str| outcome.trace.entries().iter().position(|entry| entry.id() == id);
    html! {
        @if !outcome.pending.is_empty() {
            h3 { "Still to come on " (date_time(outcome.end, zone)) }
            ul {
                @for (contact, pending) in &outcome.pending {
                    li dir="auto" {
                        time datetime=(pending.due.to_string()) { (date_time(pending.due, zone)) }
                        " " (pending_text(contact, pending))
                        @if let Some(at) = row(&cause_id(contact, pending)) {
                            " " a href=(format!("#{}", anchor(number, at))) { "because" }
                        }
                    }
                }
            }
        }
    }
}

fn table(lanes: &Lanes<'_>, trace: &Trace, number: usize) -> Markup {
    let mut rows = Rows::new(lanes, trace, number);
    html! {
        table {
            caption.unseen { "What happened, in order; times are those of " (trace.zone) }
            thead {
                tr {
                    th scope="col" { "Time" }
                    @for (words, _) in &lanes.hours { th.hours scope="col" { (words) } }
                    @for channel in &lanes.channels { th.channel scope="col" { (channel) } }
                    th.inside scope="col" { "What is decided" }
                }
            }
            tbody {
                @for (at, entry) in trace.entries().iter().enumerate() {
                    @if is_told_by_its_effect(trace, at) { (rows.unseen(entry)) } @else { (rows.row(at, entry)) }
                }
            }
        }
    }
}

/// The rows so far.
struct Rows<'l, 'p, 't> {
    lanes: &'l Lanes<'p>,
    trace: &'t Trace,
    number: usize,
    layout: Layout,
    standings: Standings,
    places: BTreeMap<String, usize>,
    several: bool,
    day: Option<NaiveDate>,
    before: Option<&'t Entry>,
    shades: Vec<Shade>,
}

impl<'l, 'p, 't> Rows<'l, 'p, 't> {
    fn new(lanes: &'l Lanes<'p>, trace: &'t Trace, number: usize) -> Self {
        let entries = trace.entries();
        Self {
            lanes,
            trace,
            number,
            layout: Layout::of(trace),
            standings: Standings::default(),
            places: entries.iter().enumerate().map(|(at, entry)| (entry.id(), at)).collect(),
            several: entries.windows(2).any(|pair| pair[0].contact != pair[1].contact),
            day: None,
            before: None,
            shades: vec![Shade::None; lanes.hours.len()],
        }
    }

    /// An entry that another one tells.
    fn unseen(&mut self, entry: &Entry) -> Markup {
        self.standings.before(entry);
        html! {}
    }

    fn row(&mut self, at: usize, entry: &'t Entry) -> Markup {
        let headers = self.headers(entry);
        self.standings.before(entry);
        let told = tell(entry, self.trace.zone);
        let time = self.layout.clock(self.trace, entry.at);
        let mut changed = Vec::new();
        for (column, (_, source)) in self.lanes.hours.iter().enumerate() {
            let open = self.lanes.clock(&self.standings, &entry.contact, *source).is_open(entry.at);
            let shade = if open { Shade::Open } else { Shade::Shut };
            changed.push(std::mem::replace(&mut self.shades[column], shade) != shade);
        }
        let row = html! {
            (headers)
            tr.entry id=(self.anchor(at)) {
                th scope="row" {
                    time datetime=(entry.at.to_string()) { (time) }
                    @if self.several { " " span.contact dir="auto" { (entry.contact) } }
                }
                @for (((words, source), shade), changed) in self.lanes.hours.iter().zip(&self.shades).zip(changed) {
                    td class=(format!("hours {}", shade.class())) {
                        @let [open, shut] = source.words();
                        @if changed { span.unseen { (words) " " } @if *shade == Shade::Open { (open) } @else { (shut) } }
                    }
                }
                @for channel in &self.lanes.channels {
                    @let shade = self.lanes.channel(&self.standings, &entry.contact, channel, entry.at);
                    td class=(format!("channel {}", shade.class())) {
                        @if told.channel.as_ref() == Some(channel) { (self.bubble(entry, &told)) }
                    }
                }
                td.inside { @if told.channel.is_none() { (self.bubble(entry, &told)) } }
            }
        };
        self.standings.after(entry);
        self.before = Some(entry);
        row
    }

    /// The day, and the gap before an entry.
    fn headers(&mut self, entry: &Entry) -> Markup {
        let columns = 2 + self.lanes.hours.len() + self.lanes.channels.len();
        let zone = self.trace.zone;
        let date = zone.to_local(entry.at).date();
        let new_day = self.day.replace(date) != Some(date);
        let between = self.before.map(|before| (before.at, entry.at)).filter(|(from, to)| from < to);
        let gap = between.map(|between| gap(self.lanes, &self.standings, &entry.contact, between, zone));
        html! {
            @if let Some((later, changes)) = gap {
                tr.gap {
                    td colspan=(columns) {
                        (later)
                        @for change in &changes { span.change { (change) } }
                    }
                }
            }
            @if new_day {
                tr.day { th colspan=(columns) scope="colgroup" { (date.format("%A %Y-%m-%d")) ", " (zone) } }
            }
        }
    }

    fn bubble(&self, entry: &Entry, told: &Told) -> Markup {
        let (class, text, meta) = said(entry, told);
        let note = [meta.as_str(), told.note.as_str()].into_iter().filter(|part| !part.is_empty());
        let note = note.collect::<Vec<_>>().join(" · ");
        let cause = entry.cause().and_then(|id| self.places.get(&id)).copied();
        html! {
            div class=(class) {
                @if class == "decision" || class == "refused" { span aria-hidden="true" { (told.mark) " " } }
                span.text dir="auto" { (text) }
                @if !note.is_empty() || cause.is_some() {
                    div.note {
                        bdi { (note) }
                        @if let Some(cause) = cause.map(|at| self.shown(at)) { (self.because(cause)) }
                    }
                }
            }
        }
    }

    /// A link to the cause.
    fn because(&self, cause: usize) -> Markup {
        let reason = tell(&self.trace.entries()[cause], self.trace.zone).text;
        html! {
            a.because href=(format!("#{}", self.anchor(cause))) title=(reason) {
                "because" span.unseen { " " (reason) }
            }
        }
    }

    /// The entry that stands in the table for a cause: its own effect, where that tells it.
    fn shown(&self, at: usize) -> usize {
        if is_told_by_its_effect(self.trace, at) { at + 1 } else { at }
    }

    fn anchor(&self, at: usize) -> String {
        anchor(self.number, at)
    }
}

/// The name of a row on the page.
fn anchor(number: usize, at: usize) -> String {
    format!("s{number}-{at}")
}

/// How an entry looks, what it says, and what is said beside it.
fn said(entry: &Entry, told: &Told) -> (&'static str, String, String) {
    match &entry.kind {
        EntryKind::Event { kind: EventKind::MessageReceived { text, .. }, .. } => {
            ("bubble in", text.to_string(), String::new())
        }
        EntryKind::Effect { effect, written } => match &effect.kind {
            EffectKind::SendMessage { sender, message, .. } => {
                let by = match sender {
                    Sender::Flow => String::new(),
                    Sender::Bot => "the bot".to_owned(),
                    Sender::Agent(agent) => agent.to_string(),
                };
                let text = readable(message, written.as_ref()).map(str::to_owned);
                let ai = if text.is_some() && written.is_some() { " (ai)" } else { "" };
                let text = text.unwrap_or_else(|| message_text(message, None));
                ("bubble out", text, format!("{by}{ai}{}", manner(&effect.kind)).trim().to_owned())
            }
            _ => (plain(told), told.text.clone(), String::new()),
        },
        EntryKind::Event { .. } => (plain(told), told.text.clone(), String::new()),
    }
}

fn plain(told: &Told) -> &'static str {
    match told.role {
        Role::Refusal => "refused",
        Role::Inbound => "bubble in deed",
        _ => "decision",
    }
}
