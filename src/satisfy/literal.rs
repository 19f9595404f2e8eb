//! What a way through conditions asks for: single tests, each asked to hold or not to.

use crate::program::{Condition, FieldRef, Hours, Name, Relation, Test};

use super::Asked;

/// A condition without parts, asked to hold or not to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Literal<'p> {
    /// The condition.
    pub condition: &'p Condition,
    /// What is asked of it.
    pub asked: Asked,
}

/// The literals of a way, sorted by what they are about.
#[derive(Debug, Clone, Default)]
pub(super) struct Literals<'p> {
    /// Tests of fields.
    pub tests: Vec<(&'p FieldRef, &'p Test, Asked)>,
    /// One field held against another.
    pub relations: Vec<(&'p FieldRef, Relation, &'p FieldRef, Asked)>,
    /// Tags that the contact has, or has not.
    pub tags: Vec<(&'p Name, Asked)>,
    /// Groups that the contact is in, or is not.
    pub groups: Vec<(&'p Name, Asked)>,
    /// Hours that the clock is within, or is not.
    pub hours: Vec<(&'p Hours, Asked)>,
}

impl<'p> Literals<'p> {
    /// Adds a literal; false when it plainly contradicts another one.
    pub fn add(&mut self, literal: Literal<'p>) -> bool {
        let asked = literal.asked;
        match literal.condition {
            Condition::Compare(field, test) => self.tests.push((field, test, asked)),
            Condition::CompareFields(field, relation, other) => {
                self.relations.push((field, *relation, other, asked));
            }
            Condition::HasTag(tag) => return agrees(&mut self.tags, tag, asked),
            Condition::InGroup(group) => return agrees(&mut self.groups, group, asked),
            Condition::Now(hours) => self.hours.push((hours, asked)),
            Condition::All(_) | Condition::Any(_) | Condition::Not(_) => {
                unreachable!("satisfy: a literal has no parts")
            }
        }
        true
    }

    /// The tests of a field.
    pub fn of(&self, field: &FieldRef) -> Vec<(&'p Test, Asked)> {
        let own = self.tests.iter().filter(|(other, _, _)| *other == field);
        own.map(|(_, test, asked)| (*test, *asked)).collect()
    }

    /// The fields that anything is asked of, each once, in the order in which they were asked.
    pub fn fields(&self) -> Vec<&'p FieldRef> {
        let compared = self.relations.iter().flat_map(|(one, _, other, _)| [*one, *other]);
        let mut fields: Vec<&FieldRef> = Vec::new();
        for field in self.tests.iter().map(|(field, _, _)| *field).chain(compared) {
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
        fields
    }
}

fn agrees<'p>(list: &mut Vec<(&'p Name, Asked)>, name: &'p Name, asked: Asked) -> bool {
    match list.iter().find(|(other, _)| *other == name) {
        Some((_, other)) => *other == asked,
        None => {
            list.push((name, asked));
            true
        }
    }
}
