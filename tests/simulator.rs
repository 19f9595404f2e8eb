//! Scenarios that are played: what they judge, what they trace, and how failures are told.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::disallowed_methods, reason = "the cases are files")]

#[path = "simulator/workspace.rs"]
mod workspace;

#[path = "simulator/reports.rs"]
mod reports;
#[path = "simulator/sessions.rs"]
mod sessions;
#[path = "simulator/traces.rs"]
mod traces;

use flowc::simulator::trace::json::json_lines;
use flowc::simulator::{Palette, play, report};

use workspace::{Workspace, files};

#[test]
fn right_scenarios_pass_and_wrong_ones_fail() {
    let mut wrong = String::new();
    for path in files() {
        let workspace = Workspace::read(&path);
        let should_pass = path.file_name().unwrap().to_string_lossy().starts_with("ok-");
        for script in workspace.scripts() {
            let outcome = play(&workspace.program, &script);
            if outcome.passed() != should_pass {
                wrong += &report(&outcome, &Palette::PLAIN, &|span| workspace.place(span));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn playing_twice_gives_the_same_trace_to_the_byte() {
    for path in files() {
        let workspace = Workspace::read(&path);
        for script in workspace.scripts() {
            let trace = || json_lines(&play(&workspace.program, &script).trace);
            assert_eq!(trace(), trace(), "{}: {}", path.display(), script.title);
        }
    }
}
