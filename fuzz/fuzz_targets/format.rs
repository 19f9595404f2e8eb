//! Any text: formatting never changes what it says, and formatting again changes nothing.
#![no_main]

use flowc::format::format;
use flowc::source::{Source, SourceId};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let formatted = |text: &str| {
        format(&Source::new(SourceId(0), "fuzz.flow", text)).unwrap_or_else(|refused| panic!("{refused:?}"))
    };
    let once = formatted(text);
    assert_eq!(formatted(&once), once);
});
