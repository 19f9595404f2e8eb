//! D006: an SMS that is longer than one segment.

use std::collections::BTreeMap;

use crate::check::SymbolKind;
use crate::check::rules::{Workspace, channels};
use crate::check::sites::MessageSite;
use crate::diagnostics::{Diagnostic, Severity};
use crate::policy::ChannelKind;
use crate::policy::segments::{Alphabet, segments, substitute, without_accent};
use crate::source::Span;
use crate::syntax::ast;

/// How long the value of a placeholder is taken to be: at least and at most.
const VALUE_LENGTHS: (usize, usize) = (1, 20);

/// Finds texts that a flow sends by SMS and that take more than one segment whatever their placeholders hold.
pub(in crate::check::rules) fn too_long(workspace: &Workspace<'_>, diagnostics: &mut Vec<Diagnostic>) {
    // A named text that many flows send is told of once.
    let mut texts: BTreeMap<Span, &ast::Str> = BTreeMap::new();
    for message in &workspace.sites.messages {
        let wordings = wordings(workspace, message);
        if !wordings.is_empty() && goes_by_sms(workspace, message.flow) {
            texts.extend(wordings.into_iter().map(|text| (text.span, text)));
        }
    }
    diagnostics.extend(texts.into_values().filter_map(told));
}

/// What the message says, as far as it is written down and not short anyway.
fn wordings<'a>(workspace: &Workspace<'a>, message: &MessageSite<'a>) -> Vec<&'a ast::Str> {
    let texts = match message.content {
        ast::SendContent::Text(text) => vec![text],
        ast::SendContent::Named(name) => match workspace.definition(SymbolKind::Text, &name.text) {
            Some(ast::Item::Text(text)) => text.texts.iter().flat_map(|local| &local.strings).collect(),
            _ => Vec::new(),
        },
        ast::SendContent::Template { .. } | ast::SendContent::Ai { .. } => Vec::new(),
    };
    // An emoji needs four bytes and two units: nothing shorter than this fills a segment.
    let may_be_long =
        |text: &&ast::Str| (text.span.end - text.span.start) as usize > Alphabet::Ucs2.units_of_one();
    texts.into_iter().filter(may_be_long).collect()
}

fn goes_by_sms(workspace: &Workspace<'_>, flow: &ast::Flow) -> bool {
    let is_sms = |name: &ast::Name| workspace.channel_kind(&name.text) == Some(ChannelKind::Sms);
    match channels::of_flow(flow) {
        Some(channels) => channels.into_iter().any(is_sms),
        // Without `via` it answers where it was asked, and one of its triggers says where.
        None => flow.header.on.iter().filter_map(|trigger| trigger.from.as_ref()).any(is_sms),
    }
}

fn told(text: &ast::Str) -> Option<Diagnostic> {
    let shortest = filled(text, VALUE_LENGTHS.0);
    let odd: Vec<char> = shortest.chars().filter(|c| Alphabet::Gsm7.units(*c).is_none()).collect();
    let alphabet = if odd.is_empty() { Alphabet::Gsm7 } else { Alphabet::Ucs2 };
    let least = segments(alphabet, shortest.chars());
    if least < 2 {
        return None;
    }
    let most = segments(alphabet, filled(text, VALUE_LENGTHS.1).chars());
    let count = if most > least { format!("{least} to {most}") } else { least.to_string() };
    let message = format!("this SMS takes {count} segments");
    let one = alphabet.units_of_one();
    let Some(first) = odd.first() else {
        let label = format!("one segment of GSM-7 holds {one} characters");
        let found = Diagnostic::new("D006", Severity::Warning, text.span, message, label);
        return Some(found.help("shorten it: each segment is sent, and paid for, by itself"));
    };
    let label = format!("{} is not in GSM-7, and one segment of UCS-2 holds {one} characters", shown(*first));
    let found = Diagnostic::new("D006", Severity::Warning, text.span, message, label);
    let spelled = replaced(&shortest, |c| substitute(c).map(str::to_owned));
    let bare = replaced(&shortest, |c| substitute(c).map(str::to_owned).or_else(|| without_accent(c)));
    Some(match (spelled, bare) {
        (Some(spelled), _) => {
            let better = saving(segments(Alphabet::Gsm7, spelled.chars()), least);
            let help = format!("write {}: {better}", substitutes(&odd, |c| substitute(c).map(str::to_owned)));
            match edits(text) {
                Some(edits) => found.help(help).fix("write characters of GSM-7", edits),
                None => found.help(help),
            }
        }
        (None, Some(bare)) => {
            let better = saving(segments(Alphabet::Gsm7, bare.chars()), least);
            let plain = |c| substitute(c).map(str::to_owned).or_else(|| without_accent(c));
            found.help(format!("shorten it, or write {}: {better}", substitutes(&odd, plain)))
        }
        (None, None) => found.help("shorten it, or leave out what is not in GSM-7: each segment is paid for"),
    })
}

