//! The pages of the catalogue: their headings, and that their blocks do what they say.

use flowc::diagnostics::explain::page;

use super::{codes, paged, sources};

const HEADINGS: [&str; 4] = ["What it means", "Why it matters", "Wrong", "Right"];

#[test]
fn every_page_has_its_four_headings() {
    for row in paged() {
        let (_, text) = page(row.code).expect("every code has a page");
        let headings: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        assert_eq!(headings, HEADINGS, "{}", row.code);
        assert!(text.starts_with(&format!("# {} {}\n", row.code, row.name)), "{}", row.code);
    }
}

#[test]
fn wrong_blocks_raise_their_code_and_right_ones_none() {
    for row in paged() {
        let (_, text) = page(row.code).expect("every code has a page");
        let wrong = codes(&sources(&[("wrong.flow".into(), block(text, "Wrong"))]));
        assert_eq!(wrong, [row.code], "the wrong block of {}", row.code);
        let right = codes(&sources(&[("right.flow".into(), block(text, "Right"))]));
        assert!(right.is_empty(), "the right block of {} raises {right:?}", row.code);
    }
}

/// The `flow` block under a heading.
fn block(page: &str, heading: &str) -> String {
    let (_, below) = page.split_once(&format!("\n## {heading}\n")).expect("the heading is there");
    let (_, inside) = below.split_once("```flow\n").expect("a block is there");
    inside.split_once("```").expect("the block ends").0.to_owned()
}
