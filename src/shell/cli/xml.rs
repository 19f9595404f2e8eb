//! Texts in XML documents.

/// A text as it may stand in an attribute, where a bare line end would be read as a blank.
pub(super) fn attribute(text: &str) -> String {
    escaped(text).replace('\n', "&#10;").replace('\t', "&#9;")
}

/// A text as it may stand between tags; what XML cannot say at all becomes U+FFFD.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(character),
            '\r' => out.push_str("&#13;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::attribute;

    #[test]
    fn what_xml_reserves_is_escaped_and_what_it_forbids_is_replaced() {
        let escaped = attribute("<a \"b\" & 'c'>\n\u{1b}[1mé👋");
        assert_eq!(escaped, "&lt;a &quot;b&quot; &amp; 'c'&gt;&#10;\u{fffd}[1mé👋");
    }
}
