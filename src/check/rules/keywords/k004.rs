//! K004: a keyword stands in a text that another flow sends, and that does not ask for it.

mod invitation;
mod phrases;
mod sent;

use std::collections::BTreeMap;

use self::invitation::invites;
pub(in crate::check) use self::phrases::Phrases;
use self::phrases::{automaton, may_stand_in_a_text};
pub(in crate::check) use self::sent::sent;
use self::sent::{SentText, texts};
use super::{cased, regular};
use crate::check::rules::Workspace;
use crate::check::sites::KeywordSite;
use crate::diagnostics::{Diagnostic, Severity};
use crate::syntax::ast;
use crate::text::is_boundary;

/// Texts that are kept of one phrase and channel: two, so that one is from another flow.
const KEPT_MAX: usize = 2;

/// Finds keywords that contacts would send by quoting what they got.
pub(in crate::check::rules) fn in_a_text(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let texts = texts(workspace);
    for case in [ast::Case::Sensitive, ast::Case::Ignored] {
        let sites = workspace.sites.keywords.iter().filter(|site| site.case == case);
        let mut by_phrase: BTreeMap<String, Vec<&KeywordSite<'_>>> = BTreeMap::new();
        for site in sites.filter(|site| may_stand_in_a_text(site.text)) {
            let Some(phrase) = regular(site.text) else { continue };
            by_phrase.entry(cased(&phrase, case).into_owned()).or_default().push(site);
        }
        if by_phrase.is_empty() {
            continue;
        }
        let found = uninvited(&texts, by_phrase.keys(), case);
        for (sites, found) in by_phrase.values().zip(found) {
            diagnostics.extend(sites.iter().filter_map(|site| report(site, &found)));
        }
    }
}

/// What was found of a phrase: some texts for each channel; without a channel, those of any.
type Found<'t> = BTreeMap<Option<&'t str>, Vec<&'t SentText<'t>>>;

/// For each phrase the texts with it that do not ask for it.
fn uninvited<'t>(
    texts: &'t [SentText<'t>],
    phrases: impl ExactSizeIterator<Item = &'t String>,
    case: ast::Case,
) -> Vec<Found<'t>> {
    let mut found: Vec<Found<'t>> = vec![Found::new(); phrases.len()];
    let automaton = automaton(phrases);
    for sent in texts {
        let text = cased(&sent.text, case);
        for hit in automaton.find_overlapping_iter(text.as_ref()) {
            if !is_boundary(&text, hit.start(), hit.end()) || invites(&text, hit.start(), hit.end()) {
                continue;
            }
            let found = &mut found[hit.pattern().as_usize()];
            for channel in sent.channels.iter().copied().chain([None]) {
                let kept = found.entry(channel).or_default();
                let new = kept.iter().all(|other| other.flow.span != sent.flow.span);
                if new && kept.len() < KEPT_MAX {
                    kept.push(sent);
                }
            }
        }
    }
    found
}

fn report(site: &KeywordSite<'_>, found: &Found<'_>) -> Option<Diagnostic> {
    // A flow that knows its channels and one that does not meet on any of them.
    let channel = site.trigger.from.as_ref().map(|name| name.text.as_str());
    let on_channel = found.get(&channel).into_iter().flatten();
    let anywhere = found.get(&None).into_iter().flatten().filter(|sent| sent.channels.contains(&None));
    let sent = on_channel.chain(anywhere).find(|sent| sent.flow.span != site.flow.span)?;
    let keyword = site.text.plain().unwrap_or_default();
    let on = channel.map(|name| format!(" on {name}")).unwrap_or_default();
    let message =
        format!("keyword `{keyword}` stands in a text that flow `{}` sends{on}", sent.flow.name.text);
    Some(
        Diagnostic::new(
            "K004",
            Severity::Warning,
            site.text.span,
            message,
            "quoting that text starts this flow",
        )
        .and(sent.span, "the text")
        .help("choose another word for one of them, or tell contacts to answer with the keyword"),
    )
}
