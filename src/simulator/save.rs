//! Writes down what was played as a scenario of the language, with what really happened as its expectations.

use std::ops::Range;

use chrono::Timelike;

use super::script::{
    Day, Expectation, ExpectedContent, ExpectedSend, LineKind, Moment, act_text, date_time, expectation_text,
    moment_text, quoted,
};
use super::trace::{Entry, EntryKind, Trace};
use crate::engine::{EffectKind, Message};
use crate::program::Name;
use crate::time::{Instant, TimeOfDay};

/// A line that was played, and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Played {
    /// The line.
    pub line: LineKind,
    /// Places in the trace.
    pub happened: Range<usize>,
}

/// A `scenario` block that plays the same lines and expects what they did.
///
/// Its first line is `at` where the trace's clock began, so that should be a whole minute. Times that the
/// language cannot say exactly (seconds, the second of two equal local times) are not expected.
pub fn save(title: &str, played: &[Played], trace: &Trace) -> String {
    save_with(title, played, trace, |place| is_looked_at(&played[place].line))
}

/// The same, with expectations behind the lines at those places only.
pub(super) fn save_with(
    title: &str,
    played: &[Played],
    trace: &Trace,
    is_looked_at: impl Fn(usize) -> bool,
) -> String {
    let mut out = format!("scenario {} {{\n", quoted(title));
    out.push_str(&format!("  at {}\n", date_time(trace.start, trace.zone)));
    for (place, Played { line, happened }) in played.iter().enumerate() {
        if let Some(text) = line_text(line, trace) {
            out.push_str(&format!("  {text}\n"));
        }
        if is_looked_at(place) {
            for expectation in observed(trace, happened.clone()) {
                out.push_str(&format!("  expect {}\n", expectation_text(&expectation, trace.zone)));
            }
        }
    }
    out.push_str("}\n");
    out
}

/// A line as an author writes it; none for what an author does not write here.
fn line_text(line: &LineKind, trace: &Trace) -> Option<String> {
    Some(match line {
        // Behind an expectation, `at` would say when it is expected.
        LineKind::At(at) => format!("wait until {}", date_time(*at, trace.zone)),
        LineKind::Act(act) => act_text(act, trace.zone),
        LineKind::AiAnswers(text) => format!("ai answers {}", quoted(text)),
        LineKind::Wait(delay) => format!("wait {delay}"),
        LineKind::WaitUntil(moment) => format!("wait until {}", moment_text(*moment, trace.zone)),
        LineKind::Expect(_) => return None,
    })
}

const fn is_looked_at(line: &LineKind) -> bool {
    match line {
        LineKind::At(_) | LineKind::Act(_) | LineKind::Wait(_) | LineKind::WaitUntil(_) => true,
        LineKind::AiAnswers(_) | LineKind::Expect(_) => false,
    }
}

/// What can be expected of what happened, in order.
fn observed(trace: &Trace, happened: Range<usize>) -> Vec<Expectation> {
    let entries = &trace.entries()[happened];
    let mut expectations = Vec::new();
    if !entries.iter().any(super::expect::is_performed) {
        expectations.push(Expectation::Nothing);
    }
    expectations.extend(entries.iter().filter_map(|entry| expectation(trace, entry)));
    expectations
}

fn expectation(trace: &Trace, entry: &Entry) -> Option<Expectation> {
    let EntryKind::Effect { effect, written } = &entry.kind else { return None };
    // What an act does by itself is not worth expecting.
    effect.flow.as_ref()?;
    Some(match &effect.kind {
        EffectKind::SendMessage { channel, message, .. } => Expectation::Send(ExpectedSend {
            content: content(message, written.as_ref()),
            to: Some(entry.contact.clone()),
            channel: Some(channel.clone()),
            flow: effect.flow.clone(),
            at: exact_moment(trace, effect.at),
        }),
        EffectKind::Hold { until } => Expectation::HeldUntil(exact_moment(trace, *until)?),
        EffectKind::Suppress { reason, .. } => Expectation::Suppressed(Some(*reason)),
        EffectKind::Notify { to, message } => {
            Expectation::Notify { to: Some(to.clone()), content: content(message, written.as_ref()) }
        }
        EffectKind::Forward { to, .. } => Expectation::Forward { to: to.clone() },
        EffectKind::HandOver { to, asking } => {
            Expectation::HandOver { to: to.clone(), asking: asking.clone() }
        }
        EffectKind::TagTicket { tags } => Expectation::Ticket(tags.clone()),
        EffectKind::Call { url } => Expectation::Call(url.clone()),
        EffectKind::AddTag { .. }
        | EffectKind::RemoveTag { .. }
        | EffectKind::JoinGroup { .. }
        | EffectKind::LeaveGroup { .. }
        | EffectKind::SetField { .. }
        | EffectKind::Assign { .. }
        | EffectKind::OpenConversation
        | EffectKind::CloseConversation
        | EffectKind::StartRun { .. }
        | EffectKind::EndRun { .. }
        | EffectKind::SwitchChannel { .. }
        | EffectKind::OptOut { .. }
        | EffectKind::OptIn { .. } => return None,
    })
}

fn content(message: &Message, written: Option<&Name>) -> ExpectedContent {
    match message {
        Message::Text(text) => ExpectedContent::Text(text.clone()),
        Message::Template { name, .. } => ExpectedContent::Template(name.clone()),
        Message::Ai { instruction } => match written {
            Some(written) => ExpectedContent::Text(written.clone()),
            None => ExpectedContent::Ai(instruction.clone()),
        },
    }
}

/// The date and time at which an instant is exactly, when the language can say it.
fn exact_moment(trace: &Trace, at: Instant) -> Option<Moment> {
    let local = trace.zone.to_local(at);
    let time = TimeOfDay::new(local.hour() as u16, local.minute() as u16)?;
    let moment = Moment { day: Some(Day::Date(local.date())), time, zone: trace.zone };
    (trace.zone.to_instant(time.on(local.date())) == at).then_some(moment)
}
