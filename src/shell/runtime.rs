//! `flowc run`: the same program on the real clock, durably, in one process with an embedded database.

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
