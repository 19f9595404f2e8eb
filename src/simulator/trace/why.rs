//! Why something happened: the chain of causes back to the inbound event.

use std::collections::BTreeMap;

use super::timeline::Layout;
use super::{Entry, Trace};
use crate::simulator::paint::{Palette, Role};
use crate::simulator::telling::tell;

/// Where each entry of a trace stands, by its id.
#[derive(Debug)]
pub struct Causes<'t> {
    trace: &'t Trace,
    places: BTreeMap<String, usize>,
}

impl<'t> Causes<'t> {
    /// The causes in a trace.
    pub fn of(trace: &'t Trace) -> Self {
        let places = trace.entries().iter().enumerate().map(|(at, entry)| (entry.id(), at)).collect();
        Self { trace, places }
    }

    /// The entry with that id; `3/0` means the effect of the only contact that has one.
    pub fn entry(&self, id: &str) -> Option<&'t Entry> {
        if let Some(at) = self.places.get(id) {
            return self.trace.entries().get(*at);
        }
        let mut fitting = self
            .trace
            .entries()
            .iter()
            .filter(|entry| entry.effect().is_some_and(|effect| effect.key.to_string() == id));
        fitting.next().filter(|_| fitting.next().is_none())
    }

    /// The entry, its cause, that one's cause, and so on back to what came from outside.
    pub fn chain(&self, entry: &'t Entry) -> Vec<&'t Entry> {
        let mut chain = vec![entry];
        let mut place = self.places.get(&entry.id()).copied();
        // A cause stands before what it causes, so the chain ends.
        while let Some(cause) = chain[chain.len() - 1].cause() {
            let Some(at) = self.places.get(&cause).copied().filter(|at| Some(*at) < place) else { break };
            place = Some(at);
            chain.push(&self.trace.entries()[at]);
        }
        chain
    }
}

/// Why the entry with that id happened, as text; none when there is no such entry.
pub fn why(trace: &Trace, id: &str, palette: &Palette) -> Option<String> {
    let causes = Causes::of(trace);
    let chain = causes.chain(causes.entry(id)?);
    let layout = Layout::of(trace);
    let mut out = String::new();
    for (at, entry) in chain.into_iter().enumerate() {
        let told = tell(entry, trace.zone);
        let day = trace.zone.to_local(entry.at).format("%a %Y-%m-%d");
        palette.paint(&mut out, Role::Plain, if at == 0 { "" } else { "  because " });
        palette.paint(&mut out, Role::Time, &format!("{day} {}", layout.clock(trace, entry.at)));
        out.push_str("  ");
        palette.paint(&mut out, Role::Contact, &entry.contact);
        let channel = told.channel.map_or(String::new(), |channel| format!(" {channel}"));
        palette.paint(&mut out, told.role, &format!(" {}{channel} {}", told.mark, told.text));
        if !told.note.is_empty() {
            palette.paint(&mut out, Role::Faint, &format!("  {}", told.note));
        }
        palette.paint(&mut out, Role::Faint, &format!("  [{}]", entry.id()));
        out.push('\n');
    }
    Some(out)
}
