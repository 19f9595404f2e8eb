//! Whether conditions can certainly hold together. Where that is hard to tell the answer is "perhaps not", so that a
//! rule that asks is silent rather than wrong.

use std::collections::{BTreeMap, BTreeSet};

use crate::syntax::ast;

/// What is known of several conditions at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Together {
    /// There is a contact for whom all hold.
    Certainly,
    /// Perhaps there is none.
    PerhapsNot,
}

/// A condition that is asked for, or excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// It holds.
    Yes,
    /// It does not.
    No,
}

/// The conditions of one side: they are taken to be possible by themselves.
#[derive(Debug, Default)]
pub(super) struct Facts {
    by_subject: BTreeMap<String, Vec<Fact>>,
}

/// What is asked of a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fact {
    /// The field of that path is one of these.
    Among(String, BTreeSet<String>),
    /// The field of that path is known, and none of these.
    KnownExcept(String, BTreeSet<String>),
    /// The field of that path is unknown.
    Unknown(String),
    /// There is such a tag, the contact is in that group.
    Has,
    /// There is not, the contact is not.
    HasNot,
    /// Something that is only known to agree with the same words.
    Words(String),
    /// Something that may contradict anything about that subject.
    Anything,
}

impl Facts {
    /// What a flow asks for before it starts by a message: its `when`, what would stop it, and the channel.
    pub(super) fn of_start(flow: &ast::Flow, trigger: &ast::Trigger) -> Self {
        let mut facts = Self::default();
        flow.header.when.iter().for_each(|condition| facts.learn(condition, Asked::Yes));
        for rule in &flow.header.stop {
            if let ast::StopRule::When(condition) = rule {
                facts.learn(condition, Asked::No);
            }
        }
        if let Some(channel) = &trigger.from {
            let among = Fact::Among("message.channel".to_owned(), BTreeSet::from([channel.text.clone()]));
            facts.add("message.channel", among);
        }
        facts
    }

    /// Whether both sides can be met at once.
    pub(super) fn with(&self, other: &Self) -> Together {
        let unclear = |facts: &Self| facts.by_subject.contains_key("message.text");
        if unclear(self) || unclear(other) {
            return Together::PerhapsNot;
        }
        let shared = self.by_subject.iter().filter_map(|(subject, facts)| {
            other.by_subject.get(subject).map(|others| facts.iter().chain(others).collect::<Vec<_>>())
        });
        match shared.into_iter().all(|facts| agree(&facts)) {
            true => Together::Certainly,
            false => Together::PerhapsNot,
        }
    }

    fn add(&mut self, subject: &str, fact: Fact) {
        self.by_subject.entry(subject.to_owned()).or_default().push(fact);
    }

    fn learn(&mut self, condition: &ast::Condition, asked: Asked) {
        match (condition, asked) {
            (ast::Condition::And(parts, _), Asked::Yes) | (ast::Condition::Or(parts, _), Asked::No) => {
                parts.iter().for_each(|part| self.learn(part, asked));
            }
            (ast::Condition::And(parts, _), Asked::No) | (ast::Condition::Or(parts, _), Asked::Yes) => {
                parts.iter().for_each(|part| self.blur(part));
            }
            (ast::Condition::Not(part, _), Asked::Yes) => self.learn(part, Asked::No),
            (ast::Condition::Not(part, _), Asked::No) => self.learn(part, Asked::Yes),
            (ast::Condition::HasTag(..) | ast::Condition::InGroup(..), Asked::Yes) => {
                self.add(&subject(condition), Fact::Has);
            }
            (ast::Condition::HasTag(..) | ast::Condition::InGroup(..), Asked::No) => {
                self.add(&subject(condition), Fact::HasNot);
            }
            (ast::Condition::Compare(compare), _) => {
                self.add(&subject(condition), compared(compare, asked));
            }
            (ast::Condition::Now(hours, _), _) => {
                let fact = match (&hours.source, hours.outside == (asked == Asked::No)) {
                    (ast::HoursSource::Schedule(name), true) => Fact::Words(format!("within {}", name.text)),
                    (ast::HoursSource::Schedule(name), false) => {
                        Fact::Words(format!("outside {}", name.text))
                    }
                    (ast::HoursSource::Window(_), _) => Fact::Anything,
                };
                self.add("now", fact);
            }
            (ast::Condition::Broken(_), _) => self.add("message.text", Fact::Anything),
        }
    }

    /// One of several possibilities: nothing is certain about what it mentions.
    fn blur(&mut self, condition: &ast::Condition) {
        match condition {
            ast::Condition::And(parts, _) | ast::Condition::Or(parts, _) => {
                parts.iter().for_each(|part| self.blur(part));
            }
            ast::Condition::Not(part, _) => self.blur(part),
            ast::Condition::Compare(_)
            | ast::Condition::HasTag(..)
            | ast::Condition::InGroup(..)
            | ast::Condition::Now(..)
            | ast::Condition::Broken(_) => self.add(&subject(condition), Fact::Anything),
        }
    }
}

