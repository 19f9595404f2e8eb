//! Coverage as a page: a table of flows, then each file with its source coloured and what is missing below its line.

use maud::{Markup, html};

use super::mark::{Line, lines};
use super::points::{Kind, Section};
use super::report::{Report, State, Tally};
use crate::page::{Script, page};
use crate::program::Lifecycle;
use crate::source::Source;

const STYLE: &str = include_str!("html/style.css");

/// The page runs no script; this is the hash of none.
const NO_SCRIPT: Script = Script { text: "", hash: "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" };

/// The page. `workspace` is its title; without one the page is called after what it shows.
pub fn html(report: &Report<'_>, workspace: &str) -> String {
    let title = if workspace.is_empty() { "Coverage".to_owned() } else { format!("Coverage of {workspace}") };
    let files: Vec<&Source> = report
        .sources
        .iter()
        .filter(|source| report.points.sections.iter().any(|section| section.span.source == source.id()))
        .collect();
    let body = html! {
        header {
            h1 dir="auto" { (title) }
            p.total { (meter(report.total())) }
            p.legend {
                span.reached { "reached" } " "
                span.partly { "partly" } " "
                span.missed { "not reached" } " "
                span.soft { "Everything else is nothing that scenarios could reach." }
            }
        }
        main {
            (table(report))
            @for source in files { (file(report, source)) }
        }
    };
    page(&title, STYLE, NO_SCRIPT, &body)
}

fn table(report: &Report<'_>) -> Markup {
    let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| report.of_kind(*kind).all > 0).collect();
    html! {
        div.wide tabindex="0" role="region" aria-label="Flows" {
            table.flows {
                thead {
                    tr {
                        th scope="col" { "Flow" }
                        th.all scope="col" { "All" }
                        @for kind in &kinds { th scope="col" { (capital(kind.plural())) } }
                    }
                }
                tbody {
                    @for section in &report.points.sections { (row(report, section, &kinds)) }
                }
                tfoot {
                    tr {
                        th scope="row" { "All" }
                        td.all { (meter(report.total())) }
                        @for kind in &kinds { td { (count(report.of_kind(*kind))) } }
                    }
                }
            }
        }
    }
}

fn row(report: &Report<'_>, section: &Section, kinds: &[Kind]) -> Markup {
    let (_, at) = report.position(section.span);
    let link = format!("#{}", anchor(report.source(section.span), at.line));
    let name = section.flow.as_deref().unwrap_or("the workspace");
    html! {
        tr {
            th scope="row" { a href=(link) { (name) } }
            @match section.lifecycle {
                Lifecycle::Live => {
                    td.all { (meter(report.of_section(section))) }
                    @for kind in kinds { td { (count(report.of_section_and_kind(section, *kind))) } }
                }
                Lifecycle::Draft => td.soft colspan=(kinds.len() + 1) { "a draft: not counted" },
                Lifecycle::Paused => td.soft colspan=(kinds.len() + 1) { "paused: not counted" },
            }
        }
    }
}

fn file(report: &Report<'_>, source: &Source) -> Markup {
    let lines = lines(report, source);
    html! {
        section {
            h2 { (source.name()) }
            div.wide tabindex="0" role="region" aria-label=(format!("Source of {}", source.name())) {
                table.source {
                    thead.unseen { tr { th scope="col" { "Line" } th scope="col" { "Times" } th scope="col" { "Source" } } }
                    tbody {
                        @for line in lines.iter().take(shown(&lines)) { (source_line(report, source, line)) }
                    }
                }
            }
        }
    }
}

/// A line end at the end of a file begins no line that is worth showing.
fn shown(lines: &[Line<'_>]) -> usize {
    let empty = lines.last().is_some_and(|line| line.stretches.is_empty());
    lines.len() - usize::from(empty)
}

fn source_line(report: &Report<'_>, source: &Source, line: &Line<'_>) -> Markup {
    let class = line.state.map(State::name);
    html! {
        tr id=(anchor(source, line.number)) class=[class] {
            td.number { (line.number) }
            td.times {
                @if line.state.is_some() { (line.visits) "×" }
            }
            td.text {
                pre {
                    @for (text, state) in &line.stretches {
                        @match state {
                            Some(state) => span class=(state.name()) { (text) },
                            None => (text),
                        }
                    }
                }
                @for point in &line.missing {
                    @if let Some(never) = report.missing(point) {
                        div.note { b { (never) } " " code { (report.words(point)) } }
                    }
                }
            }
        }
    }
}

fn anchor(source: &Source, line: usize) -> String {
    format!("f{}-{line}", source.id().0)
}

fn count(tally: Tally) -> Markup {
    html! {
        @if tally.all == 0 { span.soft { "–" } }
        @else if tally.is_whole() { span.good { (tally.seen) " of " (tally.all) } }
        @else { span.bad { (tally.seen) " of " (tally.all) } }
    }
}

/// How much, as a number and a bar.
fn meter(tally: Tally) -> Markup {
    let class = if tally.is_whole() { "good" } else { "bad" };
    html! {
        span class=(class) { (tally.percent()) }
        " "
        meter min="0" max="10000" value=(tally.hundredths()) { (tally.percent()) }
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
