//! D007: a proactive message has not exactly one webchat channel, or one of another brand.

use crate::check::rules::Workspace;
use crate::diagnostics::Diagnostic;
use crate::policy::ChannelKind;
use crate::source::Span;
use crate::syntax::ast;

/// Finds flows on `page_view` or `visit` that do not say on which site they come up.
pub(in crate::check::rules) fn one_site(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for item in workspace.items() {
        let ast::Item::Flow(flow) = item else { continue };
        let proactive = |trigger: &&ast::Trigger| {
            matches!(trigger.kind, ast::TriggerKind::PageView(_) | ast::TriggerKind::Visit(_))
        };
        let Some(trigger) = flow.header.on.iter().find(proactive) else { continue };
        // A flow that does not say anything needs no channel.
        let candidates: Vec<_> = flow.header.via.iter().flat_map(|(candidates, _)| candidates).collect();
        let kinds: Option<Vec<_>> =
            candidates.iter().map(|candidate| workspace.channel_kind(&candidate.channel.text)).collect();
        let Some(kinds) = kinds else { continue };
        let sites: Vec<_> = candidates
            .iter()
            .zip(kinds)
            .filter(|(_, kind)| *kind == ChannelKind::Webchat)
            .map(|(candidate, _)| *candidate)
            .collect();
        match sites.as_slice() {
            [] => diagnostics.push(none(flow, trigger.span, &candidates)),
            [site] => diagnostics.extend(other_brand(workspace, flow, site)),
            [first, second, ..] => diagnostics.push(several(flow, first, second)),
        }
    }
}

fn none(flow: &ast::Flow, trigger: Span, candidates: &[&ast::Candidate]) -> Diagnostic {
    let message = format!("proactive flow `{}` has no webchat channel", flow.name.text);
    let found = match candidates.first() {
        Some(candidate) => Diagnostic::error("D007", candidate.span, message, "no page to come up on")
            .and(trigger, "starts on a page"),
        None => Diagnostic::error("D007", trigger, message, "starts on a page, and no `via` says which"),
    };
    found.help("write `via` with the site's webchat channel")
}

fn several(flow: &ast::Flow, first: &ast::Candidate, second: &ast::Candidate) -> Diagnostic {
    let message = format!("proactive flow `{}` has several webchat channels", flow.name.text);
    Diagnostic::error("D007", second.span, message, "one too many")
        .and(first.span, "the first")
        .help("write a flow for each site")
}

fn other_brand(workspace: &Workspace<'_>, flow: &ast::Flow, site: &ast::Candidate) -> Option<Diagnostic> {
    let brand = flow.header.brand.first()?;
    let channel = workspace.channel_item(&site.channel.text)?;
    let of_channel = channel.clauses.iter().find_map(|clause| match clause {
        ast::ChannelClause::Brand(name) => Some(name),
        _ => None,
    })?;
    if of_channel.text == brand.text {
        return None;
    }
    let message = format!(
        "channel `{}` belongs to brand `{}`, flow `{}` to brand `{}`",
        channel.name.text, of_channel.text, flow.name.text, brand.text
    );
    Some(
        Diagnostic::error("D007", site.span, message, "a channel of another brand")
            .and(brand.span, "the flow's brand")
            .and(of_channel.span, "the channel's brand")
            .help("take a channel of the flow's brand"),
    )
}
