//! What an author wrote, in one line and with regular spacing: for the reasons in a trace.

use crate::syntax::ast::{Case, Str, StrPart, Trigger, TriggerKind};
use crate::time::{Days, Delay};

/// A string's text; a placeholder stands as it is written.
pub(super) fn plain(text: &Str) -> String {
    let mut plain = String::new();
    for part in &text.parts {
        match part {
            StrPart::Text(text) => plain.push_str(text),
            StrPart::Placeholder(placeholder) => {
                let path: Vec<_> = placeholder.path.iter().map(|name| name.text.as_str()).collect();
                let default = placeholder.default.as_ref().map(|text| format!(" | {text}"));
                plain.push_str(&format!("{{{}{}}}", path.join("."), default.unwrap_or_default()));
            }
        }
    }
    plain
}

/// `keyword "ORDER" ignoring case from sms`.
pub(super) fn trigger(trigger: &Trigger) -> String {
    let mut words = match &trigger.kind {
        TriggerKind::Keyword(texts, case) => texts_with_case("keyword", texts, *case),
        TriggerKind::MessageIs(texts, case) => texts_with_case("message is", texts, *case),
        TriggerKind::MessageContains(texts, case) => texts_with_case("message contains", texts, *case),
        TriggerKind::MessageStartsWith(texts, case) => texts_with_case("message starts with", texts, *case),
        TriggerKind::MessageMatches(regex) => {
            format!("message matches /{}/", regex.pattern.replace('/', "\\/"))
        }
        TriggerKind::AnyMessage => "any message".to_owned(),
        TriggerKind::Intent(name) => format!("intent {}", name.text),
        TriggerKind::Silence => "silence".to_owned(),
        TriggerKind::PageView(delay) => lasting("page_view", *delay),
        TriggerKind::Visit(delay) => lasting("visit", *delay),
        TriggerKind::Start => "start".to_owned(),
        TriggerKind::Booking => "booking".to_owned(),
        TriggerKind::Purchase => "purchase".to_owned(),
        TriggerKind::Tag(tag) => format!("tag {}", quoted(tag)),
        TriggerKind::Group(name) => format!("group {}", name.text),
        TriggerKind::Close => "close".to_owned(),
        TriggerKind::OptOut => "opt_out".to_owned(),
        TriggerKind::Event(event) => format!("event {}", quoted(event)),
        TriggerKind::Time(moment) => {
            let zone = moment.zone.as_ref().map(|zone| format!(" {}", quoted(zone)));
            format!("time {}{}", moment.local.format("%Y-%m-%d %H:%M"), zone.unwrap_or_default())
        }
        TriggerKind::Every(days, time) if *days == Days::ALL => format!("every day at {time}"),
        TriggerKind::Every(days, time) => format!("every {days} at {time}"),
    };
    if let Some(channel) = &trigger.from {
        words.push_str(" from ");
        words.push_str(&channel.text);
    }
    words
}

fn texts_with_case(word: &str, texts: &[Str], case: Case) -> String {
    let list: Vec<_> = texts.iter().map(quoted).collect();
    let case = match case {
        Case::Sensitive => "",
        Case::Ignored => " ignoring case",
    };
    format!("{word} {}{case}", list.join(", "))
}

fn lasting(word: &str, delay: Option<Delay>) -> String {
    delay.map_or_else(|| word.to_owned(), |delay| format!("{word} for {delay}"))
}

fn quoted(text: &Str) -> String {
    let mut quoted = String::from('"');
    for character in plain(text).chars() {
        match character {
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '"' | '\\' => quoted.extend(['\\', character]),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}
