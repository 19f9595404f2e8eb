//! Coverage in the format of lcov, which genhtml and the services for coverage read.
//!
//! A flow is a function, called as often as its runs began. A line that something begins in was executed as often
//! as the one of them that was come to most often. Ways, conditions, windows, fallbacks and stop rules are branches.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::points::{Kind, Point, Section};
use super::report::Report;
use crate::source::{SourceId, Span};

/// The records of all files with something that is counted.
pub fn lcov(report: &Report<'_>) -> String {
    let mut files: BTreeMap<SourceId, File> = BTreeMap::new();
    for section in report.counted() {
        files.entry(section.span.source).or_default().add(report, section);
    }
    let mut out = String::new();
    for (id, file) in files {
        let (name, _) = report.position(Span::new(id, 0, 0));
        file.write(&mut out, name);
    }
    out
}

/// What is known of a file.
#[derive(Debug, Default)]
struct File {
    /// Line and name of each function, with its calls.
    functions: BTreeMap<(usize, String), u64>,
    lines: BTreeMap<usize, u64>,
    /// Line, block and branch, with how often it was taken; none when it never came up.
    branches: BTreeMap<(usize, usize, usize), Option<u64>>,
    /// The block of each step whose ways are branches.
    blocks: BTreeMap<Span, usize>,
}

impl File {
    fn add(&mut self, report: &Report<'_>, section: &Section) {
        if let Some(flow) = &section.flow {
            let (_, at) = report.position(section.span);
            let runs = report.runs(section);
            self.functions.insert((at.line, flow.to_string()), runs);
            self.line(at.line, runs);
        }
        for point in &section.points {
            let (_, at) = report.position(point.mark);
            self.line(at.line, report.visits(point));
            self.branch(report, section, point, at.line);
        }
    }

    fn line(&mut self, line: usize, times: u64) {
        let most = self.lines.entry(line).or_default();
        *most = times.max(*most);
    }

    fn branch(&mut self, report: &Report<'_>, section: &Section, point: &Point, line: usize) {
        let counts = report.counts(point);
        let came_up = match point.what.kind() {
            Kind::Trigger | Kind::Step => return,
            // The ways of a step come up when one of them is taken.
            Kind::Branch => {
                let ways = section.points.iter().filter(|other| other.group == point.group);
                ways.filter(|other| other.what.kind() == Kind::Branch).any(|way| report.visits(way) > 0)
            }
            Kind::Condition | Kind::Window => counts.iter().any(|count| *count > 0),
            Kind::Fallback | Kind::Stop => report.runs(section) > 0,
        };
        let next = self.blocks.len();
        let block = *self.blocks.entry(point.group).or_insert(next);
        for count in counts {
            let branch = self.branches.range((line, block, 0)..=(line, block, usize::MAX)).count();
            self.branches.insert((line, block, branch), came_up.then_some(count));
        }
    }

    fn write(&self, out: &mut String, name: &str) {
        let mut record = |line: std::fmt::Arguments<'_>| {
            out.write_fmt(line)
                .and_then(|()| out.write_char('\n'))
                .expect("a string takes all that is written");
        };
        record(format_args!("TN:"));
        record(format_args!("SF:{name}"));
        for (line, flow) in self.functions.keys() {
            record(format_args!("FN:{line},{flow}"));
        }
        for ((_, flow), runs) in &self.functions {
            record(format_args!("FNDA:{runs},{flow}"));
        }
        let called = self.functions.values().filter(|runs| **runs > 0).count();
        record(format_args!("FNF:{}", self.functions.len()));
        record(format_args!("FNH:{called}"));
        for ((line, block, branch), taken) in &self.branches {
            let taken = taken.map_or_else(|| "-".to_owned(), |times| times.to_string());
            record(format_args!("BRDA:{line},{block},{branch},{taken}"));
        }
        let taken = self.branches.values().filter(|taken| taken.is_some_and(|times| times > 0)).count();
        record(format_args!("BRF:{}", self.branches.len()));
        record(format_args!("BRH:{taken}"));
        for (line, times) in &self.lines {
            record(format_args!("DA:{line},{times}"));
        }
        let hit = self.lines.values().filter(|times| **times > 0).count();
        record(format_args!("LF:{}", self.lines.len()));
        record(format_args!("LH:{hit}"));
        record(format_args!("end_of_record"));
    }
}
