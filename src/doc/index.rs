//! The first page: all flows, keywords, hours and texts.

use maud::{Markup, PreEscaped, html};

use super::week::{table, week};
use super::{Chapter, STYLE, called, sentences};
use crate::graph::Diagram;
use crate::graph::svg::svg;
use crate::program::{Program, Trigger, TriggerKind, words};
use crate::simulator::trace::html;

pub(super) fn page_title(program: &Program) -> &str {
    if program.workspace.title.is_empty() { "Automations" } else { &program.workspace.title }
}

/// The page as text.
pub(super) fn page(program: &Program, diagram: &Diagram, chapters: &[Chapter<'_>]) -> String {
    let title = page_title(program);
    let body = html! {
        header { h1 dir="auto" { (title) } (settings(program)) }
        main {
            h2 { "What runs here" }
            dl.flows {
                @for chapter in chapters {
                    dt { a href=(chapter.file) dir="auto" { (called(chapter.flow)) } }
                    dd dir="auto" { (sentences::head(program, chapter.flow).first().map_or("", String::as_str)) }
                }
            }
            (keywords(chapters))
            (week(program))
            (texts(program))
            @if !chapters.is_empty() {
                h2 { "All of it as a diagram" }
                div.diagram tabindex="0" role="region" aria-label="Diagram" { (PreEscaped(svg(diagram))) }
            }
        }
    };
    crate::page::page(title, STYLE, html::SCRIPT, &body)
}

fn settings(program: &Program) -> Markup {
    let workspace = &program.workspace;
    html! {
        p.soft {
            "Times are those of " (workspace.zone) ". "
            @if let Some(quiet) = &workspace.quiet { "Quiet hours are " (quiet) ", on the contact's clock: nothing automatic goes out then. " }
            @if let Some((count, per)) = workspace.limit {
                "A contact gets at most " (count) " automatic messages in " (sentences::length(per)) ", over all flows."
            }
        }
    }
}

fn keywords(chapters: &[Chapter<'_>]) -> Markup {
    let is_keyword = |trigger: &&Trigger| matches!(trigger.kind, TriggerKind::Keyword(_));
    let rows: Vec<_> = chapters
        .iter()
        .flat_map(|chapter| {
            chapter.flow.triggers.iter().filter(is_keyword).map(move |trigger| (trigger, chapter))
        })
        .collect();
    if rows.is_empty() {
        return html! {};
    }
    let rows = rows.into_iter().map(|(trigger, chapter)| {
        let words = trigger.words.strip_prefix("keyword ").unwrap_or(&trigger.words);
        [
            html! { span dir="auto" { (words) } },
            html! { a href=(chapter.file) dir="auto" { (called(chapter.flow)) } },
        ]
    });
    html! { h2 { "Keywords" } (table(["A message with", "starts"], rows)) }
}

fn texts(program: &Program) -> Markup {
    html! {
        @if !program.texts.is_empty() {
            h2 { "Texts" }
            @for text in &program.texts {
                h3 id=(format!("text-{}", text.name)) { (text.name) }
                dl.wordings {
                    @for (language, wording) in &text.wordings {
                        dt { (language) }
                        dd lang=(language) dir="auto" { (words::wording(wording)) }
                    }
                }
            }
        }
    }
}
