//! K004: a keyword stands in a text that another flow sends, and that does not ask for it.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use unicode_normalization::UnicodeNormalization;

use super::{cased, regular};
use crate::check::SymbolKind;
use crate::check::rules::Workspace;
use crate::check::sites::{KeywordSite, MessageSite};
use crate::diagnostics::{Diagnostic, Severity};
use crate::policy::keywords::consent_in;
use crate::source::Span;
use crate::syntax::ast;
use crate::text::{is_boundary, normalise};

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

/// The keywords of a workspace, to be looked for in texts.
#[derive(Debug, Default)]
pub(in crate::check) struct Phrases {
    by_case: Vec<(ast::Case, AhoCorasick)>,
}

impl Phrases {
    /// Those of the workspace.
    pub fn of(workspace: &Workspace<'_>) -> Self {
        let of_case = |case| {
            let mut phrases: BTreeSet<String> = BTreeSet::new();
            for (_, trigger) in keyword_triggers(workspace) {
                let ast::TriggerKind::Keyword(words, own) = &trigger.kind else { continue };
                let looked_for = words.iter().filter(|word| *own == case && may_stand_in_a_text(word));
                phrases.extend(looked_for.filter_map(|word| Some(cased(&regular(word)?, case).into_owned())));
            }
            (!phrases.is_empty()).then(|| (case, automaton(phrases.iter())))
        };
        let cases = [ast::Case::Sensitive, ast::Case::Ignored];
        Self { by_case: cases.into_iter().filter_map(of_case).collect() }
    }

    /// A number for all keywords, their flows and their channels.
    pub fn reason(workspace: &Workspace<'_>) -> u64 {
        let mut hasher = DefaultHasher::new();
        for (flow, trigger) in keyword_triggers(workspace) {
            let ast::TriggerKind::Keyword(words, case) = &trigger.kind else { continue };
            let from = trigger.from.as_ref().map(|name| name.text.as_str());
            let words: Vec<Option<&str>> = words.iter().map(ast::Str::plain).collect();
            (flow.name.text.as_str(), words, *case == ast::Case::Ignored, from).hash(&mut hasher);
        }
        hasher.finish()
    }

    /// Whether one of them stands in a text.
    pub fn stand_in(&self, text: &str) -> bool {
        self.by_case.iter().any(|(case, automaton)| {
            let text = cased(text, *case);
            automaton
                .find_overlapping_iter(text.as_ref())
                .any(|hit| is_boundary(&text, hit.start(), hit.end()))
        })
    }
}

/// The texts that the workspace's places send, as keywords are looked for in them.
pub(in crate::check) fn sent(workspace: &Workspace<'_>) -> Vec<String> {
    texts(workspace).into_iter().map(|sent| sent.text).collect()
}

fn keyword_triggers<'a>(
    workspace: &Workspace<'a>,
) -> impl Iterator<Item = (&'a ast::Flow, &'a ast::Trigger)> {
    let flows = workspace.items().filter_map(|item| match item {
        ast::Item::Flow(flow) => Some(&**flow),
        _ => None,
    });
    let triggers = flows.flat_map(|flow| flow.header.on.iter().map(move |trigger| (flow, trigger)));
    triggers.filter(|(_, trigger)| matches!(trigger.kind, ast::TriggerKind::Keyword(..)))
}

/// Words that opt out are K007, and law puts them into texts.
fn may_stand_in_a_text(keyword: &ast::Str) -> bool {
    keyword.plain().and_then(consent_in).is_none()
}

fn automaton<'p>(phrases: impl Iterator<Item = &'p String>) -> AhoCorasick {
    // Each text is searched once: what builds fastest is best.
    let kind = Some(AhoCorasickKind::NoncontiguousNFA);
    let built = AhoCorasick::builder().kind(kind).build(phrases);
    built.expect("check: the keywords of a workspace fit an index")
}

/// A text on its way to a channel.
struct SentText<'a> {
    text: String,
    span: Span,
    flow: &'a ast::Flow,
    channels: Vec<Option<&'a str>>,
}

/// What was found of a phrase: some texts for each channel; without a channel, those of any.
type Found<'t> = BTreeMap<Option<&'t str>, Vec<&'t SentText<'t>>>;

fn texts<'a>(workspace: &Workspace<'a>) -> Vec<SentText<'a>> {
    let mut texts = Vec::new();
    for message in &workspace.sites.messages {
        let channels = channels(message.flow);
        let strings = strings(workspace, message);
        texts.extend(strings.into_iter().map(|string| SentText {
            text: read(string),
            span: string.span,
            flow: message.flow,
            channels: channels.clone(),
        }));
    }
    texts
}

