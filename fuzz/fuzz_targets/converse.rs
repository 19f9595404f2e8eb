//! Any program, any conversation: `advance` neither panics nor hangs.
//!
//! The text is a program up to a line `===`; each line behind it is a message of the contact.
#![no_main]

use flowc::check::{Broken, Config, check};
use flowc::engine::{Contact, Event, EventKind, advance};
use flowc::source::{Source, SourceId};
use flowc::time::Instant;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (program, messages) = text.split_once("\n===\n").unwrap_or((text, "ORDER\noui"));
    let parsed = flowc::syntax::parse(&Source::new(SourceId(0), "fuzz.flow", program));
    let as_of = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date");
    let config = Config { as_of, broken: Broken::LeaveOut };
    let Some(checked) = check(vec![parsed.file], parsed.diagnostics, config).checked else { return };
    let program = flowc::compile::compile(&checked);
    let mut contact = Contact::new("fuzz");
    let mut now = Instant::from_millis(1_772_438_400_000);
    for (number, message) in messages.lines().take(50).enumerate() {
        let text = message.into();
        let kind = EventKind::MessageReceived { channel: "sms".into(), text, intents: Vec::new() };
        let _ = advance(&program, &mut contact, &Event::new(format!("e{number}"), now, kind));
        now = now.plus_millis(3_600_000);
        for wake in 0..1000 {
            let Some(due) = contact.next_wake().filter(|due| *due <= now) else { break };
            assert!(wake < 999, "the contact wants to be woken without end");
            let _ = advance(&program, &mut contact, &Event::new(format!("w{number}/{wake}"), due, EventKind::Woke));
        }
    }
});
