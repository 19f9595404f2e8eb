//! How failures are told.

use std::path::Path;

use flowc::simulator::{Palette, play, report};

use crate::workspace::Workspace;

#[test]
fn a_failure_shows_the_nearest_miss_and_what_happened() {
    let workspace = Workspace::read(Path::new("tests/simulator/fail-near-miss.flow"));
    let mut told = String::new();
    for script in workspace.scripts() {
        let outcome = play(&workspace.program, &script);
        told += &report(&outcome, &Palette::PLAIN, &|span| workspace.place(span));
        told += "\n";
    }
    insta::assert_snapshot!(told);
}
