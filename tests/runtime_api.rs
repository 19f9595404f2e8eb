//! The service's outside: what it takes and refuses over HTTP, who may ask for what, and what it tells.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "these tests are about files and threads")]

#[path = "runtime/workbench.rs"]
#[allow(dead_code, reason = "the workbench is other tests' as well")]
mod store;

#[path = "runtime_api/acts.rs"]
mod acts;
#[path = "runtime_api/aside.rs"]
mod aside;
#[path = "runtime_api/commands.rs"]
mod commands;
#[path = "runtime_api/dawdling.rs"]
mod dawdling;
#[path = "runtime_api/document.rs"]
mod document;
#[path = "runtime_api/events.rs"]
mod events;
#[path = "runtime_api/following.rs"]
mod following;
#[path = "runtime_api/guesses.rs"]
mod guesses;
#[path = "runtime_api/hooks.rs"]
mod hooks;
#[path = "runtime_api/operation.rs"]
mod operation;
#[path = "runtime_api/page.rs"]
mod page;
#[path = "runtime_api/pressure.rs"]
mod pressure;
#[path = "runtime_api/reading.rs"]
mod reading;
#[path = "runtime_api/refusals.rs"]
mod refusals;
#[path = "runtime_api/security.rs"]
mod security;
#[path = "runtime_api/workbench.rs"]
mod workbench;

/// A program with a bit of everything.
const PROGRAM: &str = r#"
workspace "Test" { timezone "UTC"  on close unassign }

field contact.plan: text one of "free", "pro"
field contact.spent: number

template order_update on whatsapp (name) "Hello {name}, your order is on its way."

flow silent {
  on silence
  via webchat for 10m, else whatsapp for 24h, else sms
  within 09:00..17:00
  after 5m send "Still there?"
  after 1d send "Goodbye."
}
flow order { on keyword "ORDER"  send "Delivery or pick-up?" }
flow big   { on event "order"  when event.total >= 100  via sms  send "Thank you!" }
flow news  { on event "news"  via messenger  send "News." }
flow hello {
  on page_view for 10s
  once per visit
  via webchat
  send "Can we help?"
}
"#;
