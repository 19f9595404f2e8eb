//! K003: a keyword is listed twice, or covered by another one of the same flow.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{cased, regular};
use crate::check::rules::Workspace;
use crate::check::sites::KeywordSite;
use crate::diagnostics::{Diagnostic, Severity};
use crate::source::Span;
use crate::syntax::ast;
use crate::text::is_boundary;

/// Word boundaries of a keyword that are looked at; a longer one is a sentence, and covered by none.
const EDGES_MAX: usize = 64;

/// Texts of `message contains` that the keywords of a flow are held against.
const PARTS_MAX: usize = 64;

/// Finds keywords that start nothing which another keyword of their flow does not start.
pub(in crate::check::rules) fn covered(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    in_a_part(workspace, diagnostics);
    let of_flows = workspace.sites.keywords.chunk_by(|one, other| one.flow.span == other.flow.span);
    for keywords in of_flows.filter(|keywords| keywords.len() > 1) {
        let texts: Vec<_> = keywords.iter().map(|site| regular(site.text).unwrap_or_default()).collect();
        let mut by_text: BTreeMap<(bool, Cow<'_, str>), Vec<usize>> = BTreeMap::new();
        for (index, (site, text)) in keywords.iter().zip(&texts).enumerate() {
            let key = (site.case == ast::Case::Ignored, cased(text, site.case));
            by_text.entry(key).or_default().push(index);
        }
        for (index, site) in keywords.iter().enumerate() {
            if let Some(by) = cover(keywords, &texts, &by_text, index) {
                diagnostics.push(told(site, keywords[by].text, texts[index] == texts[by]));
            }
        }
    }
}

/// The first keyword that every message with that one has as well; of two that say the same, the earlier.
fn cover(
    keywords: &[KeywordSite<'_>],
    texts: &[String],
    by_text: &BTreeMap<(bool, Cow<'_, str>), Vec<usize>>,
    index: usize,
) -> Option<usize> {
    let site = &keywords[index];
    // A phrase that ignores case lies only within phrases that do, or in capitals and small letters alike.
    let cases = match site.case {
        ast::Case::Sensitive => [Some(ast::Case::Sensitive), Some(ast::Case::Ignored)],
        ast::Case::Ignored => [None, Some(ast::Case::Ignored)],
    };
    for case in cases.into_iter().flatten() {
        let text = cased(&texts[index], case);
        let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        let edges: Vec<usize> = starts.filter(|at| is_boundary(&text, *at, *at)).collect();
        if edges.len() > EDGES_MAX {
            continue;
        }
        for (first, start) in edges.iter().enumerate() {
            for end in &edges[first + 1..] {
                let phrase = &text[*start..*end];
                let key = (case == ast::Case::Ignored, Cow::Borrowed(phrase));
                let found = by_text.get(&key).into_iter().flatten();
                let by = found.copied().find(|by| covers(keywords, *by, index, phrase == text.as_ref()));
                if by.is_some() {
                    return by;
                }
            }
        }
    }
    None
}

/// Whether the one keyword, whose text lies in the other's, is listened for wherever the other is.
fn covers(keywords: &[KeywordSite<'_>], by: usize, covered: usize, same_text: bool) -> bool {
    let channel = |index: usize| keywords[index].trigger.from.as_ref().map(|name| name.text.as_str());
    let everywhere = channel(by).is_none() || channel(by) == channel(covered);
    let alike = same_text && channel(by) == channel(covered) && keywords[by].case == keywords[covered].case;
    by != covered && everywhere && (!alike || by < covered)
}

/// Finds keywords that hold a text which their flow looks for anywhere in a message.
fn in_a_part(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for keywords in workspace.sites.keywords.chunk_by(|one, other| one.flow.span == other.flow.span) {
        let parts: Vec<_> = keywords[0].flow.header.on.iter().flat_map(parts).take(PARTS_MAX).collect();
        if parts.is_empty() {
            continue;
        }
        for site in keywords {
            let Some(keyword) = site.text.plain() else { continue };
            let by = parts.iter().find(|part| part.lies_in(keyword, site));
            diagnostics.extend(by.map(|part| told(site, part.text, false)));
        }
    }
}

/// A text of `message contains`.
struct Part<'a> {
    text: &'a ast::Str,
    plain: &'a str,
    case: ast::Case,
    from: Option<&'a str>,
}

/// The texts that a trigger looks for anywhere. One with a blank is left out, since a keyword's blank may be several in
/// a message; so is one with an accent, which may be typed in two ways.
fn parts(trigger: &ast::Trigger) -> impl Iterator<Item = Part<'_>> {
    let (texts, case) = match &trigger.kind {
        ast::TriggerKind::MessageContains(texts, case) => (texts.as_slice(), *case),
        _ => (&[][..], ast::Case::Sensitive),
    };
    let from = trigger.from.as_ref().map(|name| name.text.as_str());
    texts.iter().filter_map(move |text| {
        let plain =
            text.plain().filter(|text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic()))?;
        Some(Part { text, plain, case, from })
    })
}

impl Part<'_> {
    /// Whether every message with the keyword has this part, on the same channels.
    fn lies_in(&self, keyword: &str, site: &KeywordSite<'_>) -> bool {
        let own = site.trigger.from.as_ref().map(|name| name.text.as_str());
        let everywhere = self.from.is_none() || self.from == own;
        let has = || cased(keyword, self.case).contains(cased(self.plain, self.case).as_ref());
        everywhere && (self.case == ast::Case::Ignored || site.case == ast::Case::Sensitive) && has()
    }
}

fn told(site: &KeywordSite<'_>, by: &ast::Str, same_text: bool) -> Diagnostic {
    let (keyword, other) = (site.text.plain().unwrap_or_default(), by.plain().unwrap_or_default());
    let (message, label) = match same_text {
        true => (format!("keyword `{keyword}` is listed twice"), "the other one"),
        false => (format!("keyword `{keyword}` is covered by `{other}`"), "every such message has this one"),
    };
    let found = Diagnostic::new("K003", Severity::Warning, site.text.span, message, "changes nothing")
        .and(by.span, label);
    match removal(site) {
        Some(span) => found.help("remove it").fix(format!("remove `{keyword}`"), vec![(span, String::new())]),
        None => found.help("remove it"),
    }
}

/// The keyword with the comma that is no longer needed; none when it is the only one of its trigger.
fn removal(site: &KeywordSite<'_>) -> Option<Span> {
    let ast::TriggerKind::Keyword(words, _) = &site.trigger.kind else { return None };
    let index = words.iter().position(|word| word.span == site.text.span)?;
    let span = site.text.span;
    match index.checked_sub(1) {
        Some(before) => Some(Span::new(span.source, words[before].span.end, span.end)),
        None => words.get(1).map(|next| Span::new(span.source, span.start, next.span.start)),
    }
}
