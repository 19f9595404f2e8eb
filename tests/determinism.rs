//! Every scenario of the tree, played twice and in any order, gives the same trace to the byte.
#![allow(clippy::disallowed_methods, reason = "tests read their files")]
#[path = "common/workspace.rs"]
mod workspace;

use flowc::simulator::trace::json::json_lines;
use flowc::simulator::{Script, play};
use workspace::Workspace;

/// The folders whose scenarios are played, each a workspace of its own.
const FOLDERS: [&str; 8] = [
    "examples/follow_up",
    "examples/sequence",
    "examples/proactive",
    "examples/keywords",
    "examples/outbound",
    "examples/salon",
    "tests/requirements",
    "tests/time",
];

fn traces<'s>(workspace: &Workspace, scripts: impl Iterator<Item = &'s Script>) -> Vec<String> {
    scripts.map(|script| json_lines(&play(&workspace.program, script).trace)).collect()
}

#[test]
fn every_scenario_gives_the_same_trace_twice_and_in_any_order() {
    for folder in FOLDERS {
        let workspace = Workspace::read(folder);
        let scripts = workspace.scripts();
        assert!(!scripts.is_empty(), "{folder} has scenarios");
        let once = traces(&workspace, scripts.iter());
        let mut backwards = traces(&workspace, scripts.iter().rev());
        backwards.reverse();
        assert_eq!(once, backwards, "{folder}");
        let again = Workspace::read(folder);
        assert_eq!(once, traces(&again, again.scripts().iter()), "{folder}");
    }
}
