//! What is said of hours that never open.

use crate::check::hours::words;
use crate::diagnostics::Diagnostic;
use crate::source::Span;
use crate::syntax::ast;

/// Quiet hours without an end.
pub(super) fn always_quiet(place: Span) -> Diagnostic {
    Diagnostic::error("H001", place, "the quiet hours never end", "day and night, all week")
        .help("leave some hours in which messages may be sent")
}

/// A schedule that some clause waits for.
pub(super) fn shut_schedule(schedule: &ast::Schedule, hours: &ast::Hours) -> Diagnostic {
    let name = &schedule.name.text;
    let message = format!("schedule `{name}` never opens");
    Diagnostic::error("H001", schedule.name.span, message, "no hours on any date")
        .and(hours.span, "waits for it")
        .help("give it weekly hours, or `open` on a date")
}

/// A clause by itself.
pub(super) fn shut(hours: &ast::Hours) -> Diagnostic {
    let message = format!("`{}` never opens", words(hours));
    let always = match &hours.source {
        ast::HoursSource::Window(_) => "day and night, all week: nothing is outside".to_owned(),
        ast::HoursSource::Schedule(name) => format!("`{}` never closes", name.text),
    };
    let label = if hours.outside { always } else { "never".to_owned() };
    Diagnostic::error("H001", hours.span, message, label).help("write other hours, or leave the clause out")
}

/// Clauses that never meet, the last in the text as the place; `openings` says when each opens next.
pub(super) fn clash(hours: &[&ast::Hours], openings: &[Option<String>], quiet: Option<Span>) -> Diagnostic {
    let names: Vec<String> = hours.iter().map(|hours| format!("`{}`", words(hours))).collect();
    let (last, before) = names.split_last().expect("a clash has clauses");
    let message = match (before, quiet) {
        ([], _) => format!("{last} opens in the quiet hours only"),
        (_, None) => format!("{} and {last} are never open together", before.join(", ")),
        (_, Some(_)) => {
            format!("{} and {last} are open together in the quiet hours only", before.join(", "))
        }
    };
    let label = |opening: &Option<String>| {
        opening.as_ref().map_or_else(|| "opens no more".to_owned(), |at| format!("opens next {at}"))
    };
    let place = hours[hours.len() - 1].span;
    let mut found = Diagnostic::error("H001", place, message, label(&openings[openings.len() - 1]));
    for (clause, opening) in hours.iter().zip(openings).take(hours.len() - 1) {
        found = found.and(clause.span, label(opening));
    }
    match quiet {
        None => found.help("what waits for them is never sent: change one, or leave it out"),
        Some(place) => found
            .and(place, "the quiet hours hold all but answers")
            .help("what waits for them is never sent: change one of them"),
    }
}
