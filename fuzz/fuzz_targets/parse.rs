//! Any text: the parser and the checker neither panic nor hang, and every place lies in the text.
#![no_main]

use flowc::check::{Broken, Config, check};
use flowc::source::{Source, SourceId};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let source = Source::new(SourceId(0), "fuzz.flow", text);
    let parsed = flowc::syntax::parse(&source);
    for found in &parsed.diagnostics {
        assert!(found.labels.iter().all(|label| text.get(label.span.range()).is_some()));
    }
    let as_of = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date");
    let outcome = check(vec![parsed.file], parsed.diagnostics, Config { as_of, broken: Broken::LeaveOut });
    if let Some(checked) = outcome.checked {
        let _ = flowc::compile::compile(&checked);
    }
});
