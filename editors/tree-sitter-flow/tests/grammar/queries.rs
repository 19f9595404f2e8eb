//! The queries compile, and name what the grammar has.

use tree_sitter::{Language, Query};
use tree_sitter_flow::{FOLDS, HIGHLIGHTS, INDENTS, INJECTIONS, LANGUAGE, LOCALS, TAGS};

#[test]
fn queries_compile() {
    let language: Language = LANGUAGE.into();
    let queries = [HIGHLIGHTS, FOLDS, INDENTS, INJECTIONS, LOCALS, TAGS];
    for text in queries {
        let query = Query::new(&language, text).unwrap_or_else(|error| panic!("{error}\nin\n{text}"));
        assert!(query.pattern_count() > 0, "{text}");
    }
}
