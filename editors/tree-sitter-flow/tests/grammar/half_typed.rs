//! Half-typed text keeps the tree around it.

use std::collections::BTreeSet;

use tree_sitter::{InputEdit, Node, Parser, Point};

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

/// What an editor does at each stroke: the tree is told of the change and read anew from there. It has to come out as if it
/// had been read from the beginning.
#[test]
fn a_tree_that_was_mended_is_the_one_that_is_read_anew() {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_flow::LANGUAGE.into()).expect("the versions fit");
    let mut lines = 0;
    for file in below("examples", "flow") {
        let whole = read(&file);
        let read_whole = parse(&whole).root_node().to_sexp();
        let mut start = 0;
        for (row, line) in whole.split_inclusive('\n').enumerate() {
            let (before, behind) = (&whole[..start], &whole[start + line.len()..]);
            let without = format!("{before}{behind}");
            let (here, next) = (Point::new(row, 0), Point::new(row + 1, 0));
            let edit = |old: (usize, Point), new: (usize, Point)| InputEdit {
                start_byte: start,
                old_end_byte: old.0,
                new_end_byte: new.0,
                start_position: here,
                old_end_position: old.1,
                new_end_position: new.1,
            };
            let mut tree = parse(&whole);
            tree.edit(&edit((start + line.len(), next), (start, here)));
            let mut tree = parser.parse(&without, Some(&tree)).expect("there is no limit of time");
            tree.edit(&edit((start, here), (start + line.len(), next)));
            let tree = parser.parse(&whole, Some(&tree)).expect("there is no limit of time");
            assert_eq!(tree.root_node().to_sexp(), read_whole, "{}:{}", file.display(), row + 1);
            start += line.len();
            lines += 1;
        }
    }
    assert!(lines > 500, "only {lines} lines");
}
