//! A workspace as pages for people who do not read code: each flow in sentences, with its diagram and with its
//! scenarios as examples; keywords, hours and texts in tables.

mod flow;
mod index;
pub mod sentences;
mod week;

use std::collections::BTreeSet;

use crate::graph::Diagram;
use crate::program::{Flow, Program};
use crate::simulator::Outcome;

/// A page of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its file, beside the others.
    pub file: String,
    /// Its text.
    pub text: String,
}

const STYLE: &str = include_str!("doc/style.css");

/// The site: first the page with the list of all flows, then a page for each. `played` are the scenarios that
/// serve as examples, played with this program.
///
/// The same program and scenarios always give the same pages.
pub fn site(program: &Program, played: &[Outcome]) -> Vec<Page> {
    let diagram = Diagram::of(program);
    let chapters = chapters(program);
    let index = Page { file: "index.html".to_owned(), text: index::page(program, &diagram, &chapters) };
    let flows = chapters.iter().map(|chapter| Page {
        file: chapter.file.clone(),
        text: flow::page_of(program, &diagram, chapter, played),
    });
    std::iter::once(index).chain(flows).collect()
}

/// A flow with its page.
struct Chapter<'p> {
    flow: &'p Flow,
    file: String,
}

/// The flows in the order of files and places. Files are told apart without their case, as some disks do.
fn chapters<'p>(program: &'p Program) -> Vec<Chapter<'p>> {
    let mut flows: Vec<&Flow> = program.flows.iter().collect();
    flows.sort_by_key(|flow| flow.span);
    let mut taken: BTreeSet<String> = BTreeSet::from(["index.html".to_owned()]);
    let chapter = |flow: &'p Flow| {
        let name = &flow.name;
        let mut file = format!("{name}.html");
        let mut number = 2;
        while !taken.insert(file.to_lowercase()) {
            file = format!("{name}-{number}.html");
            number += 1;
        }
        Chapter { flow, file }
    };
    flows.into_iter().map(chapter).collect()
}

/// What a flow is called by people: its title, else its name.
fn called(flow: &Flow) -> &str {
    flow.title.as_deref().unwrap_or(&flow.name)
}
