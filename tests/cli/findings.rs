//! The formats of `flowc check` that other programs read.

use serde_json::{Value, json};

use crate::workbench::{BROKEN, HEALTHY, Workbench};
use crate::xml::tags;

/// Errors with several places, a fix, characters of two UTF-16 units, and a warning.
const TROUBLED: &str = "field contact.orders: number\n\
    flow a { on booking  send \"👋\"  send nope }\n\
    flow d { on keyword \"DEAL\"  send \"d\" }\n\
    flow e { on keyword \"DEAL\"  send \"e {contact.email}\" }\n\
    flow c { on purchase  when contact.email is known or contact.phone is known and visitor.visits > 3  send \"c\" }\n\
    flow b { on purchase  when contact.orders > \"3\"  send \"b\" }\n";

fn bench() -> Workbench {
    Workbench::new().with("boutique d'été/a.flow", TROUBLED).with("b.flow", HEALTHY)
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// A schema that takes nothing but what it names: new fields must be written into it.
fn closed(mut schema: Value) -> Value {
    fn close(value: &mut Value) {
        match value {
            Value::Object(map) => {
                if map.contains_key("properties") {
                    map.insert("additionalProperties".into(), json!(false));
                }
                map.values_mut().for_each(close);
            }
            Value::Array(list) => list.iter_mut().for_each(close),
            _ => {}
        }
    }
    close(&mut schema);
    schema
}

fn assert_valid(schema: &Value, document: &Value) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let wrong: Vec<_> =
        validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{wrong:#?}\n{document:#}");
}

#[test]
fn json_fits_the_schema_that_flowc_prints() {
    let schema = bench().flowc(&["schema"]);
    assert_eq!(schema.code, 0);
    let schema = closed(parsed(&schema.out));
    let ran = bench().flowc(&["check", "--format", "json"]);
    let document = parsed(&ran.out);
    assert_valid(&schema, &document);
    let written = document["diagnostics"].as_array().unwrap();
    assert!(written.iter().any(|found| found["fix"].is_object() && found["help"].is_string()));
    assert!(
        written.iter().any(|found| found["choices"].as_array().is_some_and(|choices| choices.len() == 2))
    );
    let mut wrong = document;
    wrong["diagnostics"][0]["severity"] = json!("fatal");
    assert!(!jsonschema::is_valid(&schema, &wrong));
}

#[test]
fn sarif_fits_the_published_schema() {
    // The published pattern of languages has a stray bracket, which strict readers of patterns refuse.
    let published = include_str!("../schemas/sarif-2.1.0.schema.json");
    let schema = parsed(&published.replace("[a-zA-Z]{2}]?$", r"[a-zA-Z]{2}\\]?$"));
    let ran = bench().flowc(&["check", "--format", "sarif"]);
    assert_eq!(ran.code, 1);
    let mut document = parsed(&ran.out);
    assert_valid(&schema, &document);
    document["runs"][0]["results"][0]["level"] = json!("fatal");
    assert!(!jsonschema::is_valid(&schema, &document));
    let nothing = Workbench::new().with("a.flow", HEALTHY).flowc(&["check", "--format", "sarif"]);
    assert_eq!(nothing.code, 0);
    assert_valid(&schema, &parsed(&nothing.out));
}

#[test]
fn sarif_tells_rules_places_fixes_and_what_stays_the_same() {
    let bench = bench();
    let folder = bench.path().to_str().unwrap();
    let ran = bench.flowc(&["check", "--format", "sarif", folder]);
    let run = &parsed(&ran.out)["runs"][0];
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    for result in results {
        let rule = &rules[result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("## Why it matters"));
        let level = &rule["defaultConfiguration"]["level"];
        assert_eq!(level, &result["level"]);
    }
    let of = |code: &str| results.iter().find(|result| result["ruleId"] == code).unwrap();
    let place = &of("N001")["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "boutique%20d%27%C3%A9t%C3%A9/a.flow");
    assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
    let region = json!({ "startLine": 2, "startColumn": 38, "endLine": 2, "endColumn": 42 });
    assert_eq!(place["region"], region, "the hand before it counts for two");
    assert!(of("K001")["relatedLocations"][0]["message"]["text"].is_string());
    let replacement = &of("T001")["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["insertedContent"]["text"], "3");

    let prints = |text: &str| {
        let document = parsed(text);
        let results = document["runs"][0]["results"].as_array().unwrap().clone();
        results.iter().map(|result| result["partialFingerprints"].clone()).collect::<Vec<_>>()
    };
    let before = prints(&bench.flowc(&["check", "--format", "sarif"]).out);
    let bench = bench.with("boutique d'été/a.flow", format!("# one more line\n\n{TROUBLED}"));
    assert_eq!(prints(&bench.flowc(&["check", "--format", "sarif"]).out), before);
}

#[test]
fn github_gets_a_command_for_each_finding_and_nothing_else() {
    let ran = bench().flowc(&["check", "--format", "github"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.lines().all(|line| line.starts_with("::error file=") || line.starts_with("::warning ")));
    let line = ran.out.lines().find(|line| line.contains("title=N001")).unwrap();
    let start = "::error file=boutique d'été/a.flow,line=2,endLine=2,col=37,endColumn=41,title=N001 unknown-name::no ";
    assert!(line.starts_with(start), "{line}");
    assert!(line.contains("%0Ahelp: "), "{line}");
}

#[test]
fn junit_has_a_case_for_each_finding_and_fails_for_errors_alone() {
    let ran = bench().flowc(&["check", "--format", "junit"]);
    let tags = tags(&ran.out);
    let count = |tag: &str| tags.iter().filter(|open| open.split_whitespace().next() == Some(tag)).count();
    let found = ran.out.matches("classname=\"boutique d'été/a.flow\"").count();
    assert_eq!((count("testsuites"), count("testsuite"), count("testcase")), (1, 2, found + 1));
    assert_eq!((count("failure"), count("system-out")), (found - 1, 1), "{}", ran.out);
    let total = format!("testsuites name=\"flowc check\" tests=\"{}\" failures=\"{}\"", found + 1, found - 1);
    assert!(ran.out.contains(&total), "{}", ran.out);
}

#[test]
fn every_format_reads_standard_input() {
    for (format, part) in [
        ("human", "<stdin>:2:32"),
        ("short", "<stdin>:2:32: error[N001]"),
        ("json", "\"file\": \"<stdin>\""),
        ("sarif", "\"uri\": \"%3Cstdin%3E\""),
        ("github", "::error file=<stdin>,line=2"),
        ("junit", "classname=\"&lt;stdin&gt;\""),
    ] {
        let ran = Workbench::new().flowc_reading(&["check", "-", "--format", format], BROKEN);
        assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{format}");
        assert!(ran.out.contains(part), "{format}: {}", ran.out);
    }
}
