//! Connectors and webhooks, each against a fake of its provider that checks what the provider would check.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "these tests are about sockets and what comes over them"
)]

#[path = "connectors/fake.rs"]
mod fake;
#[path = "connectors/workbench.rs"]
mod workbench;

#[path = "connectors/ai.rs"]
mod ai;
#[path = "connectors/inbound.rs"]
mod inbound;
#[path = "connectors/inbound_chats.rs"]
mod inbound_chats;
#[path = "connectors/inbound_meta.rs"]
mod inbound_meta;
#[path = "connectors/inbound_twilio.rs"]
mod inbound_twilio;
#[path = "connectors/line.rs"]
mod line;
#[path = "connectors/log.rs"]
mod log;
#[path = "connectors/messenger.rs"]
mod messenger;
#[path = "connectors/random.rs"]
mod random;
#[path = "connectors/samples.rs"]
mod samples;
#[path = "connectors/settings.rs"]
mod settings;
#[path = "connectors/smtp.rs"]
mod smtp;
#[path = "connectors/telegram.rs"]
mod telegram;
#[path = "connectors/transport.rs"]
mod transport;
#[path = "connectors/twilio.rs"]
mod twilio;
#[path = "connectors/viber.rs"]
mod viber;
#[path = "connectors/webhook.rs"]
mod webhook;
#[path = "connectors/whatsapp.rs"]
mod whatsapp;
