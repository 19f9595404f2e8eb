; Made from editors/tree-sitter-flow/queries by `UPDATE=1 cargo test` there.

; What is written in another language.
((comment) @injection.content
  (#set! injection.language "comment"))

((regex) @injection.content
  (#set! injection.language "regex"))
