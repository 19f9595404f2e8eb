//! What is told of the thing at a place, in Markdown.

mod symbols;

use std::fmt::Write;

use chrono::NaiveDate;

use super::complete::fields;
use super::{hours, navigate};
use crate::analysis::live::{FileId, Live};
use crate::check::sites::{Sites, Target};
use crate::diagnostics::{code, explain};
use crate::engine::explain::Verdict;
use crate::policy::messages::ContentType;
use crate::simulator::inquiry::{Writer, inquire};
use crate::source::{Source, Span};
use crate::syntax::Parsed;
use crate::syntax::token::TokenKind;
use crate::time::Instant;

/// What is told of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The thing.
    pub span: Span,
    /// What is told of it, in Markdown.
    pub text: String,
}

/// As of when things are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// The instant from which openings are counted.
    pub instant: Instant,
    /// The day on whose rules the workspace is checked.
    pub today: NaiveDate,
}

/// What is told of the thing at a byte of a file; none when there is nothing to say.
pub fn hover(live: &Live, file: FileId, byte: u32, now: Now) -> Option<Hover> {
    let parsed = live.parsed(file)?;
    let source = live.source(file);
    let place = Span::new(source.id(), byte, byte);
    allowed_code(&source, &parsed, byte)
        .or_else(|| of_name(live, file, byte, now))
        .or_else(|| of_field(live, &parsed, place))
        .or_else(|| of_keyword(live, &parsed, place, now))
        .or_else(|| of_content_type(&parsed, place, now))
        .or_else(|| of_hours(live, &parsed, place, now))
        .or_else(|| of_finding(live, file, place))
}

/// The page of what was found there.
fn of_finding(live: &Live, file: FileId, place: Span) -> Option<Hover> {
    let found = live.findings(file).iter().find(|found| holds(found.span(), place))?;
    let (_, page) = explain::page(found.code)?;
    Some(Hover { span: found.span(), text: page.to_owned() })
}

/// The page of a code or a name in a comment.
fn allowed_code(source: &Source, parsed: &Parsed, byte: u32) -> Option<Hover> {
    let holds = |span: Span| span.start <= byte && byte <= span.end;
    let comment = parsed.tokens.iter().find(|token| token.kind == TokenKind::Comment && holds(token.span))?;
    let text = source.slice(comment.span);
    let at = (byte - comment.span.start) as usize;
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let start = text[..at]
        .rfind(|c| !is_part(c))
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let end = text[at..].find(|c| !is_part(c)).map_or(text.len(), |more| at + more);
    let word = text.get(start..end)?;
    // A name of one word is as well a word of people: only behind `allow` it is a code.
    let is_allow = text.trim_start_matches('#').trim_start().starts_with("allow");
    let row = code::find(word).filter(|row| is_allow || row.code == word)?;
    let (_, page) = explain::page(row.code)?;
    let span = Span {
        start: comment.span.start + start as u32,
        end: comment.span.start + end as u32,
        ..comment.span
    };
    Some(Hover { span, text: page.to_owned() })
}

fn of_name(live: &Live, file: FileId, byte: u32, now: Now) -> Option<Hover> {
    let named = navigate::at(live, file, byte)?;
    let text = match &named.meaning {
        navigate::Meaning::Symbol(symbol) => symbols::told(live, *symbol, now)?,
        navigate::Meaning::Contact(places) => {
            format!("contact, named {} times in this scenario", places.len())
        }
    };
    Some(Hover { span: named.span, text })
}

/// A field's type; of built-in fields, which are no symbols, and of those in placeholders.
fn of_field(live: &Live, parsed: &Parsed, place: Span) -> Option<Hover> {
    let sites = Sites::of(std::slice::from_ref(&parsed.file));
    let paths = sites.fields.iter().map(|used| (used.path.span, used.path.dotted()));
    let placeholders = sites.placeholders.iter().map(|site| {
        let path = crate::check::types::dotted(&site.placeholder.path);
        (site.placeholder.span, path)
    });
    let (span, path) = paths.chain(placeholders).find(|(span, _)| holds(*span, place))?;
    let (_, what) = fields(live).into_iter().find(|(known, _)| *known == path).or_else(|| {
        let is_event = path.starts_with("event.");
        is_event.then(|| (path.clone(), "whatever your systems report".to_owned()))
    })?;
    Some(Hover { span, text: format!("`{path}`: {what}") })
}

