//! From a code to its page.

use super::code::{self, Entry};

macro_rules! pages {
    ($($code:literal)*) => {
        const PAGES: &[(&str, &str)] = &[
            $(($code, include_str!(concat!("../../docs/diagnostics/", $code, ".md")))),*
        ];
    };
}

pages! {
    "A001" "A002"
    "C001" "C002" "C003"
    "D001" "D002" "D003" "D004" "D005" "D006" "D007" "D008" "D009"
    "F001" "F002" "F003" "F004"
    "H001" "H002" "H003" "H004"
    "K001" "K002" "K003" "K004" "K005" "K006" "K007" "K008"
    "L001"
    "N001" "N002" "N003"
    "O001"
    "S001" "S002" "S003" "S004" "S005" "S006" "S007" "S008" "S009"
    "T001" "T002" "T003" "T004"
}

/// The page of a code or a name, in Markdown, with its row of the catalogue.
///
/// ```
/// use flowc::diagnostics::explain::page;
/// let (code, text) = page("unknown-name").unwrap();
/// assert_eq!(code.code, "N001");
/// assert!(text.contains("## Why it matters"));
/// ```
pub fn page(code_or_name: &str) -> Option<(&'static Entry, &'static str)> {
    let code = code::find(code_or_name)?;
    PAGES.iter().find(|(of, _)| *of == code.code).map(|(_, text)| (code, *text))
}

/// A page as plain text: without the marks of headings, and with its blocks of code indented.
pub fn plain(page: &str) -> String {
    let mut text = String::with_capacity(page.len());
    let mut in_block = false;
    for line in page.lines() {
        if line.starts_with("```") {
            in_block = !in_block;
            continue;
        }
        let indent = if in_block && !line.is_empty() { "    " } else { "" };
        let line = if in_block { line } else { line.trim_start_matches('#').trim_start() };
        text.push_str(indent);
        text.push_str(line);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{PAGES, plain};
    use crate::diagnostics::code::CATALOGUE;

    #[test]
    fn every_code_has_a_page_and_every_page_a_code() {
        let codes: Vec<_> = CATALOGUE.iter().map(|row| row.code).collect();
        let pages: Vec<_> = PAGES.iter().map(|(code, _)| *code).collect();
        assert_eq!(codes, pages);
    }

    #[test]
    fn plain_text_has_no_marks() {
        assert_eq!(plain("# N001\n\n```flow\n# a comment\n```\nEnd"), "N001\n\n    # a comment\nEnd\n");
    }
}
