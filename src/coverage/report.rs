//! What was reached and what was not, put together: for a flow, for a kind, and for all.

use std::ops::AddAssign;

use super::points::{Kind, Point, Points, Section, What};
use super::recorder::Counts;
use crate::program::Lifecycle;
use crate::source::{self, Position, Source, Span};

/// What there is to reach, how often it was, and the texts in which it stands.
#[derive(Debug, Clone, Copy)]
pub struct Report<'r> {
    /// What there is to reach.
    pub points: &'r Points<'r>,
    /// The texts of the workspace.
    pub sources: &'r [Source],
    counts: &'r Counts,
}

/// How many outcomes there are to see, and how many were seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Seen.
    pub seen: usize,
    /// To be seen.
    pub all: usize,
}

/// How much of something was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// All of it.
    Reached,
    /// Some of it.
    Partly,
    /// Nothing.
    Missed,
}

impl State {
    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::Partly => "partly",
            Self::Missed => "missed",
        }
    }

    /// Of two together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        if self == other { self } else { Self::Partly }
    }
}

impl Tally {
    /// Whether nothing is left to be seen.
    pub const fn is_whole(self) -> bool {
        self.seen == self.all
    }

    /// In hundredths of a percent, rounded down: only the whole is 100 %. Where nothing is to be seen all is.
    pub fn hundredths(self) -> u32 {
        (self.seen * 10_000).checked_div(self.all).map_or(10_000, |share| share as u32)
    }

    /// As it is told: `87.5 %`, `100 %`.
    pub fn percent(self) -> String {
        let tenths = self.hundredths() / 10;
        match tenths % 10 {
            0 => format!("{} %", tenths / 10),
            rest => format!("{}.{rest} %", tenths / 10),
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.seen += other.seen;
        self.all += other.all;
    }
}

impl<'r> Report<'r> {
    /// What was counted at those points, in texts of which the points know the places.
    pub const fn new(points: &'r Points<'r>, counts: &'r Counts, sources: &'r [Source]) -> Self {
        Self { points, sources, counts }
    }

    /// The sections that are counted: flows that may start.
    pub fn counted(&self) -> impl Iterator<Item = &'r Section> + use<'r> {
        self.points.sections.iter().filter(|section| section.lifecycle == Lifecycle::Live)
    }

    /// All that is counted.
    pub fn total(&self) -> Tally {
        self.sum(self.counted(), |_| true)
    }

    /// All of one kind.
    pub fn of_kind(&self, kind: Kind) -> Tally {
        self.sum(self.counted(), |point| point.what.kind() == kind)
    }

    /// A section.
    pub fn of_section(&self, section: &Section) -> Tally {
        self.sum([section], |_| true)
    }

    /// What a section has of one kind.
    pub fn of_section_and_kind(&self, section: &Section, kind: Kind) -> Tally {
        self.sum([section], |point| point.what.kind() == kind)
    }

    /// How often each outcome of a point was seen, in the order of [`What::outcomes`].
    pub fn counts(&self, point: &Point) -> Vec<u64> {
        (0..point.what.outcomes().len()).map(|more| self.counts.get(point.counter + more)).collect()
    }

    /// How often it was come to at all.
    pub fn visits(&self, point: &Point) -> u64 {
        self.counts(point).iter().sum()
    }

    /// How many runs of a flow began.
    pub fn runs(&self, section: &Section) -> u64 {
        section.runs.map_or(0, |counter| self.counts.get(counter))
    }

    /// How much of a point was seen.
    pub fn state(&self, point: &Point) -> State {
        let counts = self.counts(point);
        match counts.iter().filter(|count| **count > 0).count() {
            0 => State::Missed,
            seen if seen == counts.len() => State::Reached,
            _ => State::Partly,
        }
    }

    /// What was never seen of a point: `never shut`; none when all of it was.
    pub fn missing(&self, point: &Point) -> Option<&'static str> {
        let counts = self.counts(point);
        let state = self.state(point);
        Some(match (state, point.what) {
            (State::Reached, _) => return None,
            (State::Missed, What::Condition | What::Window | What::Quiet) => "never asked",
            (State::Partly, What::Condition) if counts[0] == 0 => "never true",
            (State::Partly, What::Condition) => "never false",
            (State::Partly, What::Window | What::Quiet) if counts[0] == 0 => "never open",
            (State::Partly, What::Window | What::Quiet) => "never shut",
            (_, What::Trigger) => "never fired",
            (_, What::Step) => "never reached",
            (_, What::NoneHolds) => "never skipped",
            (_, What::Holds | What::Else | What::Share | What::Arm) => "never taken",
            (_, What::AnyReply) => "never answered",
            (_, What::Fallback) => "never fallen back on",
            (_, What::StopOn | What::StopWhen) => "never stopped by",
        })
    }

    /// The points of a section that are told as missing: those that no other one makes plain. What lies within a
    /// step that was not reached goes without saying.
    pub fn missed<'s>(&self, section: &'s Section) -> Vec<&'s Point> {
        let missed: Vec<&Point> =
            section.points.iter().filter(|point| self.state(point) != State::Reached).collect();
        let hidden = |inner: &Point| missed.iter().any(|outer| self.says(outer, inner));
        missed.iter().filter(|point| !hidden(point)).copied().collect()
    }

    /// Whether that one point was missed says that the other one was.
    fn says(&self, outer: &Point, inner: &Point) -> bool {
        let holds = outer.whole.source == inner.mark.source
            && outer.whole.start <= inner.mark.start
            && inner.mark.end <= outer.whole.end;
        match outer.what {
            What::Step | What::Holds | What::Else | What::Share | What::Arm => {
                self.state(outer) == State::Missed && holds && inner.whole.len() < outer.whole.len()
            }
            What::StopWhen => {
                inner.what == What::Condition
                    && inner.whole == outer.whole
                    && self.missing(inner) == Some("never true")
            }
            What::Trigger
            | What::NoneHolds
            | What::AnyReply
            | What::Condition
            | What::Window
            | What::Quiet
            | What::Fallback
            | What::StopOn => false,
        }
    }

    /// A point's source in one line, cut where it is long.
    pub fn words(&self, point: &Point) -> String {
        const LONGEST: usize = 60;
        let text = self.source(point.told).slice(point.told);
        let text = text.trim().trim_end_matches('{');
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match line.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}…", line[..end].trim_end()),
            None => line,
        }
    }

    /// Where a point begins.
    pub fn position(&self, span: Span) -> (&'r str, Position) {
        let source = self.source(span);
        (source.name(), source.position(span.start))
    }

    /// The text that a place lies in.
    pub fn source(&self, span: Span) -> &'r Source {
        source::find(self.sources, span.source).expect("a place lies in a file of its workspace")
    }

    fn sum<'s>(
        &self,
        sections: impl IntoIterator<Item = &'s Section>,
        wanted: impl Fn(&Point) -> bool,
    ) -> Tally {
        let mut tally = Tally::default();
        for point in sections.into_iter().flat_map(|section| &section.points).filter(|point| wanted(point)) {
            let counts = self.counts(point);
            let seen = counts.iter().filter(|count| **count > 0).count();
            tally += Tally { seen, all: counts.len() };
        }
        tally
    }
}
