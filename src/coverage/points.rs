//! What there is to reach in a workspace, each with its place in the source and its counters.

mod counters;

pub(super) use self::counters::{ByEffect, NodeCounters, Places};
use super::recorder::{Counts, Recorder};
use super::walk;
use crate::check::Checked;
use crate::program::{Lifecycle, Name, Program};
use crate::source::Span;

/// What kind of thing there is to reach: a column of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// What starts a flow.
    Trigger,
    /// A step.
    Step,
    /// A way of an `if`, a `split` or an `ask`.
    Branch,
    /// A condition that holds no other: to be seen true, and to be seen false.
    Condition,
    /// `within`, `outside` and quiet hours: to be seen open, and to be seen shut.
    Window,
    /// From one channel of `via` to the next.
    Fallback,
    /// What ends a run from outside.
    Stop,
}

impl Kind {
    /// All of them, in the order of the report.
    pub const ALL: [Self; 7] =
        [Self::Trigger, Self::Step, Self::Branch, Self::Condition, Self::Window, Self::Fallback, Self::Stop];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Trigger => "trigger",
            Self::Step => "step",
            Self::Branch => "branch",
            Self::Condition => "condition",
            Self::Window => "window",
            Self::Fallback => "fallback",
            Self::Stop => "stop",
        }
    }

    /// What several of them are called.
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Trigger => "triggers",
            Self::Step => "steps",
            Self::Branch => "branches",
            Self::Condition => "conditions",
            Self::Window => "windows",
            Self::Fallback => "fallbacks",
            Self::Stop => "stops",
        }
    }
}

/// What exactly there is to reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A trigger.
    Trigger,
    /// A step.
    Step,
    /// A branch of an `if` whose condition holds.
    Holds,
    /// The `else` of an `if`.
    Else,
    /// An `if` without `else`: none of its conditions holds.
    NoneHolds,
    /// A share of a `split`.
    Share,
    /// An arm of an `ask`.
    Arm,
    /// An `ask` that takes any reply.
    AnyReply,
    /// A condition.
    Condition,
    /// `within` or `outside`.
    Window,
    /// The workspace's quiet hours.
    Quiet,
    /// A channel behind the first of `via`.
    Fallback,
    /// `stop on`
    StopOn,
    /// `stop when`
    StopWhen,
}

impl What {
    /// Its kind.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Trigger => Kind::Trigger,
            Self::Step => Kind::Step,
            Self::Holds | Self::Else | Self::NoneHolds | Self::Share | Self::Arm | Self::AnyReply => {
                Kind::Branch
            }
            Self::Condition => Kind::Condition,
            Self::Window | Self::Quiet => Kind::Window,
            Self::Fallback => Kind::Fallback,
            Self::StopOn | Self::StopWhen => Kind::Stop,
        }
    }

    /// What has to be seen of it, each by a stable name.
    pub const fn outcomes(self) -> &'static [&'static str] {
        match self.kind() {
            Kind::Condition => &["true", "false"],
            Kind::Window => &["open", "shut"],
            Kind::Trigger | Kind::Step | Kind::Branch | Kind::Fallback | Kind::Stop => &["reached"],
        }
    }
}

/// One thing to reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// What.
    pub what: What,
    /// The stretch of source that stands for it: of a step that holds others, what stands before them.
    pub mark: Span,
    /// The stretch of source that tells what it is.
    pub told: Span,
    /// All of it: of a step that holds others, those too.
    pub whole: Span,
    /// The step whose ways it is one of, for a branch; otherwise itself.
    pub group: Span,
    pub(super) counter: usize,
}

/// A flow with what there is to reach in it, or what belongs to no flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The flow's name; none for the workspace's own.
    pub flow: Option<Name>,
    /// Where it stands.
    pub span: Span,
    /// Whether it may start: what may not is not counted.
    pub lifecycle: Lifecycle,
    /// In the order of the source.
    pub points: Vec<Point>,
    pub(super) runs: Option<usize>,
}

/// What there is to reach in a workspace.
///
/// The program knows no places of conditions and hours, and need not for this: a part of it is known by its
/// address, which stays as long as the program is borrowed.
#[derive(Debug)]
pub struct Points<'p> {
    pub(super) program: &'p Program,
    /// In the order of files and places.
    pub sections: Vec<Section>,
    pub(super) counters: usize,
    pub(super) places: Places,
    /// By flow, in the program's order.
    pub(super) by_effect: Vec<ByEffect>,
}

impl<'p> Points<'p> {
    /// What there is to reach in a workspace, with the program that was compiled from it.
    pub fn of(checked: &Checked, program: &'p Program) -> Self {
        walk::points(checked, program)
    }

    /// The workspace's title.
    pub fn title(&self) -> &'p str {
        &self.program.workspace.title
    }

    /// Somebody who looks on, and has seen nothing yet.
    pub fn recorder(&self) -> Recorder<'_> {
        Recorder::new(self)
    }

    /// What is seen when nothing is played.
    pub fn nothing(&self) -> Counts {
        Counts::of(vec![0; self.counters])
    }
}
