//! The service's outside: the HTTP API, who may use it and how much.

pub mod access;
pub mod events;
pub mod problem;
pub mod rate;
