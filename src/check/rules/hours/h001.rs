//! H001: hours that never open.

mod told;
mod walk;

use std::collections::BTreeSet;

use super::openings::{Openings, Opens, Part};
use crate::check::SymbolKind;
use crate::check::rules::Workspace;
use crate::check::rules::flows::{each_step, flows};
use crate::diagnostics::Diagnostic;
use crate::source::Span;
use crate::syntax::ast;
use crate::time::Weekly;

/// Finds hours that never open: a clause by itself, or all that a message waits for together. Answers are not held by
/// the quiet hours, so these count only for what is certainly none.
pub(in crate::check::rules) fn never_opens(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let settings = workspace.settings();
    let quiet = settings.and_then(crate::check::hours::quiet);
    let place = settings.and_then(|settings| settings.quiet.first()).map(|window| window.span);
    let Some(openings) = Openings::of(workspace) else { return };
    let mut look = Look {
        workspace,
        openings,
        quiet: quiet.as_ref().zip(place),
        started: BTreeSet::new(),
        told: BTreeSet::new(),
        found: Vec::new(),
    };
    look.quiet_hours();
    if look.quiet.is_some() {
        flows(workspace).for_each(|flow| each_step(&flow.steps, &mut |step| look.note_start(step)));
    }
    flows(workspace).for_each(|flow| walk::flow(&mut look, flow));
    diagnostics.append(&mut look.found);
}

/// Whether a message may be one that answers the contact at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Perhaps,
    No,
}

impl Answer {
    fn or(self, other: Self) -> Self {
        if self == Self::Perhaps { self } else { other }
    }
}

/// The search: what is known, and what was found.
struct Look<'l, 'a> {
    workspace: &'l Workspace<'a>,
    openings: Openings<'a>,
    /// The quiet hours and their place; none when they never end, which is told already.
    quiet: Option<(&'a Weekly, Span)>,
    /// The flows that another one starts: they go on with its answer.
    started: BTreeSet<&'a str>,
    /// The places of which something was said.
    told: BTreeSet<Span>,
    found: Vec<Diagnostic>,
}

impl<'a> Look<'_, 'a> {
    fn quiet_hours(&mut self) {
        let Some((quiet, place)) = self.quiet else { return };
        if self.openings.together(&[Part::outside(quiet)]) == Opens::Never {
            self.quiet = None;
            self.found.push(told::always_quiet(place));
        }
    }

    fn note_start(&mut self, step: &'a ast::Step) {
        if let ast::StepKind::Start(name) = &step.kind {
            self.started.insert(&name.text);
        }
    }

    /// A clause by itself.
    fn alone(&mut self, hours: &'a ast::Hours) {
        if self.openings.together(&[Part::of(hours)]) != Opens::Never {
            return;
        }
        let schedule = match &hours.source {
            ast::HoursSource::Schedule(name) if !hours.outside => {
                self.workspace.definition(SymbolKind::Schedule, &name.text)
            }
            ast::HoursSource::Schedule(_) | ast::HoursSource::Window(_) => None,
        };
        match schedule {
            // It is told of once, however many flows wait for it.
            Some(ast::Item::Schedule(schedule)) => {
                if self.told.insert(schedule.name.span) {
                    self.found.push(told::shut_schedule(schedule, hours));
                }
            }
            _ => {
                if self.told.insert(hours.span) {
                    self.found.push(told::shut(hours));
                }
            }
        }
    }

    /// All that a message waits for, together.
    fn together(&mut self, hours: &[&'a ast::Hours], answer: Answer) {
        let own: Vec<Part<'a>> = hours.iter().map(|hours| Part::of(hours)).collect();
        let quiet = self.quiet.filter(|_| answer == Answer::No);
        match self.openings.together(&own) {
            Opens::Never => self.clash(hours, None),
            Opens::At(_) | Opens::Before => {
                let Some((weekly, place)) = quiet else { return };
                let mut all = own;
                all.push(Part::outside(weekly));
                if self.openings.together(&all) == Opens::Never {
                    self.clash(hours, Some((weekly, place)));
                }
            }
            Opens::Unknown => {}
        }
    }

    /// Tells of the smallest list of clauses that never meet: each is needed for that.
    fn clash(&mut self, hours: &[&'a ast::Hours], quiet: Option<(&'a Weekly, Span)>) {
        let quiet_part = quiet.map(|(weekly, _)| Part::outside(weekly));
        let mut kept = hours.to_vec();
        for clause in hours {
            let others: Vec<_> = kept.iter().copied().filter(|other| other.span != clause.span).collect();
            let parts: Vec<_> = others.iter().map(|hours| Part::of(hours)).chain(quiet_part).collect();
            if !others.is_empty() && self.openings.together(&parts) == Opens::Never {
                kept = others;
            }
        }
        let Some(last) = kept.last() else { return };
        // One alone is told of already.
        if (kept.len() == 1 && quiet.is_none()) || !self.told.insert(last.span) {
            return;
        }
        let openings: Vec<_> = kept.iter().map(|hours| self.opening(hours)).collect();
        self.found.push(told::clash(&kept, &openings, quiet.map(|(_, place)| place)));
    }

    /// When a clause opens next, on its own clock: `Mon 2026-03-02 09:00`.
    fn opening(&mut self, hours: &'a ast::Hours) -> Option<String> {
        let part = Part::of(hours);
        let Opens::At(at) = self.openings.together(&[part]) else { return None };
        Some(self.openings.zone(part).to_local(at).format("%a %Y-%m-%d %H:%M").to_string())
    }
}
