//! The same in every format: JSON that keeps to its schema, lcov that adds up, a page.

use flowc::coverage::{html, json, lcov};

use crate::{PARTLY, Played, WHOLE};

#[test]
fn the_json_document_keeps_to_its_schema_and_to_the_report() {
    let schema: serde_json::Value = serde_json::from_str(json::SCHEMA).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for text in [PARTLY, WHOLE] {
        Played::of(text).report(|report| {
            let document: serde_json::Value = serde_json::from_str(&json::document(report)).unwrap();
            let wrong: Vec<String> =
                validator.iter_errors(&document).map(|error| error.to_string()).collect();
            assert!(wrong.is_empty(), "{wrong:?}");
            assert_eq!(document["total"]["seen"], report.total().seen);
            // What is counted point by point is the total.
            let live =
                document["sections"].as_array().unwrap().iter().filter(|part| part["status"] == "live");
            let counts = live.flat_map(|part| part["points"].as_array().unwrap()).flat_map(|point| {
                point["counts"].as_object().unwrap().values().map(|count| count.as_u64().unwrap())
            });
            let counts: Vec<u64> = counts.collect();
            assert_eq!(counts.len(), report.total().all);
            assert_eq!(counts.iter().filter(|count| **count > 0).count(), report.total().seen);
        });
    }
}

#[test]
fn lcov_records_add_up() {
    for text in [PARTLY, WHOLE] {
        let told = Played::of(text).report(lcov::lcov);
        let records: Vec<(&str, &str)> = told.lines().filter_map(|line| line.split_once(':')).collect();
        let of = |name: &str| -> Vec<&str> {
            records.iter().filter(|(record, _)| *record == name).map(|(_, value)| *value).collect()
        };
        let one = |name: &str| -> usize { of(name)[0].parse().unwrap() };
        let behind_comma = |value: &&&str| !matches!(value.rsplit_once(',').unwrap().1, "0" | "-");
        assert_eq!(of("SF"), ["a.flow"]);
        assert_eq!((one("LF"), one("LH")), (of("DA").len(), of("DA").iter().filter(behind_comma).count()));
        assert_eq!(
            (one("BRF"), one("BRH")),
            (of("BRDA").len(), of("BRDA").iter().filter(behind_comma).count())
        );
        let called = of("FNDA").iter().filter(|value| !value.starts_with("0,")).count();
        assert_eq!((one("FNF"), one("FNH")), (of("FN").len(), called));
        // A branch stands in a line that has a count, and no two are the same.
        let branches: std::collections::BTreeSet<&str> =
            of("BRDA").into_iter().map(|value| value.rsplit_once(',').unwrap().0).collect();
        assert_eq!(branches.len(), one("BRF"));
        for branch in branches {
            let line = format!("{},", branch.split_once(',').unwrap().0);
            assert!(of("DA").iter().any(|value| value.starts_with(&line)), "{branch}");
        }
        assert!(told.ends_with("end_of_record\n"));
    }
    let told = Played::of(PARTLY).report(lcov::lcov);
    for record in ["FN:9,reminder", "FNDA:2,reminder", "FNDA:0,never_started", "BRDA:11,1,1,0", "DA:20,0"] {
        assert!(told.lines().any(|line| line == record), "{record}\n{told}");
    }
    assert!(!told.contains("later"), "a draft is not counted");
}

#[test]
fn the_page_shows_the_source_and_nothing_of_it_as_markup() {
    let hostile = "flow a { on keyword \"<b>&\"  send \"<script>alert(1)</script>\" }\n\
                   scenario \"s\" { contact marie { phone \"+33612345678\" }  expect nothing }\n";
    let page = Played::of(hostile).report(|report| html::html(report, "<i>"));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !page.contains("<script>alert"));
    assert!(page.contains("Coverage of &lt;i&gt;"));
    let page = Played::of(PARTLY).report(|report| html::html(report, ""));
    for part in
        ["class=\"missed\"", "class=\"partly\"", "class=\"reached\"", "a draft: not counted", "never shut"]
    {
        assert!(page.contains(part), "{part}");
    }
}
