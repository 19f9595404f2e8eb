//! XML documents, as far as tests read them.

/// The opening tags of an XML document with their attributes; each must be closed, in order, and nothing may
/// stand there that is not escaped.
pub fn tags(document: &str) -> Vec<String> {
    let rest = document.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>").unwrap();
    let (mut opened, mut open) = (Vec::new(), Vec::new());
    for piece in rest.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("a tag ends");
        assert!(!text.contains('>'), "{text}");
        for entity in text.split('&').skip(1).chain(tag.split('&').skip(1)) {
            let name = entity.split_once(';').expect("an entity ends").0;
            assert!(["amp", "lt", "gt", "quot"].contains(&name) || name.starts_with('#'), "{name}");
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
            continue;
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        let name = tag.split_whitespace().next().unwrap();
        if !tag.ends_with('/') {
            open.push(name.to_owned());
        }
        opened.push(tag.trim_end_matches('/').to_owned());
    }
    assert!(open.is_empty(), "{open:?}");
    opened
}
