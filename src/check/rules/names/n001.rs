//! N001: a name that nothing defines, with the nearest one that exists.

use std::collections::BTreeSet;

use crate::check::rules::Workspace;
use crate::check::sites::{Assigned, Target, Use};
use crate::check::{SymbolKind, types};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::suggest::{certain, listed, nearest};
use crate::fields::{Builtin, SCOPES, TABLE};
use crate::policy::ChannelKind;
use crate::policy::messages::ContentType;
use crate::source::Span;

/// The reasons that `expect suppressed because` may name.
const REASONS: [&str; 15] = [
    "paused",
    "draft",
    "stopped",
    "bot_inactive",
    "opted_out",
    "limit",
    "no_address",
    "window_closed",
    "content_type",
    "quota",
    "expired",
    "skipped",
    "delivery_failed",
    "conversation_active",
    "outranked",
];

/// What a scenario may say of a contact besides the contact's fields and addresses.
const CONTACT_WORDS: [&str; 2] = ["group", "tag"];

/// How many names are compared in search of the nearest ones before the search is given up: a workspace
/// with thousands of flows and thousands of unknown names must not take minutes.
pub(in crate::check) const COMPARED_MAX: usize = 500_000;

/// Finds names that nothing defines.
pub(in crate::check::rules) fn unknown_name(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut search = Search { compared: 0 };
    for usage in &workspace.sites.uses {
        diagnostics.extend(unknown(workspace, &mut search, usage));
    }
    for usage in &workspace.sites.fields {
        if types::meaning(workspace.files, workspace.symbols, &usage.path.names).is_none() {
            let path = usage.path.dotted();
            diagnostics.push(unknown_field(workspace, &mut search, &path, usage.path.span));
        }
    }
    for assignment in &workspace.sites.assignments {
        diagnostics.extend(unknown_entry(workspace, &mut search, &assignment.field));
    }
}

fn unknown(workspace: &Workspace<'_>, search: &mut Search, usage: &Use<'_>) -> Option<Diagnostic> {
    let name = usage.name.text.as_str();
    let message = match usage.target {
        Target::Symbol(kind) if workspace.symbols.find(kind, name).is_some() => return None,
        Target::Symbol(kind) => format!("no {} is named `{name}`", kind.word()),
        Target::ChannelKind => format!("no kind of channel is named `{name}`"),
        Target::ContentType => format!("no content type is named `{name}`"),
        Target::Reason => format!("no message is suppressed because `{name}`"),
        Target::Contact(_) => format!("no contact of this scenario is named `{name}`"),
        // An answer that a bot lacks is D008.
        Target::Answer(_) => return None,
    };
    let known = known(workspace, search, usage.target);
    if known.contains(&name) {
        return None;
    }
    let near = search.nearest(name, &known);
    let remedy = near.map(meant).or_else(|| declare(usage.target, name, &known));
    Some(mended(found(usage.name.span, message, remedy), near.and_then(|_| certain(name, known))))
}

/// The names that would do. They are not gathered once the search is given up.
fn known<'a>(workspace: &Workspace<'a>, search: &Search, target: Target<'a>) -> Vec<&'a str> {
    match target {
        Target::Symbol(_) if search.is_over() => Vec::new(),
        Target::Symbol(kind) => workspace.symbols.names(kind).collect(),
        Target::ChannelKind => ChannelKind::ALL.map(ChannelKind::name).to_vec(),
        Target::ContentType => {
            let mut known = ContentType::ALL.map(ContentType::name).to_vec();
            known.push("human_agent");
            known
        }
        Target::Reason => REASONS.to_vec(),
        Target::Contact(cast) => {
            workspace.sites.casts[cast].iter().map(|contact| contact.text.as_str()).collect()
        }
        Target::Answer(_) => Vec::new(),
    }
}

/// What to do when no name is near: declare it, or choose one of a few.
fn declare(target: Target<'_>, name: &str, known: &[&str]) -> Option<String> {
    let item = match target {
        Target::Symbol(SymbolKind::Group) => format!("`group {name}`"),
        Target::Symbol(SymbolKind::Channel) => format!("`channel {name} is webchat`"),
        Target::Contact(_) => format!("`contact {name} {{ … }}`"),
        Target::Symbol(kind) => format!("`{} {name} …`", kind.word()),
        Target::ChannelKind | Target::ContentType | Target::Reason | Target::Answer(_) => {
            return Some(format!("there are {}", listed(known.iter().copied(), 16)));
        }
    };
    let others = match known {
        [] => String::new(),
        _ => format!(", or use one that exists: {}", listed(known.iter().copied(), 5)),
    };
    Some(format!("declare it with {item}{others}"))
}

