//! What finding overlaps costs, in processor time: keywords beside one automaton of them all, expressions pair by
//! pair, and how the work grows.
//!
//! `cargo bench --bench overlap` prints the figures.

mod cpu;

use std::fmt::Write;

use aho_corasick::AhoCorasick;
use flowc::check::{Broken, Checked, Config, check};
use flowc::overlap;
use flowc::source::{Source, SourceId};
use flowc::syntax::parse;

fn main() {
    keywords();
    expressions();
    growth();
    one_keyword();
}

/// 20,000 keywords in 10,000 flows.
fn keywords() {
    let (flows, words) = keyword_flows(10_000);
    let checked = checked(&flows);
    let baseline = cpu::seconds(5, || {
        let automaton = AhoCorasick::new(&words).expect("an automaton");
        words.iter().map(|word| automaton.find_overlapping_iter(word).count()).sum::<usize>()
    });
    let whole = cpu::seconds(5, || overlap::find(&checked).overlaps.len());
    cpu::line("20,000 keywords", &format!("{:.0} ms", whole * 1e3), whole / baseline, 4.0, "one automaton");
}

/// 1,000 regular expressions, half a million pairs.
fn expressions() {
    let mut text = String::new();
    for n in 0..1_000 {
        let word = letters(n);
        let expression = match n % 4 {
            0 => format!("{word} [0-9]{{4}}"),
            1 => format!("(?i){word}( svp)?"),
            2 => format!("REF {word} \\\\d+"),
            _ => format!("{word}-[A-Z]{{2}}[0-9]*"),
        };
        let expression = expression.replace("\\\\", "\\");
        writeln!(text, "flow f{n} {{ on message matches /{expression}/ from sms  send \"x\" }}")
            .expect("a string");
    }
    let checked = checked(&text);
    let seconds = cpu::seconds(3, || overlap::find(&checked).overlaps.len());
    cpu::line("1,000 expressions", &format!("{seconds:.2} s"), seconds / 1.5, 1.0, "1.5 s");
}

/// Twice as many flows, about twice the work.
fn growth() {
    let mut before = None;
    for flows in [2_500, 5_000, 10_000, 20_000] {
        let checked = checked(&keyword_flows(flows).0);
        let seconds = cpu::seconds(3, || overlap::find(&checked).overlaps.len());
        if let Some(before) = before.replace(seconds) {
            let figure = format!("{:.0} ms", seconds * 1e3);
            cpu::line(&format!("{flows} keyword flows"), &figure, seconds / before, 2.5, "half as many");
        }
    }
}

/// Thousands of flows with one keyword are not compared with each other.
fn one_keyword() {
    let mut before = None;
    for flows in [2_500, 5_000] {
        let mut text = String::from("field contact.plan: text\n");
        for n in 0..flows {
            writeln!(text, "flow f{n} {{ on keyword \"ORDER\"  when contact.plan is \"p{n}\"  send \"x\" }}")
                .expect("a string");
        }
        let checked = checked(&text);
        let seconds = cpu::seconds(3, || overlap::find(&checked).overlaps.len());
        if let Some(before) = before.replace(seconds) {
            let figure = format!("{:.0} ms", seconds * 1e3);
            cpu::line(&format!("{flows} flows, one keyword"), &figure, seconds / before, 2.5, "half as many");
        }
    }
}

fn keyword_flows(flows: usize) -> (String, Vec<String>) {
    let (mut text, mut words) = (String::new(), Vec::new());
    for n in 0..flows {
        let (one, other) = (format!("ORDER {}", letters(2 * n)), format!("MENU{}", letters(2 * n + 1)));
        writeln!(text, "flow f{n} {{ on keyword \"{one}\", \"{other}\" from sms  send \"x\" }}")
            .expect("a string");
        words.extend([one, other]);
    }
    (text, words)
}

fn letters(n: usize) -> String {
    format!("{n:05}").bytes().map(|digit| char::from(b'A' + (digit - b'0'))).collect()
}

fn checked(text: &str) -> Checked {
    let source = Source::new(SourceId(0), "bench.flow", text);
    let parsed = parse(&source);
    let as_of = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date");
    let outcome = check(vec![parsed.file], parsed.diagnostics, Config { as_of, broken: Broken::Refuse });
    outcome.checked.expect("the text is right")
}
