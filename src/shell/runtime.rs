//! `flowc run`: the same program on the real clock, durably, in one process with an embedded database.
//!
//! Along the way of a message: [`inbound`] takes a provider's webhook apart and [`arrivals`] makes events of it, or they
//! come by [`http`]; the [`service`] gives them to the engine and commits what comes of them to the [`store`]; what is
//! due goes out by [`connectors`], each of which is a [`Connector`](connector::Connector).

pub mod acts;
pub mod ai;
pub mod apply;
pub mod arrivals;
pub mod clock;
pub mod connector;
pub mod connectors;
pub mod forget;
pub mod http;
pub mod inbound;
pub mod metrics;
pub mod search;
pub mod secrets;
pub mod service;
pub mod settings;
pub mod signature;
pub mod store;
pub mod transport;
pub mod version;
