//! Which step of a new version is which step of the old one: as a diff does, block by block.

use std::collections::BTreeMap;

use super::likeness::{CHANGED, EQUAL, Likeness};
use super::outline::{Block, Kind, Outline};

/// A step of the old flow, and the same step of the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    /// Its place in the old flow's outline.
    pub old: usize,
    /// Its place in the new one's.
    pub new: usize,
    /// Whether it stands where it stood.
    pub place: PairPlace,
}

/// Where a step stands that both versions have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PairPlace {
    /// Between the same steps as before.
    Kept,
    /// Elsewhere in the flow.
    Moved,
}

/// The steps that both flows have, in the order of the old one.
///
/// First the blocks are laid side by side, so that as many and as surely equal steps as possible meet in order; then
/// what is left and equal to exactly one step that is left has moved. Nothing else is held to be the same.
pub(super) fn pairs(old: &Outline, new: &Outline) -> Vec<Pair> {
    let mut matching = Matching {
        old,
        new,
        likeness: Likeness::new(old, new),
        found: BTreeMap::new(),
        taken: BTreeMap::new(),
    };
    matching.blocks(&old.root, &new.root);
    matching.moved();
    matching.found.into_iter().map(|(old, (new, place))| Pair { old, new, place }).collect()
}

struct Matching<'o> {
    old: &'o Outline,
    new: &'o Outline,
    likeness: Likeness<'o>,
    found: BTreeMap<usize, (usize, PairPlace)>,
    taken: BTreeMap<usize, usize>,
}

impl Matching<'_> {
    fn pair(&mut self, old: usize, new: usize, place: PairPlace) {
        self.found.insert(old, (new, place));
        self.taken.insert(new, old);
    }

    /// Lays two blocks side by side.
    fn blocks(&mut self, old: &[usize], new: &[usize]) {
        let likeness = &mut self.likeness;
        let mut weights = vec![vec![0; new.len()]; old.len()];
        for (row, old) in weights.iter_mut().zip(old) {
            for (cell, new) in row.iter_mut().zip(new) {
                *cell = likeness.of(*old, *new);
            }
        }
        for (old, new) in with_changed(&weights).into_iter().map(|(i, j)| (old[i], new[j])) {
            self.pair(old, new, PairPlace::Kept);
            let (before, after) = (&self.old.steps[old].blocks, &self.new.steps[new].blocks);
            for (old, new) in entered_alike(before, after) {
                self.blocks(&before[old].steps, &after[new].steps);
            }
        }
    }

    /// What is left of both flows and equal, once in each, has moved; with it its blocks.
    fn moved(&mut self) {
        let mut left: BTreeMap<u32, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        let (old, new) = self.likeness.wholes.clone();
        for (at, whole) in old.iter().enumerate().filter(|(at, _)| !self.found.contains_key(at)) {
            left.entry(*whole).or_default().0.push(at);
        }
        for (at, whole) in new.iter().enumerate().filter(|(at, _)| !self.taken.contains_key(at)) {
            left.entry(*whole).or_default().1.push(at);
        }
        // Outer steps first: what stands in their blocks goes with them.
        let mut once: Vec<(usize, usize)> = left
            .into_values()
            .filter_map(|found| match found {
                (old, new) if old.len() == 1 && new.len() == 1 => Some((old[0], new[0])),
                _ => None,
            })
            .collect();
        once.sort_unstable();
        for (old, new) in once {
            self.move_whole(old, new);
        }
    }

    fn move_whole(&mut self, old: usize, new: usize) {
        if self.found.contains_key(&old) || self.taken.contains_key(&new) {
            return;
        }
        let (before, after) = (&self.old.steps[old], &self.new.steps[new]);
        let bare = before.blocks.iter().all(|block| block.steps.is_empty());
        // A wait for nothing, a branch to nowhere: its words alone say too little.
        if bare && !matches!(before.kind, Kind::Send | Kind::Ask | Kind::Do) {
            return;
        }
        self.pair(old, new, PairPlace::Moved);
        for (before, after) in before.blocks.iter().zip(&after.blocks) {
            for (old, new) in before.steps.iter().zip(&after.steps) {
                if !self.found.contains_key(old) && !self.taken.contains_key(new) {
                    debug_assert_eq!(self.likeness.wholes.0[*old], self.likeness.wholes.1[*new]);
                    self.move_inner(*old, *new);
                }
            }
        }
    }

    /// A step within a block that moved as a whole.
    fn move_inner(&mut self, old: usize, new: usize) {
        self.pair(old, new, PairPlace::Moved);
        let (before, after) = (&self.old.steps[old].blocks, &self.new.steps[new].blocks);
        for (before, after) in before.iter().zip(after) {
            for (old, new) in before.steps.iter().zip(&after.steps) {
                if !self.found.contains_key(old) && !self.taken.contains_key(new) {
                    self.move_inner(*old, *new);
                }
            }
        }
    }
}