/// What a keyword starts: its flow, and the others that take it.
fn of_keyword(live: &Live, parsed: &Parsed, place: Span, now: Now) -> Option<Hover> {
    let sites = Sites::of(std::slice::from_ref(&parsed.file));
    let site = sites.keywords.iter().find(|site| holds(site.text.span, place))?;
    let keyword = site.text.plain()?;
    let program = live.program()?;
    let channel = site.trigger.from.as_ref().or_else(|| {
        let (candidates, _) = site.flow.header.via.first()?;
        Some(&candidates.first()?.channel)
    });
    let channel = channel.map_or("webchat", |name| name.text.as_str());
    program.channel(channel)?;
    let inquiry = inquire(&program, &Writer::anybody(), channel, keyword, now.instant).ok()?;
    let mut text = format!("A message `{keyword}` by {channel}");
    let mut others = Vec::new();
    let mut own = "does not start this flow";
    for explained in &inquiry.flows {
        let is_own = *explained.flow == *site.flow.name.text;
        let taken = match &explained.verdict {
            Verdict::Starts { trigger } => Some(format!("`{}` starts by {trigger}", explained.flow)),
            Verdict::Running { .. } => Some(format!("`{}` is under way and goes on", explained.flow)),
            Verdict::ConditionFails { trigger, .. } => {
                Some(format!("`{}` would start by {trigger}, if its condition held", explained.flow))
            }
            Verdict::Refused { trigger, why, .. } => {
                Some(format!("`{}` would start by {trigger}, but {why}", explained.flow))
            }
            Verdict::StopWhen { trigger, .. } => {
                Some(format!("`{}` would start by {trigger}, but its `stop when` holds", explained.flow))
            }
            Verdict::OtherChannel { trigger, channel } => {
                Some(format!("`{}` takes {trigger} by {channel} only", explained.flow))
            }
            Verdict::OtherCase { trigger } => {
                Some(format!("`{}` takes {trigger} in another case", explained.flow))
            }
            Verdict::NoMessageFlow | Verdict::OtherMessage { .. } | Verdict::Taken { .. } => None,
        };
        match taken {
            Some(_) if is_own && matches!(explained.verdict, Verdict::Starts { .. }) => {
                own = "starts this flow"
            }
            Some(_) if is_own => own = "may start this flow",
            Some(told) => others.push(told),
            None => {}
        }
    }
    write!(text, " {own}").expect("a string takes all that is written");
    match others.as_slice() {
        [] => text.push_str(", and no other takes it."),
        others => {
            text.push_str(". Others that take it:\n");
            others.iter().for_each(|other| text.push_str(&format!("\n- {other}")));
        }
    }
    Some(Hover { span: site.text.span, text })
}

fn of_content_type(parsed: &Parsed, place: Span, now: Now) -> Option<Hover> {
    let sites = Sites::of(std::slice::from_ref(&parsed.file));
    let is_there = |used: &&crate::check::sites::Use<'_>| {
        matches!(used.target, Target::ContentType) && holds(used.name.span, place)
    };
    let used = sites.uses.iter().find(is_there)?;
    let row = ContentType::parse(&used.name.text)?.row();
    let until = match row.until {
        Some(until) if until <= now.today => format!("retired since {until}"),
        Some(until) => format!("until {until}"),
        None => "no end is known".to_owned(),
    };
    let text = format!(
        "`{}`: a content type of {}, since {}, {until}.\n\n[{}]({})",
        used.name.text,
        row.channel.name(),
        row.since,
        row.source.title,
        row.source.url,
    );
    Some(Hover { span: used.name.span, text })
}

fn of_hours(live: &Live, parsed: &Parsed, place: Span, now: Now) -> Option<Hover> {
    let clauses = hours::clauses(&parsed.file);
    let clause = clauses.into_iter().find(|clause| holds(clause.span, place))?;
    let told = hours::of_clause(live, clause, now.instant)?;
    let words = told.words(now.instant);
    Some(Hover { span: clause.span, text: format!("{words} ({})", told.zone.name()) })
}

fn holds(span: Span, place: Span) -> bool {
    span.source == place.source && span.start <= place.start && place.start <= span.end
}
