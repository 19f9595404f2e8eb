//! A graph made deterministic: a table of states and classes of characters.

use std::collections::BTreeMap;

use super::charset::{CharSet, unstable};
use super::pattern::{Pattern, Place};

/// A compact automaton. State 0 is dead, state 1 is the first.
#[derive(Debug)]
pub(super) struct Machine {
    /// How many classes of characters it tells apart.
    width: usize,
    /// The next state, row by row.
    next: Vec<u16>,
    accepts: Vec<bool>,
    /// The machine's class for each letter of the alphabet that all machines share; none for letters that no
    /// composed text is built of.
    classes: Vec<Option<u16>>,
    /// The next state by shared letter, row by row; made for tests that are compared in pairs.
    by_letter: Vec<u16>,
    /// Which of the shared letters lead anywhere from a state, a bit each, row by row.
    live: Vec<u64>,
    letters: usize,
}

/// The dead state: nothing that follows is met.
pub(super) const DEAD: u16 = 0;
/// The first state.
pub(super) const START: u16 = 1;
/// With more states, a test is not looked at.
const STATES_MAX: usize = 1_000;

impl Machine {
    /// The machine of a graph, for letters that tell apart at least what the graph does; none when it is too large.
    pub fn of(pattern: &Pattern, letters: &[char]) -> Option<Self> {
        let (classes, own) = classes(&pattern.sets(), letters);
        let mut places: Vec<Place> = vec![pattern.begin()];
        let mut known: BTreeMap<Place, u16> = BTreeMap::from([(pattern.begin(), START)]);
        let mut next = vec![DEAD; own.len()];
        let mut at = 0;
        while at < places.len() {
            for letter in &own {
                let place = pattern.step(&places[at], *letter);
                if place.is_empty() {
                    next.push(DEAD);
                    continue;
                }
                let new = places.len() as u16 + START;
                let state = *known.entry(place.clone()).or_insert(new);
                if state == new {
                    places.push(place);
                }
                next.push(state);
            }
            at += 1;
            if places.len() > STATES_MAX {
                return None;
            }
        }
        let accepts: Vec<bool> =
            std::iter::once(false).chain(places.iter().map(|place| pattern.fits(place))).collect();
        let mut machine = Self {
            width: own.len(),
            next,
            accepts,
            classes,
            by_letter: Vec::new(),
            live: Vec::new(),
            letters: letters.len(),
        };
        machine.bury();
        Some(machine)
    }

    /// Whether a text, as shared letters, leads to a state that accepts.
    pub fn meets(&self, letters: impl Iterator<Item = u16>) -> bool {
        let step =
            |state, letter| self.class(usize::from(letter)).map_or(DEAD, |class| self.next(state, class));
        self.accepts(letters.fold(START, step))
    }

    /// Whether a text may end in that state.
    pub fn accepts(&self, state: u16) -> bool {
        self.accepts[usize::from(state)]
    }

    /// How many states there are.
    pub fn states(&self) -> usize {
        self.accepts.len()
    }

    /// The class of a shared letter.
    pub fn class(&self, letter: usize) -> Option<u16> {
        self.classes[letter]
    }

    /// The next state by a class.
    pub fn next(&self, state: u16, class: u16) -> u16 {
        self.next[usize::from(state) * self.width + usize::from(class)]
    }

    /// Whether a shared letter leads anywhere from some state.
    pub fn can_read(&self, letter: u16) -> bool {
        let Some(class) = self.class(usize::from(letter)) else { return false };
        (1..self.states()).any(|state| self.next(state as u16, class) != DEAD)
    }

    /// Makes the tables by shared letter, for walks in pairs.
    pub fn spread(&mut self) {
        let words = self.letters.div_ceil(64);
        self.by_letter = vec![DEAD; self.states() * self.letters];
        self.live = vec![0; self.states() * words];
        for state in 1..self.states() {
            for letter in 0..self.letters {
                let Some(class) = self.class(letter) else { continue };
                let to = self.next(state as u16, class);
                if to != DEAD {
                    self.by_letter[state * self.letters + letter] = to;
                    self.live[state * words + letter / 64] |= 1 << (letter % 64);
                }
            }
        }
    }

    /// The next state by a shared letter, once the machine is spread.
    pub fn by_letter(&self, state: u16, letter: usize) -> u16 {
        self.by_letter[usize::from(state) * self.letters + letter]
    }

    /// Which shared letters lead anywhere from a state, once the machine is spread.
    pub fn live(&self, state: u16) -> &[u64] {
        let words = self.letters.div_ceil(64);
        &self.live[usize::from(state) * words..(usize::from(state) + 1) * words]
    }

    /// Makes the states dead from which none that accepts is reached.
    fn bury(&mut self) {
        let states = self.states();
        let mut before: Vec<Vec<u16>> = vec![Vec::new(); states];
        for state in 1..states {
            for to in &self.next[state * self.width..(state + 1) * self.width] {
                before[usize::from(*to)].push(state as u16);
            }
        }
        let mut alive = self.accepts.clone();
        let mut open: Vec<usize> = (0..states).filter(|state| alive[*state]).collect();
        while let Some(state) = open.pop() {
            for from in &before[state] {
                if !std::mem::replace(&mut alive[usize::from(*from)], true) {
                    open.push(usize::from(*from));
                }
            }
        }
        self.next.iter_mut().filter(|to| !alive[usize::from(**to)]).for_each(|to| *to = DEAD);
    }
}

/// The classes that some sets tell apart: for each letter its class, and for each class one letter. Letters that no
/// composed text is built of have none.
fn classes(sets: &[CharSet], letters: &[char]) -> (Vec<Option<u16>>, Vec<char>) {
    let mut known: BTreeMap<Vec<bool>, u16> = BTreeMap::new();
    let mut own = Vec::new();
    let class = |letter: &char| {
        if unstable().contains(*letter) {
            return None;
        }
        let new = own.len() as u16;
        let inside = sets.iter().map(|set| set.contains(*letter)).collect();
        let class = *known.entry(inside).or_insert(new);
        if class == new {
            own.push(*letter);
        }
        Some(class)
    };
    let classes = letters.iter().map(class).collect();
    (classes, own)
}
