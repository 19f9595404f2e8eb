//! The columns of a story, and how they are shaded: channels by their messaging windows, hours by whether they are
//! open.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::calendar::{self, Zone};
use crate::engine::{EffectKind, EventKind};
use crate::policy::channels::Standing;
use crate::program::{Hours, HoursSource, Name, NodeKind, Program, Value};
use crate::simulator::telling::tell;
use crate::simulator::trace::{Entry, EntryKind, Trace};
use crate::time::Instant;

/// The columns of a story.
pub(super) struct Lanes<'p> {
    program: &'p Program,
    /// The channels in the order in which they come up.
    pub channels: Vec<Name>,
    /// What opens and shuts, with its words.
    pub hours: Vec<(Name, Source<'p>)>,
}

/// What opens and shuts.
#[derive(Clone, Copy)]
pub(super) enum Source<'p> {
    /// Hours of a flow or a step.
    Own(&'p Hours),
    /// The workspace's quiet hours: shut while they last.
    Quiet(&'p crate::time::Weekly),
}

/// How a column is shaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shade {
    /// Messages go through.
    Open,
    /// They do not, or wait.
    Shut,
    /// Nothing opens or shuts there.
    None,
}

impl Source<'_> {
    /// What the column says while it is open, and while it is shut.
    pub const fn words(self) -> [&'static str; 2] {
        match self {
            Self::Own(_) => ["open", "shut"],
            Self::Quiet(_) => ["over", "quiet"],
        }
    }
}

impl Shade {
    /// The class of the column.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Shut => "shut",
            Self::None => "free",
        }
    }
}

/// What the shades depend on, as far as the story has been told.
#[derive(Default)]
pub(super) struct Standings {
    inbound: BTreeMap<(Name, Name), (Instant, u32)>,
    zones: BTreeMap<Name, Zone>,
}

impl<'p> Lanes<'p> {
    /// The columns that a trace needs: its channels, and the hours of the flows in it.
    pub fn of(program: &'p Program, trace: &Trace) -> Self {
        let mut channels: Vec<Name> = Vec::new();
        let mut hours: Vec<(Name, Source<'p>)> = Vec::new();
        for entry in trace.entries() {
            channels.extend(tell(entry, trace.zone).channel.filter(|name| !channels.contains(name)));
            let flow = entry.effect().and_then(|effect| program.flow(effect.flow.as_deref()?));
            for own in flow.into_iter().flat_map(|id| of_flow(program, id.index())) {
                if !hours.iter().any(|(words, _)| *words == own.words) {
                    hours.push((own.words.clone(), Source::Own(own)));
                }
            }
        }
        let quiet = program.workspace.quiet.as_ref();
        hours.extend(quiet.map(|quiet| ("quiet hours".into(), Source::Quiet(quiet))));
        Self { program, channels, hours }
    }

    /// How the column of a channel is shaded for a contact.
    pub fn channel(&self, standings: &Standings, contact: &Name, channel: &Name, at: Instant) -> Shade {
        let Some(rules) = self.program.channel(channel).map(|id| self.program.channels[id.index()].rules(at))
        else {
            return Shade::None;
        };
        if rules.window_millis.is_none() {
            return Shade::None;
        }
        let standing = match standings.inbound.get(&(contact.clone(), channel.clone())) {
            Some((since, sent)) => Standing {
                since_inbound_millis: Some(u64::try_from(at.millis_since(*since)).unwrap_or(0)),
                sent_since: *sent,
            },
            None => Standing { since_inbound_millis: None, sent_since: 0 },
        };
        if rules.is_inside(standing) { Shade::Open } else { Shade::Shut }
    }

    /// When the messaging window of a channel closes that is open for the contact.
    pub fn closes(&self, standings: &Standings, contact: &Name, channel: &Name) -> Option<Instant> {
        let (since, _) = standings.inbound.get(&(contact.clone(), channel.clone()))?;
        let rules = self.program.channels[self.program.channel(channel)?.index()].rules(*since);
        Some(since.plus_millis(i64::try_from(rules.window_millis?).ok()?))
    }

    /// The hours as the contact's clock, or the schedule's, sees them.
    pub fn clock(&self, standings: &Standings, contact: &Name, source: Source<'p>) -> calendar::Hours<'p> {
        let zone = standings.zones.get(contact).copied().unwrap_or(self.program.workspace.zone);
        match source {
            Source::Quiet(weekly) => calendar::Hours::Outside(weekly, zone),
            Source::Own(hours) => match (&hours.source, hours.outside) {
                (HoursSource::Window(weekly), false) => calendar::Hours::Within(weekly, zone),
                (HoursSource::Window(weekly), true) => calendar::Hours::Outside(weekly, zone),
                (HoursSource::Schedule(id), false) => {
                    calendar::Hours::Open(&self.program.schedules[id.index()].1)
                }
                (HoursSource::Schedule(id), true) => {
                    calendar::Hours::Closed(&self.program.schedules[id.index()].1)
                }
            },
        }
    }
}

/// The hours of a flow and of its steps.
fn of_flow(program: &Program, at: usize) -> impl Iterator<Item = &Hours> {
    let flow = &program.flows[at];
    let steps = flow.nodes.iter().flat_map(|node| match &node.kind {
        NodeKind::Wait { hours, .. } | NodeKind::WaitUntil { hours, .. } => hours.as_slice(),
        _ => &[],
    });
    flow.hours.iter().chain(steps)
}

impl Standings {
    /// What comes from outside counts before it is shown: a message opens the window that it arrives in.
    pub fn before(&mut self, entry: &Entry) {
        let EntryKind::Event { kind, .. } = &entry.kind else { return };
        match kind {
            EventKind::MessageReceived { channel, .. } => {
                self.inbound.insert((entry.contact.clone(), channel.clone()), (entry.at, 0));
            }
            EventKind::ContactUpdated { fields, .. } => {
                let zone = fields.iter().find(|(name, _)| &**name == "timezone");
                self.zone(&entry.contact, zone.map(|(_, value)| value));
            }
            _ => {}
        }
    }

    /// What is done counts after it is shown: the last message of a window still goes through it.
    pub fn after(&mut self, entry: &Entry) {
        match entry.effect().map(|effect| &effect.kind) {
            Some(EffectKind::SendMessage { channel, .. }) => {
                if let Some((_, sent)) = self.inbound.get_mut(&(entry.contact.clone(), channel.clone())) {
                    *sent += 1;
                }
            }
            Some(EffectKind::SetField { field, value }) if &**field == "timezone" => {
                self.zone(&entry.contact, value.as_ref());
            }
            _ => {}
        }
    }

    fn zone(&mut self, contact: &Name, value: Option<&Value>) {
        if let Some(zone) = value.and_then(|value| Zone::parse(value.text()?)) {
            self.zones.insert(contact.clone(), zone);
        }
    }
}

/// What the shades mean.
pub(super) fn legend() -> Markup {
    html! {
        p.legend {
            span.swatch.open {} " open: a messaging window, or hours"
            span.swatch.shut {} " shut: messages wait, or need a template"
            span.swatch.refused-swatch {} " held, or not sent"
        }
    }
}
