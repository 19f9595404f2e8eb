//! The performance lines: each figure beside its baseline in the same run, in processor time.
//!
//! `cargo bench --bench lines` prints them all. What a program of somebody else's is the baseline for stands in
//! `benches/against.py`.

mod corpus;
mod cpu;

use flowc::check::{Broken, Config, check};
use flowc::compile::compile;
use flowc::source::{Source, SourceId};
use flowc::syntax::{ast, parse, token};

fn main() {
    let sources = sources(10_000_000);
    let bytes: usize = sources.iter().map(|source| source.text().len()).sum();
    println!("{} files, {:.1} MB\n", sources.len(), bytes as f64 / 1e6);
    let per_second = |seconds: f64| format!("{:.0} MB/s", bytes as f64 / 1e6 / seconds);

    let read = cpu::seconds(5, || sources.iter().map(|source| source.text().bytes().filter(|b| *b == b'\n').count()).sum::<usize>());
    let tokens = cpu::seconds(5, || sources.iter().map(|source| token::tokens(source).len()).sum::<usize>());
    let tree = cpu::seconds(5, || sources.iter().map(|source| parse(source).file.items.len()).sum::<usize>());
    let parsed = || sources.iter().map(|source| parse(source).file).collect::<Vec<ast::File>>();
    let checked_and_parsed = cpu::seconds(3, || check(parsed(), Vec::new(), config()).diagnostics.len());
    let checking = checked_and_parsed - tree;
    let checked = check(parsed(), Vec::new(), config()).checked.expect("the corpus is right");
    let compiling = cpu::seconds(3, || compile(&checked).flows.len());

    cpu::line("tokens", &per_second(tokens), tokens / read, 40.0, "counting lines");
    cpu::line("text to tree", &per_second(tree), tree / tokens, 10.0, "tokens");
    cpu::line("checking names and types", &per_second(checking), checking / tree, 3.0, "text to tree");
    cpu::line("compiling", &per_second(compiling), compiling / tree, 3.0, "text to tree");
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
