//! The index finds exactly what trying every keyword would find.

use proptest::prelude::*;

use super::KeywordIndex;
use crate::program::{Flow, Lifecycle, NodeId, Pattern, Trigger, TriggerKind};
use crate::source::Span;
use crate::text::{Compare, contains_phrase, fold_case};

fn flow(patterns: Vec<Pattern>) -> Flow {
    Flow {
        name: "order".into(),
        title: None,
        span: Span::default(),
        lifecycle: Lifecycle::Live,
        triggers: vec![Trigger { kind: TriggerKind::Keyword(patterns), from: None, words: "keyword".into() }],
        when: None,
        via: Vec::new(),
        hours: Vec::new(),
        frequency: Vec::new(),
        stop_on: Vec::new(),
        stop_when: Vec::new(),
        again: None,
        priority: 0,
        proactive: false,
        nodes: Vec::new(),
        entry: NodeId::END,
    }
}

fn exact(text: &str) -> Pattern {
    Pattern { text: text.into(), ignore_case: false }
}

fn ignoring_case(text: &str) -> Pattern {
    Pattern { text: fold_case(text).into(), ignore_case: true }
}

/// Enough other keywords for an index to be built.
fn others() -> impl Iterator<Item = Flow> {
    (0..40).map(|number| flow(vec![exact(&format!("OTHER{number}"))]))
}

fn found(flows: &[Flow], text: &str) -> Vec<u32> {
    let mut found = Vec::new();
    let index = KeywordIndex::of(flows).expect("test: there are enough keywords");
    index.matches(text, &fold_case(text), &mut found);
    found.into_iter().map(|id| id.0).collect()
}

#[test]
fn a_few_keywords_need_no_index() {
    assert!(KeywordIndex::of(&[flow(vec![exact("ORDER")])]).is_none());
}

#[test]
fn flows_are_found_in_start_order_by_whole_words() {
    let keywords = [
        vec![exact("ORDER NOW")],
        vec![exact("ORDER"), ignoring_case("Order now")],
        vec![ignoring_case("now")],
        vec![exact("ÉTÉ")],
        vec![exact("  ")],
        vec![exact("ORDER"), exact("NOW")],
    ];
    let flows: Vec<_> = keywords.into_iter().map(flow).chain(others()).collect();
    let cases: [(&str, &[u32]); 8] = [
        ("I ORDER NOW!", &[0, 1, 2, 5]),
        ("ORDER  \n NOW", &[0, 1, 2, 5]),
        ("order now", &[1, 2]),
        ("REORDER KNOW", &[]),
        ("l'E\u{301}TE\u{301} NOW NOW", &[2, 3, 5]),
        ("PÉTÉ", &[]),
        ("OTHER7", &[13]),
        ("", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(found(&flows, text), expected, "{text:?}");
    }
}

proptest! {
    #[test]
    fn the_index_agrees_with_the_search_for_one_phrase(
        phrases in prop::collection::vec(("[abA1É' -]{0,5}", any::<bool>()), 1..12),
        text in "[abAB1éÉ'\u{301} \n-]{0,14}",
    ) {
        let pattern = |(phrase, exactly): &(String, bool)| match exactly {
            true => exact(phrase),
            false => ignoring_case(phrase),
        };
        let flows: Vec<_> = phrases.iter().map(|phrase| flow(vec![pattern(phrase)])).chain(others()).collect();
        let folded = fold_case(&text);
        let starts = |flow: &Flow| match &flow.triggers[0].kind {
            TriggerKind::Keyword(patterns) => patterns.iter().any(|pattern| {
                let text = if pattern.ignore_case { &*folded } else { &*text };
                contains_phrase(text, &pattern.text, Compare::Exact)
            }),
            other => unreachable!("test: {other:?}"),
        };
        let one_by_one: Vec<_> = flows.iter().zip(0..).filter(|(flow, _)| starts(flow)).map(|(_, at)| at).collect();
        prop_assert_eq!(found(&flows, &text), one_by_one);
    }
}
