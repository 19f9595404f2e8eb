//! D001 and D002 against simulated runs: what is reported is never delivered, and on a straight way, of which everything
//! is known, all else is.

use chrono::NaiveDate;
use flowc::engine::contact::ChannelState;
use flowc::engine::{Contact, EffectKind, Event, EventKind, Message};
use flowc::program::{Candidate, Program, Value};
use flowc::source::Span;
use flowc::syntax::ast;
use flowc::time::Instant;
use proptest::prelude::*;
use proptest::sample::select;

use super::ways::{CHANNELS, DELAYS, Step, printed, text};
use super::{DAY_MILLIS, found, parsed, play, program, today};

const HOUR_MILLIS: i64 = 3_600_000;

/// What is reported of a text: messages by their texts.
#[derive(Debug, Default)]
struct Reported {
    /// Never delivered.
    never: Vec<String>,
    /// Only when the clocks go forward.
    hardly: Vec<String>,
    /// Not on that channel, but when the clocks go forward.
    not_on: Vec<(String, String)>,
}

impl Reported {
    fn of(text: &str, as_of: NaiveDate) -> Self {
        let mut reported = Self::default();
        let at = |span: Span| text[span.start as usize..span.end as usize].to_owned();
        // Messages are the places with a text; candidates have none.
        let texts = |places: &[String]| -> Vec<String> {
            places.iter().filter_map(|place| place.split('"').nth(1).map(str::to_owned)).collect()
        };
        for found in found(text, as_of) {
            let places: Vec<String> = found.labels.iter().map(|label| at(label.span)).collect();
            let on = found.message.split('`').nth(1).map(str::to_owned);
            match (found.code, on) {
                ("D001", _) => reported.never.extend(texts(&places)),
                ("D002", Some(channel)) => {
                    reported.not_on.extend(texts(&places).into_iter().map(|text| (text, channel.clone())));
                }
                ("D002", None) => reported.hardly.extend(texts(&places)),
                _ => {}
            }
        }
        reported
    }
}

/// The program of the text with its candidates, also when it has errors: it is compiled without them.
fn compiled(text: &str) -> Program {
    let file = parsed(text).file;
    let mut plain = text.to_owned();
    let flows =
        file.items.iter().filter_map(|item| if let ast::Item::Flow(flow) = item { Some(flow) } else { None });
    let via: Vec<_> = flows
        .map(|flow| {
            (flow.name.text.clone(), flow.header.via.first().cloned().expect("each flow has candidates"))
        })
        .collect();
    for (_, (_, span)) in via.iter().rev() {
        plain.replace_range(span.start as usize..span.end as usize, "via sms");
    }
    let mut program = program(&plain);
    for (name, (candidates, _)) in via {
        let candidates = candidates.iter().map(|candidate| Candidate {
            channel: program.channel(&candidate.channel.text).expect("a channel"),
            within: candidate.within.map(|(delay, _)| delay),
        });
        let candidates = candidates.collect();
        let id = program.flow(&name).expect("a flow");
        program.flows[id.index()].via = candidates;
    }
    program
}

/// The messages that go out, each with its channel and its instant.
fn delivered(program: &Program, contact: &mut Contact, event: Event) -> Vec<(String, String, Instant)> {
    let until = event.at.plus_millis(40 * DAY_MILLIS);
    let sent =
        play(program, contact, event, until).into_iter().filter_map(|(at, effect)| match effect.kind {
            EffectKind::SendMessage { channel, message: Message::Text(text), .. } => {
                Some((text.to_string(), channel.to_string(), at))
            }
            _ => None,
        });
    sent.collect()
}

fn contact() -> Contact {
    let mut contact = Contact::new("c");
    for field in ["phone", "messenger", "instagram", "wechat"] {
        contact.set_field(&field.into(), Some(Value::from("+33612345678")));
    }
    contact
}

fn event(text: &str, at: Instant, channel: &str) -> Event {
    let kind = if text.contains("on silence") {
        EventKind::BotWrote { channel: Some("sms".into()), text: "Bonjour".into() }
    } else if text.contains("\"go\"") {
        EventKind::Reported { event: "go".into(), fields: Vec::new() }
    } else {
        EventKind::MessageReceived { channel: channel.into(), text: "GO".into(), intents: Vec::new() }
    };
    Event::new("go", at, kind)
}

