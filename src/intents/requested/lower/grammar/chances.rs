//! Which parts of a choice are worth a try.

use super::first::{KINDS, Place};
use super::{Grammar, Id, Parts, Pattern};

/// For each choice and each kind of character the parts that can fit.
#[derive(Debug, Default)]
pub struct Chances {
    /// For each choice, by where its parts start: where it stands in `bounds`.
    rows: Vec<u16>,
    /// Where the parts of each kind begin in `parts`, and those of the last end.
    bounds: Vec<u16>,
    parts: Vec<Id>,
}

impl Chances {
    /// Those of all choices of a grammar of which is known where its patterns fit.
    pub fn of(grammar: &Grammar) -> Self {
        let mut chances = Self { rows: vec![0; grammar.parts.len()], ..Self::default() };
        for pattern in &grammar.patterns {
            let Pattern::Choice(parts) = *pattern else { continue };
            chances.rows[usize::from(parts.start)] = chances.bounds.len() as u16;
            for kind in 0..KINDS as u8 {
                chances.bounds.push(chances.parts.len() as u16);
                let can = |part: &&Id| grammar.fits[usize::from(**part)].at_kind(kind);
                chances.parts.extend(grammar.parts(parts).iter().filter(can));
            }
            chances.bounds.push(chances.parts.len() as u16);
        }
        chances
    }

    /// The parts of a choice that can fit at a character of that kind, in order.
    pub fn at(&self, choice: Parts, place: Place) -> &[Id] {
        let row = usize::from(self.rows[usize::from(choice.start)]) + usize::from(place.kind);
        &self.parts[usize::from(self.bounds[row])..usize::from(self.bounds[row + 1])]
    }
}
