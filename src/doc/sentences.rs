//! Flows in sentences, for people who do not read code. The one place where clauses become sentences.

mod steps;

pub use self::steps::{Said, steps};
use crate::program::{
    Again, Flow, Frequency, Hours, Lifecycle, Overrun, Program, Trigger, TriggerKind, words,
};
use crate::time::Delay;

/// What a flow's head says, a sentence for each clause.
pub fn head(program: &Program, flow: &Flow) -> Vec<String> {
    let mut said = Vec::new();
    match flow.lifecycle {
        Lifecycle::Live => {}
        Lifecycle::Draft => said.push("This is a draft: it does not start yet.".to_owned()),
        Lifecycle::Paused => said.push("It is paused: it does not start for now.".to_owned()),
    }
    if flow.triggers.is_empty() {
        said.push("It starts when another flow starts it.".to_owned());
    } else {
        let triggers: Vec<String> = flow.triggers.iter().map(|on| trigger(program, on)).collect();
        said.push(format!("It starts when {}.", either(&triggers)));
    }
    said.extend(flow.when.iter().map(|when| format!("Only if {}.", words::condition(when))));
    said.push(via(program, flow));
    said.extend(flow.hours.iter().map(hours));
    said.extend(flow.frequency.iter().map(|often| frequency(*often)));
    said.extend(flow.again.map(|again| match again {
        Again::Restart => "If it is under way already, it begins anew.".to_owned(),
        Again::Ignore => "If it is under way already, nothing changes.".to_owned(),
    }));
    let answer = flow.triggers.iter().any(|on| matches!(on.kind, TriggerKind::Silence));
    let mut ends: Vec<String> = answer.then(|| "the contact answers".to_owned()).into_iter().collect();
    ends.extend(flow.stop_on.iter().map(|on| trigger(program, on)));
    ends.extend(flow.stop_when.iter().map(words::condition));
    if !ends.is_empty() {
        said.push(format!("It ends at once when {}.", either(&ends)));
    }
    said
}

/// `the contact writes "ORDER" by sms`: what stands behind "when".
pub fn trigger(program: &Program, trigger: &Trigger) -> String {
    let rest = |word: &str| trigger.words.strip_prefix(word).unwrap_or(&trigger.words).trim().to_owned();
    match &trigger.kind {
        TriggerKind::Keyword(_) => format!("a message has the keyword {}", rest("keyword")),
        TriggerKind::MessageIs(_) => format!("a message is exactly {}", rest("message is")),
        TriggerKind::MessageContains(_)
        | TriggerKind::MessageStartsWith(_)
        | TriggerKind::MessageMatches(_) => format!("a {}", trigger.words),
        TriggerKind::AnyMessage => format!("the contact writes anything{}", from(program, trigger)),
        TriggerKind::Intent(id) => {
            format!("a message means \"{}\"{}", program.intents[id.index()], from(program, trigger))
        }
        TriggerKind::Silence => "the business has written and the contact stays silent".to_owned(),
        TriggerKind::PageView(delay) => format!("a page is looked at{}", lasting(*delay)),
        TriggerKind::Visit(delay) => format!("a visit of the site goes on{}", lasting(*delay)),
        TriggerKind::Start => "somebody starts it by hand".to_owned(),
        TriggerKind::Booking => "an appointment is booked".to_owned(),
        TriggerKind::Purchase => "something is bought".to_owned(),
        TriggerKind::Tag(tag) => format!("the contact gets the tag {}", words::quoted(tag)),
        TriggerKind::Group(group) => format!("the contact joins the group {group}"),
        TriggerKind::Close => "the conversation is closed".to_owned(),
        TriggerKind::OptOut => "the contact opts out".to_owned(),
        TriggerKind::Event(event) => format!("your systems report {}", words::quoted(event)),
        TriggerKind::Time(_) => format!("it is {}", rest("time")),
        TriggerKind::Every(..) => format!("the time comes ({})", trigger.words),
    }
}

/// `Messages go out within office; others wait for it.`
pub fn hours(hours: &Hours) -> String {
    match hours.overrun {
        Overrun::Hold => format!("Messages go out {}; others wait for it.", hours.words),
        Overrun::Skip => format!("Messages go out {}; others are left out.", hours.words),
        Overrun::Expires(delay) => {
            format!("Messages go out {}; others wait for it, {} at most.", hours.words, length(delay))
        }
    }
}

fn via(program: &Program, flow: &Flow) -> String {
    if flow.via.is_empty() {
        return "It writes where the conversation is.".to_owned();
    }
    let channels: Vec<String> = flow
        .via
        .iter()
        .map(|candidate| {
            let name = &program.channels[candidate.channel.index()].name;
            let within = candidate
                .within
                .map(|delay| format!(" while the contact was there in the last {}", length(delay)));
            format!("{name}{}", within.unwrap_or_default())
        })
        .collect();
    format!("It writes by {}.", channels.join("; if that is not possible, by "))
}

fn frequency(often: Frequency) -> String {
    match often {
        Frequency::OncePerContact => "At most once for each contact.".to_owned(),
        Frequency::OncePerVisit => "At most once in a visit.".to_owned(),
        Frequency::AtMost(count, per) => format!("At most {count} times in {}.", length(per)),
    }
}

fn from(program: &Program, trigger: &Trigger) -> String {
    let name = trigger.from.map(|id| &program.channels[id.index()].name);
    name.map_or(String::new(), |name| format!(" by {name}"))
}

fn lasting(delay: Delay) -> String {
    if delay.is_zero() { String::new() } else { format!(" for {}", length(delay)) }
}

/// `1 day 2 hours`, from `1d2h`.
pub fn length(delay: Delay) -> String {
    let text = delay.to_string();
    let mut parts = Vec::new();
    let mut number = String::new();
    for character in text.chars() {
        match character {
            digit if digit.is_ascii_digit() => number.push(digit),
            unit => {
                let name = match unit {
                    's' => "second",
                    'm' => "minute",
                    'h' => "hour",
                    'd' => "day",
                    'w' => "week",
                    _ => return text,
                };
                let plural = if number == "1" { "" } else { "s" };
                parts.push(format!("{number} {name}{plural}"));
                number.clear();
            }
        }
    }
    parts.join(" ")
}

/// `a, b, or c`.
fn either(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{}, or when {last}", head.join(", when ")),
    }
}