fn strings<'a>(workspace: &Workspace<'a>, message: &MessageSite<'a>) -> Vec<&'a ast::Str> {
    match message.content {
        ast::SendContent::Text(text) => vec![text],
        ast::SendContent::Named(name) => match workspace.definition(SymbolKind::Text, &name.text) {
            Some(ast::Item::Text(text)) => text.texts.iter().flat_map(|local| &local.strings).collect(),
            _ => Vec::new(),
        },
        ast::SendContent::Template { name, .. } => {
            match workspace.definition(SymbolKind::Template, &name.text) {
                Some(ast::Item::Template(template)) => vec![&template.text],
                _ => Vec::new(),
            }
        }
        ast::SendContent::Ai { .. } => Vec::new(),
    }
}

/// The text with something that is no letter for each placeholder.
fn read(string: &ast::Str) -> String {
    let parts = string.parts.iter().map(|part| match part {
        ast::StrPart::Text(text) => text.as_str(),
        ast::StrPart::Placeholder(_) => "{}",
    });
    let text: String = parts.collect();
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").nfc().collect()
}

/// The channels that a flow's messages may go out on; none of them is known when one entry is none.
fn channels(flow: &ast::Flow) -> Vec<Option<&str>> {
    let candidates = flow.header.via.iter().flat_map(|(candidates, _)| candidates);
    let mut channels: Vec<_> = candidates.map(|candidate| Some(candidate.channel.text.as_str())).collect();
    if channels.is_empty() {
        let from = |trigger: &'_ ast::Trigger| trigger.from.as_ref().map(|name| name.span);
        match flow.header.on.iter().all(|trigger| from(trigger).is_some()) {
            true => channels.extend(flow.header.on.iter().map(|on| on.from.as_ref().map(|name| &*name.text))),
            false => channels.push(None),
        }
    }
    if channels.is_empty() {
        channels.push(None);
    }
    channels
}

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

/// Whether the text asks for the word between two places: `Répondez ORDER`, `ORDER pour commander`, `« ORDER »`.
fn invites(text: &str, start: usize, end: usize) -> bool {
    let (before, after) = (&text[..start], &text[end..]);
    let is_end = |c: char| matches!(c, '.' | '!' | '?' | '\n' | '…');
    let sentence = before.rsplit(is_end).next().unwrap_or_default();
    let asked = normalise(sentence).split(' ').any(|word| ASKING.binary_search(&word).is_ok());
    let last = normalise(sentence).rsplit(' ').next().is_some_and(|word| LEADING.contains(&word));
    let next = normalise(after.split(is_end).next().unwrap_or_default())
        .split(' ')
        .next()
        .is_some_and(|word| FOLLOWING.contains(&word));
    let quoted = before.trim_end().ends_with(['«', '"', '“', '„', '\'', '‘', '(', '['])
        && after.trim_start().starts_with(['»', '"', '”', '“', '\'', '’', ')', ']']);
    asked || last || next || quoted
}

/// Words that ask for an answer, anywhere before it in its sentence; without accents, sorted.
static ASKING: &[&str] = &[
    "answer",
    "choisir",
    "choisis",
    "choisissez",
    "choose",
    "confirmer",
    "confirmez",
    "dis",
    "dites",
    "ecrire",
    "ecris",
    "ecrivez",
    "enter",
    "entrez",
    "envoi",
    "envoie",
    "envoyer",
    "envoyez",
    "indiquez",
    "keyword",
    "message",
    "mot",
    "press",
    "renvoyez",
    "reply",
    "repondez",
    "repondre",
    "reponds",
    "reponse",
    "respond",
    "saisir",
    "saisissez",
    "say",
    "send",
    "sms",
    "tape",
    "taper",
    "tapez",
    "text",
    "textez",
    "texto",
    "type",
    "use",
    "utilisez",
    "word",
    "write",
];

/// Words that ask for an answer when it stands right behind them.
static LEADING: &[&str] = &["ou", "or", "puis", "then", "avec", "with"];

/// Words that say what an answer is good for, or what else to answer.
static FOLLOWING: &[&str] = &["pour", "to", "for", "ou", "or", "si", "if"];

#[cfg(test)]
mod tests {
    use super::{ASKING, invites};

    fn asked(text: &str) -> bool {
        let start = text.find("ORDER").unwrap();
        invites(text, start, start + "ORDER".len())
    }

    #[test]
    fn the_words_are_sorted() {
        assert!(ASKING.is_sorted());
    }

    #[test]
    fn an_invitation_is_told_from_a_mention() {
        let invitations = [
            "Répondez ORDER.",
            "Reply with ORDER",
            "Bonjour ! Envoyez maintenant ORDER et 2",
            "ORDER pour commander",
        ];
        assert!(invitations.into_iter().all(asked));
        let mentions = ["Votre ORDER est prête.", "Reply soon! ORDER 12 has left.", "ORDER"];
        assert!(!mentions.into_iter().any(asked));
    }
}
