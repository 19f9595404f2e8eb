//! The words that the language keeps for itself.

/// The words that begin an item.
pub const ITEMS: [&str; 11] = [
    "workspace",
    "schedule",
    "channel",
    "bot",
    "template",
    "text",
    "intent",
    "group",
    "field",
    "flow",
    "scenario",
];

/// The words that begin a clause of a flow.
pub const CLAUSES: [&str; 14] = [
    "on", "when", "via", "within", "outside", "once", "at", "stop", "restart", "ignore", "priority", "brand",
    "draft", "paused",
];

/// The words that begin a step.
pub const STEPS: [&str; 21] = [
    "after", "at", "send", "ask", "if", "split", "tag", "untag", "add", "remove", "set", "assign", "notify",
    "forward", "hand", "ticket", "start", "stop", "open", "close", "call",
];

/// The words that begin an act of a scenario; the other acts begin with the name of a contact.
pub const ACTS: [&str; 9] = ["at", "contact", "wait", "expect", "agent", "bot", "start", "delivery", "ai"];

/// What a contact does in a scenario.
pub const VERBS: [&str; 10] =
    ["says", "views", "leaves", "opens", "dismisses", "clears", "books", "buys", "does", "opts"];

/// Whether a word begins an item.
pub fn is_item(word: &str) -> bool {
    // Spelt out, so that the compiler compares by length and letters: every word of a file comes here.
    matches!(
        word,
        "workspace"
            | "schedule"
            | "channel"
            | "bot"
            | "template"
            | "text"
            | "intent"
            | "group"
            | "field"
            | "flow"
            | "scenario"
    )
}

/// Whether a word begins an item, a clause or a step, and so names nothing.
pub fn is_reserved(word: &str) -> bool {
    is_item(word) || CLAUSES.contains(&word) || STEPS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::{ITEMS, is_item};

    #[test]
    fn the_two_lists_of_items_are_one() {
        assert!(ITEMS.iter().all(|word| is_item(word)));
        assert!(!is_item("flows"));
    }
}
