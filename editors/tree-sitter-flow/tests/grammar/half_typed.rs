//! Half-typed text keeps the tree around it.

use std::collections::BTreeSet;

use tree_sitter::Node;

use crate::{below, parse, read};

/// The items of a text: what they are, and their name or title.
fn items(text: &str) -> BTreeSet<String> {
    let tree = parse(text);
    let root = tree.root_node();
    let named = |item: Node<'_>| {
        let name = item.child_by_field_name("name").or_else(|| item.child_by_field_name("title"))?;
        Some(format!("{} {}", item.kind(), &text[name.byte_range()]))
    };
    root.children(&mut root.walk()).filter_map(named).collect()
}

/// Every program, cut short behind each word of each line in turn, as when somebody types there: the other items stay.
#[test]
fn a_line_on_its_way_hides_no_other_item() {
    let (mut cuts, mut lost) = (0, Vec::new());
    for file in below("examples", "flow") {
        let whole = read(&file);
        let tree = parse(&whole);
        let all = items(&whole);
        for item in tree.root_node().children(&mut tree.root_node().walk()) {
            // What stands there before the line is whole; only what is typed is not.
            let body = item.start_byte()..item.end_byte();
            let lines = whole[body.clone()].match_indices('\n').map(|(at, _)| body.start + at + 1);
            for start in lines {
                let line = whole[start..].lines().next().unwrap_or_default();
                let words =
                    line.match_indices(' ').map(|(at, _)| at).filter(|at| !line[..*at].trim().is_empty());
                for at in words {
                    let text = format!("{}{}", &whole[..start + at], &whole[start + line.len()..]);
                    let here = &items(&whole[body.clone()]);
                    let missing: Vec<String> =
                        all.difference(&items(&text)).filter(|name| !here.contains(*name)).cloned().collect();
                    cuts += 1;
                    if !missing.is_empty() {
                        lost.push(format!("{}: {}: {missing:?}", file.display(), &line[..at]));
                    }
                }
            }
        }
    }
    assert!(cuts > 1000, "only {cuts} lines were cut");
    // Of half an act within a list in parentheses more may be lost.
    assert!(lost.len() * 500 <= cuts, "{} of {cuts}\n{}", lost.len(), lost.join("\n"));
}
