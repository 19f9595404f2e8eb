//! What a flow can have to do with a message that others are played with.

use std::collections::BTreeSet;

use crate::check::SymbolKind;
use crate::check::sites::{Sites, Target};
use crate::syntax::ast::{self, StepKind, TriggerKind};
use crate::text::{Compare, contains_phrase, fold_case};

/// A flow as seen from a message that other flows are played with. Where it is not certain what the engine would do, it
/// is taken to do it.
#[derive(Debug, Clone, Default)]
pub(super) struct Bystander {
    takes: Vec<Takes>,
    may_follow: bool,
    waits_first: bool,
    starts: BTreeSet<String>,
    asks_for: BTreeSet<String>,
}

/// Which messages start it.
#[derive(Debug, Clone)]
struct Takes {
    what: What,
    from: Option<String>,
}

#[derive(Debug, Clone)]
enum What {
    /// With one of the phrases.
    Keyword(Vec<String>, Compare),
    /// Those that hold one of the texts.
    Contains(Vec<String>, Compare),
    /// It takes more to tell.
    Perhaps,
}

impl Bystander {
    /// What can be said of a flow.
    pub fn of(flow: &ast::Flow) -> Self {
        let mut bystander = Self { waits_first: waits_first(&flow.steps), ..Self::default() };
        for trigger in &flow.header.on {
            let from = trigger.from.as_ref().map(|name| name.text.clone());
            let what = match &trigger.kind {
                TriggerKind::Keyword(texts, case) => What::Keyword(plain(texts), compare(*case)),
                TriggerKind::MessageIs(texts, case)
                | TriggerKind::MessageContains(texts, case)
                | TriggerKind::MessageStartsWith(texts, case) => What::Contains(plain(texts), compare(*case)),
                TriggerKind::MessageMatches(_) | TriggerKind::AnyMessage | TriggerKind::Intent(_) => {
                    What::Perhaps
                }
                TriggerKind::Silence
                | TriggerKind::Tag(_)
                | TriggerKind::Group(_)
                | TriggerKind::Close
                | TriggerKind::OptOut => {
                    bystander.may_follow = true;
                    continue;
                }
                TriggerKind::PageView(_)
                | TriggerKind::Visit(_)
                | TriggerKind::Start
                | TriggerKind::Booking
                | TriggerKind::Purchase
                | TriggerKind::Event(_)
                | TriggerKind::Time(_)
                | TriggerKind::Every(..) => continue,
            };
            bystander.takes.push(Takes { what, from });
        }
        crate::check::rules::each_step(&flow.steps, &mut |step| {
            if let StepKind::Start(name) = &step.kind {
                bystander.starts.insert(name.text.clone());
            }
        });
        bystander.asks_for = asks_for(flow);
        bystander
    }

    /// Whether the message may start it.
    pub fn may_take(&self, message: &str, channel: &str) -> bool {
        self.takes.iter().any(|takes| {
            takes.from.as_ref().is_none_or(|from| from == channel)
                && match &takes.what {
                    What::Keyword(phrases, Compare::Exact) => {
                        phrases.iter().any(|phrase| contains_phrase(message, phrase, Compare::Exact))
                    }
                    What::Keyword(phrases, Compare::IgnoreCase) => {
                        let message = fold_case(message);
                        let holds =
                            |phrase: &String| contains_phrase(&message, &fold_case(phrase), Compare::Exact);
                        phrases.iter().any(holds)
                    }
                    What::Contains(texts, Compare::Exact) => {
                        texts.iter().any(|text| message.contains(text.trim()))
                    }
                    What::Contains(texts, Compare::IgnoreCase) => {
                        let message = fold_case(message);
                        texts.iter().any(|text| message.contains(fold_case(text).trim()))
                    }
                    What::Perhaps => true,
                }
        })
    }

    /// Whether it may start by what flows do.
    pub const fn may_follow(&self) -> bool {
        self.may_follow
    }

    /// Whether nothing happens at once when it starts: it only waits.
    pub const fn waits_first(&self) -> bool {
        self.waits_first
    }

    /// Whether it has a step that starts that flow.
    pub fn starts(&self, flow: &str) -> bool {
        self.starts.contains(flow)
    }

    /// The intents that a program with it looks for.
    pub fn asks_for(&self) -> impl Iterator<Item = &str> {
        self.asks_for.iter().map(String::as_str)
    }
}

fn waits_first(steps: &ast::Block) -> bool {
    steps.steps.first().is_none_or(|step| match &step.kind {
        StepKind::After { delay, .. } => delay.nominal_millis() > 0,
        StepKind::Stop => true,
        _ => false,
    })
}

fn asks_for(flow: &ast::Flow) -> BTreeSet<String> {
    let sites = Sites::of_flow(flow);
    let intents =
        sites.uses.iter().filter(|usage| matches!(usage.target, Target::Symbol(SymbolKind::Intent)));
    let mut asked: BTreeSet<String> = intents.map(|usage| usage.name.text.clone()).collect();
    // Who reads `callback.time` looks for the intent that brings it.
    let is_callback = |path: &[ast::Name]| path.first().is_some_and(|scope| scope.text == "callback");
    if sites.fields.iter().any(|usage| is_callback(&usage.path.names))
        || sites.placeholders.iter().any(|site| is_callback(&site.placeholder.path))
    {
        asked.insert("callback".to_owned());
    }
    asked
}

fn plain(texts: &[ast::Str]) -> Vec<String> {
    // What is filled in nowhere is an error elsewhere; here such a text would be found in every message.
    texts.iter().map(|text| text.plain().unwrap_or_default().to_owned()).collect()
}

const fn compare(case: ast::Case) -> Compare {
    match case {
        ast::Case::Sensitive => Compare::Exact,
        ast::Case::Ignored => Compare::IgnoreCase,
    }
}
