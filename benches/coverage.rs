//! What coverage costs: the examples' scenarios played with somebody who counts, beside the same without, in
//! processor time. `cargo bench --bench coverage` prints it.
#![allow(clippy::disallowed_methods, reason = "benches read their files")]

mod cpu;

use std::fs;

use flowc::check::{Broken, Checked, Config, check};
use flowc::compile::compile;
use flowc::coverage::Points;
use flowc::program::Program;
use flowc::simulator::{Script, play, play_watched};
use flowc::source::{Source, SourceId};
use flowc::syntax::{ast, parse};

const EXAMPLES: [&str; 6] = ["follow_up", "sequence", "proactive", "keywords", "outbound", "salon"];

fn main() {
    const ROUNDS: usize = 100;
    let examples: Vec<_> = EXAMPLES.map(checked).into();
    for (name, checked) in EXAMPLES.iter().zip(&examples) {
        let program = compile(checked);
        let scripts = scripts(checked, &program);
        let points = Points::of(checked, &program);
        let without = || scripts.iter().map(|script| play(&program, script).failures.len()).sum::<usize>();
        let with = || {
            let recorder = points.recorder();
            let played = scripts.iter().map(|script| {
                let outcome = play_watched(&program, script, &recorder);
                recorder.take(&outcome.trace);
                outcome.failures.len()
            });
            played.sum::<usize>()
        };
        assert_eq!((without(), with()), (0, 0), "{name}: the scenarios pass");
        let without = cpu::seconds(9, || (0..ROUNDS).map(|_| without()).sum::<usize>());
        let with = cpu::seconds(9, || (0..ROUNDS).map(|_| with()).sum::<usize>());
        let each = with * 1e6 / (ROUNDS * scripts.len()) as f64;
        cpu::line(
            &format!("coverage, {name}"),
            &format!("{each:.1} µs/scenario"),
            with / without,
            1.3,
            "without",
        );
    }
}

fn checked(name: &str) -> Checked {
    let folder = format!("{}/examples/{name}", env!("CARGO_MANIFEST_DIR"));
    let files = fs::read_dir(folder).expect("the example").map(|entry| entry.expect("a file").path());
    let mut paths: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|ending| ending == "flow")).collect();
    paths.sort();
    let texts = paths.iter().map(|path| fs::read_to_string(path).expect("UTF-8"));
    let trees: Vec<ast::File> =
        texts.zip(0..).map(|(text, id)| parse(&Source::new(SourceId(id), name, text)).file).collect();
    let as_of = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date");
    check(trees, Vec::new(), Config { as_of, broken: Broken::Refuse }).checked.expect("no errors")
}

fn scripts(checked: &Checked, program: &Program) -> Vec<Script> {
    let scenarios = checked.items().filter_map(|item| match item {
        ast::Item::Scenario(scenario) => Some(scenario),
        _ => None,
    });
    scenarios.map(|scenario| Script::new(program, scenario).expect("a checked scenario")).collect()
}
