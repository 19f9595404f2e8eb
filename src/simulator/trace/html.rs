//! Traces as a page to look at: what was said as bubbles, a lane for each channel, windows and hours shaded, and
//! a way to go through it step by step. It works without a network, and without its script all of it is shown.

mod gap;
mod glossary;
mod lanes;
mod story;

use maud::html;

use crate::page::{Script, page};
use crate::program::Program;
use crate::simulator::Outcome;

/// How stories look, on top of what every page looks like.
pub const STYLE: &str = include_str!("html/style.css");

/// Steps, by buttons and keys.
pub const SCRIPT: Script = Script {
    text: include_str!("html/script.js"),
    hash: "sha256-7LB92y/rTM0TdR8x1EpDiYGgVPzmv4o6jjY/WBEJIgo=",
};

/// The page for scenarios that were played with this program.
pub fn html(program: &Program, outcomes: &[Outcome]) -> String {
    let workspace = program.workspace.title.as_str();
    let title = if workspace.is_empty() { "Scenarios" } else { workspace };
    let body = html! {
        header {
            h1 dir="auto" { (title) }
            p.soft {
                "Keys: " kbd { "→" } " next, " kbd { "←" } " back, " kbd { "Home" } " begin, " kbd { "End" } " show all."
            }
            (lanes::legend())
            (glossary::glossary(outcomes))
            @if outcomes.len() > 1 {
                nav aria-label="Scenarios" {
                    ol {
                        @for (at, outcome) in outcomes.iter().enumerate() {
                            li { a href=(format!("#s{at}")) dir="auto" { (outcome.title) } (verdict(outcome)) }
                        }
                    }
                }
            }
        }
        main {
            @for (at, outcome) in outcomes.iter().enumerate() { (story::story(program, outcome, at)) }
        }
    };
    page(title, STYLE, SCRIPT, &body)
}

/// One scenario as a section of a page with [`STYLE`] and [`SCRIPT`]; `number` tells it apart from others there.
pub fn section(program: &Program, outcome: &Outcome, number: usize) -> maud::Markup {
    story::story(program, outcome, number)
}

/// Whether a scenario passed, in a word.
fn verdict(outcome: &Outcome) -> maud::Markup {
    html! {
        @if outcome.passed() { span.good { " passed" } } @else { span.bad { " failed" } }
    }
}
