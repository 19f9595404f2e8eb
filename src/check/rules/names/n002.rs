//! N002: something that there is one of is defined twice.

use std::collections::BTreeMap;

use crate::check::rules::Workspace;
use crate::check::symbols::Origin;
use crate::diagnostics::Diagnostic;
use crate::fields::Builtin;
use crate::policy::ChannelKind;
use crate::source::Span;
use crate::syntax::ast;

/// Finds second definitions.
pub(in crate::check::rules) fn defined_twice(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for duplicate in workspace.symbols.duplicates() {
        let first = workspace.symbols.get(duplicate.first);
        let what = format!("{} `{}`", first.kind.word(), first.name);
        diagnostics.push(twice(&what, duplicate.span, first.span.unwrap_or_default(), RENAME));
    }
    let mut workspaces = workspace.items().filter_map(|item| match item {
        ast::Item::Workspace(item) => Some(item),
        _ => None,
    });
    if let Some(first) = workspaces.next() {
        let again = workspaces.map(|item| twice("the workspace", item.title.span, first.title.span, REMOVE));
        diagnostics.extend(again);
    }
}

/// Finds what is said twice in one item.
pub(in crate::check::rules) fn said_twice(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for item in workspace.items() {
        match item {
            ast::Item::Workspace(item) => {
                item.languages.iter().for_each(|names| distinct("language", names, diagnostics));
            }
            ast::Item::Schedule(item) => {
                let zones = item.entries.iter().filter_map(|entry| match entry {
                    ast::ScheduleEntry::Timezone(zone) => Some(zone.span),
                    _ => None,
                });
                once("`timezone`", zones, diagnostics);
            }
            ast::Item::Channel(item) => channel(item, workspace, diagnostics),
            ast::Item::Bot(item) => {
                distinct("channel", &item.channels, diagnostics);
                distinct("answer", &item.answers, diagnostics);
            }
            ast::Item::Template(item) => distinct("parameter", &item.parameters, diagnostics),
            ast::Item::Text(item) => {
                distinct("language", item.texts.iter().map(|text| &text.language), diagnostics);
            }
            ast::Item::Field(item) => built_in_field(item, diagnostics),
            ast::Item::Flow(item) => clauses_of_flow(&item.header, diagnostics),
            // A scenario that names a contact again says what became known of it since.
            ast::Item::Intent(_) | ast::Item::Group(_) | ast::Item::Scenario(_) => {}
        }
    }
}

const RENAME: &str = "give one of them another name, or remove it";
const REMOVE: &str = "keep one of them";

fn twice(what: &str, again: Span, first: Span, help: &str) -> Diagnostic {
    Diagnostic::error("N002", again, format!("{what} is defined twice"), "defined again")
        .and(first, "first defined here")
        .help(help)
}

/// Clauses that `parse` does not count already.
fn clauses_of_flow(header: &ast::Header, diagnostics: &mut Vec<Diagnostic>) {
    once("`when`", header.when.iter().map(ast::Condition::span), diagnostics);
    once("`draft` or `paused`", header.lifecycle.iter().map(|(_, span)| *span), diagnostics);
    for per in [ast::Per::Contact, ast::Per::Visit] {
        let same = header.frequency.iter().filter_map(|frequency| match frequency {
            ast::Frequency::Once(of, span) if *of == per => Some(*span),
            ast::Frequency::Once(..) | ast::Frequency::AtMost(_) => None,
        });
        once("`once`", same, diagnostics);
    }
}

fn channel(item: &ast::Channel, workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    type IsClause = fn(&ast::ChannelClause) -> Option<Span>;
    let clauses: [(&str, IsClause); 6] = [
        (
            "`brand`",
            |clause| if let ast::ChannelClause::Brand(name) = clause { Some(name.span) } else { None },
        ),
        ("`bot`", |clause| if let ast::ChannelClause::Bot(name) = clause { Some(name.span) } else { None }),
        (
            "`window`",
            |clause| if let ast::ChannelClause::Window(_, span) = clause { Some(*span) } else { None },
        ),
        (
            "`limit`",
            |clause| if let ast::ChannelClause::Limit(_, span) = clause { Some(*span) } else { None },
        ),
        (
            "`quota`",
            |clause| if let ast::ChannelClause::Quota(_, span) = clause { Some(*span) } else { None },
        ),
        (
            "`beyond`",
            |clause| if let ast::ChannelClause::Beyond(_, span) = clause { Some(*span) } else { None },
        ),
    ];
    for (what, place) in clauses {
        once(what, item.clauses.iter().filter_map(place), diagnostics);
    }
    let symbol = workspace.symbols.find(crate::check::SymbolKind::Channel, &item.name.text);
    let built_in = symbol.is_some_and(|id| workspace.symbols.get(id).origin == Origin::Builtin);
    if built_in && item.kind.text != item.name.text && ChannelKind::parse(&item.kind.text).is_some() {
        let (name, kind) = (&item.name.text, &item.kind.text);
        let message = format!("channel `{name}` exists already and is not of the kind `{kind}`");
        diagnostics.push(
            Diagnostic::error("N002", item.name.span, message, "the name of another kind")
                .help(format!("write `channel {name} is {name}` to change it, or choose another name")),
        );
    }
}

fn built_in_field(item: &ast::Field, diagnostics: &mut Vec<Diagnostic>) {
    let path = item.path.dotted();
    if Builtin::at(&path).is_some() {
        let message = format!("field `{path}` is defined twice");
        diagnostics.push(
            Diagnostic::error("N002", item.path.span, message, "it exists without being declared")
                .help("remove this declaration"),
        );
    }
}

/// One clause of a kind: each further one is a second definition.
fn once(what: &str, places: impl IntoIterator<Item = Span>, diagnostics: &mut Vec<Diagnostic>) {
    let mut places = places.into_iter();
    let Some(first) = places.next() else { return };
    diagnostics.extend(places.map(|again| twice(what, again, first, REMOVE)));
}

/// Names of which each may stand once.
fn distinct<'a>(
    what: &str,
    names: impl IntoIterator<Item = &'a ast::Name>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for name in names {
        match seen.get(name.text.as_str()) {
            Some(first) => {
                let what = format!("{what} `{}`", name.text);
                diagnostics.push(twice(&what, name.span, *first, REMOVE));
            }
            None => {
                seen.insert(&name.text, name.span);
            }
        }
    }
}
