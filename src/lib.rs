//! flowc: one declarative text language for customer messaging automations.
//!
//! From text to a conversation, in the order of the rooms:
//!
//! ```
//! use flowc::engine::{Contact, EffectKind, Event, EventKind, advance};
//! use flowc::source::{Source, SourceId};
//! use flowc::time::Instant;
//! use flowc::{check, compile, syntax};
//!
//! let text = r#"flow order { on keyword "ORDER" from sms  send "Delivery or pick-up?" }"#;
//! let parsed = syntax::parse(&Source::new(SourceId(0), "order.flow", text));
//!
//! let as_of = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
//! let config = check::Config { as_of, broken: check::Broken::Refuse };
//! let outcome = check::check(vec![parsed.file], parsed.diagnostics, config);
//! let program = compile::compile(&outcome.checked.expect("there are no errors"));
//!
//! let mut contact = Contact::new("marie");
//! let wrote = EventKind::MessageReceived { channel: "sms".into(), text: "ORDER please".into(), intents: vec![] };
//! let effects = advance(&program, &mut contact, &Event::new("e1", Instant::from_millis(0), wrote));
//! assert!(effects.iter().any(|effect| matches!(effect.kind, EffectKind::SendMessage { .. })));
//! ```
//!
//! `docs/ARCHITECTURE.md` says what each room does and which may use which.

pub mod source;
pub mod time;

pub mod calendar;
pub mod intents;
pub mod policy;
pub mod text;

pub mod diagnostics;
pub mod format;
pub mod syntax;

pub mod check;
pub mod fields;

pub mod compile;
pub mod program;

pub mod conditions;
pub mod marketing;
pub mod satisfy;

pub mod engine;
pub mod overlap;
pub mod upgrade;

pub mod analysis;
pub mod ide;
pub mod simulator;

pub mod coverage;
pub mod doc;
pub mod graph;
pub mod page;

#[cfg(feature = "cli")]
pub mod shell;