fn unknown_field(workspace: &Workspace<'_>, search: &mut Search, path: &str, span: Span) -> Diagnostic {
    let mut known: Vec<&str> = TABLE.iter().map(|(_, path, _)| *path).collect();
    known.extend(workspace.symbols.names(SymbolKind::Field));
    let scope = path.split('.').next().unwrap_or_default();
    let near = search.nearest(path, &known);
    let only = near.and_then(|_| certain(path, known.iter().copied()));
    let remedy = match near {
        Some(near) => meant(near),
        None if scope == "contact" => format!("declare it with `field {path}: text`"),
        None if SCOPES.contains(&scope) => {
            let of_scope = known.iter().copied().filter(|field| field.split('.').next() == Some(scope));
            format!("there are {}", listed(of_scope, 8))
        }
        None => format!("a field begins with {}", listed(SCOPES, SCOPES.len())),
    };
    mended(found(span, format!("there is no field `{path}`"), Some(remedy)), only)
}

/// `marie.plan`, `plan "pro"` in a contact, `language "fr"` of a device.
fn unknown_entry(workspace: &Workspace<'_>, search: &mut Search, field: &Assigned<'_>) -> Option<Diagnostic> {
    let (name, span, scope) = match field {
        Assigned::Path(_) => return None,
        Assigned::OfContact(name) => (name.text.as_str(), name.span, "contact"),
        Assigned::OfDevice(name) => (name.text.as_str(), name.span, "device"),
        Assigned::Expected(path) => {
            let name = path.names.last()?;
            (name.text.as_str(), name.span, "contact")
        }
    };
    if is_entry(workspace, field, scope, name) {
        return None;
    }
    let known = entries(workspace, field, scope);
    let near = search.nearest(name, &known);
    let only = near.and_then(|_| certain(name, known.iter().copied()));
    let remedy = match near {
        Some(near) => meant(near),
        None if scope == "contact" => format!("declare it with `field contact.{name}: text`"),
        None => format!("there are {}", listed(known, 16)),
    };
    Some(mended(found(span, format!("a {scope} has no field `{name}`"), Some(remedy)), only))
}

/// Whether that may be said of a contact or a device; it is asked of every entry, so nothing is gathered for it.
fn is_entry(workspace: &Workspace<'_>, field: &Assigned<'_>, scope: &str, name: &str) -> bool {
    let is_declared = || workspace.symbols.find(SymbolKind::Field, &format!("{scope}.{name}")).is_some();
    let is_more = || ChannelKind::ALL.iter().any(|kind| kind.name() == name) || CONTACT_WORDS.contains(&name);
    Builtin::of(scope, name).is_some()
        || is_declared()
        || (matches!(field, Assigned::OfContact(_)) && is_more())
}

/// All that may be said of a contact or a device, sorted.
fn entries<'a>(workspace: &Workspace<'a>, field: &Assigned<'_>, scope: &str) -> Vec<&'a str> {
    let declared = workspace.symbols.names(SymbolKind::Field);
    let paths = TABLE.iter().map(|(_, path, _)| *path).chain(declared);
    let keys = paths.filter_map(|path| path.split_once('.')).filter(|(first, _)| *first == scope);
    let mut known: BTreeSet<&str> = keys.map(|(_, key)| key).collect();
    if matches!(field, Assigned::OfContact(_)) {
        known.extend(ChannelKind::ALL.map(ChannelKind::name));
        known.extend(CONTACT_WORDS);
    }
    known.into_iter().collect()
}

fn found(span: Span, message: String, remedy: Option<String>) -> Diagnostic {
    let mut diagnostic = Diagnostic::error("N001", span, message, "not known here");
    diagnostic.help = remedy;
    diagnostic
}

/// With the change, when there is only one name that can have been meant.
fn mended(found: Diagnostic, only: Option<&str>) -> Diagnostic {
    match only {
        Some(only) => {
            let edits = vec![(found.span(), only.to_owned())];
            found.fix(format!("write `{only}`"), edits)
        }
        None => found,
    }
}

fn meant(near: &str) -> String {
    format!("did you mean `{near}`?")
}

/// The search for nearest names, which ends when it has cost enough.
struct Search {
    compared: usize,
}

impl Search {
    const fn is_over(&self) -> bool {
        self.compared > COMPARED_MAX
    }

    fn nearest<'a>(&mut self, name: &str, known: &[&'a str]) -> Option<&'a str> {
        if self.is_over() {
            return None;
        }
        self.compared += known.len();
        nearest(name, known.iter().copied())
    }
}
