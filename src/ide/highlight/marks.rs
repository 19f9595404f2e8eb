//! What the tree knows of words and placeholders.

use super::class::{Class, of_symbol};
use crate::check::sites::{Assigned, Sites, Target};
use crate::check::types::compared_values;
use crate::source::Span;
use crate::syntax::ast;

/// What the tree knows of words and placeholders, in order of place.
pub(super) fn marks(file: &ast::File) -> Vec<(Span, Class)> {
    let sites = Sites::of(std::slice::from_ref(file));
    let mut marks: Vec<(Span, Class)> = Vec::new();
    marks.extend(file.items.iter().filter_map(of_definition));
    marks.extend(sites.uses.iter().map(|used| {
        let class = match used.target {
            Target::Symbol(kind) => of_symbol(kind),
            Target::ChannelKind | Target::ContentType => Class::Type,
            Target::Reason => Class::Value,
            Target::Contact(_) => Class::Contact,
            Target::Answer(_) => Class::Name,
        };
        (used.name.span, class)
    }));
    marks.extend(sites.casts.iter().flatten().map(|name| (name.span, Class::Contact)));
    marks.extend(sites.fields.iter().map(|used| (used.path.span, Class::Field)));
    marks.extend(sites.languages.iter().map(|name| (name.span, Class::Value)));
    marks.extend(sites.placeholders.iter().map(|site| (site.placeholder.span, Class::Placeholder)));
    marks.extend(sites.misplaced.iter().map(|site| (site.placeholder.span, Class::Placeholder)));
    let word = |value: &ast::Value| match value {
        ast::Value::Word(name) => Some((name.span, Class::Value)),
        _ => None,
    };
    for compare in &sites.comparisons {
        marks.extend(compared_values(&compare.operator).iter().filter_map(word));
    }
    for assignment in &sites.assignments {
        marks.extend(word(assignment.value));
        marks.extend(match assignment.field {
            Assigned::OfContact(name) | Assigned::OfDevice(name) => Some((name.span, Class::Field)),
            // Its first name is the contact, which has a mark of its own.
            Assigned::Path(_) | Assigned::Expected(_) => None,
        });
    }
    marks.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    marks.dedup_by_key(|(span, _)| *span);
    marks
}

/// The name that an item defines.
fn of_definition(item: &ast::Item) -> Option<(Span, Class)> {
    Some(match item {
        ast::Item::Schedule(item) => (item.name.span, Class::Schedule),
        ast::Item::Channel(item) => (item.name.span, Class::Channel),
        ast::Item::Bot(item) => (item.name.span, Class::Bot),
        ast::Item::Template(item) => (item.name.span, Class::Template),
        ast::Item::Text(item) => (item.name.span, Class::Text),
        ast::Item::Intent(item) => (item.name.span, Class::Intent),
        ast::Item::Group(item) => (item.name.span, Class::Group),
        ast::Item::Field(item) => (item.path.span, Class::Field),
        ast::Item::Flow(item) => (item.name.span, Class::Flow),
        ast::Item::Workspace(_) | ast::Item::Scenario(_) => return None,
    })
}
