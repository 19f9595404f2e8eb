//! Tells why a scenario failed: what was expected, what came nearest, what happened instead, and what is to come.

use super::outcome::{Failure, FailureKind, Miss, Outcome};
use super::paint::{Palette, Role};
use super::script::date_time;
use super::telling::pending_text;
use super::trace::timeline::{Detail, Layout};
use crate::source::Span;

/// The report of a scenario: a line when it passed, otherwise a paragraph for each failure.
///
/// `place` tells where a line stands, as in `follow-up.flow:12:3`.
pub fn report(outcome: &Outcome, palette: &Palette, place: &dyn Fn(Span) -> String) -> String {
    let mut out = String::new();
    let (role, verdict) = if outcome.passed() { (Role::Good, "passed") } else { (Role::Bad, "failed") };
    palette.paint(&mut out, role, verdict);
    out.push_str(&format!("  {}\n", outcome.title));
    for (at, failure) in outcome.failures.iter().enumerate() {
        let mut writer = Writer { out: &mut out, outcome, palette };
        writer.failure(failure, &place(failure.span));
        let next = outcome.failures.get(at + 1);
        if next.is_none_or(|next| !looks_at_the_same(failure, next)) {
            writer.happened(failure);
            writer.pending(failure);
        }
    }
    out
}

/// Whether two expectations stand behind the same act or wait: what happened is then told once.
fn looks_at_the_same(failure: &Failure, next: &Failure) -> bool {
    (&failure.happened, failure.since, failure.now) == (&next.happened, next.since, next.now)
}

struct Writer<'a> {
    out: &'a mut String,
    outcome: &'a Outcome,
    palette: &'a Palette,
}

impl Writer<'_> {
    fn failure(&mut self, failure: &Failure, place: &str) {
        let what = match failure.kind {
            FailureKind::Unmet => "expected",
            FailureKind::Unplayable => "cannot go on:",
        };
        self.out.push('\n');
        self.paint(Role::Bad, &format!("  {what} "));
        self.out.push_str(&failure.expected);
        self.paint(Role::Faint, &format!("  {place}"));
        self.out.push('\n');
        if let Some(found) = &failure.found {
            self.section("found");
            self.out.push_str(&format!("    {found}\n"));
        }
        if let Some(miss) = &failure.nearest {
            self.nearest(miss);
        }
    }

    /// What came nearest, with what sets it apart side by side.
    fn nearest(&mut self, miss: &Miss) {
        self.section(if miss.differences.is_empty() { "instead" } else { "nearest" });
        let trace = &self.outcome.trace;
        let mut line = String::new();
        Layout::of(trace).line(&mut line, trace, &trace.entries()[miss.entry], self.palette);
        self.indented(&line);
        let width = miss.differences.iter().map(|difference| difference.what.len()).max().unwrap_or(0);
        for difference in &miss.differences {
            self.out.push_str(&format!("        {:<width$}  expected ", difference.what));
            self.paint(Role::Good, &difference.expected);
            self.out.push_str(&format!("\n        {:<width$}  happened ", ""));
            self.paint(Role::Bad, &difference.happened);
            self.out.push('\n');
        }
    }

    fn happened(&mut self, failure: &Failure) {
        let trace = &self.outcome.trace;
        let (since, now) = (date_time(failure.since, trace.zone), date_time(failure.now, trace.zone));
        let when = if since == now { format!("at {now}") } else { format!("from {since} to {now}") };
        if failure.happened.is_empty() {
            self.section(&format!("nothing happened {when}"));
            return;
        }
        self.section(&format!("what happened {when}"));
        let layout = Layout::of(trace);
        let mut lines = String::new();
        layout.write(&mut lines, trace, failure.happened.clone(), self.palette, Detail::Lines);
        self.indented(&lines);
    }

    fn indented(&mut self, lines: &str) {
        for line in lines.lines() {
            self.out.push_str("    ");
            self.out.push_str(line);
            self.out.push('\n');
        }
    }

    fn pending(&mut self, failure: &Failure) {
        if failure.pending.is_empty() {
            self.section("nothing is pending");
            return;
        }
        self.section("pending");
        for (contact, pending) in &failure.pending {
            let due = date_time(pending.due, self.outcome.trace.zone);
            self.paint(Role::Time, &format!("    {due}"));
            self.out.push_str(&format!("  {}\n", pending_text(contact, pending)));
        }
    }

    fn section(&mut self, title: &str) {
        self.paint(Role::Day, &format!("  {title}"));
        self.out.push('\n');
    }

    fn paint(&mut self, role: Role, text: &str) {
        self.palette.paint(self.out, role, text);
    }
}
