//! The page of a flow.

use maud::{Markup, PreEscaped, html};

use super::index::page_title;
use super::sentences::{Said, head, steps};
use super::{Chapter, STYLE, called};
use crate::graph::Diagram;
use crate::graph::svg::svg;
use crate::page::page;
use crate::program::{Flow, Program};
use crate::simulator::Outcome;
use crate::simulator::trace::html;

/// The page as text.
pub(super) fn page_of(
    program: &Program,
    diagram: &Diagram,
    chapter: &Chapter<'_>,
    played: &[Outcome],
) -> String {
    let flow = chapter.flow;
    let examples: Vec<&Outcome> = played.iter().filter(|outcome| shows(outcome, flow)).collect();
    let body = html! {
        header {
            nav { a href="index.html" dir="auto" { "← " (page_title(program)) } }
            h1 dir="auto" { (called(flow)) }
            p.soft { "In the files it is called " code { (flow.name) } "." }
        }
        main {
            h2 { "When, for whom, where" }
            ul { @for sentence in head(program, flow) { li dir="auto" { (sentence) } } }
            h2 { "What it does" }
            (list(&steps(program, flow)))
            @if let Some(alone) = diagram.only(&flow.name) {
                h2 { "As a diagram" }
                div.diagram tabindex="0" role="region" aria-label="Diagram" { (PreEscaped(svg(&alone))) }
            }
            @if !examples.is_empty() {
                h2 { "Examples" }
                @for (at, outcome) in examples.into_iter().enumerate() {
                    details { summary dir="auto" { (outcome.title) } (html::section(program, outcome, at)) }
                }
            }
        }
    };
    page(called(flow), &format!("{}{STYLE}", html::STYLE), html::SCRIPT, &body)
}

/// Whether the flow does something in the scenario.
fn shows(outcome: &Outcome, flow: &Flow) -> bool {
    let entries = outcome.trace.entries().iter();
    entries.filter_map(|entry| entry.effect()).any(|effect| effect.flow.as_ref() == Some(&flow.name))
}

fn list(said: &[Said]) -> Markup {
    html! {
        ol {
            @for sentence in said {
                li {
                    span dir="auto" { (sentence.text) }
                    @if !sentence.below.is_empty() { (list(&sentence.below)) }
                }
            }
        }
    }
}
