//! The flow language for tree-sitter, with the queries that editors read.

use tree_sitter_language::LanguageFn;

unsafe extern "C" {
    fn tree_sitter_flow() -> *const ();
}

/// The grammar, for `tree_sitter::Parser::set_language`.
// SAFETY: the function is the one that `src/parser.c` defines, and returns a language that lives as long as the program.
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_flow) };

/// What is coloured how.
pub const HIGHLIGHTS: &str = include_str!("../../queries/highlights.scm");
/// What is written in another language.
pub const INJECTIONS: &str = include_str!("../../queries/injections.scm");
/// What can be folded.
pub const FOLDS: &str = include_str!("../../queries/folds.scm");
/// What is indented.
pub const INDENTS: &str = include_str!("../../queries/indents.scm");
/// Names, where they are defined and where they are used.
pub const LOCALS: &str = include_str!("../../queries/locals.scm");
/// Definitions, for an outline and for finding symbols.
pub const TAGS: &str = include_str!("../../queries/tags.scm");
