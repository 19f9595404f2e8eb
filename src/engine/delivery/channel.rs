//! One channel: whether the contact can be reached there, and what its rules let through now.

use super::super::EffectKind;
use super::super::turn::Turn;
use super::refused::{Fact, Refused};
use crate::policy::ChannelKind;
use crate::policy::channels::{ChannelRow, Sending, Standing, Verdict};
use crate::policy::messages::ContentType;
use crate::program::{Candidate, Channel, ChannelId, TemplateId};

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
pub(in crate::engine) fn reachable<'a>(turn: &Turn<'a>, candidate: &Candidate) -> Result<(), Refused<'a>> {
    let channel = turn.channel(candidate.channel);
    let name = &channel.name;
    let refused = |fact| Err(Refused { channel: name, fact });
    let state = turn.contact.channel(name);
    if !has_address(turn, channel) {
        return refused(Fact::NoAddress);
    }
    if turn.contact.opted_out_of(name) {
        return refused(Fact::OptedOut);
    }
    if state.is_some_and(|state| state.failed) {
        return refused(Fact::Failed);
    }
    let Some(within) = candidate.within else { return Ok(()) };
    let viewed = turn.contact.visitor.last_view.filter(|_| channel.kind == ChannelKind::Webchat);
    let latest = state.and_then(|state| state.last_inbound).max(viewed);
    match latest {
        Some(at) if turn.zone().add(at, within) > turn.now => Ok(()),
        _ => refused(Fact::Silent(within)),
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
pub(in crate::engine) fn passage<'a>(
    turn: &Turn<'a>,
    id: ChannelId,
    subject: Subject,
) -> Result<Passage, Refused<'a>> {
    let channel = turn.channel(id);
    let name = &channel.name;
    let refused = |fact| Err(Refused { channel: name, fact });
    if let Some(template) = subject.template {
        let approved = turn.channel(turn.program.templates[template.index()].channel);
        if approved.kind != channel.kind {
            return refused(Fact::ApprovedFor(&approved.name));
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
        Verdict::NoTemplates => refused(Fact::NoTemplates),
        Verdict::WindowClosed => refused(match subject.content_type {
            Some(content_type) if !row.content_types.contains(&content_type) => {
                Fact::NotOutside(content_type)
            }
            Some(_) | None => closed(&row, standing),
        }),
    }
}

fn within_quota<'a>(turn: &Turn<'_>, channel: &'a Channel, row: &ChannelRow) -> Result<Passage, Refused<'a>> {
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
    Err(Refused { channel: &channel.name, fact: Fact::Used(used, quota) })
}

fn closed(row: &ChannelRow, standing: Standing) -> Fact<'static> {
    match standing.since_inbound_millis {
        None => Fact::NeverWrote,
        Some(since) if since < row.window_millis.unwrap_or(u64::MAX) => Fact::TooMany(standing.sent_since),
        Some(since) => Fact::TooLongAgo(since, row.window_millis.unwrap_or(0) / 3_600_000),
    }
}
