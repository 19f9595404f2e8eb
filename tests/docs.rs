//! The programs in the documentation: each block checks as a workspace of its own, and its scenarios pass.
//!
//! A block that shows a mistake is fenced as `flow-wrong`: it must have an error. The pages of diagnostics have
//! a test of their own.
#![allow(clippy::disallowed_methods, reason = "tests read their files")]

use std::fmt::Write;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use flowc::analysis::analyse;
use flowc::check::{Broken, Config};
use flowc::compile::compile;
use flowc::diagnostics::{Severity, short};
use flowc::simulator::{Palette, Script, play, report};
use flowc::source::{Source, SourceId};
use flowc::syntax::ast;

/// A fenced block.
struct Block {
    /// `docs/language.md:12`
    place: String,
    text: String,
}

#[test]
fn every_flow_block_checks_and_its_scenarios_pass() {
    let blocks = blocks("flow");
    assert!(!blocks.is_empty());
    let wrong: Vec<String> = blocks.iter().filter_map(what_is_wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_wrong_block_has_an_error() {
    for block in blocks("flow-wrong") {
        assert!(outcome_of(&block).1.checked.is_none(), "{}: nothing is wrong with it", block.place);
    }
}

/// What an author would see of it, when that is not all well.
fn what_is_wrong(block: &Block) -> Option<String> {
    let (source, outcome) = outcome_of(block);
    let errors = outcome.diagnostics.iter().filter(|found| found.severity == Severity::Error);
    let mut text: String =
        errors.map(|found| short::line(found, std::slice::from_ref(&source)) + "\n").collect();
    if let Some(checked) = &outcome.checked {
        let program = compile(checked);
        let scenarios = checked.items().filter_map(|item| match item {
            ast::Item::Scenario(scenario) => Some(scenario),
            _ => None,
        });
        for scenario in scenarios {
            let script = Script::new(&program, scenario).expect("check: a scenario can be played");
            let outcome = play(&program, &script);
            if !outcome.passed() {
                let place = |span: flowc::source::Span| {
                    format!("{}:{}", block.place, source.position(span.start).line)
                };
                let told = report(&outcome, &Palette::PLAIN, &place);
                writeln!(text, "{told}").expect("writing to a string does not fail");
            }
        }
    }
    (!text.is_empty()).then(|| format!("{}\n{text}", block.place))
}

fn outcome_of(block: &Block) -> (Source, flowc::check::Outcome) {
    let source = Source::new(SourceId(0), block.place.clone(), block.text.clone());
    let as_of = NaiveDate::from_ymd_opt(2026, 7, 1).expect("the calendar has that day");
    let config = Config { as_of, broken: Broken::Refuse };
    let outcome = analyse(std::slice::from_ref(&source), config);
    (source, outcome)
}

/// The blocks with that word behind their fence, over all pages.
fn blocks(word: &str) -> Vec<Block> {
    let mut pages = vec![PathBuf::from("README.md")];
    collect(Path::new("docs"), &mut pages);
    pages.sort();
    pages.iter().filter(|page| page.exists()).flat_map(|page| blocks_of(page, word)).collect()
}

fn collect(folder: &Path, pages: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).expect("the folder can be read");
    for path in entries.map(|entry| entry.expect("the folder can be read").path()) {
        if path.is_dir() && !path.ends_with("diagnostics") {
            collect(&path, pages);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            pages.push(path);
        }
    }
}

fn blocks_of(page: &Path, word: &str) -> Vec<Block> {
    let text = std::fs::read_to_string(page).expect("the page can be read");
    let mut blocks = Vec::new();
    let mut open: Option<(String, Block)> = None;
    for (at, line) in text.lines().enumerate() {
        let fence = line.trim_start().strip_prefix("```");
        open = match (open, fence) {
            (None, Some(info)) => {
                let place = format!("{}:{}", page.display(), at + 1);
                Some((info.trim().to_owned(), Block { place, text: String::new() }))
            }
            (None, None) => None,
            (Some((info, block)), Some(_)) => {
                if info == word {
                    blocks.push(block);
                }
                None
            }
            (Some((info, mut block)), None) => {
                block.text.push_str(line);
                block.text.push('\n');
                Some((info, block))
            }
        };
    }
    assert!(open.is_none(), "{}: a block is not closed", page.display());
    blocks
}

/// The table of requirements names cases and tests: a row whose proof was moved or removed proves nothing.
#[test]
fn every_proof_that_the_requirements_name_is_there() {
    let page = std::fs::read_to_string("tests/requirements/README.md").expect("the page can be read");
    let named: Vec<&str> = page.split('`').filter(|word| word.starts_with("tests/")).collect();
    assert!(named.len() > 10, "the page names its cases");
    let missing: Vec<&&str> = named.iter().filter(|path| !Path::new(path).exists()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Every link from one page to another, and to a heading of it.
#[test]
fn every_link_of_the_pages_leads_somewhere() {
    let mut pages = vec![PathBuf::from("README.md")];
    for folder in ["docs", "docs/diagnostics", "examples", "editors/vscode", "editors/tree-sitter-flow"] {
        collect(Path::new(folder), &mut pages);
    }
    let (mut seen, mut astray) = (0, Vec::new());
    for page in pages.iter().filter(|page| !page.components().any(|part| part.as_os_str() == "node_modules"))
    {
        let text = std::fs::read_to_string(page).expect("the page can be read");
        let links = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link);
        for link in links.filter(|link| !link.contains([':', ' '])) {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let folder = page.parent().expect("a page lies in a folder");
            let target = if file.is_empty() { page.clone() } else { folder.join(file) };
            let known =
                target.exists() && (heading.is_empty() || anchors(&target).iter().any(|it| it == heading));
            if !known {
                astray.push(format!("{}: {link}", page.display()));
            }
            seen += 1;
        }
    }
    assert!(astray.is_empty(), "{}", astray.join("\n"));
    assert!(seen > 100, "only {seen} links were found");
}

/// The headings of a page, as links name them.
fn anchors(page: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(page).expect("the page can be read");
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let anchor = |line: &str| {
        let kept = line.trim_start_matches('#').trim().to_lowercase();
        let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    headings.map(anchor).collect()
}
