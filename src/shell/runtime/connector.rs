//! The border to providers: what goes out, what became of it, and what comes in.
//!
//! A connector knows one provider and nothing of the store: it gets one delivery at a time and says what became of
//! it. A webhook takes a provider's request apart and knows nothing of contacts. The runtime does the rest: it keeps,
//! repeats, finds the contact and commits.

mod delivery;
mod webhook;
mod writer;

use std::sync::Arc;

pub use self::delivery::{Content, Delivery, DeliveryKind, Outcome, Outgoing};
pub use self::webhook::{Incoming, IncomingKind, Webhook, WebhookAnswer, WebhookRequest};
pub use self::writer::{Listener, Writer, WritingTask};
use crate::program::Name;

/// A way to a provider. Called from several threads at once; it may take its time, and never panics.
pub trait Connector: Send + Sync {
    /// Its name in logs and metrics.
    fn name(&self) -> &str;

    /// Tries to deliver, once.
    fn deliver(&self, delivery: &Delivery) -> Outcome;

    /// Whether the provider takes the key and drops what it has had: then an attempt may be repeated at will.
    fn takes_keys(&self) -> bool;
}

/// Everything that leads to providers and back.
#[derive(Clone)]
pub struct Connectors {
    /// By the channel's name; `notify`, `forward`, `call` and `other` are names here as well.
    pub by_channel: std::collections::BTreeMap<Name, Arc<dyn Connector>>,
    /// For what has no connector of its own.
    pub fallback: Arc<dyn Connector>,
    /// Webhooks by the name in their address.
    pub webhooks: std::collections::BTreeMap<Name, Arc<dyn Webhook>>,
    /// Who writes for the AI.
    pub writer: Option<Arc<dyn Writer>>,
}

impl Connectors {
    /// The connector for a delivery.
    pub fn of(&self, kind: &DeliveryKind) -> &Arc<dyn Connector> {
        let name = match kind {
            DeliveryKind::Message(message) => &*message.channel,
            DeliveryKind::Notify { .. } => "notify",
            DeliveryKind::Forward { .. } => "forward",
            DeliveryKind::Call { .. } => "call",
            DeliveryKind::Other { .. } => "other",
        };
        self.of_lane(name)
    }

    /// The connector for a channel, `notify`, `forward`, `call` or `other`.
    pub fn of_lane(&self, name: &str) -> &Arc<dyn Connector> {
        self.by_channel.get(name).unwrap_or(&self.fallback)
    }
}
