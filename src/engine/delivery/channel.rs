//! One channel: whether the contact can be reached there, and what its rules let through now.

use super::super::turn::Turn;
use super::super::{EffectKind, Reason, Why};
use crate::policy::ChannelKind;
use crate::policy::channels::{ChannelRow, Sending, Standing, Verdict};
use crate::policy::messages::ContentType;
use crate::program::{Candidate, Channel, ChannelId, Name, TemplateId};

/// Why not, with the facts.
pub(in crate::engine) type Refused = (Reason, Why);

/// Who writes, as far as the channels care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum Speaker {
    /// A flow or the bot.
    Machine,
    /// A person.
    Person,
}

/// What the rules ask about a message.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct Subject {
    /// Who writes.
    pub speaker: Speaker,
    /// The approved template that it uses.
    pub template: Option<TemplateId>,
    /// The purpose that it is sent with.
    pub content_type: Option<ContentType>,
}

/// How a message gets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::engine) struct Passage {
    /// The human-agent tag goes with it.
    pub human_agent: bool,
    /// It counts against the monthly quota.
    pub counts_quota: bool,
    /// The purpose goes with it: the window is closed.
    pub content_type: Option<ContentType>,
}

/// Whether the contact can be reached on the candidate, and wrote there lately enough.
pub(in crate::engine) fn reachable(turn: &Turn<'_>, candidate: &Candidate) -> Result<(), Refused> {
    let channel = turn.channel(candidate.channel);
    let name = &channel.name;
    let state = turn.contact.channel(name);
    if !has_address(turn, channel) {
        return Err((Reason::NoAddress, format!("no address on {name}").into()));
    }
    if turn.contact.opted_out_of(name) {
        return Err((Reason::OptedOut, format!("opted out of {name}").into()));
    }
    if state.is_some_and(|state| state.failed) {
        return Err((Reason::DeliveryFailed, format!("{name} failed for good").into()));
    }
    let Some(within) = candidate.within else { return Ok(()) };
    let viewed = turn.contact.visitor.last_view.filter(|_| channel.kind == ChannelKind::Webchat);
    let latest = state.and_then(|state| state.last_inbound).max(viewed);
    match latest {
        Some(at) if turn.zone().add(at, within) > turn.now => Ok(()),
        _ => Err((Reason::WindowClosed, format!("nothing came from {name} in the last {within}").into())),
    }
}

fn has_address(turn: &Turn<'_>, channel: &Channel) -> bool {
    let contact = &turn.contact;
    let state = contact.channel(&channel.name);
    if state.is_some_and(|state| state.known || state.last_inbound.is_some()) {
        return true;
    }
    let known = |field: &str| contact.field(field).is_some();
    match channel.kind {
        ChannelKind::Webchat => contact.visitor.visit.is_some() || known("webchat"),
        ChannelKind::Sms => known("phone") || known("sms"),
        ChannelKind::Viber => known("phone") || known("viber"),
        ChannelKind::Email => known("email"),
        ChannelKind::Whatsapp => known("whatsapp") || known("phone"),
        ChannelKind::Messenger => known("messenger"),
        ChannelKind::Instagram => known("instagram"),
        ChannelKind::Wechat => known("wechat"),
        ChannelKind::Telegram => known("telegram"),
        ChannelKind::Line => known("line"),
    }
}

/// Whether the channel's rules let the message through now: messaging window, purpose, quota.
pub(in crate::engine) fn passage(
    turn: &Turn<'_>,
    id: ChannelId,
    subject: Subject,
) -> Result<Passage, Refused> {
    let channel = turn.channel(id);
    let name = &channel.name;
    if let Some(template) = subject.template {
        let approved = turn.channel(turn.program.templates[template.index()].channel);
        if approved.kind != channel.kind {
            let why = format!("the template is approved for {}, not for {name}", approved.name);
            return Err((Reason::ContentType, why.into()));
        }
    }
    let row = channel.rules(turn.now);
    let state = turn.contact.channel(name);
    let standing = Standing {
        since_inbound_millis: state
            .and_then(|state| state.last_inbound)
            .map(|at| u64::try_from(turn.now.millis_since(at)).unwrap_or(0)),
        sent_since: state.map_or(0, |state| state.sent_since),
    };
    let sending = match (subject.template, subject.speaker, subject.content_type) {
        (Some(_), ..) => Sending::Template,
        (None, Speaker::Person, _) => Sending::Person,
        (None, Speaker::Machine, Some(content_type)) => Sending::Content(content_type),
        (None, Speaker::Machine, None) => Sending::Automatic,
    };
    let content_type = subject.content_type.filter(|_| !row.is_inside(standing));
    match row.allows(standing, sending) {
        Verdict::Allowed => Ok(Passage { content_type, ..Passage::default() }),
        Verdict::AsHumanAgent => Ok(Passage { human_agent: true, ..Passage::default() }),
        Verdict::Quota => within_quota(turn, channel, &row),
        Verdict::NoTemplates => Err((Reason::ContentType, format!("{name} knows no templates").into())),
        Verdict::WindowClosed => match subject.content_type {
            Some(content_type) if !row.content_types.contains(&content_type) => {
                let why =
                    format!("{name} does not take `{}` outside its messaging window", content_type.name());
                Err((Reason::ContentType, why.into()))
            }
            Some(_) | None => Err((Reason::WindowClosed, closed(turn, name, &row, standing))),
        },
    }
}

fn within_quota(turn: &Turn<'_>, channel: &Channel, row: &ChannelRow) -> Result<Passage, Refused> {
    let passage = Passage { counts_quota: true, ..Passage::default() };
    let (Some(quota), false) = (row.quota_per_month, channel.beyond_allowed) else { return Ok(passage) };
    let before =
        turn.event.quotas_used.iter().find(|(name, _)| *name == channel.name).map_or(0, |(_, used)| *used);
    let now = turn.effects().iter().filter(|effect| match &effect.kind {
        EffectKind::SendMessage { channel: name, counts_quota, .. } => *counts_quota && *name == channel.name,
        _ => false,
    });
    let used = before as usize + now.count();
    if used < quota as usize {
        return Ok(passage);
    }
    Err((
        Reason::Quota,
        format!("{used} of {quota} messages outside the window of {} are used", channel.name).into(),
    ))
}

fn closed(turn: &Turn<'_>, name: &Name, row: &ChannelRow, standing: Standing) -> Why {
    let hours = row.window_millis.unwrap_or(0) / 3_600_000;
    let Some(since) = standing.since_inbound_millis else {
        return format!("the contact has not written on {name}").into();
    };
    if since < row.window_millis.unwrap_or(u64::MAX) {
        return format!("{} messages were sent on {name} since the contact wrote there", standing.sent_since)
            .into();
    }
    let at = turn.zone().to_local(turn.now.plus_millis(-i64::try_from(since).unwrap_or(0)));
    format!("the contact wrote on {name} last at {}, more than {hours}h ago", at.format("%Y-%m-%d %H:%M"))
        .into()
}
