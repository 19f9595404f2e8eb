//! Somebody who looks on while the engine works: which steps, ways, conditions, hours and stop rules it comes to.
//!
//! What is seen are parts of the program itself, so that they can be told apart by where they stand in it. Who looks
//! on changes nothing, and without anybody it costs nothing but the question.

use std::fmt;

use crate::program::{Condition, Hours, Node, Trigger};

/// Looks on. It is told of things as they come, the same one as often as it comes.
pub trait Watch: fmt::Debug {
    /// Something was come to.
    fn see(&self, seen: Seen<'_>);
}

/// What was come to. Every part is one of the program that `advance` was given.
#[derive(Debug, Clone, Copy)]
pub enum Seen<'p> {
    /// A run came to a step. One that is held comes to it again.
    Step(&'p Node),
    /// A run took one of the ways of an `if` (0 holds, 1 does not), a `split` (by its share), or an `ask`: by its
    /// arm, or the number of arms for a reply that needs none.
    Way(&'p Node, usize),
    /// A condition was asked, or a part of one; parts that do not matter any more are not asked.
    Condition {
        /// Which.
        condition: &'p Condition,
        /// What came of it.
        holds: bool,
    },
    /// Hours were asked about a message or a step.
    Hours {
        /// Which.
        hours: &'p Hours,
        /// Whether they let it through.
        open: bool,
    },
    /// The workspace's quiet hours were asked about a message.
    Quiet {
        /// Whether they held it.
        quiet: bool,
    },
    /// A rule of `stop on` ended a run, or keeps its flow from starting.
    StopOn(&'p Trigger),
    /// A condition of `stop when` ended a run, or kept one from starting.
    StopWhen(&'p Condition),
}
