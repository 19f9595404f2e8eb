//! What stands above items: which scenarios can be played, and which of them a flow acts in.

use std::collections::BTreeMap;

use crate::analysis::live::{FileId, Live};
use crate::check::Checked;
use crate::simulator::{Outcome, Script, play};
use crate::source::Span;
use crate::syntax::ast;

/// Something above an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// The item's name or title.
    pub span: Span,
    /// What the item is.
    pub about: About,
}

/// What a lens is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// A scenario, by its title.
    Scenario(String),
    /// A flow, by its name.
    Flow(String),
}

/// The lenses of a file, in order.
pub fn lenses(live: &Live, file: FileId) -> Vec<Lens> {
    let Some(parsed) = live.parsed(file) else { return Vec::new() };
    let of_item = |item: &ast::Item| match item {
        ast::Item::Scenario(scenario) => {
            let title = scenario.title.plain()?.to_owned();
            Some(Lens { span: scenario.title.span, about: About::Scenario(title) })
        }
        ast::Item::Flow(flow) => {
            Some(Lens { span: flow.name.span, about: About::Flow(flow.name.text.clone()) })
        }
        _ => None,
    };
    parsed.file.items.iter().filter_map(of_item).collect()
}

/// What came of the scenarios of a workspace when they were played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Played {
    /// Those that can be played, in the order of files and places.
    pub scenarios: Vec<Verdict>,
    /// Of each flow the scenarios in which it does something, by their places in `scenarios`.
    by_flow: BTreeMap<String, Vec<usize>>,
}

/// What came of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub span: Span,
    /// Whether all that it expects happened.
    pub passed: bool,
}

impl Played {
    /// Plays the scenarios of what is sound.
    pub fn of(live: &Live) -> Self {
        let mut played = Self { scenarios: Vec::new(), by_flow: BTreeMap::new() };
        let (Some(checked), Some(program)) = (live.checked(), live.program()) else { return played };
        for scenario in scenarios(&checked) {
            let Ok(script) = Script::new(&program, scenario) else { continue };
            let outcome = play(&program, &script);
            let at = played.scenarios.len();
            let effects = outcome.trace.entries().iter().filter_map(|entry| entry.effect());
            for flow in effects.filter_map(|effect| effect.flow.as_ref()) {
                let places = played.by_flow.entry(flow.to_string()).or_default();
                if places.last() != Some(&at) {
                    places.push(at);
                }
            }
            let passed = outcome.passed();
            played.scenarios.push(Verdict { title: outcome.title, span: outcome.span, passed });
        }
        played
    }

    /// The scenarios in which a flow does something.
    pub fn with_flow(&self, flow: &str) -> Vec<&Verdict> {
        self.by_flow.get(flow).into_iter().flatten().map(|at| &self.scenarios[*at]).collect()
    }
}

/// Plays the scenario with a title; of several with the same one the first of the file, else the first of all.
///
/// # Errors
///
/// Why it cannot be played, in one sentence.
pub fn run(live: &Live, file: FileId, title: &str) -> Result<Outcome, String> {
    let own = live.source(file).id();
    let (Some(checked), Some(program)) = (live.checked(), live.program()) else {
        return Err("the `workspace` has errors".to_owned());
    };
    let of_title = scenarios(&checked).filter(|scenario| scenario.title.plain() == Some(title));
    let scenario = of_title.min_by_key(|scenario| scenario.span.source != own);
    let scenario = scenario.ok_or_else(|| {
        format!("no scenario `{title}` can be played: there is none, or it needs something with an error")
    })?;
    Script::new(&program, scenario).map(|script| play(&program, &script)).map_err(|error| error.message)
}

fn scenarios(checked: &Checked) -> impl Iterator<Item = &ast::Scenario> {
    checked.items().filter_map(|item| match item {
        ast::Item::Scenario(scenario) => Some(scenario),
        _ => None,
    })
}
