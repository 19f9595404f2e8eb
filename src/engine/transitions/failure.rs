//! A message could not be delivered, for good.

use super::super::EffectKey;
use super::super::run::send_elsewhere;
use super::super::turn::Turn;
use crate::program::Name;

/// Notes that the channel fails, and sends the message through the next candidate.
pub(super) fn delivery_failed(turn: &mut Turn<'_>, channel: Option<&Name>, message: Option<EffectKey>) {
    let sent = &turn.contact.sent;
    let at = match (message, channel) {
        (Some(key), _) => sent.iter().position(|sent| sent.key == key),
        (None, Some(channel)) => sent.iter().rposition(|sent| sent.channel == *channel),
        (None, None) => {
            let last = turn.contact.last_channel.as_ref();
            sent.iter().rposition(|sent| Some(&sent.channel) == last)
        }
    };
    let by_message = at.map(|at| turn.contact.sent[at].channel.clone());
    let failed = channel.cloned().or(by_message).or_else(|| turn.contact.last_channel.clone());
    if let Some(channel) = &failed {
        turn.channel_state(channel).failed = true;
    }
    if let Some(at) = at {
        let sent = turn.contact.sent.remove(at);
        send_elsewhere(turn, sent);
    }
}
