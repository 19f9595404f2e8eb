//! Messages that nobody asked for, by SMS: whether they say how to stop, and when they go out.

use chrono::{Datelike, NaiveDate, Timelike};

use crate::calendar::{self, Country, Zone};
use crate::check::rules::outbound::o001;
use crate::check::{Checked, SymbolKind};
use crate::compile::Frame;
use crate::diagnostics::Diagnostic;
use crate::policy::ChannelKind;
use crate::policy::keywords::{Consent, KEYWORDS};
use crate::policy::marketing::{Allowed, MarketingRow};
use crate::program::{Hours, HoursSource, Program, TriggerKind};
use crate::source::Span;
use crate::syntax::ast;
use crate::text::{Compare, contains_phrase};
use crate::time::Instant;

/// How many days ahead a message that comes again and again is looked at: holidays come once a year.
const DAYS: u64 = 366;

/// Looks at all flows that the clock starts and that write by SMS.
pub fn find(checked: &Checked) -> Vec<Diagnostic> {
    let mut flows = Flows::of(checked);
    let items =
        checked.items().filter_map(|item| if let ast::Item::Flow(flow) = item { Some(flow) } else { None });
    items.flat_map(|flow| flows.look(flow)).collect()
}

/// A workspace, looked at flow by flow.
pub(crate) struct Flows<'c> {
    checked: &'c Checked,
    /// Made for the first flow that needs it.
    frame: Option<Frame<'c>>,
}

impl<'c> Flows<'c> {
    /// Those of a workspace.
    pub const fn of(checked: &'c Checked) -> Self {
        Self { checked, frame: None }
    }

    /// Looks at a flow, if the clock starts it and it writes by SMS.
    pub fn look(&mut self, flow: &ast::Flow) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let Some(trigger) = flow.header.on.iter().find(|trigger| is_clock(trigger)) else { return found };
        if !goes_by_sms(self.checked, flow) {
            return found;
        }
        let sends = first_sends(&flow.steps);
        let Some(first) = sends.first() else { return found };
        if !sends.iter().any(|(_, content)| says_how_to_stop(self.checked, content)) {
            found.push(o001::without_a_way_out(first.0, trigger.span));
        }
        let frame = self.frame.get_or_insert_with(|| Frame::of(self.checked));
        found.extend(wrong_time(self.checked.as_of(), frame, flow, trigger, first.0));
        found
    }
}

const fn is_clock(trigger: &ast::Trigger) -> bool {
    matches!(trigger.kind, ast::TriggerKind::Time(_) | ast::TriggerKind::Every(..))
}

fn goes_by_sms(checked: &Checked, flow: &ast::Flow) -> bool {
    let candidates = flow.header.via.iter().flat_map(|(candidates, _)| candidates);
    candidates.map(|candidate| candidate.channel.text.as_str()).any(|name| {
        let kind = match checked.definition(SymbolKind::Channel, name) {
            Some(ast::Item::Channel(channel)) => ChannelKind::parse(&channel.kind.text),
            _ => ChannelKind::parse(name),
        };
        kind == Some(ChannelKind::Sms)
    })
}

/// What the flow sends before it waits for anything.
fn first_sends(block: &ast::Block) -> Vec<(Span, &ast::SendContent)> {
    let mut sends = Vec::new();
    for step in &block.steps {
        match &step.kind {
            ast::StepKind::Send(send) => sends.push((step.span, &send.content)),
            ast::StepKind::Ask(ask) => {
                sends.push((step.span, &ask.content));
                break;
            }
            ast::StepKind::If { branches, otherwise } => {
                let bodies = branches.iter().map(|branch| &branch.body).chain(otherwise);
                sends.extend(bodies.flat_map(first_sends));
            }
            ast::StepKind::Split(parts) => {
                sends.extend(parts.iter().flat_map(|(_, _, body)| first_sends(body)))
            }
            ast::StepKind::After { .. } | ast::StepKind::At { .. } | ast::StepKind::Stop => break,
            _ => {}
        }
    }
    sends
}

