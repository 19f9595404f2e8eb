//! Expectations of something that happened: the next effect that fits, or the one that comes nearest.

use super::{Verdict, View};
use crate::calendar::Zone;
use crate::engine::{Effect, EffectKind, Message};
use crate::program::Name;
use crate::program::Receiver::Bot;
use crate::simulator::outcome::{Difference, Miss};
use crate::simulator::script::{
    Expectation, ExpectedContent, ExpectedSend, date_time, moment_text, quoted, quoted_list, receiver_text,
};
use crate::simulator::telling::{message_text, readable};
use crate::simulator::trace::{Entry, EntryKind};

/// Finds the next effect behind the contact's cursor that fits.
pub(super) fn find(view: View<'_>, expectation: &Expectation) -> Verdict {
    let fits = |entry: &Entry| differences(view, expectation, entry).is_some_and(|found| found.is_empty());
    match ahead(view).find(|(_, entry)| fits(entry)) {
        Some((at, _)) => Verdict::Met(Some(at)),
        None => Verdict::Unmet { nearest: nearest(view, expectation), found: None },
    }
}

/// Looks for an effect behind the contacts' cursors that should not be there.
pub(super) fn find_none(view: View<'_>, is_unwanted: impl Fn(&Entry) -> bool) -> Verdict {
    match ahead(view).find(|(_, entry)| is_unwanted(entry)) {
        None => Verdict::Met(None),
        Some((entry, _)) => {
            let nearest = Some(Miss { entry, differences: Vec::new() });
            Verdict::Unmet { nearest, found: None }
        }
    }
}

/// What happened behind the contacts' cursors.
fn ahead<'a>(view: View<'a>) -> impl Iterator<Item = (usize, &'a Entry)> {
    let entries = view.world.trace().entries().iter().enumerate().skip(view.from);
    entries.filter(move |(at, entry)| *at >= view.cursor(&entry.contact))
}

/// How much of a deed is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    /// It reaches somebody: a message, a call.
    Outward,
    /// It changes a state that is expected as a state: a tag, a group, who has the conversation.
    Inward,
}

/// Whether something was done that an author sees. What an act does by itself belongs to no flow.
pub(in crate::simulator) fn is_performed(entry: &Entry) -> bool {
    deed(entry).is_some()
}

/// The same, for somebody who expects nothing: behind something else that was expected, nothing else. What changes
/// a state does not count then, since no expectation could take it.
pub(super) fn is_unexpected(view: View<'_>, entry: &Entry) -> bool {
    match deed(entry) {
        Some(Deed::Outward) => true,
        Some(Deed::Inward) => !view.cursors.contains_key(&entry.contact),
        None => false,
    }
}

fn deed(entry: &Entry) -> Option<Deed> {
    let effect = entry.effect()?;
    effect.flow.as_ref()?;
    match effect.kind {
        EffectKind::SendMessage { .. }
        | EffectKind::Notify { .. }
        | EffectKind::Forward { .. }
        | EffectKind::HandOver { .. }
        | EffectKind::TagTicket { .. }
        | EffectKind::Call { .. } => Some(Deed::Outward),
        EffectKind::AddTag { .. }
        | EffectKind::RemoveTag { .. }
        | EffectKind::JoinGroup { .. }
        | EffectKind::LeaveGroup { .. }
        | EffectKind::SetField { .. }
        | EffectKind::Assign { .. }
        | EffectKind::OpenConversation
        | EffectKind::CloseConversation => Some(Deed::Inward),
        EffectKind::Hold { .. }
        | EffectKind::Suppress { .. }
        | EffectKind::StartRun { .. }
        | EffectKind::EndRun { .. }
        | EffectKind::SwitchChannel { .. }
        | EffectKind::OptOut { .. }
        | EffectKind::OptIn { .. } => None,
    }
}

/// Whether a flow (that flow) sent something (to that contact).
pub(super) fn is_send_of(entry: &Entry, to: Option<&Name>, flow: Option<&Name>) -> bool {
    let is_send = |effect: &Effect| {
        matches!(effect.kind, EffectKind::SendMessage { .. })
            && effect.flow.is_some()
            && flow.is_none_or(|flow| effect.flow.as_ref() == Some(flow))
    };
    entry.effect().is_some_and(is_send) && to.is_none_or(|to| entry.contact == *to)
}

