//! Small hints that stand in the text itself: when hours open next, how many segments an SMS takes.

use super::hours;
use crate::analysis::live::{FileId, Live};
use crate::check::SymbolKind;
use crate::check::sites::Sites;
use crate::policy::ChannelKind;
use crate::policy::segments::{alphabet, segments};
use crate::source::Span;
use crate::syntax::ast;
use crate::time::Instant;

/// A hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// What it is behind.
    pub span: Span,
    /// What it says.
    pub text: String,
    /// What it says in full.
    pub tooltip: String,
}

/// The hints of a stretch of a file, in order, as of an instant.
pub fn hints(live: &Live, file: FileId, within: Span, now: Instant) -> Vec<Hint> {
    let Some(parsed) = live.parsed(file) else { return Vec::new() };
    let touches = |span: Span| span.start <= within.end && within.start <= span.end;
    let mut hints: Vec<Hint> = Vec::new();
    let clauses = hours::clauses(&parsed.file).into_iter().filter(|clause| touches(clause.span));
    hints.extend(clauses.filter_map(|clause| {
        let told = hours::of_clause(live, clause, now)?;
        let text = told.words(now);
        let tooltip = format!("{text} on the clock of {}", told.zone.name());
        Some(Hint { span: clause.span, text, tooltip })
    }));
    for item in &parsed.file.items {
        let ast::Item::Schedule(schedule) = item else { continue };
        if touches(schedule.name.span) {
            let told = hours::of_schedule(live, &schedule.name.text, now);
            hints.extend(told.map(|told| {
                let text = told.words(now);
                let tooltip = format!("{text} on the clock of {}", told.zone.name());
                Hint { span: schedule.name.span, text, tooltip }
            }));
        }
    }
    let sites = Sites::of(std::slice::from_ref(&parsed.file));
    for message in &sites.messages {
        if let ast::SendContent::Text(text) = message.content
            && touches(text.span)
            && goes_by_sms(live, message.flow)
        {
            hints.extend(of_sms(text));
        }
    }
    hints.sort_by_key(|hint| hint.span);
    hints
}

/// How many segments a text takes without what its placeholders bring, when it is more than one.
fn of_sms(text: &ast::Str) -> Option<Hint> {
    let mut written = String::new();
    for part in &text.parts {
        match part {
            ast::StrPart::Text(text) => written.push_str(text),
            ast::StrPart::Placeholder(placeholder) => {
                written.push_str(placeholder.default.as_deref().unwrap_or("x"))
            }
        }
    }
    let alphabet = alphabet(written.chars());
    let count = segments(alphabet, written.chars());
    if count < 2 {
        return None;
    }
    let units: usize = written.chars().map(|character| alphabet.units(character).unwrap_or(1)).sum();
    let tooltip =
        format!("{units} characters of {}, {} in each segment", alphabet.name(), alphabet.units_of_each());
    Some(Hint { span: text.span, text: format!("{count} segments"), tooltip })
}

fn goes_by_sms(live: &Live, flow: &ast::Flow) -> bool {
    let is_sms = |name: &ast::Name| match hours::definition(live, SymbolKind::Channel, &name.text) {
        Some(ast::Item::Channel(channel)) => ChannelKind::parse(&channel.kind.text) == Some(ChannelKind::Sms),
        _ => ChannelKind::parse(&name.text) == Some(ChannelKind::Sms),
    };
    let candidates: Vec<&ast::Name> =
        flow.header.via.iter().flat_map(|(candidates, _)| candidates).map(|it| &it.channel).collect();
    match candidates.as_slice() {
        [] => flow.header.on.iter().filter_map(|trigger| trigger.from.as_ref()).any(is_sms),
        candidates => candidates.iter().any(|name| is_sms(name)),
    }
}
