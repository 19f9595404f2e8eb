//! H002: a proactive message that is held until hours open: by then the visitor is gone.

use super::openings::Part;
use crate::check::hours::words;
use crate::check::rules::Workspace;
use crate::check::rules::flows::{blocks, each_step, flows};
use crate::diagnostics::{Diagnostic, Severity};
use crate::source::Span;
use crate::syntax::ast::{self, Condition, StepKind, TriggerKind, hours::Overrun};

/// Finds flows on `page_view` or `visit` whose first message waits for hours. `or skip` and `expires` say themselves
/// for how long waiting makes sense; and where `when` asks for the same hours, nothing is held.
pub(in crate::check::rules) fn held_on_the_page(
    workspace: &Workspace<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for flow in flows(workspace) {
        let Some(trigger) = flow.header.on.iter().find(|trigger| is_proactive(trigger)) else { continue };
        let holds = |hours: &&ast::Hours| hours.overrun == Overrun::Hold && !is_asked(flow, hours);
        let own: Vec<_> = flow.header.hours.iter().filter(holds).collect();
        let mut inner = Vec::new();
        let shows = first_messages(&flow.steps, &mut Vec::new(), &mut inner);
        if shows != Shows::Nothing {
            for hours in &own {
                let found = told(flow, hours, trigger.span);
                diagnostics.push(match (own.as_slice(), mended(flow, hours)) {
                    ([_], Some(edits)) => found.fix(format!("write `when now {}`", words(hours)), edits),
                    _ => found,
                });
            }
        }
        inner.retain(|hours| holds(hours));
        inner.dedup_by_key(|hours| hours.span);
        diagnostics.extend(inner.into_iter().map(|hours| told(flow, hours, trigger.span)));
    }
}

fn is_proactive(trigger: &ast::Trigger) -> bool {
    matches!(trigger.kind, TriggerKind::PageView(_) | TriggerKind::Visit(_))
}

/// Whether the flow only starts while these hours are open.
fn is_asked(flow: &ast::Flow, hours: &ast::Hours) -> bool {
    fn asks(condition: &Condition, part: Part<'_>) -> bool {
        match condition {
            Condition::And(parts, _) => parts.iter().any(|condition| asks(condition, part)),
            Condition::Now(hours, _) => Part::of(hours) == part,
            Condition::Or(..)
            | Condition::Not(..)
            | Condition::Compare(_)
            | Condition::HasTag(..)
            | Condition::InGroup(..)
            | Condition::Broken(_) => false,
        }
    }
    flow.header.when.iter().any(|condition| asks(condition, Part::of(hours)))
}

/// Whether a block says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shows {
    Nothing,
    Perhaps,
    Certainly,
}

/// Gathers the hours around the messages that come first; `around` are those of the steps so far.
fn first_messages<'a>(
    block: &'a ast::Block,
    around: &mut Vec<&'a ast::Hours>,
    held: &mut Vec<&'a ast::Hours>,
) -> Shows {
    let mut shows = Shows::Nothing;
    for step in &block.steps {
        let here = match &step.kind {
            StepKind::Send(_) | StepKind::Ask(_) => {
                held.extend(around.iter().copied());
                Shows::Certainly
            }
            StepKind::HandOver(hand_over) if hand_over.saying.is_some() => {
                held.extend(around.iter().copied());
                Shows::Certainly
            }
            StepKind::After { hours, body, .. } | StepKind::At { hours, body, .. } => {
                let before = around.len();
                around.extend(hours);
                let inside = first_messages(body, around, held);
                around.truncate(before);
                inside
            }
            StepKind::If { .. } | StepKind::Split(_) => {
                let open = matches!(&step.kind, StepKind::If { otherwise: None, .. });
                let inside = blocks(step).into_iter().map(|body| first_messages(body, around, held));
                let inside: Vec<Shows> = inside.collect();
                match inside.iter().all(|shows| *shows == Shows::Certainly) && !open {
                    true => Shows::Certainly,
                    false if inside.iter().all(|shows| *shows == Shows::Nothing) => Shows::Nothing,
                    false => Shows::Perhaps,
                }
            }
            _ => Shows::Nothing,
        };
        match here {
            Shows::Certainly => return Shows::Certainly,
            Shows::Perhaps => shows = Shows::Perhaps,
            Shows::Nothing => {}
        }
    }
    shows
}

fn told(flow: &ast::Flow, hours: &ast::Hours, trigger: Span) -> Diagnostic {
    let message = format!("proactive flow `{}` waits with its message for its hours", flow.name.text);
    let help = match flow.header.when.is_empty() {
        true => format!("write `when now {}` instead, and it only comes up in these hours", words(hours)),
        false => {
            format!("add `now {}` to `when` instead, and it only comes up in these hours", words(hours))
        }
    };
    Diagnostic::new("H002", Severity::Warning, hours.span, message, "by then the visitor will be gone")
        .and(trigger, "starts on a page")
        .help(help)
}

/// The edits that ask for the hours instead of waiting for them; none when they hold other messages too.
fn mended(flow: &ast::Flow, hours: &ast::Hours) -> Option<Vec<(Span, String)>> {
    let mut waits = false;
    each_step(&flow.steps, &mut |step| {
        waits |= match &step.kind {
            StepKind::After { .. } | StepKind::At { .. } | StepKind::Start(_) | StepKind::Broken => true,
            StepKind::Ask(ask) => ask.arms.iter().any(|arm| matches!(arm.kind, ast::ArmKind::Silence(_))),
            _ => false,
        };
    });
    if waits || !flow.header.on.iter().all(is_proactive) {
        return None;
    }
    let words = words(hours);
    match flow.header.when.as_slice() {
        [] => Some(vec![(hours.span, format!("when now {words}"))]),
        // Behind these `and` can follow; beside `or` it would need parentheses.
        [
            when @ (Condition::And(..)
            | Condition::Compare(_)
            | Condition::HasTag(..)
            | Condition::InGroup(..)
            | Condition::Now(..)),
        ] => {
            let end = when.span().end;
            let behind = Span { start: end, ..when.span() };
            Some(vec![(behind, format!(" and now {words}")), (hours.span, String::new())])
        }
        _ => None,
    }
}
