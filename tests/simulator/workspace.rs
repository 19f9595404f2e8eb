//! A workspace of one file, checked and compiled.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use flowc::check::{Broken, Checked, Config, check};
use flowc::compile::compile;
use flowc::diagnostics::short;
use flowc::program::Program;
use flowc::simulator::Script;
use flowc::source::{Source, SourceId, Span};
use flowc::syntax::{ast, parse};

/// A file that is checked and compiled.
pub struct Workspace {
    source: Source,
    checked: Checked,
    /// What it compiles to.
    pub program: Program,
}

impl Workspace {
    /// The file at that path.
    pub fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap();
        Self::of(&path.file_name().unwrap().to_string_lossy(), &text)
    }

    /// A file with that text; it has no errors.
    pub fn of(name: &str, text: &str) -> Self {
        let source = Source::new(SourceId(0), name, text);
        let parsed = parse(&source);
        let as_of = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        let outcome = check(vec![parsed.file], parsed.diagnostics, Config { as_of, broken: Broken::Refuse });
        let found = outcome.diagnostics.iter().map(|found| short::line(found, std::slice::from_ref(&source)));
        let found: Vec<String> = found.collect();
        let Some(checked) = outcome.checked else { panic!("{}\n{text}", found.join("\n")) };
        let program = compile(&checked);
        Self { source, checked, program }
    }

    /// Its scenarios.
    pub fn scripts(&self) -> Vec<Script> {
        let scenarios = self.checked.items().filter_map(|item| match item {
            ast::Item::Scenario(scenario) => Some(scenario),
            _ => None,
        });
        scenarios.map(|scenario| Script::new(&self.program, scenario).unwrap()).collect()
    }

    /// Its first scenario.
    pub fn script(&self) -> Script {
        self.scripts().remove(0)
    }

    /// `ok-clock.flow:12:3`.
    pub fn place(&self, span: Span) -> String {
        let position = self.source.position(span.start);
        format!("{}:{}:{}", self.source.name(), position.line, position.column)
    }
}

/// The files with scenarios, in order: those whose name begins with `ok-` pass.
pub fn files() -> Vec<PathBuf> {
    let folder = std::fs::read_dir("tests/simulator").unwrap();
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "flow"));
    paths.sort();
    paths
}
