//! Twilio's webhooks: messages that come in, and what became of messages.
//!
//! Sources: Twilio, *Webhooks security* (`X-Twilio-Signature`); *Receive and reply to messages*; *Track outbound
//! message status*; *Advanced Opt-Out* (`OptOutType`).

use std::collections::{BTreeMap, BTreeSet};

use super::{message, opted_out, profile, refused, unsigned};
use crate::program::Name;
use crate::shell::runtime::connector::{Incoming, IncomingKind, Webhook, WebhookAnswer, WebhookRequest};
use crate::shell::runtime::secrets::Secret;
use crate::shell::runtime::signature::{base64, hmac_sha1, same};

/// Takes Twilio's requests apart.
pub struct Twilio {
    channel: Name,
    token: Secret,
}

impl Twilio {
    /// For messages on that channel, signed with that auth token.
    pub fn new(channel: Name, token: Secret) -> Self {
        Self { channel, token }
    }
}

impl Webhook for Twilio {
    fn receive(&self, request: &WebhookRequest<'_>) -> WebhookAnswer {
        let pairs: Vec<(String, String)> = form_urlencoded::parse(request.body)
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        let given = request.header("x-twilio-signature").unwrap_or_default();
        let signed = addresses(request.url)
            .iter()
            .any(|url| same(given, &signature(self.token.expose(), url, &pairs)));
        if !signed {
            return unsigned();
        }
        match read(&self.channel, pairs.into_iter().collect()) {
            // Without an answer of ours Twilio sends nothing to the contact.
            Some(incoming) => WebhookAnswer {
                status: 200,
                content_type: "text/xml",
                body: "<Response/>".to_owned(),
                incoming,
            },
            None => refused(400, "there is no `MessageSid`"),
        }
    }
}

/// The signature of a request: the base64 of HMAC-SHA1 over the address and the sorted parameters, each once.
pub fn signature(token: &str, url: &str, parameters: &[(String, String)]) -> String {
    let sorted: BTreeSet<&(String, String)> = parameters.iter().collect();
    let mut parts = vec![url.as_bytes()];
    parts.extend(sorted.iter().flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()]));
    base64(&hmac_sha1(token.as_bytes(), &parts))
}

/// The address as it is, and with the port of its scheme left out or written: Twilio signs either.
fn addresses(url: &str) -> Vec<String> {
    let mut addresses = vec![url.to_owned()];
    if let Some((scheme, rest)) = url.split_once("://") {
        let port = if scheme == "https" { ":443" } else { ":80" };
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (host, path) = rest.split_at(end);
        match host.strip_suffix(port) {
            Some(bare) => addresses.push(format!("{scheme}://{bare}{path}")),
            None if !host.contains(':') => addresses.push(format!("{scheme}://{host}{port}{path}")),
            None => {}
        }
    }
    addresses
}

fn read(channel: &Name, parameters: BTreeMap<String, String>) -> Option<Vec<Incoming>> {
    let of = |name: &str| parameters.get(name).map(String::as_str).filter(|value| !value.is_empty());
    let sid = of("MessageSid").or(of("SmsSid"))?;
    let report = |what: &str, kind| {
        let id = format!("twilio:{sid}:{what}");
        Incoming { id, at: None, channel: channel.clone(), address: String::new(), kind, profile: Vec::new() }
    };
    let kind = match of("MessageStatus") {
        Some(status @ ("failed" | "undelivered")) => {
            let why = format!("{status}, error {}", of("ErrorCode").unwrap_or("unknown"));
            return Some(vec![report("failed", IncomingKind::Failed { message: sid.to_owned(), why })]);
        }
        Some("delivered" | "read") => {
            return Some(vec![report("delivered", IncomingKind::Delivered { message: sid.to_owned() })]);
        }
        Some(status) if status != "received" => return Some(Vec::new()),
        _ if of("OptOutType") == Some("STOP") => opted_out(channel),
        _ => match of("Body").or(of("MediaUrl0")) {
            Some(text) => message(text),
            None => return Some(Vec::new()),
        },
    };
    let Some(from) = of("From") else { return Some(Vec::new()) };
    let profile = profile([("phone", Some(from).filter(|from| from.starts_with('+')))]);
    let id = format!("twilio:{sid}");
    Some(vec![Incoming { id, at: None, channel: channel.clone(), address: from.to_owned(), kind, profile }])
}
