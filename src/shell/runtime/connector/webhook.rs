//! What comes in: a provider's request, and what it says.

use crate::program::{Name, Value};
use crate::time::Instant;

/// Something that a provider's webhook said, before the contact is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// The provider's id of it: what arrives again under the same id changes nothing.
    pub id: String,
    /// When it happened; none means now.
    pub at: Option<Instant>,
    /// The channel, by the author's name.
    pub channel: Name,
    /// The contact's address there. Empty for reports about a message (`Failed`, `Delivered`, `Opened`), whose
    /// contact is that of the message.
    pub address: String,
    /// What happened.
    pub kind: IncomingKind,
    /// Fields that the provider knows (`first_name`, `language`, …): set when they are new.
    pub profile: Vec<(Name, Value)>,
}

/// What a provider reports.
#[derive(Debug, Clone, PartialEq)]
pub enum IncomingKind {
    /// The contact wrote; pictures and files are told in words or as their address.
    Message {
        /// What.
        text: Name,
    },
    /// A message that was sent did not arrive, for good.
    Failed {
        /// The provider's id of the message, or its key.
        message: String,
        /// Why, in words.
        why: String,
    },
    /// A message that was sent has arrived. Kept with the message; no event.
    Delivered {
        /// The provider's id of the message, or its key.
        message: String,
    },
    /// The visitor opened a proactive message.
    Opened {
        /// The provider's id of the message, or its key.
        message: String,
    },
    /// The visitor dismissed a proactive message.
    Dismissed {
        /// The provider's id of the message, or its key.
        message: String,
    },
    /// Anything else that happened to the contact, as an event of the engine: a page was viewed, the contact opted
    /// out, an appointment was booked.
    Event(crate::engine::EventKind),
}

/// A provider's request, whole.
#[derive(Debug, Clone, Copy)]
pub struct WebhookRequest<'a> {
    /// `GET`, `POST`.
    pub method: &'a str,
    /// What stands behind `?`, as it came.
    pub query: &'a str,
    /// The address that the provider called, from the public base URL on where one is set: some sign it.
    pub url: &'a str,
    /// Headers, names in lower case.
    pub headers: &'a [(String, String)],
    /// The body as it came: signatures are over these bytes.
    pub body: &'a [u8],
    /// Now.
    pub now: Instant,
}

impl WebhookRequest<'_> {
    /// A header by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// What a webhook made of a request. The answer goes out once what came in is committed.
#[derive(Debug, Clone, PartialEq)]
pub struct WebhookAnswer {
    /// The HTTP status; with anything but 2xx nothing comes in.
    pub status: u16,
    /// The body's media type.
    pub content_type: &'static str,
    /// The body.
    pub body: String,
    /// What happened, in order.
    pub incoming: Vec<Incoming>,
}

/// Takes a provider's requests apart, signatures included. Served at `/v1/hooks/NAME`.
pub trait Webhook: Send + Sync {
    /// Checks and reads one request; never panics, whatever comes.
    fn receive(&self, request: &WebhookRequest<'_>) -> WebhookAnswer;
}
