//! K001: one keyword starts two flows.

use std::collections::BTreeMap;

use super::regular;
use crate::check::rules::Workspace;
use crate::check::rules::together::{Facts, Together};
use crate::check::sites::KeywordSite;
use crate::diagnostics::Diagnostic;
use crate::syntax::ast;
use crate::text::fold_case;

/// How much a workspace is compared; thousands of flows with one keyword would cost the square of their number.
const COST_MAX: usize = 4_000_000;
/// What comparing two flows' conditions costs beside a look at their keywords.
const CONDITIONS_COST: usize = 40;

/// Finds keywords that one message starts two flows by. Overlaps of different keywords are another matter (K002).
pub(in crate::check::rules) fn in_two_flows(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut by_text: BTreeMap<String, Vec<Keyword<'_>>> = BTreeMap::new();
    for site in &workspace.sites.keywords {
        let Some(text) = regular(site.text) else { continue };
        let same = by_text.entry(fold_case(&text).into_owned()).or_default();
        same.push(Keyword { site, text });
    }
    let mut cost = 0;
    for keywords in by_text.values().filter(|keywords| keywords.len() > 1) {
        for (index, keyword) in keywords.iter().enumerate() {
            if cost > COST_MAX {
                return;
            }
            let found = keywords[..index].iter().find(|earlier| {
                let near = earlier.is_same(keyword) && earlier.shares_channel(keyword);
                cost += if near { CONDITIONS_COST } else { 1 };
                near && earlier.facts().with(&keyword.facts()) == Together::Certainly
            });
            diagnostics.extend(found.map(|earlier| told(keyword.site, earlier.site)));
        }
    }
}

struct Keyword<'a> {
    site: &'a KeywordSite<'a>,
    text: String,
}

impl Keyword<'_> {
    /// Whether there is a message with both, which differ at most in case, in different flows.
    fn is_same(&self, other: &Self) -> bool {
        let ignores = |keyword: &Self| keyword.site.case == ast::Case::Ignored;
        let alike = self.text == other.text || ignores(self) || ignores(other);
        alike && self.site.flow.span != other.site.flow.span
    }

    fn shares_channel(&self, other: &Self) -> bool {
        match (&self.site.trigger.from, &other.site.trigger.from) {
            (Some(one), Some(other)) => one.text == other.text,
            (None, _) | (_, None) => true,
        }
    }

    fn facts(&self) -> Facts {
        Facts::of_start(self.site.flow, self.site.trigger)
    }
}

fn told(site: &KeywordSite<'_>, earlier: &KeywordSite<'_>) -> Diagnostic {
    let keyword = site.text.plain().unwrap_or_default();
    let (name, other) = (&site.flow.name.text, &earlier.flow.name.text);
    let message = format!("keyword `{keyword}` starts flow `{name}` and flow `{other}`");
    Diagnostic::error("K001", site.text.span, message, format!("starts `{name}`"))
        .and(earlier.text.span, format!("starts `{other}` by the same message"))
        .help("choose another word for one of them, or keep them apart by `from` or `when`")
}
