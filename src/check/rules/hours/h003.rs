//! H003: follow-ups that look like spam.

use crate::check::rules::Workspace;
use crate::diagnostics::{Diagnostic, Severity};
use crate::source::Span;
use crate::syntax::ast;

const MINUTE: u64 = 60_000;
const DAY: u64 = 24 * 60 * MINUTE;

/// Two follow-ups nearer to each other than this come before anybody could have answered.
const GAP_MIN: u64 = 2 * MINUTE;
/// How many messages of one follow-up flow a day, and a week, may have.
const MAXIMA: [(usize, u64, &str); 2] = [(5, DAY, "24 hours"), (10, 7 * DAY, "a week")];

/// Finds flows on silence, and on contacts who are busy or want to be called back, that write too often.
pub(in crate::check::rules) fn looks_like_spam(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for item in workspace.items() {
        let ast::Item::Flow(flow) = item else { continue };
        if !flow.header.on.iter().any(follows_up) {
            continue;
        }
        let mut timeline = Timeline::default();
        timeline.block(&flow.steps);
        timeline.end();
        diagnostics.extend(timeline.found.into_iter().map(|found| told(flow, &found)));
    }
}

fn follows_up(trigger: &ast::Trigger) -> bool {
    match &trigger.kind {
        ast::TriggerKind::Silence => true,
        ast::TriggerKind::Intent(name) => matches!(name.text.as_str(), "busy" | "callback"),
        _ => false,
    }
}

/// The messages that certainly follow each other, with when each is due at the earliest.
#[derive(Debug, Default)]
struct Timeline {
    now: u64,
    sent: Vec<(u64, Span)>,
    found: Vec<Found>,
}

/// What looks like spam.
#[derive(Debug)]
enum Found {
    TooSoon { span: Span, before: Span, gap: u64 },
    TooMany { span: Span, first: Span, count: usize, within: &'static str },
}

impl Timeline {
    fn block(&mut self, block: &ast::Block) {
        for step in &block.steps {
            self.step(step);
        }
    }

    fn step(&mut self, step: &ast::Step) {
        match &step.kind {
            ast::StepKind::After { delay, hours, body, .. } => {
                if !hours.is_empty() {
                    // It is not certain when the hours let it through.
                    self.end();
                }
                self.now = self.now.saturating_add(delay.nominal_millis());
                self.block(body);
            }
            ast::StepKind::Send(_) => {
                // What is sent at once is one follow-up in several parts.
                if let Some((at, before)) = self.sent.last()
                    && (1..GAP_MIN).contains(&(self.now - at))
                {
                    let (before, gap) = (*before, self.now - at);
                    self.found.push(Found::TooSoon { span: step.span, before, gap });
                }
                self.sent.push((self.now, step.span));
            }
            // An answer, a date or a condition lies in between: what comes behind is another matter.
            ast::StepKind::At { .. }
            | ast::StepKind::Ask(_)
            | ast::StepKind::If { .. }
            | ast::StepKind::Split(_)
            | ast::StepKind::Stop
            | ast::StepKind::Broken => self.end(),
            ast::StepKind::Tag(_)
            | ast::StepKind::Untag(_)
            | ast::StepKind::AddToGroup(_)
            | ast::StepKind::RemoveFromGroup(_)
            | ast::StepKind::Set { .. }
            | ast::StepKind::Assign(_)
            | ast::StepKind::Notify { .. }
            | ast::StepKind::Forward(_)
            | ast::StepKind::HandOver(_)
            | ast::StepKind::Ticket(_)
            | ast::StepKind::Start(_)
            | ast::StepKind::StopFlow(_)
            | ast::StepKind::OpenConversation
            | ast::StepKind::CloseConversation
            | ast::StepKind::Call(_) => {}
        }
    }

    /// Looks at the messages so far, and begins anew.
    fn end(&mut self) {
        for (most, length, within) in MAXIMA {
            let mut first = 0;
            for (last, (at, span)) in self.sent.iter().enumerate() {
                while at - self.sent[first].0 >= length {
                    first += 1;
                }
                let count = last - first + 1;
                if count > most {
                    let first = self.sent[first].1;
                    self.found.push(Found::TooMany { span: *span, first, count, within });
                    break;
                }
            }
        }
        self.sent.clear();
    }
}

fn told(flow: &ast::Flow, found: &Found) -> Diagnostic {
    let name = &flow.name.text;
    match found {
        Found::TooSoon { span, before, gap } => {
            let message = format!("follow-up `{name}` writes twice within {} seconds", gap / 1000);
            Diagnostic::new("H003", Severity::Warning, *span, message, "before anybody could have answered")
                .and(*before, "the message before")
                .help("leave two minutes at least, or say both at once")
        }
        Found::TooMany { span, first, count, within } => {
            let message = format!("follow-up `{name}` writes {count} messages within {within}");
            Diagnostic::new("H003", Severity::Warning, *span, message, "one too many")
                .and(*first, "counted from here")
                .help("leave some out, or give them more time")
        }
    }
}