/// What a condition is about. Fields that depend on each other are one subject.
fn subject(condition: &ast::Condition) -> String {
    match condition {
        ast::Condition::HasTag(tag, _) => format!("tag {}", tag.plain().unwrap_or_default()),
        ast::Condition::InGroup(group, _) => format!("group {}", group.text),
        ast::Condition::Now(..) => "now".to_owned(),
        ast::Condition::Compare(compare) => {
            let path = compare.field.dotted();
            let scope = path.split('.').next().unwrap_or_default();
            match scope {
                "visitor" | "device" | "conversation" => scope.to_owned(),
                _ => path,
            }
        }
        ast::Condition::And(..) | ast::Condition::Or(..) | ast::Condition::Not(..) => "now".to_owned(),
        ast::Condition::Broken(_) => "message.text".to_owned(),
    }
}

fn compared(compare: &ast::Compare, asked: Asked) -> Fact {
    let path = compare.field.dotted();
    let values = |values: &[ast::Value]| values.iter().map(spelled).collect::<Option<BTreeSet<_>>>();
    let exact = compare.case == ast::Case::Sensitive && !path.ends_with(".language");
    let fact = match (&compare.operator, asked) {
        (ast::Operator::Is(value), Asked::Yes) if exact => {
            values(std::slice::from_ref(value)).map(|values| Fact::Among(path, values))
        }
        (ast::Operator::IsOneOf(list), Asked::Yes) if exact => {
            values(list).map(|values| Fact::Among(path, values))
        }
        (ast::Operator::IsNot(value), Asked::Yes) if exact => {
            values(std::slice::from_ref(value)).map(|values| Fact::KnownExcept(path, values))
        }
        (ast::Operator::IsNotOneOf(list), Asked::Yes) if exact => {
            values(list).map(|values| Fact::KnownExcept(path, values))
        }
        (ast::Operator::IsKnown, Asked::Yes) | (ast::Operator::IsUnknown, Asked::No) => {
            Some(Fact::KnownExcept(path, BTreeSet::new()))
        }
        (ast::Operator::IsUnknown, Asked::Yes) | (ast::Operator::IsKnown, Asked::No) => {
            Some(Fact::Unknown(path))
        }
        (ast::Operator::Is(value), Asked::Yes) => spelled(value).map(|value| words(compare, "is", &value)),
        (ast::Operator::Contains(text), Asked::Yes) => {
            text.plain().map(|text| words(compare, "contains", text))
        }
        (ast::Operator::StartsWith(text), Asked::Yes) => {
            text.plain().map(|text| words(compare, "starts with", text))
        }
        (ast::Operator::Below(value), Asked::Yes) => spelled(value).map(|value| words(compare, "<", &value)),
        (ast::Operator::AtMost(value), Asked::Yes) => {
            spelled(value).map(|value| words(compare, "<=", &value))
        }
        (ast::Operator::Above(value), Asked::Yes) => spelled(value).map(|value| words(compare, ">", &value)),
        (ast::Operator::AtLeast(value), Asked::Yes) => {
            spelled(value).map(|value| words(compare, ">=", &value))
        }
        _ => None,
    };
    fact.unwrap_or(Fact::Anything)
}

fn words(compare: &ast::Compare, operator: &str, value: &str) -> Fact {
    Fact::Words(format!("{} {operator} {value} {:?}", compare.field.dotted(), compare.case))
}

fn spelled(value: &ast::Value) -> Option<String> {
    match value {
        ast::Value::Text(text) => text.plain().map(str::to_owned),
        ast::Value::Word(word) => Some(word.text.clone()),
        ast::Value::Number(number, _) => Some(number.0.to_string()),
        ast::Value::Date(date, _) => Some(date.to_string()),
        ast::Value::DateTime(_) | ast::Value::Time(..) | ast::Value::Duration(..) | ast::Value::Field(_) => {
            None
        }
    }
}

/// Whether all facts about a subject are met by one contact, for certain.
fn agree(facts: &[&Fact]) -> bool {
    if facts.windows(2).all(|pair| pair[0] == pair[1]) {
        return *facts[0] != Fact::Anything;
    }
    let mut among: Option<BTreeSet<&String>> = None;
    let mut excepted = BTreeSet::new();
    let mut exceptions = 0;
    let mut path = None;
    for fact in facts {
        let of = match fact {
            Fact::Among(of, values) => {
                let values = values.iter().collect::<BTreeSet<_>>();
                among = Some(match among {
                    Some(sofar) => sofar.intersection(&values).copied().collect(),
                    None => values,
                });
                of
            }
            Fact::KnownExcept(of, values) => {
                exceptions += usize::from(!values.is_empty());
                excepted.extend(values);
                of
            }
            // With another fact beside them, they may contradict it.
            Fact::Unknown(_) | Fact::Has | Fact::HasNot | Fact::Words(_) | Fact::Anything => return false,
        };
        if *path.get_or_insert(of) != of {
            return false;
        }
    }
    match among {
        Some(values) => values.difference(&excepted).next().is_some(),
        // Together they may leave no value over.
        None => exceptions <= 1,
    }
}
