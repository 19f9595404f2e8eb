//! Compiles the parser that the grammar generates.

fn main() {
    println!("cargo:rerun-if-changed=src");
    cc::Build::new()
        .std("c11")
        .include("src")
        .files(["src/parser.c", "src/scanner.c"])
        .warnings(false)
        .compile("tree-sitter-flow");
}
