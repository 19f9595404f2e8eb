//! The performance lines: each figure beside its baseline in the same run, in processor time.
//!
//! `cargo bench --bench lines` prints them all, `cargo bench --bench lines advance` one group of them: `advance`,
//! `window` or `text`. What a program of somebody else's is the baseline for stands in `benches/against.py`.
#![allow(clippy::disallowed_methods, reason = "benches read their files and arguments")]

mod corpus;
mod cpu;
mod scripts;

use flowc::calendar::{Hours, Zone};
use flowc::check::{Broken, Config, check};
use flowc::compile::compile;
use flowc::format::format;
use flowc::source::{Source, SourceId};
use flowc::syntax::{ast, parse, token};
use flowc::time::{Days, Instant, Stretch, TimeOfDay, Weekly};

fn main() {
    // Cargo adds `--bench`.
    let asked: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let groups: [(&str, fn()); 3] = [("advance", advance), ("window", local_time), ("text", text)];
    groups
        .iter()
        .filter(|(name, _)| asked.is_empty() || asked.iter().any(|one| one == name))
        .for_each(|(_, run)| run());
}

/// What is done with text: read, written, checked and compiled.
fn text() {
    let sources = sources(10_000_000);
    let bytes: usize = sources.iter().map(|source| source.text().len()).sum();
    println!("{} files, {:.1} MB\n", sources.len(), bytes as f64 / 1e6);
    let per_second = |seconds: f64| format!("{:.0} MB/s", bytes as f64 / 1e6 / seconds);

    let read = cpu::seconds(5, || {
        sources.iter().map(|source| source.text().bytes().filter(|b| *b == b'\n').count()).sum::<usize>()
    });
    let tokens = cpu::seconds(5, || sources.iter().map(|source| token::tokens(source).len()).sum::<usize>());
    let tree = cpu::seconds(5, || sources.iter().map(|source| parse(source).file.items.len()).sum::<usize>());
    let parsed = || sources.iter().map(|source| parse(source).file).collect::<Vec<ast::File>>();
    let checking = cpu::seconds_with(3, parsed, |files| check(files, Vec::new(), config()));
    let checked = check(parsed(), Vec::new(), config()).checked.expect("the corpus is right");
    let compiling = cpu::seconds(3, || compile(&checked).flows.len());

    let of =
        |source: &Source| Source::new(source.id(), source.name(), format(source).expect("it says the same"));
    let tidy: Vec<Source> = sources.iter().map(of).collect();
    let tidy_tree =
        cpu::seconds(5, || tidy.iter().map(|source| parse(source).file.items.len()).sum::<usize>());
    let formatting = |sources: &[Source]| {
        sources.iter().map(|source| format(source).expect("it says the same").len()).sum::<usize>()
    };
    let tidy_formatting = cpu::seconds(5, || formatting(&tidy));
    let formatting = cpu::seconds(2, || formatting(&sources));

    cpu::line("tokens", &per_second(tokens), tokens / read, 40.0, "counting lines");
    cpu::line("text to tree", &per_second(tree), tree / tokens, 10.0, "tokens");
    let tidy_speed = per_second(tidy_formatting);
    cpu::line("formatting, nothing to change", &tidy_speed, tidy_formatting / tidy_tree, 1.5, "text to tree");
    cpu::line("formatting, and comparing", &per_second(formatting), formatting / tree, 20.0, "text to tree");
    cpu::line("checking names and types", &per_second(checking), checking / tree, 3.0, "text to tree");
    cpu::line("compiling", &per_second(compiling), compiling / tree, 3.0, "text to tree");
}

/// Nanoseconds of `advance` for an event of the examples, beside the 400 that are allowed.
fn advance() {
    const ROUNDS: usize = 200;
    for example in scripts::examples() {
        let events = (example.events() * ROUNDS) as f64;
        let seconds = cpu::seconds(5, || (0..ROUNDS).map(|_| example.replay()).sum::<usize>());
        let nanos = seconds * 1e9 / events;
        cpu::line(
            &format!("advance, {}", example.name),
            &format!("{nanos:.0} ns/event"),
            nanos / 400.0,
            1.0,
            "400 ns",
        );
    }
}

/// Nanoseconds of one decision over a window, beside the 60 that are allowed.
fn local_time() {
    const COUNT: i64 = 200_000;
    let zone = Zone::parse("Europe/Paris").expect("a zone");
    let office = |start, end| Stretch {
        days: Days::range(chrono::Weekday::Mon, chrono::Weekday::Fri),
        start: TimeOfDay::new(start, 0).expect("a time"),
        end: TimeOfDay::new(end, 0).expect("a time"),
    };
    let weekly = Weekly { stretches: vec![office(8, 12), office(14, 17)] };
    let hours = Hours::Within(&weekly, zone);
    let at = |step: i64| Instant::from_millis(1_772_438_400_000 + step * 977_000);
    let seconds = cpu::seconds(5, || (0..COUNT).filter(|step| hours.is_open(at(*step))).count());
    let nanos = seconds * 1e9 / COUNT as f64;
    cpu::line("a window's decision", &format!("{nanos:.0} ns"), nanos / 60.0, 1.0, "60 ns");
}

fn config() -> Config {
    Config { as_of: chrono::NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date"), broken: Broken::Refuse }
}

fn sources(bytes: usize) -> Vec<Source> {
    let files = corpus::files(bytes, 3);
    files
        .into_iter()
        .enumerate()
        .map(|(at, text)| Source::new(SourceId(at as u32), format!("{at}.flow"), text))
        .collect()
}
