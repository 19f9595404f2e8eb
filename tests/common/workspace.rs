//! A workspace of the tree, read and compiled.

use std::fs;
use std::path::Path;

use flowc::analysis::analyse;
use flowc::check::{Broken, Checked, Config};
use flowc::program::Program;
use flowc::simulator::Script;
use flowc::source::{Source, SourceId};
use flowc::syntax::ast::Item;

/// A workspace without errors.
pub struct Workspace {
    /// What was checked.
    pub checked: Checked,
    /// What it became.
    pub program: Program,
}

impl Workspace {
    /// Reads all `.flow` files of a folder and the folders below it.
    pub fn read(folder: &str) -> Self {
        let mut files = Vec::new();
        collect(Path::new(folder), &mut files);
        files.sort();
        let texts = files.iter().map(|path| fs::read_to_string(path).expect("a .flow file is UTF-8"));
        let sources = texts.zip(0..).map(|(text, id)| Source::new(SourceId(id), "test.flow", text));
        let sources: Vec<_> = sources.collect();
        let as_of = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date");
        let outcome = analyse(&sources, Config { as_of, broken: Broken::Refuse });
        let checked = outcome.checked.unwrap_or_else(|| panic!("{folder}: {:#?}", outcome.diagnostics));
        let program = flowc::compile::compile(&checked);
        Self { checked, program }
    }

    /// Its scenarios.
    pub fn scripts(&self) -> Vec<Script> {
        let scenarios = self.checked.items().filter_map(|item| match item {
            Item::Scenario(scenario) => Some(scenario),
            _ => None,
        });
        scenarios.map(|scenario| Script::new(&self.program, scenario).expect("a checked scenario")).collect()
    }
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => collect(&path, files),
            false if path.extension().is_some_and(|ending| ending == "flow") => files.push(path),
            false => {}
        }
    }
}
