//! What providers report becomes events of contacts, within the transaction that takes them: whose address it is, who
//! is new, and which message a report is about.

use rusqlite::Connection;

use super::connector::{Incoming, IncomingKind};
use super::service::Commit;
use super::store::addresses::{self, by_phone};
use super::store::{StoreError, deliveries, history};
use crate::engine::{EffectKey, Event, EventKind};
use crate::policy::ChannelKind;
use crate::program::{Name, Program, Value};
use crate::shell::runtime::search::phone_key;
use crate::time::Instant;

/// What became of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// Something happened to a contact.
    Taken,
    /// It was known.
    Known,
    /// It is about a message that is none of ours, or a channel that the program does not have.
    Foreign,
}

/// Takes what one request of a provider reported, in its order. `heard` is what
/// [`Service::hear`](super::service::Service::hear) found in each message.
///
/// # Errors
///
/// When the store cannot be read or written.
pub fn take(
    commit: &mut Commit<'_>,
    incoming: &[Incoming],
    heard: &[Vec<Name>],
) -> Result<Vec<Arrival>, StoreError> {
    let heard = heard.iter().cloned().chain(std::iter::repeat(Vec::new()));
    incoming.iter().zip(heard).map(|(incoming, heard)| take_one(commit, incoming, heard)).collect()
}

fn take_one(commit: &mut Commit<'_>, incoming: &Incoming, heard: Vec<Name>) -> Result<Arrival, StoreError> {
    let version = commit.version().clone();
    let Some(kind) = kind_of(&version.program, &incoming.channel) else { return Ok(Arrival::Foreign) };
    let at = incoming.at.unwrap_or(commit.now()).min(commit.now());
    let (contact, happened) = match &incoming.kind {
        IncomingKind::Message { text } => {
            let (channel, text) = (incoming.channel.clone(), text.clone());
            let wrote = EventKind::MessageReceived { channel, text, intents: heard };
            (contact_of(commit, kind, incoming, at)?, wrote)
        }
        IncomingKind::Event(event) => (contact_of(commit, kind, incoming, at)?, event.clone()),
        IncomingKind::Failed { message, why: _ } => {
            let Some((contact, key)) = about(commit.connection(), incoming, message)? else {
                return Ok(Arrival::Foreign);
            };
            let channel = Some(incoming.channel.clone());
            (contact, EventKind::DeliveryFailed { channel, message: Some(key) })
        }
        IncomingKind::Delivered { message } => {
            let Some((contact, key)) = about(commit.connection(), incoming, message)? else {
                return Ok(Arrival::Foreign);
            };
            let new = deliveries::delivered(commit.connection(), &contact, key, at)?;
            return Ok(if new { Arrival::Taken } else { Arrival::Known });
        }
        IncomingKind::Opened { message } | IncomingKind::Dismissed { message } => {
            let about = about(commit.connection(), incoming, message)?;
            let found = match about {
                Some((contact, key)) => flow_of(commit, &contact, key)?.map(|flow| (contact, flow)),
                None => None,
            };
            let Some((contact, flow)) = found else { return Ok(Arrival::Foreign) };
            let kind = match &incoming.kind {
                IncomingKind::Opened { .. } => EventKind::ProactiveOpened { flow },
                IncomingKind::Message { .. }
                | IncomingKind::Event(_)
                | IncomingKind::Failed { .. }
                | IncomingKind::Delivered { .. }
                | IncomingKind::Dismissed { .. } => EventKind::ProactiveDismissed { flow },
            };
            (contact, kind)
        }
    };
    let accepted = commit.take(&contact, Event::new(short(&incoming.id), at, happened))?;
    Ok(match accepted.taken {
        super::service::Taken::Now | super::service::Taken::Kept => Arrival::Taken,
        super::service::Taken::Before => Arrival::Known,
    })
}

/// The contact with the address; a new one when nobody has it. What the provider tells of a person is kept where
/// nothing was known.
fn contact_of(
    commit: &mut Commit<'_>,
    kind: ChannelKind,
    incoming: &Incoming,
    at: Instant,
) -> Result<Name, StoreError> {
    let address = spelled(kind, &incoming.address);
    let found = addresses::find(commit.connection(), kind, &address)?;
    let name: Name = match &found {
        Some(name) => name.clone(),
        None => short(&format!("{}:{address}", kind.name())).as_str().into(),
    };
    let known = commit.contact(&name)?.map(|(_, contact)| contact);
    let is_new = |field: &str| known.as_ref().is_none_or(|contact| contact.field(field).is_none());
    let mut fields: Vec<(Name, Value)> = Vec::new();
    // Somebody who was found by the phone number is known by it already.
    if found.is_none() {
        fields.push((kind.name().into(), Value::Text(address.as_str().into())));
    }
    let profile = incoming.profile.iter().filter(|(field, _)| is_new(field));
    fields.extend(profile.map(|(field, value)| match value {
        Value::Text(text) if &**field == "phone" => {
            (field.clone(), Value::Text(spelled(ChannelKind::Sms, text).as_str().into()))
        }
        value => (field.clone(), value.clone()),
    }));
    if !fields.is_empty() {
        let known = EventKind::ContactUpdated { fields, tags: Vec::new(), groups: Vec::new() };
        commit.take(&name, Event::new(format!("~profile/{}", short(&incoming.id)), at, known))?;
    }
    Ok(name)
}

/// The message that a report is about.
fn about(
    connection: &Connection,
    incoming: &Incoming,
    message: &str,
) -> Result<Option<(Name, EffectKey)>, StoreError> {
    deliveries::find(connection, &incoming.channel, message)
}

fn flow_of(commit: &mut Commit<'_>, contact: &Name, key: EffectKey) -> Result<Option<Name>, StoreError> {
    let Some((row, _)) = commit.contact(contact)? else { return Ok(None) };
    let happened = history::since(commit.connection(), row, key.sequence, 1)?;
    let effects = happened.into_iter().flat_map(|happened| happened.effects);
    let mut flows = effects.filter(|effect| effect.key == key).filter_map(|effect| effect.flow);
    Ok(flows.next())
}

fn kind_of(program: &Program, channel: &str) -> Option<ChannelKind> {
    program.channel(channel).map(|id| program.channels[id.index()].kind)
}

/// A phone number without its formatting; everything else as it came.
fn spelled(kind: ChannelKind, address: &str) -> String {
    match by_phone(kind) && address.starts_with('+') {
        true => format!("+{}", phone_key(address)),
        false => address.to_owned(),
    }
}

/// An id that fits into the store: one that is too long is cut, with its digest behind.
fn short(id: &str) -> String {
    const BYTES_MAX: usize = 200;
    let id: String = id.chars().filter(|c| !c.is_control()).collect();
    if id.len() <= BYTES_MAX {
        return id;
    }
    let digest = super::signature::hex(&super::signature::sha256(id.as_bytes()));
    let cut = (0..=BYTES_MAX - 33).rev().find(|at| id.is_char_boundary(*at)).unwrap_or(0);
    format!("{}~{}", &id[..cut], &digest[..32])
}
