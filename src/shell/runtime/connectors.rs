//! Messages out: a file for each provider, a pure pair of functions in each, and what they share.
//!
//! A provider is two pure functions, from a delivery to a request and from an answer to an outcome. [`Http`] puts
//! a line between them. SMTP and the log have lines of their own.

pub mod answers;
pub mod assemble;
pub mod by_address;
pub mod contents;
pub mod graph;
pub mod line;
pub mod log;
pub mod messenger;
pub mod payload;
pub mod settings;
pub mod smtp;
pub mod telegram;
pub mod twilio;
pub mod viber;
pub mod webhook;
pub mod whatsapp;

use super::connector::{Connector, Delivery, Outcome};
use super::transport::{Request, Response, Transport};
use crate::shell::clock;
use crate::time::Instant;

pub use assemble::assemble;
pub use settings::{Plan, read};

/// A provider that is spoken to by HTTP.
pub trait Provider: Send + Sync {
    /// The request for a delivery.
    ///
    /// # Errors
    ///
    /// The outcome of a delivery that cannot be told to this provider at all.
    fn request(&self, delivery: &Delivery, now: Instant) -> Result<Request, Outcome>;

    /// What an answer means.
    fn outcome(&self, response: &Response) -> Outcome;

    /// Whether a repeated request is known by its key, and dropped.
    fn takes_keys(&self) -> bool;
}

/// A provider, and the line to it.
pub struct Http<P> {
    name: String,
    provider: P,
    transport: Transport,
}

impl<P: Provider> Http<P> {
    /// A connector of that name.
    pub fn new(name: impl Into<String>, provider: P, transport: Transport) -> Self {
        Self { name: name.into(), provider, transport }
    }
}

impl<P: Provider> Connector for Http<P> {
    fn name(&self) -> &str {
        &self.name
    }

    fn deliver(&self, delivery: &Delivery) -> Outcome {
        let request = match self.provider.request(delivery, clock::now()) {
            Ok(request) => request,
            Err(outcome) => return outcome,
        };
        match self.transport.send(&request) {
            Ok(response) => self.provider.outcome(&response),
            Err(silence) => answers::without_answer(silence),
        }
    }

    fn takes_keys(&self) -> bool {
        self.provider.takes_keys()
    }
}
