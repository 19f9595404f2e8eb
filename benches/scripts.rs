//! The five examples' scenarios as plain events: what a service on the real clock would hand to the engine.

use std::fs;

use flowc::check::{Broken, Config, check};
use flowc::compile::compile;
use flowc::engine::{Contact, Event, advance};
use flowc::program::{Name, Program};
use flowc::simulator::trace::EntryKind;
use flowc::simulator::{Script, play};
use flowc::source::{Source, SourceId};
use flowc::syntax::{ast, parse};

/// One product's program and what happens to each contact in each of its scenarios.
pub struct Example {
    pub name: &'static str,
    pub program: Program,
    pub lives: Vec<(Name, Vec<Event>)>,
}

impl Example {
    /// How many events there are.
    pub fn events(&self) -> usize {
        self.lives.iter().map(|(_, events)| events.len()).sum()
    }

    /// Takes all events; gives the number of effects.
    pub fn replay(&self) -> usize {
        let live = |(name, events): &(Name, Vec<Event>)| {
            let mut contact = Contact::new(name.clone());
            events.iter().map(|event| advance(&self.program, &mut contact, event).len()).sum::<usize>()
        };
        self.lives.iter().map(live).sum()
    }
}

/// The five examples.
pub fn examples() -> Vec<Example> {
    ["follow_up", "sequence", "proactive", "keywords", "outbound"].map(example).into()
}

fn example(name: &'static str) -> Example {
    let folder = format!("{}/examples/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("the example").map(|entry| entry.expect("a file").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "flow"));
    paths.sort();
    let texts = paths.iter().map(|path| fs::read_to_string(path).expect("UTF-8"));
    let trees: Vec<ast::File> =
        texts.zip(0..).map(|(text, id)| parse(&Source::new(SourceId(id), name, text)).file).collect();
    let as_of = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date");
    let checked =
        check(trees, Vec::new(), Config { as_of, broken: Broken::Refuse }).checked.expect("no errors");
    let program = compile(&checked);
    let scenarios = checked.items().filter_map(|item| match item {
        ast::Item::Scenario(scenario) => Some(scenario),
        _ => None,
    });
    let lives = scenarios.flat_map(|scenario| lives(&program, scenario)).collect();
    Example { name, program, lives }
}

/// What happened to each contact of the scenario, wakes included.
fn lives(program: &Program, scenario: &ast::Scenario) -> Vec<(Name, Vec<Event>)> {
    let trace = play(program, &Script::new(program, scenario).expect("a checked scenario")).trace;
    let mut lives: Vec<(Name, Vec<Event>)> = Vec::new();
    for entry in trace.entries() {
        let EntryKind::Event { id, kind } = &entry.kind else { continue };
        let event = Event::new(id.clone(), entry.at, kind.clone());
        match lives.iter_mut().find(|(name, _)| *name == entry.contact) {
            Some((_, events)) => events.push(event),
            None => lives.push((entry.contact.clone(), vec![event])),
        }
    }
    lives
}
