//! Whether a step of one version and a step of another are the same, and how sure that is.

use std::collections::BTreeMap;

use super::outline::{Kind, Outline, Step};

/// Nothing changed, in its blocks neither.
pub(super) const EQUAL: u32 = 16;
/// It reads the same; what it leads to changed.
const SAME_HEAD: u32 = 12;
/// A wait or branch that reads the same, and has a step in common.
const SAME_BLOCK: u32 = 4;
/// It may be the same with other words: it is, when nothing else may be.
pub(super) const CHANGED: u32 = 1;

/// How much of two texts has to agree for them to be one text that was changed.
const ALIKE: f64 = 0.6;
/// Longer texts are compared for equality alone: comparing takes the product of their lengths.
const COMPARED_MAX: usize = 4_000;

/// Answers for two flows; each pair is worked out once.
pub(super) struct Likeness<'o> {
    old: &'o Outline,
    new: &'o Outline,
    known: BTreeMap<(usize, usize), u32>,
    /// A number for each step of both flows: the same number, the same step with the same blocks.
    pub wholes: (Vec<u32>, Vec<u32>),
}

impl<'o> Likeness<'o> {
    /// For the steps of these flows.
    pub fn new(old: &'o Outline, new: &'o Outline) -> Self {
        let mut numbers = BTreeMap::new();
        let wholes = (wholes(old, &mut numbers), wholes(new, &mut numbers));
        Self { old, new, known: BTreeMap::new(), wholes }
    }

    /// Nought when they are different steps; the more, the surer.
    pub fn of(&mut self, old: usize, new: usize) -> u32 {
        if let Some(known) = self.known.get(&(old, new)) {
            return *known;
        }
        let likeness = self.weigh(old, new);
        self.known.insert((old, new), likeness);
        likeness
    }

    fn weigh(&mut self, old: usize, new: usize) -> u32 {
        if self.wholes.0[old] == self.wholes.1[new] {
            return EQUAL;
        }
        let (before, after) = (&self.old.steps[old], &self.new.steps[new]);
        if before.kind != after.kind {
            return 0;
        }
        let same_head = before.head == after.head;
        match before.kind {
            Kind::Send | Kind::Ask if same_head => SAME_HEAD,
            Kind::Send | Kind::Ask => {
                if alike(before, after) {
                    CHANGED
                } else {
                    0
                }
            }
            Kind::Do | Kind::Stop => {
                if same_head {
                    EQUAL
                } else {
                    0
                }
            }
            Kind::Wait | Kind::WaitUntil | Kind::If | Kind::Split => {
                let (shared, childless) = self.shared(old, new);
                match same_head {
                    true if childless => SAME_HEAD,
                    true if shared > CHANGED => SAME_BLOCK,
                    true if shared == CHANGED => CHANGED,
                    false if shared >= SAME_HEAD => CHANGED,
                    true | false => 0,
                }
            }
        }
    }

    /// The surest step that the blocks of two steps have in common; and whether neither has any step. Where there
    /// are messages, they alone count: what is written tells one wait from another, and not a tag.
    fn shared(&mut self, old: usize, new: usize) -> (u32, bool) {
        let within = |outline: &Outline, at: usize| -> Vec<usize> {
            outline.steps[at].blocks.iter().flat_map(|block| block.steps.iter().copied()).collect()
        };
        let (mut before, mut after) = (within(self.old, old), within(self.new, new));
        if self.old.steps[old].writes || self.new.steps[new].writes {
            before.retain(|at| self.old.steps[*at].writes);
            after.retain(|at| self.new.steps[*at].writes);
            let pairs = before.iter().flat_map(|old| after.iter().map(move |new| (*old, *new)));
            return (pairs.map(|(old, new)| self.of(old, new)).max().unwrap_or(0), false);
        }
        let pairs = before.iter().flat_map(|old| after.iter().map(move |new| (*old, *new)));
        let shared = pairs.map(|(old, new)| self.of(old, new)).max().unwrap_or(0);
        (shared, before.is_empty() && after.is_empty())
    }
}

/// Two messages of which the greater part agrees, and that are written by the same hand.
fn alike(before: &Step, after: &Step) -> bool {
    let (Some(old), Some(new)) = (&before.says, &after.says) else { return false };
    let written_by_ai = |step: &Step| step.head.starts_with("send ai") || step.head.starts_with("ask ai");
    if written_by_ai(before) != written_by_ai(after) {
        return false;
    }
    old == new
        || (old.len() <= COMPARED_MAX
            && new.len() <= COMPARED_MAX
            && strsim::normalized_levenshtein(old, new) >= ALIKE)
}

/// Numbers for the steps of a flow: steps that agree in everything have the same.
fn wholes(outline: &Outline, numbers: &mut BTreeMap<String, u32>) -> Vec<u32> {
    let mut wholes = vec![0; outline.steps.len()];
    // Steps stand before those of their blocks, so that from the last to the first all blocks are known.
    for at in (0..outline.steps.len()).rev() {
        let step = &outline.steps[at];
        let mut text = format!("{:?}\u{0}{}\u{0}{}\u{0}{:?}", step.kind, step.head, step.rest, step.says);
        for block in &step.blocks {
            let steps: Vec<u32> = block.steps.iter().map(|step| wholes[*step]).collect();
            text.push_str(&format!("\u{0}{} {steps:?}", block.entered));
        }
        let next = numbers.len() as u32;
        wholes[at] = *numbers.entry(text).or_insert(next);
    }
    wholes
}
