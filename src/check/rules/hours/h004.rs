//! H004: a flow waits for a date that is past when its scenarios are played.

use chrono::{Days, NaiveDate};

use crate::check::rules::Workspace;
use crate::diagnostics::{Diagnostic, Severity};
use crate::syntax::ast;

/// Finds dates of flows before the newest date of the scenarios in their file that no scenario plays through.
pub(in crate::check::rules) fn past_date(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for text in workspace.texts {
        let items = || workspace.files[text.clone()].iter().flat_map(|file| &file.items);
        let scenarios = items().filter_map(|item| match item {
            ast::Item::Scenario(scenario) => played(scenario),
            _ => None,
        });
        let mut played: Vec<_> = scenarios.collect();
        played.sort_unstable();
        let Some(newest) = played.iter().map(|(first, _)| *first).max() else { continue };
        let mut dates = Vec::new();
        for item in items() {
            let ast::Item::Flow(flow) = item else { continue };
            dates.extend(flow.header.on.iter().filter_map(|trigger| match &trigger.kind {
                ast::TriggerKind::Time(moment) => Some(moment),
                _ => None,
            }));
            flow.steps.steps.iter().for_each(|step| awaited(step, &mut dates));
        }
        for moment in dates {
            let date = moment.local.date();
            let covered = || played.iter().any(|(first, last)| *first <= date && date <= *last);
            if date >= newest || covered() {
                continue;
            }
            let message = format!("{date} is past when the scenarios of this file are played");
            let label = format!("one of them begins on {newest}");
            diagnostics.push(
                Diagnostic::new("H004", Severity::Warning, moment.span, message, label)
                    .help("write a date that is still to come, or remove what waits for it"),
            );
        }
    }
}

/// The first and the last day of a scenario; none when it does not say when it plays.
fn played(scenario: &ast::Scenario) -> Option<(NaiveDate, NaiveDate)> {
    let mut days: Option<(NaiveDate, NaiveDate)> = None;
    for act in &scenario.acts {
        let date = match &act.kind {
            ast::ActKind::At(moment) => Some(moment.local.date()),
            // A wait for an hour may end on the next day.
            ast::ActKind::Wait(delay, _) => days.and_then(|(_, last)| {
                last.checked_add_days(Days::new(delay.nominal_millis() / 86_400_000 + 1))
            }),
            ast::ActKind::WaitUntil(moment) => days.and_then(|(_, last)| match moment.day {
                Some(ast::DayRef::Date(date)) => Some(date),
                Some(ast::DayRef::Today) => Some(last),
                Some(ast::DayRef::Tomorrow) | None => last.checked_add_days(Days::new(1)),
                Some(ast::DayRef::Weekday(_)) => last.checked_add_days(Days::new(7)),
            }),
            _ => None,
        };
        let Some(date) = date else { continue };
        days = Some(days.map_or((date, date), |(first, last)| (first, last.max(date))));
    }
    days
}

fn awaited<'a>(step: &'a ast::Step, dates: &mut Vec<&'a ast::DateTime>) {
    match &step.kind {
        ast::StepKind::At { instant, body, .. } => {
            match &instant.base {
                ast::InstantBase::Moment(moment) if instant.offset.is_none() => dates.push(moment),
                ast::InstantBase::Moment(_) | ast::InstantBase::Field(_) => {}
            }
            body.steps.iter().for_each(|step| awaited(step, dates));
        }
        _ => crate::check::rules::flows::blocks(step)
            .into_iter()
            .flat_map(|block| &block.steps)
            .for_each(|step| awaited(step, dates)),
    }
}
