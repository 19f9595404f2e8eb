//! What is told of something that has a name.

use super::Now;
use crate::analysis::live::Live;
use crate::check::{SymbolId, SymbolKind};
use crate::doc::sentences::{Said, head, steps};
use crate::ide::complete::described_declared;
use crate::ide::hours;
use crate::policy::ChannelKind;
use crate::policy::channels::{ChannelRow, Outside};
use crate::program::Program;
use crate::syntax::ast;
use crate::time::Delay;

/// The steps of a flow that are told; who wants all of them looks at the flow.
const STEPS_MAX: usize = 12;

pub(super) fn told(live: &Live, symbol: SymbolId, now: Now) -> Option<String> {
    let names = live.names();
    let symbol = names.symbols().get(symbol);
    let name = symbol.name.as_str();
    let item = hours::definition(live, symbol.kind, name);
    let source_of = |span: crate::source::Span| live.file_of(span.source).map(|file| live.source(file));
    Some(match (symbol.kind, item) {
        (SymbolKind::Flow, Some(ast::Item::Flow(flow))) => of_flow(live, &flow),
        (SymbolKind::Channel, item) => {
            let declared = match &item {
                Some(ast::Item::Channel(channel)) => Some(channel),
                _ => None,
            };
            of_channel(name, declared, now)?
        }
        (SymbolKind::Schedule, Some(ast::Item::Schedule(schedule))) => {
            let source = source_of(schedule.span)?;
            let opening = hours::of_schedule(live, name, now.instant);
            let opening =
                opening.map(|told| format!("{} ({})\n\n", told.words(now.instant), told.zone.name()));
            format!("{}{}", opening.unwrap_or_default(), fenced(source.slice(schedule.span)))
        }
        (SymbolKind::Field, Some(ast::Item::Field(field))) => {
            format!("`{name}`: {}", described_declared(&field))
        }
        (SymbolKind::Intent, None) => {
            format!("intent `{name}`: known in French and English without being declared")
        }
        (_, Some(item)) => fenced(source_of(item.span())?.slice(item.span())),
        (kind, None) => format!("{} `{name}`", kind.word()),
    })
}

/// What a flow does, in sentences; of one that does not run, its title alone.
fn of_flow(live: &Live, flow: &ast::Flow) -> String {
    let title = flow.title.as_ref().and_then(|title| title.plain()).unwrap_or(&flow.name.text);
    let mut text = format!("**{title}**\n");
    let program = live.program();
    let compiled = program.as_ref().and_then(|program| {
        let id = program.flow(&flow.name.text)?;
        Some((program, &program.flows[id.index()]))
    });
    let Some((program, flow)) = compiled else {
        text.push_str("\nIt has errors, or needs something that has one.\n");
        return text;
    };
    said_head(&mut text, program, flow);
    let mut lines = Vec::new();
    steps(program, flow).iter().for_each(|said| gather(said, 0, &mut lines));
    let more = lines.len().saturating_sub(STEPS_MAX);
    text.push('\n');
    lines.iter().take(STEPS_MAX).for_each(|line| text.push_str(&format!("{line}\n")));
    if more > 0 {
        text.push_str(&format!("\n… and {more} more.\n"));
    }
    text
}

fn said_head(text: &mut String, program: &Program, flow: &crate::program::Flow) {
    text.push('\n');
    text.push_str(&head(program, flow).join(" "));
    text.push('\n');
}

fn gather(said: &Said, depth: usize, lines: &mut Vec<String>) {
    lines.push(format!("{}- {}", "  ".repeat(depth), said.text));
    said.below.iter().for_each(|below| gather(below, depth + 1, lines));
}

fn of_channel(name: &str, declared: Option<&ast::Channel>, now: Now) -> Option<String> {
    let kind = ChannelKind::parse(declared.map_or(name, |channel| channel.kind.text.as_str()))?;
    let (mut window, mut limit, mut quota) = (None, None, None);
    for clause in declared.iter().flat_map(|channel| &channel.clauses) {
        match clause {
            ast::ChannelClause::Window(delay, _) => window = Some(*delay),
            ast::ChannelClause::Limit(most, _) => limit = Some(*most),
            ast::ChannelClause::Quota(most, _) => quota = Some(*most),
            ast::ChannelClause::Brand(_) | ast::ChannelClause::Bot(_) | ast::ChannelClause::Beyond(..) => {}
        }
    }
    let row = ChannelRow::as_of(kind, now.today).changed(window, limit, quota);
    let mut text = match name == kind.name() {
        true => format!("channel `{name}`"),
        false => format!("channel `{name}`, a {}", kind.name()),
    };
    let length = |millis: u64| Delay { days: 0, millis }.to_string();
    match row.window_millis {
        None => text.push_str("\n\nMessages go out at any time."),
        Some(window) => {
            let outside = match row.outside {
                Outside::Anything => "anything",
                Outside::TemplateOnly => "approved templates alone",
                Outside::ContentTypesOnly => "messages with a content type alone",
                Outside::Nothing => "nothing",
                Outside::MonthlyQuota => "anything, counted against the monthly quota",
            };
            let length = length(window);
            text.push_str(&format!(
                "\n\nThe window is open for {length} after the contact's last message; outside of it goes {outside}."
            ));
        }
    }
    if let Some(most) = row.messages_max {
        text.push_str(&format!(" At most {most} messages follow each of the contact's."));
    }
    if let Some(quota) = row.quota_per_month {
        text.push_str(&format!(" The quota is {quota} a month."));
    }
    row.sources.iter().for_each(|source| text.push_str(&format!("\n\n[{}]({})", source.title, source.url)));
    Some(text)
}

fn fenced(text: &str) -> String {
    format!("```flow\n{text}\n```")
}
