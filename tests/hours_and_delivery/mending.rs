//! The fixes: with their edits made, nothing more is found.

use super::{found, today};

/// The text with all fixes made; how many there were.
fn mended(text: &str) -> (String, usize) {
    let fixes: Vec<_> = found(text, today()).into_iter().filter_map(|found| found.fix).collect();
    let mut edits: Vec<_> = fixes.iter().flat_map(|fix| fix.edits.clone()).collect();
    edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut mended = text.to_owned();
    for (span, new) in edits {
        mended.replace_range(span.start as usize..span.end as usize, &new);
    }
    (mended, fixes.len())
}

#[test]
fn h002_pm10_asks_for_the_hours_instead_of_waiting() {
    let head = "schedule office { mon..fri 09:00..18:00 }\nfield contact.plan: text\n";
    for clauses in [
        "within office",
        "outside office",
        "within mon..fri 08:00..12:00, 14:00..17:00, sat 09:00..12:00",
        "when visitor.history is new  within office",
        "within office  when contact has tag \"x\"",
        "when (contact.plan is \"pro\" and contact has tag \"x\")  within office",
        "when contact.plan is \"pro\" and (contact has tag \"x\" or contact has tag \"y\")  within office",
        "when now outside sun 08:00..12:00  within office",
    ] {
        let text = format!("{head}flow f {{ on page_view  via webchat  {clauses}  send \"x\" }}\n");
        let codes: Vec<_> = found(&text, today()).iter().map(|found| found.code).collect();
        assert_eq!(codes.iter().filter(|code| **code == "H002").count(), 1, "{text}");
        let (mended, fixes) = mended(&text);
        assert_eq!(fixes, 1, "{text}");
        let left = found(&mended, today());
        assert!(
            left.iter().all(|found| !matches!(found.code, "H002" | "S001" | "S002" | "N002")),
            "{mended}\n{left:#?}"
        );
        assert!(mended.contains("now within") || mended.contains("now outside"), "{mended}");
    }
}

#[test]
fn h002_offers_no_fix_where_it_would_change_more() {
    for body in [
        "when contact has tag \"x\" or contact has tag \"y\"  within 09:00..18:00  send \"x\"",
        "within 09:00..18:00  send \"x\"  after 1d send \"y\"",
        "within 09:00..18:00  within mon..fri 08:00..20:00  send \"x\"",
        "after 10s within 09:00..18:00  send \"x\"",
    ] {
        let text = format!("flow f {{ on page_view  via webchat  {body} }}\n");
        assert!(found(&text, today()).iter().any(|found| found.code == "H002"), "{text}");
        assert_eq!(mended(&text).1, 0, "{text}");
    }
}