/// The text with values of that many characters for its placeholders; a default that is shorter or longer counts too.
fn filled(text: &ast::Str, value_length: usize) -> String {
    let mut filled = String::new();
    for part in &text.parts {
        match part {
            ast::StrPart::Text(text) => filled.push_str(text),
            ast::StrPart::Placeholder(placeholder) => {
                let default = placeholder.default.as_ref().map(|text| text.chars().count());
                let length = match (default, value_length == VALUE_LENGTHS.0) {
                    (Some(default), true) => default.min(value_length),
                    (Some(default), false) => default.max(value_length),
                    (None, _) => value_length,
                };
                filled.extend(std::iter::repeat_n('x', length));
            }
        }
    }
    filled
}

/// The text in GSM-7; none when something has no substitute.
fn replaced(text: &str, substitute: impl Fn(char) -> Option<String>) -> Option<String> {
    let mut spelled = String::with_capacity(text.len());
    for character in text.chars() {
        match Alphabet::Gsm7.units(character) {
            Some(_) => spelled.push(character),
            None => spelled.push_str(&substitute(character)?),
        }
    }
    Some(spelled)
}

/// `` `'` for `’` and `...` for `…` ``: at most three of them.
fn substitutes(odd: &[char], substitute: impl Fn(char) -> Option<String>) -> String {
    let mut different: Vec<char> = Vec::new();
    for character in odd {
        if !different.contains(character) {
            different.push(*character);
        }
    }
    let pair = |c: &char| format!("`{}` for {}", substitute(*c).unwrap_or_default(), shown(*c));
    let mut pairs: Vec<String> = different.iter().take(3).map(pair).collect();
    if different.len() > pairs.len() {
        pairs.push("so on".to_owned());
    }
    match pairs.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => pairs.concat(),
    }
}

fn saving(after: usize, before: usize) -> String {
    match after {
        1 => "then it takes one segment".to_owned(),
        _ if after < before => format!("then it takes {after} segments"),
        _ => "then a segment holds more than twice as much".to_owned(),
    }
}

/// The character in back-ticks; what cannot be seen by its number.
fn shown(character: char) -> String {
    match character.is_whitespace() || character.is_control() {
        true => format!("the blank U+{:04X}", u32::from(character)),
        false => format!("`{character}`"),
    }
}

/// The edits that put substitutes into the text; none when the text is not written as it is sent, but with escapes
/// or over several lines, so that the places of its characters are not known.
fn edits(text: &ast::Str) -> Option<Vec<(Span, String)>> {
    let mut edits = Vec::new();
    for (index, part) in text.parts.iter().enumerate() {
        let ast::StrPart::Text(written) = part else { continue };
        let start = match index.checked_sub(1).map(|before| &text.parts[before]) {
            Some(ast::StrPart::Placeholder(before)) => before.span.end,
            Some(ast::StrPart::Text(_)) | None => text.span.start + 1,
        };
        let end = match text.parts.get(index + 1) {
            Some(ast::StrPart::Placeholder(behind)) => behind.span.start,
            Some(ast::StrPart::Text(_)) | None => text.span.end - 1,
        };
        if (end - start) as usize != written.len() {
            return None;
        }
        for (at, character) in written.char_indices().filter(|(_, c)| Alphabet::Gsm7.units(*c).is_none()) {
            let from = start + at as u32;
            let place = Span::new(text.span.source, from, from + character.len_utf8() as u32);
            let escaped = substitute(character)?.replace('"', "\\\"");
            edits.push((place, escaped));
        }
    }
    Some(edits)
}
