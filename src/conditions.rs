//! Conditions that are never or always true, or say a thing twice. What cannot be told for certain is not said.

mod about;
mod implied;
mod site;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::calendar::Zone;
use crate::check::Checked;
use crate::check::rules::conditions::c001::Because;
use crate::check::rules::conditions::{c001, c002};
use crate::compile::Frame;
use crate::diagnostics::Diagnostic;
use crate::program::{Condition, TriggerKind};
use crate::satisfy::{Answer, Asked, Occasion, Question, message_tests};
use crate::source::{Source, Span};
use crate::syntax::ast;
use crate::time::Instant;

use self::site::Site;

/// Looks at every condition of a workspace.
pub fn find(checked: &Checked, sources: &[Source]) -> Vec<Diagnostic> {
    let mut flows = Flows::of(checked, sources);
    let items =
        checked.items().filter_map(|item| if let ast::Item::Flow(flow) = item { Some(flow) } else { None });
    items.flat_map(|flow| flows.look(flow)).collect()
}

/// The conditions of a workspace, looked at flow by flow.
pub(crate) struct Flows<'c> {
    checked: &'c Checked,
    sources: &'c [Source],
    started: BTreeSet<&'c str>,
    /// Made for the first condition that needs it.
    frame: Option<Frame<'c>>,
}

impl<'c> Flows<'c> {
    /// Those of a workspace.
    pub fn of(checked: &'c Checked, sources: &'c [Source]) -> Self {
        Self { checked, sources, started: site::started(checked), frame: None }
    }

    /// Whether another flow or a scenario starts the flow: that matters to what is said of it.
    pub fn is_started(&self, flow: &ast::Flow) -> bool {
        self.started.contains(flow.name.text.as_str())
    }

    /// Looks at every condition of a flow.
    pub fn look(&mut self, flow: &ast::Flow) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        site::each(flow, &mut |site| {
            if !site.may_be_odd() {
                return;
            }
            let frame = self.frame.get_or_insert_with(|| Frame::of(self.checked));
            let from = morning(self.checked.as_of(), frame.program().workspace.zone);
            let mut look = Look { frame, from, sources: self.sources, found: &mut found };
            look.at(&site, &self.started);
        });
        found
    }
}

/// The morning of the day on whose rules a workspace is checked.
fn morning(day: NaiveDate, zone: Zone) -> Instant {
    zone.to_instant(day.and_hms_opt(9, 0, 0).expect("conditions: every day has a morning"))
}

/// A look at one condition.
struct Look<'l, 'c> {
    frame: &'l mut Frame<'c>,
    from: Instant,
    sources: &'l [Source],
    found: &'l mut Vec<Diagnostic>,
}

impl Look<'_, '_> {
    fn at(&mut self, site: &Site<'_>, started: &BTreeSet<&str>) {
        let parts: Vec<(&ast::Condition, Condition)> =
            site.parts().into_iter().map(|part| (part, self.frame.condition(part))).collect();
        let holds: Vec<_> = parts.iter().map(|(_, part)| (part, Asked::Holds)).collect();
        if self.is_impossible(&Occasion::Any, holds.clone()) {
            let clash = self.smallest(&parts, &Occasion::Any);
            // A single window that never opens is another matter (H001).
            if let [only] = clash.as_slice()
                && matches!(parts[*only].1, Condition::Now(_))
            {
                return;
            }
            let clash: Vec<Span> = clash.iter().map(|part| parts[*part].0.span()).collect();
            self.found.push(c001::told(site.span(), &clash, Because::OfItself));
            return;
        }
        if self.contradicts_triggers(site, started, &parts) || self.comes_too_late(site, &holds) {
            return;
        }
        let all = Condition::All(parts.iter().map(|(_, part)| part.clone()).collect());
        if self.is_impossible(&Occasion::Any, vec![(&all, Asked::Fails)]) {
            self.found.push(c002::told(site.span()));
            return;
        }
        for condition in site.conditions() {
            implied::look(self, condition);
        }
    }

    /// Whether certainly no case meets all of it.
    fn is_impossible(&self, occasion: &Occasion, conditions: Vec<(&Condition, Asked)>) -> bool {
        let program = self.frame.program();
        let question = Question { program, from: self.from, occasion: occasion.clone(), conditions };
        question.answer() == Answer::Never
    }

    /// The smallest list of parts that cannot hold together: each is needed for that.
    fn smallest(&self, parts: &[(&ast::Condition, Condition)], occasion: &Occasion) -> Vec<usize> {
        let mut kept: Vec<usize> = (0..parts.len()).collect();
        for part in (0..parts.len()).rev() {
            let others: Vec<usize> = kept.iter().copied().filter(|other| *other != part).collect();
            let asked = others.iter().map(|other| (&parts[*other].1, Asked::Holds)).collect();
            if !others.is_empty() && self.is_impossible(occasion, asked) {
                kept = others;
            }
        }
        kept
    }

    /// A flow that only messages start, and whose condition no such message meets.
    fn contradicts_triggers(
        &mut self,
        site: &Site<'_>,
        started: &BTreeSet<&str>,
        parts: &[(&ast::Condition, Condition)],
    ) -> bool {
        let Some(triggers) = site.only_messages(started) else { return false };
        let mut occasions = Vec::new();
        for tree in triggers {
            let trigger = self.frame.trigger(tree);
            for tests in message_tests(&trigger.kind) {
                occasions.push((tree.span, Occasion::Message(trigger.from, tests)));
            }
            if !matches!(
                trigger.kind,
                TriggerKind::Keyword(_)
                    | TriggerKind::MessageIs(_)
                    | TriggerKind::MessageContains(_)
                    | TriggerKind::MessageStartsWith(_)
                    | TriggerKind::MessageMatches(_)
            ) {
                occasions.push((tree.span, Occasion::Message(trigger.from, Vec::new())));
            }
        }
        let holds: Vec<_> = parts.iter().map(|(_, part)| (part, Asked::Holds)).collect();
        let never = |(_, occasion): &(Span, Occasion)| self.is_impossible(occasion, holds.clone());
        if occasions.is_empty() || !occasions.iter().all(never) {
            return false;
        }
        let (trigger, occasion) = &occasions[0];
        let clash = self.smallest(parts, occasion);
        let clash: Vec<Span> = clash.iter().map(|part| parts[*part].0.span()).collect();
        self.found.push(c001::told(site.span(), &clash, Because::OfTheTrigger(*trigger)));
        true
    }

    /// A branch that is only looked at when those before it are not taken, and then never holds.
    fn comes_too_late(&mut self, site: &Site<'_>, holds: &[(&Condition, Asked)]) -> bool {
        let before: Vec<Condition> =
            site.earlier_branches().iter().map(|branch| self.frame.condition(&branch.condition)).collect();
        if before.is_empty() {
            return false;
        }
        let mut conditions: Vec<_> = before.iter().map(|earlier| (earlier, Asked::Fails)).collect();
        conditions.extend(holds);
        if !self.is_impossible(&Occasion::Any, conditions) {
            return false;
        }
        self.found.push(c001::told(site.span(), &[], Because::OfEarlierBranches));
        true
    }
}