/// The blocks of one step that are entered in the same way: those of the same words first; a single one that is left
/// of each is the same as well.
fn entered_alike(old: &[Block], new: &[Block]) -> Vec<(usize, usize)> {
    let mut pairs = side_by_side(old.len(), new.len(), |i, j| u32::from(old[i].entered == new[j].entered));
    let left = |count: usize, taken: &dyn Fn(usize) -> bool| -> Vec<usize> {
        (0..count).filter(|at| !taken(*at)).collect()
    };
    let before = left(old.len(), &|at| pairs.iter().any(|(old, _)| *old == at));
    let after = left(new.len(), &|at| pairs.iter().any(|(_, new)| *new == at));
    if let ([old], [new]) = (before.as_slice(), after.as_slice()) {
        pairs.push((*old, *new));
    }
    pairs
}

/// The sure pairs, and between two of them what may only be the same: an old step for which a single new one comes
/// into question, and the other way round.
fn with_changed(weights: &[Vec<u32>]) -> Vec<(usize, usize)> {
    let columns = weights.first().map_or(0, Vec::len);
    let sure = |i: usize, j: usize| if weights[i][j] > CHANGED { weights[i][j] } else { 0 };
    let anchors = side_by_side(weights.len(), columns, sure);
    let mut pairs = anchors.clone();
    let (mut i, mut j) = (0, 0);
    for (until_i, until_j) in anchors.into_iter().chain([(weights.len(), columns)]) {
        let may_be = |i: usize, j: usize| weights[i][j] == CHANGED;
        for old in i..until_i {
            let found: Vec<usize> = (j..until_j).filter(|new| may_be(old, *new)).collect();
            let [new] = found.as_slice() else { continue };
            if (i..until_i).filter(|other| may_be(*other, *new)).count() == 1 {
                pairs.push((old, *new));
            }
        }
        (i, j) = (until_i + 1, until_j + 1);
    }
    pairs
}

/// Pairs in order whose weights add up to the most; pairs of weight nought are none.
fn side_by_side(old: usize, new: usize, weight: impl Fn(usize, usize) -> u32) -> Vec<(usize, usize)> {
    let mut best = vec![vec![0_u32; new + 1]; old + 1];
    for i in (0..old).rev() {
        for j in (0..new).rev() {
            let both = if weight(i, j) > 0 { weight(i, j) + best[i + 1][j + 1] } else { 0 };
            best[i][j] = best[i + 1][j].max(best[i][j + 1]).max(both);
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < old && j < new {
        if weight(i, j) > 0 && best[i][j] == weight(i, j) + best[i + 1][j + 1] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[i][j] == best[i + 1][j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Whether two flows have the same steps, one by one.
pub(super) fn are_equal(old: &Outline, new: &Outline) -> bool {
    let mut likeness = Likeness::new(old, new);
    old.root.len() == new.root.len()
        && old.root.iter().zip(&new.root).all(|(old, new)| likeness.of(*old, *new) == EQUAL)
}