/// What sets an effect apart from what is expected; none when it is another kind of thing.
fn differences(view: View<'_>, expectation: &Expectation, entry: &Entry) -> Option<Vec<Difference>> {
    let EntryKind::Effect { effect, written } = &entry.kind else { return None };
    let zone = view.world.trace().zone;
    let mut differ = Differ(Vec::new());
    match (expectation, &effect.kind) {
        (Expectation::Send(expected), EffectKind::SendMessage { channel, message, .. }) => {
            differ.send(view, expected, entry, channel);
            differ.content(&expected.content, message, written.as_ref());
        }
        (Expectation::HeldUntil(moment), EffectKind::Hold { until }) => {
            let is_meant = moment.tells_future(*until, &[effect.at, view.since, view.world.now()]);
            differ.unless(is_meant, "until", moment_text(*moment, zone), date_time(*until, zone));
        }
        (Expectation::Suppressed(wanted), EffectKind::Suppress { reason, refused, .. }) => {
            let mut reasons = std::iter::once(*reason).chain(refused.iter().map(|refusal| refusal.reason));
            if let Some(wanted) = wanted {
                let fits = reasons.any(|reason| reason == *wanted);
                differ.unless(fits, "reason", wanted.name().to_owned(), reason.name().to_owned());
            }
        }
        (Expectation::Notify { to, content }, EffectKind::Notify { to: address, message }) => {
            differ.text("address", to.as_ref(), address);
            differ.content(content, message, written.as_ref());
        }
        (Expectation::Forward { to }, EffectKind::Forward { to: address, .. }) => {
            differ.text("address", Some(to), address);
        }
        (Expectation::HandOver { to, asking }, EffectKind::HandOver { to: receiver, asking: asked }) => {
            let fits =
                to == receiver || matches!((to, receiver), (Bot(wanted, None), Bot(bot, _)) if wanted == bot);
            differ.unless(fits, "receiver", receiver_text(to), receiver_text(receiver));
            let fits = asking.is_empty() || asking == asked;
            differ.unless(fits, "asking", asking.join(", "), asked.join(", "));
        }
        (Expectation::Ticket(wanted), EffectKind::TagTicket { tags }) => {
            let fits = wanted.iter().all(|tag| tags.contains(tag));
            differ.unless(fits, "tags", quoted_list(wanted), quoted_list(tags));
        }
        (Expectation::Call(wanted), EffectKind::Call { url }) => differ.text("address", Some(wanted), url),
        _ => return None,
    }
    Some(differ.0)
}

/// The differences so far.
struct Differ(Vec<Difference>);

impl Differ {
    fn unless(&mut self, fits: bool, what: &'static str, expected: String, happened: String) {
        if !fits {
            self.0.push(Difference { what, expected, happened });
        }
    }

    fn name(&mut self, what: &'static str, expected: Option<&Name>, happened: Option<&Name>) {
        let Some(expected) = expected else { return };
        let told = happened.map_or_else(|| "none".to_owned(), ToString::to_string);
        self.unless(happened == Some(expected), what, expected.to_string(), told);
    }

    fn text(&mut self, what: &'static str, expected: Option<&Name>, happened: &Name) {
        let Some(expected) = expected else { return };
        self.unless(expected == happened, what, quoted(expected), quoted(happened));
    }

    fn send(&mut self, view: View<'_>, expected: &ExpectedSend, entry: &Entry, channel: &Name) {
        let zone = view.world.trace().zone;
        self.name("contact", expected.to.as_ref(), Some(&entry.contact));
        self.name("channel", expected.channel.as_ref(), Some(channel));
        let flow = entry.effect().and_then(|effect| effect.flow.as_ref());
        self.name("flow", expected.flow.as_ref(), flow);
        if let Some(moment) = expected.at {
            let is_meant = moment.tells_past(entry.at, view.since, view.world.now());
            self.unless(is_meant, "time", moment_text(moment, zone), time_text(entry, zone));
        }
    }

    fn content(&mut self, expected: &ExpectedContent, message: &Message, written: Option<&Name>) {
        let text = readable(message, written);
        let (fits, what, expected) = match expected {
            ExpectedContent::Anything => return,
            ExpectedContent::Text(wanted) => (text == Some(wanted), "text", quoted(wanted)),
            ExpectedContent::Containing(piece) => {
                let contains = text.is_some_and(|text| text.contains(piece.as_ref()));
                (contains, "text", format!("containing {}", quoted(piece)))
            }
            ExpectedContent::Ai(None) => (matches!(message, Message::Ai { .. }), "text", "ai".to_owned()),
            ExpectedContent::Ai(Some(wanted)) => {
                let fits = matches!(message, Message::Ai { instruction: Some(found) } if found == wanted);
                (fits, "text", format!("ai {}", quoted(wanted)))
            }
            ExpectedContent::Template(wanted) => {
                let fits = matches!(message, Message::Template { name, .. } if name == wanted);
                (fits, "text", format!("template {wanted}"))
            }
        };
        self.unless(fits, what, expected, message_text(message, written));
    }
}

/// The effect that comes nearest: the fewest differences, then the likest text, then the first.
///
/// Effects that expectations before this one have found already, or that happened before the previous act or
/// wait, count as well: their time is one difference more.
fn nearest(view: View<'_>, expectation: &Expectation) -> Option<Miss> {
    let entries = view.world.trace().entries();
    let miss = |(entry, happened): (usize, &Entry)| {
        let mut differences = differences(view, expectation, happened)?;
        let zone = view.world.trace().zone;
        let order = |expected: String, happened: String| Difference { what: "order", expected, happened };
        if entry < view.from {
            if !differences.is_empty() {
                return None;
            }
            let expected = format!("since {}", date_time(view.since, zone));
            differences.push(order(expected, time_text(happened, zone)));
        } else if entry < view.cursor(&happened.contact) {
            let expected = "behind what is expected above".to_owned();
            differences.push(order(expected, "before it, or the same".to_owned()));
        }
        Some(Miss { entry, differences })
    };
    entries.iter().enumerate().filter_map(miss).min_by_key(|miss| {
        let text = miss.differences.iter().find(|difference| difference.what == "text");
        let unlike = text.map_or(0, |text| strsim::levenshtein(&text.expected, &text.happened));
        (miss.differences.len(), unlike, miss.entry < view.from)
    })
}

/// `2026-03-02 09:05`, with the seconds if there are any.
fn time_text(entry: &Entry, zone: Zone) -> String {
    let whole_minute = entry.at.millis().rem_euclid(60_000) == 0;
    let format = if whole_minute { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M:%S%.f" };
    zone.to_local(entry.at).format(format).to_string()
}
