//! Statements of a flow, and random edits of them.

use proptest::prelude::{Strategy, any};
use proptest::sample::{Index, select};

/// Steps whose texts have nothing in common.
const STATEMENTS: &[&str] = &[
    "send \"Bonjour et bienvenue\"",
    "after 1h send \"Quel jour vous va ?\"",
    "after 1d send \"1234567890\"",
    "after 1d send \"zyxwvuts\"",
    "after 2h { send \"Livraison\"  tag \"t\"  after 1d send \"KLMNOPQ\" }",
    "after 2h { send \"--------\"  tag \"t\" }",
    "ask \"Thé, café ?\" { \"oui\" { send \"@@@@@\" } silence 1d { send \"......\" } }",
    "if contact has tag \"vip\" { after 3h send \"======\" } else { after 4h send \"+++++++\" }",
    "tag \"seen\"",
    "after 5h within 10:00..11:00 send \"!!!!!!!!!\"",
];

/// Some of them, also twice.
pub fn statements() -> impl Strategy<Value = Vec<&'static str>> {
    proptest::collection::vec(select(STATEMENTS), 1..9)
}

/// Takes a statement away, puts one in, or moves one.
#[derive(Debug, Clone)]
pub enum Edit {
    Remove(Index),
    Insert(Index, &'static str),
    Move(Index, Index),
}

/// A few edits.
pub fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = (0..3_u8, any::<Index>(), any::<Index>(), select(STATEMENTS));
    let edit = edit.prop_map(|(kind, at, to, statement)| match kind {
        0 => Edit::Remove(at),
        1 => Edit::Insert(at, statement),
        _ => Edit::Move(at, to),
    });
    proptest::collection::vec(edit, 1..5)
}

/// The statements after the edits.
pub fn edited(mut statements: Vec<&'static str>, edits: &[Edit]) -> Vec<&'static str> {
    for edit in edits {
        match edit {
            Edit::Remove(at) if statements.len() > 1 => drop(statements.remove(at.index(statements.len()))),
            Edit::Remove(_) => {}
            Edit::Insert(at, statement) => statements.insert(at.index(statements.len() + 1), statement),
            Edit::Move(at, to) => {
                let moved = statements.remove(at.index(statements.len()));
                statements.insert(to.index(statements.len() + 1), moved);
            }
        }
    }
    statements
}
