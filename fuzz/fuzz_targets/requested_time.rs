//! Any message: reading the moment that it asks for neither panics nor hangs, and the moment is later than now.
#![no_main]

use flowc::intents::requested::{Requested, find};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let now = chrono::NaiveDate::from_ymd_opt(2028, 2, 28).and_then(|day| day.and_hms_opt(23, 59, 0)).expect("a time");
    match find(text, now, None) {
        Some(Requested::At(local)) => assert!(local > now),
        Some(Requested::In(delay)) => assert!(!delay.is_zero()),
        None => {}
    }
});