/// Whether a word that opts out stands in what is sent, in each of its languages.
fn says_how_to_stop(checked: &Checked, content: &ast::SendContent) -> bool {
    let strings: Vec<&ast::Str> = match content {
        ast::SendContent::Text(text) => vec![text],
        ast::SendContent::Named(name) => match checked.definition(SymbolKind::Text, &name.text) {
            Some(ast::Item::Text(text)) => text.texts.iter().flat_map(|local| &local.strings).collect(),
            _ => Vec::new(),
        },
        ast::SendContent::Template { name, .. } => match checked.definition(SymbolKind::Template, &name.text)
        {
            Some(ast::Item::Template(template)) => vec![&template.text],
            _ => Vec::new(),
        },
        ast::SendContent::Ai { .. } => Vec::new(),
    };
    let words = || KEYWORDS.iter().filter(|keyword| keyword.consent == Consent::OptOut);
    let says = |string: &&ast::Str| {
        string.parts.iter().any(|part| match part {
            ast::StrPart::Text(text) => {
                words().any(|keyword| contains_phrase(text, keyword.word, Compare::IgnoreCase))
            }
            ast::StrPart::Placeholder(_) => false,
        })
    };
    !strings.is_empty() && strings.iter().all(says)
}

/// The first moment of a year at which the message would go out when the country does not allow it.
fn wrong_time(
    as_of: NaiveDate,
    frame: &mut Frame<'_>,
    flow: &ast::Flow,
    trigger: &ast::Trigger,
    send: Span,
) -> Option<Diagnostic> {
    let hours: Vec<Hours> = flow.header.hours.iter().map(|hours| frame.hours(hours)).collect();
    let compiled = frame.trigger(trigger);
    let program = frame.program();
    let zone = program.workspace.zone;
    let row = country(flow)
        .and_then(|code| MarketingRow::of_country(code, as_of))
        .or_else(|| MarketingRow::of_zone(zone.name(), as_of))?;
    let starts: Vec<Instant> = match compiled.kind {
        TriggerKind::Time(at) => vec![at],
        TriggerKind::Every(days, time) => as_of
            .iter_days()
            .take(DAYS as usize)
            .filter(|day| days.contains(day.weekday()))
            .map(|day| zone.to_instant(time.on(day)))
            .collect(),
        _ => Vec::new(),
    };
    let wrong = starts.into_iter().filter_map(|at| sent_at(program, &hours, zone, at)).find(|at| {
        let local = zone.to_local(*at);
        let holiday = row.holidays == Allowed::No
            && Country::parse(row.country).is_some_and(|country| country.is_holiday(local.date()));
        holiday || !row.allows(local.weekday(), local.hour())
    })?;
    let moment = zone.to_local(wrong).format("%a %Y-%m-%d at %H:%M").to_string();
    Some(o001::at_the_wrong_time(send, trigger.span, &moment, row))
}

/// When a message that is due goes out: its flow's hours and the quiet hours hold it.
fn sent_at(program: &Program, hours: &[Hours], zone: Zone, due: Instant) -> Option<Instant> {
    let own = hours.iter().map(|hours| match (&hours.source, hours.outside) {
        (HoursSource::Window(weekly), false) => calendar::Hours::Within(weekly, zone),
        (HoursSource::Window(weekly), true) => calendar::Hours::Outside(weekly, zone),
        (HoursSource::Schedule(id), false) => calendar::Hours::Open(&program.schedules[id.index()].1),
        (HoursSource::Schedule(id), true) => calendar::Hours::Closed(&program.schedules[id.index()].1),
    });
    let quiet = program.workspace.quiet.as_ref().map(|quiet| calendar::Hours::Outside(quiet, zone));
    let all: Vec<_> = own.chain(quiet).collect();
    calendar::next_allowed(due, &all)
}

/// The country that the flow's condition asks for.
fn country(flow: &ast::Flow) -> Option<&str> {
    flow.header.when.iter().find_map(of_condition)
}

fn of_condition(condition: &ast::Condition) -> Option<&str> {
    match condition {
        ast::Condition::And(parts, _) => parts.iter().find_map(of_condition),
        ast::Condition::Compare(compare) if compare.field.dotted() == "contact.country" => {
            match &compare.operator {
                ast::Operator::Is(ast::Value::Text(text)) => text.plain(),
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Country, MarketingRow, Zone};

    #[test]
    fn every_zone_and_country_of_the_rows_exists() {
        for row in MarketingRow::all() {
            assert!(row.zones.iter().all(|zone| Zone::parse(zone).is_some()), "{}", row.name);
            assert!(Country::parse(row.country).is_some(), "{}", row.name);
        }
    }
}
