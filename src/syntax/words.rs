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

/// Every word that the grammar asks for somewhere, in order: what a name may be as well, and what it may not.
#[rustfmt::skip]
pub const ALL: [&str; 162] = [
    "add", "after", "agent", "ai", "allow", "and", "answer", "answers", "any", "as", "ask", "asking",
    "assign", "assigned", "at", "back", "because", "beyond", "booking", "books", "bot", "brand",
    "browser", "buys", "call", "case", "channel", "channels", "clears", "close", "closed", "closes",
    "contact", "contain", "containing", "contains", "conversation", "date", "day", "delivery", "device",
    "dismisses", "does", "draft", "else", "event", "every", "expect", "expires", "fail", "fails",
    "field", "flow", "for", "forward", "fri", "from", "group", "hand", "hands", "has", "held",
    "holidays", "if", "ignore", "ignoring", "in", "instant", "intent", "is", "keep", "keyword", "known",
    "languages", "least", "leaves", "limit", "matches", "message", "mon", "month", "most", "no",
    "nobody", "not", "nothing", "notification", "notify", "now", "number", "of", "on", "once", "one",
    "open", "opens", "opt_out", "opts", "or", "otherwise", "out", "outside", "over", "page_view",
    "paused", "pending", "per", "priority", "purchase", "quiet", "quota", "remove", "restart", "sat",
    "save", "saying", "says", "scenario", "schedule", "send", "sends", "set", "silence", "silently",
    "skip", "split", "start", "starts", "stop", "sun", "suppressed", "tag", "tags", "takes", "team",
    "template", "text", "thu", "ticket", "time", "timezone", "titled", "to", "today", "tomorrow", "tue",
    "unassign", "unknown", "untag", "until", "via", "views", "visit", "wait", "wed", "when", "window",
    "with", "within", "without", "workspace", "yes_no",
];

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
    use std::collections::BTreeSet;

    use super::{ALL, ITEMS, is_item};

    #[test]
    fn the_two_lists_of_items_are_one() {
        assert!(ITEMS.iter().all(|word| is_item(word)));
        assert!(!is_item("flows"));
    }

    #[test]
    fn all_words_are_those_of_the_grammar() {
        let (rules, leaves) = include_str!("../../grammar/flow.pest")
            .split_once("// ---- 7. Leaves")
            .expect("a part for leaves");
        let days = leaves.lines().find(|line| line.starts_with("day ")).expect("a rule for days");
        let lines = rules.lines().map(|line| line.split("//").next().unwrap_or_default()).chain([days]);
        let quoted = lines.flat_map(|line| line.split('"').skip(1).step_by(2));
        let is_word = |text: &&str| {
            text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        };
        let words: BTreeSet<&str> = quoted.filter(is_word).collect();
        assert_eq!(ALL.to_vec(), words.into_iter().collect::<Vec<_>>());
    }
}
