//! The formats of `flowc test` that other programs read.

use crate::workbench::{BROKEN, FAILING, HEALTHY, Workbench};
use crate::xml::tags;

fn bench() -> Workbench {
    Workbench::new().with("a/broken.flow", BROKEN.replace("thanks", "merci")).with("b.flow", FAILING)
}

#[test]
fn json_is_as_documented() {
    let ran = bench().flowc(&["test", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(ran.code, 1);
    assert_eq!(document["schema_version"], 1);
    let counts = ["scenarios", "passed", "failed", "not_played", "errors"];
    assert_eq!(counts.map(|count| document[count].as_u64().unwrap()), [3, 1, 1, 1, 1]);
    let results = document["results"].as_array().unwrap();
    let states: Vec<_> = results.iter().map(|result| result["status"].as_str().unwrap()).collect();
    assert_eq!(states, ["not_played", "passed", "failed"]);
    let failure = &results[2]["failures"][0];
    assert_eq!((failure["file"].as_str().unwrap(), failure["line"].as_u64().unwrap()), ("b.flow", 6));
    assert_eq!(failure["message"], "expected send \"Danke !\" to marie on sms");
    assert_eq!(failure["differences"][0]["happened"], "\"Merci !\"");
}

#[test]
fn the_page_about_the_output_names_every_field() {
    let page = include_str!("../../docs/test-output.md");
    let ran = bench().flowc(&["test", "--format", "json"]);
    let fields = ran.out.lines().filter_map(|line| line.trim_start().strip_prefix('"')?.split_once("\":"));
    for (field, _) in fields {
        assert!(page.contains(&format!("`{field}`")), "{field}");
    }
}

#[test]
fn tap_plans_and_numbers_its_points() {
    let ran = bench().flowc(&["test", "--format", "tap"]);
    let points: Vec<_> = ran.out.lines().filter(|line| !line.starts_with(' ')).collect();
    let expected = [
        "TAP version 14",
        "1..3",
        "not ok 1 - of the broken one",
        "ok 2 - of the healthy one",
        "not ok 3 - thanked <in> \"German\" & more \\# here",
    ];
    assert_eq!(points, expected);
    assert!(ran.out.contains("    file: \"b.flow\"\n    line: 6\n"));
    assert_eq!(ran.out.matches("  ---\n").count(), ran.out.matches("  ...\n").count());
}

#[test]
fn junit_is_well_formed_and_counts_right() {
    let ran = bench().flowc(&["test", "--format", "junit"]);
    let tags = tags(&ran.out);
    let count = |tag: &str| tags.iter().filter(|open| open.split_whitespace().next() == Some(tag)).count();
    assert_eq!((count("testsuites"), count("testsuite"), count("testcase")), (1, 2, 3));
    assert_eq!((count("failure"), count("error")), (1, 1));
    let title = "name=\"thanked &lt;in&gt; &quot;German&quot; &amp; more # here\"";
    assert!(ran.out.contains(title), "{}", ran.out);
    assert!(
        tags.iter().any(|tag| tag == "testsuites name=\"flowc\" tests=\"3\" failures=\"1\" errors=\"1\"")
    );

    let healthy = Workbench::new().with("a.flow", HEALTHY).flowc(&["test", "--format", "junit"]);
    assert_eq!(healthy.code, 0);
    assert_eq!(crate::xml::tags(&healthy.out).len(), 3);
}
