//! `flowc run`: the same program on the real clock, durably, in one process with an embedded database.

pub mod acts;
pub mod ai;
pub mod connector;
pub mod connectors;
pub mod http;
pub mod inbound;
pub mod search;
pub mod secrets;
pub mod signature;
pub mod transport;