/// The clocks of Paris go forward then.
fn forward(from: Instant, until: Instant) -> bool {
    let change: Instant =
        chrono::DateTime::parse_from_rfc3339("2026-03-29T01:00:00Z").expect("an instant").to_utc().into();
    from < change && change <= until
}

fn instant(minutes: i64) -> Instant {
    let first: Instant = today().and_time(chrono::NaiveTime::MIN).and_utc().into();
    first.plus_millis(minutes * 60_000)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    /// Whatever was before, and whatever the hours do, unless the contact writes again.
    #[test]
    fn d001_d002_what_is_reported_is_not_delivered(
        text in text(),
        // Half of the runs begin in the days before the clocks go forward.
        start in prop_oneof![25 * 24 * 60..27 * 24 * 60_i64, 0..300 * 24 * 60_i64],
        before in proptest::array::uniform6(prop_oneof![2 => Just(Some(0)), 1 => proptest::option::of(0..72_i64)]),
        wrote_on in select(CHANNELS.to_vec()),
        tagged in any::<bool>(),
    ) {
        let reported = Reported::of(&text, today());
        let start = instant(start);
        let mut contact = contact();
        contact.tags.extend(tagged.then(|| "t".into()));
        for (channel, hours) in CHANNELS.iter().zip(before) {
            let last_inbound = hours.map(|hours| start.plus_millis(-hours * HOUR_MILLIS));
            contact.channels.push(ChannelState { channel: (*channel).into(), last_inbound, ..ChannelState::default() });
        }
        let channel = if text.contains("from wechat") { "wechat" } else { wrote_on };
        let sent = delivered(&compiled(&text), &mut contact, event(&text, start, channel));
        for (message, channel, at) in sent {
            prop_assert!(!reported.never.contains(&message), "{message} was delivered at {at}\n{text}");
            if !forward(start, at) {
                prop_assert!(!reported.hardly.contains(&message), "{message} was delivered at {at}\n{text}");
                let pair = (message, channel);
                prop_assert!(!reported.not_on.contains(&pair), "{pair:?} was delivered at {at}\n{text}");
            }
        }
    }

    /// A way without branches and hours (and with no more messages than a report shows), on a channel where the contact has just written, while no clock changes.
    #[test]
    fn d001_d002_what_is_not_reported_is_delivered(
        channel in select(CHANNELS.to_vec()),
        steps in proptest::collection::vec((select(DELAYS.to_vec()), 1..3_usize), 1..4),
        behind in proptest::option::of(1..3_usize),
        start in 70 * 24 * 60..150 * 24 * 60_i64,
    ) {
        let mut text = format!(
            "workspace \"T\" {{ timezone \"Europe/Paris\" }}\nchannel wechat is wechat {{ limit 3 }}\n\
             flow f {{ on keyword \"GO\" from {channel} via {channel}"
        );
        let mut numbers = 0;
        for (delay, messages) in &steps {
            printed(&[Step::After(delay, "", vec![Step::Send; *messages])], true, &mut numbers, &mut text);
        }
        let straight = numbers;
        if let Some(messages) = behind {
            text.push_str(&format!(" start g }}\nflow g {{ via {channel}"));
            printed(&vec![Step::Send; messages], true, &mut numbers, &mut text);
        }
        text.push_str(" }\n");
        let reported = Reported::of(&text, today());
        let sent = delivered(&compiled(&text), &mut contact(), event(&text, instant(start), channel));
        for number in 1..=numbers {
            let message = format!("m{number}");
            let told = reported.never.contains(&message) || reported.hardly.contains(&message);
            let out = sent.iter().any(|(text, ..)| *text == message);
            // How many messages a flow behind another one comes after is not counted.
            let counted = number <= straight || channel != "wechat";
            if told || counted {
                prop_assert_eq!(out, !told, "{}\n{}", message, text);
            }
        }
    }
}
