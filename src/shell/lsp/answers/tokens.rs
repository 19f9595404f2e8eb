//! Semantic tokens: what each stretch of a text is, all, those of a range, or what changed since the last time.

use std::collections::BTreeMap;

use gen_lsp_types as lsp;

use super::{Asked, Subject};
use crate::ide::Class;
use crate::ide::highlight::highlight_parsed;
use crate::shell::lsp::transport::Refusal;
use crate::source::Span;

/// The classes that are told, with their types; editors colour these of themselves. What is left out has no colour of
/// its own.
const TYPES: [(Class, &str); 19] = [
    (Class::Comment, "comment"),
    (Class::Keyword, "keyword"),
    (Class::String, "string"),
    (Class::Placeholder, "property"),
    (Class::Number, "number"),
    (Class::Moment, "number"),
    (Class::Regex, "regexp"),
    (Class::Flow, "function"),
    (Class::Channel, "interface"),
    (Class::Schedule, "struct"),
    (Class::Bot, "class"),
    (Class::Template, "macro"),
    (Class::Text, "variable"),
    (Class::Intent, "event"),
    (Class::Group, "enum"),
    (Class::Field, "property"),
    (Class::Contact, "parameter"),
    (Class::Value, "enumMember"),
    (Class::Type, "type"),
];

/// What the server offers of them.
pub(in crate::shell::lsp) fn options() -> lsp::SemanticTokensOptions {
    lsp::SemanticTokensOptions {
        legend: lsp::SemanticTokensLegend {
            token_types: legend().into_iter().map(str::to_owned).collect(),
            token_modifiers: Vec::new(),
        },
        range: Some(true.into()),
        full: Some(lsp::SemanticTokensFullDelta { delta: Some(true) }.into()),
        ..Default::default()
    }
}

/// The types, each once.
fn legend() -> Vec<&'static str> {
    let mut legend = Vec::new();
    for (_, name) in TYPES {
        if !legend.contains(&name) {
            legend.push(name);
        }
    }
    legend
}

/// The tokens that were told last, by document.
#[derive(Default)]
pub(super) struct Told {
    last: BTreeMap<String, (u64, Vec<lsp::SemanticToken>)>,
    number: u64,
}

impl Told {
    pub fn full(
        &mut self,
        asked: Asked<'_>,
        params: lsp::SemanticTokensParams,
    ) -> Result<lsp::SemanticTokens, Refusal> {
        let subject = asked.subject(&params.text_document)?;
        Ok(self.keep(&params.text_document, tokens(&subject, subject.source.whole())))
    }

    pub fn delta(
        &mut self,
        asked: Asked<'_>,
        params: lsp::SemanticTokensDeltaParams,
    ) -> Result<lsp::SemanticTokensDeltaResponse, Refusal> {
        let subject = asked.subject(&params.text_document)?;
        let before = self.last.remove(&params.text_document.uri.to_string());
        let before = before.filter(|(number, _)| number.to_string() == params.previous_result_id);
        let now = self.keep(&params.text_document, tokens(&subject, subject.source.whole()));
        let Some((_, before)) = before else { return Ok(now.into()) };
        let same = before.iter().zip(&now.data).take_while(|(one, other)| one == other).count();
        let (old, new) = (&before[same..], &now.data[same..]);
        let same_end = old.iter().rev().zip(new.iter().rev()).take_while(|(one, other)| one == other).count();
        let (old, new) = (&old[..old.len() - same_end], &new[..new.len() - same_end]);
        let numbers = |token: &lsp::SemanticToken| {
            [
                token.delta_line,
                token.delta_start,
                token.length,
                token.token_type,
                token.token_modifiers_bitset,
            ]
        };
        let edit = lsp::SemanticTokensEdit {
            start: 5 * same as u32,
            delete_count: 5 * old.len() as u32,
            data: Some(new.iter().flat_map(numbers).collect()),
        };
        let edits = if old.is_empty() && new.is_empty() { Vec::new() } else { vec![edit] };
        Ok(lsp::SemanticTokensDelta { result_id: now.result_id, edits }.into())
    }

    pub fn forget(&mut self, address: &str) {
        self.last.remove(address);
    }

    fn keep(
        &mut self,
        document: &lsp::TextDocumentIdentifier,
        data: Vec<lsp::SemanticToken>,
    ) -> lsp::SemanticTokens {
        self.number += 1;
        self.last.insert(document.uri.to_string(), (self.number, data.clone()));
        lsp::SemanticTokens { result_id: Some(self.number.to_string()), data }
    }
}

pub(super) fn range(
    asked: Asked<'_>,
    params: lsp::SemanticTokensRangeParams,
) -> Result<lsp::SemanticTokens, Refusal> {
    let subject = asked.subject(&params.text_document)?;
    let data = tokens(&subject, subject.span(params.range));
    Ok(lsp::SemanticTokens { result_id: None, data })
}

/// The tokens that touch a stretch, line by line: none goes on over the end of one.
fn tokens(subject: &Subject<'_>, within: Span) -> Vec<lsp::SemanticToken> {
    let Some(parsed) = subject.folder.live.parsed(subject.file) else { return Vec::new() };
    let legend = legend();
    let types: BTreeMap<Class, u32> = TYPES
        .iter()
        .filter_map(|(class, name)| Some((*class, legend.iter().position(|other| other == name)? as u32)))
        .collect();
    let (source, encoding) = (&subject.source, subject.client.encoding);
    let mut found = Vec::new();
    let mut last = lsp::Position::default();
    for stretch in highlight_parsed(source, &parsed) {
        if stretch.span.end <= within.start || within.end <= stretch.span.start {
            continue;
        }
        let Some(token_type) = types.get(&stretch.class).copied() else { continue };
        if subject.client.has_grammar && shows_by_itself(stretch.class) {
            continue;
        }
        let mut start = stretch.span.start;
        for line in source.slice(stretch.span).split_inclusive('\n') {
            let text = line.trim_end_matches(['\n', '\r']);
            let length = encoding.length(text);
            if length > 0 {
                let at = encoding.position(source, start);
                let delta_line = at.line - last.line;
                let delta_start = if delta_line == 0 { at.character - last.character } else { at.character };
                let token_modifiers_bitset = 0;
                found.push(lsp::SemanticToken {
                    delta_line,
                    delta_start,
                    length,
                    token_type,
                    token_modifiers_bitset,
                });
                last = at;
            }
            start += line.len() as u32;
        }
    }
    found
}

/// What a grammar of an editor knows as well, and in more shades: kinds of keywords, escapes and defaults in texts.
const fn shows_by_itself(class: Class) -> bool {
    match class {
        Class::Comment
        | Class::Keyword
        | Class::String
        | Class::Placeholder
        | Class::Number
        | Class::Moment
        | Class::Regex
        | Class::Operator
        | Class::Punctuation
        | Class::Invalid => true,
        Class::Flow
        | Class::Channel
        | Class::Schedule
        | Class::Bot
        | Class::Template
        | Class::Text
        | Class::Intent
        | Class::Group
        | Class::Field
        | Class::Contact
        | Class::Name
        | Class::Value
        | Class::Type => false,
    }
}
