//! What lies in `editors/helix` and `editors/zed`: their queries fit the grammar, and their settings can be read.

use std::fs;
use std::path::PathBuf;

use tree_sitter::{Language, Query};
use tree_sitter_flow::{HIGHLIGHTS, INJECTIONS, LANGUAGE};

use crate::{below, home, read, updates};

/// An editor with names of its own for what is coloured: those of Neovim, which the grammar's query has, with theirs.
struct Editor {
    queries: &'static str,
    names: &'static [(&'static str, &'static str)],
}

const EDITORS: [Editor; 2] = [
    Editor {
        queries: "editors/helix/queries/flow",
        names: &[
            ("keyword.type", "keyword.storage.type"),
            ("keyword.conditional", "keyword.control.conditional"),
            ("number.moment", "constant.numeric.moment"),
            ("number", "constant.numeric"),
            ("variable.member", "variable.other.member"),
            ("string.escape", "constant.character.escape"),
        ],
    },
    Editor {
        queries: "editors/zed/languages/flow",
        names: &[("variable.member", "property"), ("string.regexp", "string.regex")],
    },
];

#[test]
fn the_queries_of_helix_and_zed_are_made_from_the_grammars_own() {
    for editor in EDITORS {
        let folder = home().join("../..").join(editor.queries);
        let origin = "; Made from editors/tree-sitter-flow/queries by `UPDATE=1 cargo test` there.\n\n";
        let made = [
            ("highlights.scm", renamed(HIGHLIGHTS, editor.names)),
            ("injections.scm", INJECTIONS.to_owned()),
        ];
        for (name, text) in made {
            let (path, text) = (folder.join(name), format!("{origin}{text}"));
            if updates() {
                fs::write(&path, text).expect("the file can be written");
            } else {
                let same = fs::read_to_string(&path).is_ok_and(|was| was == text);
                assert!(
                    same,
                    "{} is not what the grammar's query makes: UPDATE=1 cargo test",
                    path.display()
                );
            }
        }
    }
}

/// A query with other names of captures, and without the one that tells Neovim what to spell-check.
fn renamed(query: &str, names: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(query.len());
    let mut rest = query;
    while let Some(at) = rest.find('@') {
        let (before, behind) = rest.split_at(at + 1);
        let length =
            behind.find(|c: char| !(c.is_alphanumeric() || "._".contains(c))).unwrap_or(behind.len());
        let (name, behind) = behind.split_at(length);
        rest = behind;
        if name == "spell" {
            out.push_str(before.trim_end_matches([' ', '@']));
            continue;
        }
        out.push_str(before);
        out.push_str(names.iter().find(|(is, _)| *is == name).map_or(name, |(_, theirs)| theirs));
    }
    out + rest
}

#[test]
fn the_queries_of_helix_and_zed_compile() {
    let language: Language = LANGUAGE.into();
    let queries: Vec<PathBuf> = EDITORS.iter().flat_map(|editor| below(editor.queries, "scm")).collect();
    assert!(queries.len() >= 9, "{} queries", queries.len());
    for path in queries {
        let query =
            Query::new(&language, &read(&path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(query.pattern_count() > 0, "{}", path.display());
    }
}

#[test]
fn the_settings_of_helix_and_zed_name_the_language_and_its_server() {
    let toml = |path: &str| -> toml::Table {
        read(&home().join("../..").join(path)).parse().unwrap_or_else(|error| panic!("{path}: {error}"))
    };
    let helix = toml("editors/helix/languages.toml");
    assert_eq!(helix["language"][0]["name"].as_str(), Some("flow"));
    assert_eq!(helix["language-server"]["flowc"]["args"][0].as_str(), Some("lsp"));
    // Helix takes the parser of that name, `flow.so`, when no other is named.
    assert!(helix["language"][0].get("grammar").is_none());

    let zed = toml("editors/zed/extension.toml");
    assert_eq!(zed["grammars"]["flow"]["path"].as_str(), Some(folder_of_grammar()));
    assert_eq!(zed["language_servers"]["flowc"]["languages"][0].as_str(), Some("flow"));
    let language = toml("editors/zed/languages/flow/config.toml");
    assert_eq!((language["name"].as_str(), language["grammar"].as_str()), (Some("flow"), Some("flow")));
}

fn folder_of_grammar() -> &'static str {
    "editors/tree-sitter-flow"
}
