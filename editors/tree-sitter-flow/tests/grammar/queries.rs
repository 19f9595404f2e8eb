//! The queries compile, and name what the grammar has.

use tree_sitter::{Language, Query, QueryCursor, StreamingIterator};
use tree_sitter_flow::{FOLDS, HIGHLIGHTS, INDENTS, INJECTIONS, LANGUAGE, LOCALS, TAGS};

use crate::{below, parse, read};

#[test]
fn queries_compile() {
    let language: Language = LANGUAGE.into();
    let queries = [HIGHLIGHTS, FOLDS, INDENTS, INJECTIONS, LOCALS, TAGS];
    for text in queries {
        let query = Query::new(&language, text).unwrap_or_else(|error| panic!("{error}\nin\n{text}"));
        assert!(query.pattern_count() > 0, "{text}");
    }
}

/// What an outline lists of the examples is what they define.
#[test]
fn every_item_has_a_tag() {
    let language: Language = LANGUAGE.into();
    let query = Query::new(&language, TAGS).expect("the query fits the grammar");
    let name = query.capture_index_for_name("name").expect("tags have names");
    let mut definitions = 0;
    for file in below("examples", "flow") {
        let text = read(&file);
        let tree = parse(&text);
        let mut cursor = QueryCursor::new();
        let mut matches = cursor.matches(&query, tree.root_node(), text.as_bytes());
        let mut told = Vec::new();
        while let Some(one) = matches.next() {
            let captures = one.captures();
            let kind = |index: u32| query.capture_names()[index as usize];
            if captures.iter().any(|capture| kind(capture.index).starts_with("definition.")) {
                let named = captures.iter().find(|capture| capture.index == name).expect("it has a name");
                told.push(named.node.start_byte());
            }
        }
        let root = tree.root_node();
        let mut cursor = root.walk();
        let defined = root.children(&mut cursor).filter_map(|item| {
            let name = item.child_by_field_name("name").or_else(|| item.child_by_field_name("title"))?;
            Some(name.start_byte())
        });
        assert_eq!(told, defined.collect::<Vec<_>>(), "{}", file.display());
        definitions += told.len();
    }
    assert!(definitions > 100, "{definitions} definitions");
}
