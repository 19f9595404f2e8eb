//! Machines walked side by side, the shortest way first.

use std::collections::BTreeMap;

use super::Found;
use super::machine::{DEAD, Machine, START};

/// With more pairs of states, two tests are not compared.
const PAIRS_MAX: usize = 200_000;
/// With more combinations of states, several tests are not compared.
const STATES_MAX: usize = 100_000;

/// The shortest text that two machines accept; of several the one with the first letters. Both are spread.
pub(super) fn common(one: &Machine, other: &Machine, letters: &[char], seen: &mut Seen) -> Found {
    if one.accepts(START) && other.accepts(START) {
        return Found::Text(String::new());
    }
    // Most pairs part at the first letter.
    let (first, second) = (one.live(START), other.live(START));
    if first.iter().zip(second).all(|(one, other)| one & other == 0) {
        return Found::Nothing;
    }
    if one.states() * other.states() > PAIRS_MAX {
        return Found::NotAnalysed;
    }
    let width = other.states();
    seen.begin(one.states() * width);
    seen.is_new(usize::from(START) * width + usize::from(START));
    let mut way: Vec<Way<(u16, u16)>> = vec![Way { states: (START, START), from: 0, letter: 0 }];
    let mut at = 0;
    while at < way.len() {
        let (from_one, from_other) = way[at].states;
        for (word, (one_live, other_live)) in
            one.live(from_one).iter().zip(other.live(from_other)).enumerate()
        {
            let mut both = one_live & other_live;
            while both != 0 {
                let letter = word * 64 + both.trailing_zeros() as usize;
                both &= both - 1;
                let states = (one.by_letter(from_one, letter), other.by_letter(from_other, letter));
                if !seen.is_new(usize::from(states.0) * width + usize::from(states.1)) {
                    continue;
                }
                way.push(Way { states, from: at, letter: letter as u32 });
                if one.accepts(states.0) && other.accepts(states.1) {
                    return Found::Text(spelled(&way, letters));
                }
            }
        }
        at += 1;
    }
    Found::Nothing
}

/// Which pairs of states were seen: one table for many walks, told apart by their number.
#[derive(Debug, Default)]
pub(super) struct Seen {
    walk: u32,
    last: Vec<u32>,
}

impl Seen {
    fn begin(&mut self, pairs: usize) {
        if self.last.len() < pairs {
            self.last.resize(pairs, 0);
        }
        self.walk = self.walk.wrapping_add(1);
        if self.walk == 0 {
            self.last.fill(0);
            self.walk = 1;
        }
    }

    fn is_new(&mut self, pair: usize) -> bool {
        std::mem::replace(&mut self.last[pair], self.walk) != self.walk
    }
}

/// The shortest text that all of some machines accept and none of some others does.
pub(super) fn shortest(required: &[&Machine], forbidden: &[&Machine], letters: &[char]) -> Found {
    let machines: Vec<&Machine> = required.iter().chain(forbidden).copied().collect();
    let is_met = |states: &[u16]| {
        let (wanted, unwanted) = states.split_at(required.len());
        required.iter().zip(wanted).all(|(machine, state)| machine.accepts(*state))
            && !forbidden.iter().zip(unwanted).any(|(machine, state)| machine.accepts(*state))
    };
    let start = vec![START; machines.len()];
    if is_met(&start) {
        return Found::Text(String::new());
    }
    let joint = joint_of_all(&machines, letters.len());
    let mut seen = BTreeMap::from([(start.clone(), ())]);
    let mut way = vec![Way { states: start, from: 0, letter: 0 }];
    let mut at = 0;
    while at < way.len() {
        for (letter, classes) in &joint {
            let step = |((machine, state), class): ((&&Machine, &u16), &u16)| machine.next(*state, *class);
            let states: Vec<u16> = machines.iter().zip(&way[at].states).zip(classes).map(step).collect();
            if states[..required.len()].contains(&DEAD) || seen.insert(states.clone(), ()).is_some() {
                continue;
            }
            let met = is_met(&states);
            way.push(Way { states, from: at, letter: *letter });
            if met {
                return Found::Text(spelled(&way, letters));
            }
            if way.len() > STATES_MAX {
                return Found::NotAnalysed;
            }
        }
        at += 1;
    }
    Found::Nothing
}

fn joint_of_all(machines: &[&Machine], letters: usize) -> Vec<(u32, Vec<u16>)> {
    let mut seen = BTreeMap::new();
    let mut joint = Vec::new();
    for letter in 0..letters {
        let classes: Option<Vec<u16>> = machines.iter().map(|machine| machine.class(letter)).collect();
        let Some(classes) = classes else { continue };
        if seen.insert(classes.clone(), ()).is_none() {
            joint.push((letter as u32, classes));
        }
    }
    joint
}

/// States that were reached, from which place, by which letter.
struct Way<S> {
    states: S,
    from: usize,
    letter: u32,
}

/// The text that leads to the last place.
fn spelled<S>(way: &[Way<S>], letters: &[char]) -> String {
    let mut text = Vec::new();
    let mut at = way.len() - 1;
    while at != 0 {
        text.push(letters[way[at].letter as usize]);
        at = way[at].from;
    }
    text.iter().rev().collect()
}
