//! Flows at random: waits, questions, conditions and channels, and messages on every way through them.

use proptest::prelude::*;
use proptest::sample::select;

/// The channels that messages go out on.
pub const CHANNELS: [&str; 6] = ["whatsapp", "messenger", "instagram", "wechat", "viber", "sms"];

/// Steps of a flow; only messages have a number, which they get when they are printed.
#[derive(Debug, Clone)]
pub enum Step {
    Send,
    After(&'static str, &'static str, Vec<Step>),
    At(Vec<Step>),
    If(Vec<Step>, Vec<Step>),
    Ask(Vec<Step>, Option<(&'static str, Vec<Step>)>),
    Start,
    Stop,
}

/// The steps as text; `start` only stands behind a wait, where it makes no circle.
pub fn printed(steps: &[Step], waited: bool, numbers: &mut u32, text: &mut String) {
    for step in steps {
        match step {
            Step::Send => {
                *numbers += 1;
                text.push_str(&format!(" send \"m{numbers}\""));
            }
            Step::After(delay, hours, body) => {
                text.push_str(&format!(" after {delay} {hours} {{ tag \"x\""));
                printed(body, true, numbers, text);
                text.push_str(" }");
            }
            Step::At(body) => {
                text.push_str(" at 2026-06-15 10:00 { tag \"x\"");
                printed(body, true, numbers, text);
                text.push_str(" }");
            }
            Step::If(then, otherwise) => {
                text.push_str(" if contact has tag \"t\" { tag \"y\"");
                printed(then, waited, numbers, text);
                text.push_str(" } else { tag \"z\"");
                printed(otherwise, waited, numbers, text);
                text.push_str(" }");
            }
            Step::Ask(answered, silent) => {
                *numbers += 1;
                text.push_str(&format!(" ask \"m{numbers}\" {{ \"oui\" {{ tag \"y\""));
                printed(answered, waited, numbers, text);
                text.push_str(" }");
                if let Some((delay, body)) = silent {
                    text.push_str(&format!(" silence {delay} {{ tag \"z\""));
                    printed(body, true, numbers, text);
                    text.push_str(" }");
                }
                text.push_str(" }");
            }
            Step::Start => text.push_str(if waited { " start g" } else { " tag \"w\"" }),
            Step::Stop => text.push_str(" stop"),
        }
    }
}

/// How long flows wait.
pub const DELAYS: [&str; 9] = ["1h", "5h", "11h", "23h30m", "1d", "1d", "1d1h", "2d", "50h"];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let leaf = prop_oneof![6 => Just(Step::Send), 2 => Just(Step::Start), 1 => Just(Step::Stop)];
    let hours = select(vec![
        "",
        "",
        "",
        "within 08:00..20:00",
        "within 10:00..18:00 or skip",
        "within 09:00..12:00 expires 5h",
    ]);
    let step = leaf.prop_recursive(3, 12, 3, move |inner| {
        let body = || prop_oneof![2 => Just(vec![Step::Send]), 1 => proptest::collection::vec(inner.clone(), 0..3)];
        prop_oneof![
            8 => (select(DELAYS.to_vec()), hours.clone(), body()).prop_map(|(d, h, b)| Step::After(d, h, b)),
            1 => body().prop_map(Step::At),
            1 => (body(), body()).prop_map(|(a, b)| Step::If(a, b)),
            1 => (body(), proptest::option::of((select(DELAYS.to_vec()), body()))).prop_map(|(a, s)| Step::Ask(a, s)),
        ]
    });
    proptest::collection::vec(step, 1..5)
}

fn via() -> impl Strategy<Value = String> {
    let within = select(vec!["", "", "", " for 10h", " for 24h", " for 1d", " for 3d"]);
    let one = (select(CHANNELS.to_vec()), within).prop_map(|(channel, within)| format!("{channel}{within}"));
    let several = prop_oneof![2 => proptest::collection::vec(one.clone(), 1), 1 => proptest::collection::vec(one, 2..4)];
    several.prop_map(|candidates| format!("via {}", candidates.join(", else ")))
}

fn trigger() -> impl Strategy<Value = &'static str> {
    select(vec![
        "keyword \"GO\"",
        "keyword \"GO\" from wechat",
        "event \"go\"",
        "silence",
        "booking, event \"go\"",
    ])
}

/// A workspace of two flows, of which one may start the other.
pub fn text() -> impl Strategy<Value = String> {
    (trigger(), via(), steps(), via(), steps()).prop_map(|(trigger, via, steps, other_via, others)| {
        let mut text = format!(
            "workspace \"T\" {{ timezone \"Europe/Paris\" }}\nchannel wechat is wechat {{ limit 3 }}\n\
             flow f {{ on {trigger} {via}"
        );
        let mut numbers = 0;
        // What `f` starts is another flow.
        printed(&steps, true, &mut numbers, &mut text);
        text.push_str(&format!(" }}\nflow g {{ {other_via}"));
        printed(&others, false, &mut numbers, &mut text);
        text.push_str(" }\n");
        text
    })
}
