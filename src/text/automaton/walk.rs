//! Machines walked side by side, the shortest way first.

use std::collections::BTreeMap;

use super::Found;
use super::machine::{DEAD, Machine, START};

/// With more pairs of states, two tests are not compared.
const PAIRS_MAX: usize = 200_000;
/// With more combinations of states, several tests are not compared.
const STATES_MAX: usize = 100_000;

/// The shortest text that two machines accept; of several the one with the first letters.
pub(super) fn common(one: &Machine, other: &Machine, letters: &[char]) -> Found {
    if one.accepts(START) && other.accepts(START) {
        return Found::Text(String::new());
    }
    // Most pairs part at the first letter.
    if one.first().iter().zip(other.first()).all(|(one, other)| one & other == 0) {
        return Found::Nothing;
    }
    if one.states() * other.states() > PAIRS_MAX {
        return Found::NotAnalysed;
    }
    let joint = joint(one, other, letters.len());
    let width = other.states();
    let mut seen = vec![false; one.states() * width];
    let mut way: Vec<Way<(u16, u16)>> = vec![Way { states: (START, START), from: 0, letter: 0 }];
    seen[usize::from(START) * width + usize::from(START)] = true;
    let mut at = 0;
    while at < way.len() {
        let (from_one, from_other) = way[at].states;
        for (letter, class, other_class) in &joint {
            let states = (one.next(from_one, *class), other.next(from_other, *other_class));
            if states.0 == DEAD || states.1 == DEAD {
                continue;
            }
            let place = usize::from(states.0) * width + usize::from(states.1);
            if std::mem::replace(&mut seen[place], true) {
                continue;
            }
            way.push(Way { states, from: at, letter: *letter });
            if one.accepts(states.0) && other.accepts(states.1) {
                return Found::Text(spelled(&way, letters));
            }
        }
        at += 1;
    }
    Found::Nothing
}

/// A letter for each pair of classes that one character can be in.
fn joint(one: &Machine, other: &Machine, letters: usize) -> Vec<(u32, u16, u16)> {
    let mut seen = vec![false; one.width() * other.width()];
    let mut joint = Vec::new();
    for letter in 0..letters {
        let (Some(class), Some(other_class)) = (one.class(letter), other.class(letter)) else { continue };
        let place = usize::from(class) * other.width() + usize::from(other_class);
        if !std::mem::replace(&mut seen[place], true) {
            joint.push((letter as u32, class, other_class));
        }
    }
    joint
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
