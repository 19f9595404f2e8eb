//! Whether conditions can hold together: a case in which they do, or the certainty that there is none.
//!
//! Conditions are taken apart into literals, one way through their `or`s after the other. Each way asks every field by
//! itself for a value that passes all its tests, and the clock for an instant. Where that cannot be told for certain, and
//! where there are too many ways, the answer is [`Answer::Unknown`]: who asks is silent rather than wrong.

mod field;
mod hours;
mod literal;
mod model;
mod relations;
mod text;
mod values;
mod visit;

use crate::program::{ChannelId, Condition, Program};
use crate::text::automaton::Test;
use crate::time::Instant;

pub use self::model::{Model, VisitModel};
pub use self::text::message_tests;

use self::literal::{Literal, Literals};

/// How many ways through the `or`s are tried.
const WAYS_MAX: usize = 512;

/// A condition that is asked to hold, or not to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// It holds.
    Holds,
    /// It does not.
    Fails,
}

impl Asked {
    /// The other one.
    #[must_use]
    pub const fn turned(self) -> Self {
        match self {
            Self::Holds => Self::Fails,
            Self::Fails => Self::Holds,
        }
    }
}

/// What is known of the event at which conditions are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Occasion {
    /// Nothing: perhaps a message, perhaps none.
    Any,
    /// A message of the contact, on that channel if one is given, whose text meets the tests.
    Message(Option<ChannelId>, Vec<Test>),
    /// Something else: there is no message.
    NoMessage,
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Question<'p> {
    /// The program whose fields, schedules and zone count.
    pub program: &'p Program,
    /// Windows are looked at from there on.
    pub from: Instant,
    /// At which event.
    pub occasion: Occasion,
    /// The conditions.
    pub conditions: Vec<(&'p Condition, Asked)>,
}

/// What can be said of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// They hold together, for example so.
    Together(Box<Model>),
    /// They never do.
    Never,
    /// It cannot be told.
    Unknown,
}

impl Question<'_> {
    /// Looks for a case in which all of it holds.
    pub fn answer(&self) -> Answer {
        let mut search = Search { question: self, ways: 0, unsure: false };
        let open: Vec<_> = self.conditions.iter().rev().copied().collect();
        match search.expand(open, Literals::default()) {
            Some(model) => Answer::Together(Box::new(model)),
            None if search.unsure => Answer::Unknown,
            None => Answer::Never,
        }
    }
}

/// The search through the ways.
struct Search<'q, 'p> {
    question: &'q Question<'p>,
    ways: usize,
    /// A way was left whose end could not be told.
    unsure: bool,
}

impl<'p> Search<'_, 'p> {
    fn expand(&mut self, mut open: Vec<(&'p Condition, Asked)>, mut literals: Literals<'p>) -> Option<Model> {
        while let Some((condition, asked)) = open.pop() {
            let (parts, all) = match condition {
                Condition::All(parts) => (parts, asked == Asked::Holds),
                Condition::Any(parts) => (parts, asked == Asked::Fails),
                Condition::Not(part) => {
                    open.push((part, asked.turned()));
                    continue;
                }
                Condition::Compare(..)
                | Condition::CompareFields(..)
                | Condition::HasTag(_)
                | Condition::InGroup(_)
                | Condition::Now(_) => {
                    if !literals.add(Literal { condition, asked }) {
                        return None;
                    }
                    continue;
                }
            };
            if all {
                open.extend(parts.iter().rev().map(|part| (part, asked)));
                continue;
            }
            for part in parts {
                let mut others = open.clone();
                others.push((part, asked));
                if let Some(model) = self.expand(others, literals.clone()) {
                    return Some(model);
                }
                if self.ways >= WAYS_MAX {
                    break;
                }
            }
            return None;
        }
        self.ways += 1;
        if self.ways > WAYS_MAX {
            self.unsure = true;
            return None;
        }
        match model::of(self.question, &literals) {
            Answer::Together(model) => Some(*model),
            Answer::Never => None,
            Answer::Unknown => {
                self.unsure = true;
                None
            }
        }
    }
}
