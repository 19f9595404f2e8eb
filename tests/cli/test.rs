//! `flowc test`.

use crate::workbench::{BROKEN, FAILING, HEALTHY, Workbench};

#[test]
fn passed_scenarios_exit_with_0() {
    let bench = Workbench::new().with("a.flow", HEALTHY);
    let ran = bench.flowc(&["test"]);
    assert_eq!(ran.code, 0);
    assert_eq!(ran.out, "a.flow\n  ok    a purchase is thanked for\n\n1 scenario: 1 passed\n");
}

#[test]
fn failures_exit_with_1_and_show_expected_against_happened() {
    let bench = Workbench::new().with("a.flow", FAILING);
    let ran = bench.flowc(&["test"]);
    assert_eq!(ran.code, 1);
    for part in ["FAIL", "a.flow:3", "a.flow:6:3", "expected \"Danke !\"", "happened \"Merci !\"", "1 failed"]
    {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
}

#[test]
fn healthy_flows_are_tested_beside_broken_ones() {
    let bench = Workbench::new().with("a.flow", BROKEN);
    let ran = bench.flowc(&["test"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("no text is named `nothing_there`"));
    assert!(
        ran.out.contains("  skip  of the broken one  a.flow:4\n  ok    of the healthy one\n"),
        "{}",
        ran.out
    );
    assert!(ran.out.ends_with("2 scenarios: 1 passed, 1 not played; 1 error above\n"), "{}", ran.out);
}

#[test]
fn a_filter_chooses_by_title_whatever_the_case() {
    let bench = Workbench::new().with("a.flow", BROKEN);
    let ran = bench.flowc(&["test", ".", "HEALTHY"]);
    assert!(ran.out.contains("1 scenario: 1 passed"), "{}", ran.out);
    let ran = Workbench::new().with("a.flow", HEALTHY).flowc(&["test", ".", "refund"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.starts_with("error: no scenario of `.` has `refund` in its title"), "{}", ran.err);
    let ran = Workbench::new().with("a.flow", "flow a { on booking  send \"Hello\" }").flowc(&["test"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.starts_with("error: there is no scenario in `.`"), "{}", ran.err);
}

#[test]
fn results_stand_in_the_order_of_files_however_many_threads_play() {
    let scenario = |file: usize, number: usize| {
        let expected = if number == 7 { "Danke !" } else { "Merci !" };
        format!(
            "scenario \"{file}-{number:03}\" {{ contact marie {{ phone \"+33612345678\" }}  marie buys  \
             expect send \"{expected}\" }}\n"
        )
    };
    let file = |file: usize| (0..100).map(|number| scenario(file, number)).collect::<String>();
    let bench = Workbench::new().with("a.flow", HEALTHY).with("b.flow", file(1)).with("c.flow", file(2));
    let alone = bench.flowc(&["test", "--jobs", "1"]);
    assert_eq!(alone.code, 1);
    assert!(alone.out.contains("201 scenarios: 199 passed, 2 failed"), "{}", alone.out);
    for jobs in ["2", "7", "500"] {
        assert_eq!(bench.flowc(&["test", "--jobs", jobs]).out, alone.out);
    }
    assert_eq!(bench.flowc(&["test"]).out, alone.out);
    assert_eq!(bench.flowc(&["test", "--jobs", "0"]).code, 2);
}

const REACHED: &str = "flow thanks { on purchase, booking  via sms  send \"Merci !\" }\n\
    scenario \"bought\" { contact marie { phone \"+33612345678\" }  marie buys  expect send \"Merci !\" }\n";

#[test]
fn coverage_stands_behind_the_results() {
    let bench = Workbench::new().with("a.flow", REACHED);
    let ran = bench.flowc(&["test", "--coverage"]);
    assert_eq!(ran.code, 0);
    let table = "coverage  triggers  steps      all\n\
                 thanks         1/2    1/1   66.6 %\n\n\
                 thanks\n  a.flow:1:28  never fired  booking\n";
    assert!(ran.out.ends_with(&format!("1 scenario: 1 passed\n\n{table}")), "{}", ran.out);
    // Results for programs have standard output to themselves.
    let ran = bench.flowc(&["test", "--coverage", "--format", "json"]);
    assert_eq!(ran.code, 0);
    assert!(serde_json::from_str::<serde_json::Value>(&ran.out).is_ok(), "{}", ran.out);
    assert!(ran.err.contains("66.6 %"), "{}", ran.err);
}

#[test]
fn too_little_coverage_exits_with_1() {
    let bench = Workbench::new().with("a.flow", REACHED);
    for (least, code) in [("66.6", 0), ("66.7", 1), ("100", 1), ("0", 0), ("50%", 0)] {
        let ran = bench.flowc(&["test", "--coverage-min", least]);
        assert_eq!(ran.code, code, "{least}: {}", ran.err);
    }
    let ran = bench.flowc(&["test", "--coverage-min", "80"]);
    assert_eq!(ran.err, "coverage is 66.6 %, and at least 80 % is wanted\n");
    for wrong in ["101", "-1", "much", "NaN"] {
        let wrong = format!("--coverage-min={wrong}");
        let ran = bench.flowc(&["test", &wrong]);
        assert_eq!(ran.code, 2, "{wrong}");
    }
}

#[test]
fn coverage_is_written_to_a_file_in_each_format() {
    let bench = Workbench::new().with("a.flow", REACHED);
    let begins =
        [("text", "coverage"), ("json", "{"), ("lcov", "TN:\nSF:a.flow\n"), ("html", "<!DOCTYPE html>")];
    for (format, begin) in begins {
        let ran = bench.flowc(&["test", "--coverage-format", format, "--coverage-out", "out"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.out.ends_with("coverage: 66.6 %, wrote out\n"), "{}", ran.out);
        assert!(bench.read("out").starts_with(begin), "{format}: {}", bench.read("out"));
    }
    let ran = bench.flowc(&["test", "--coverage-format", "lcov"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("needs a file") && ran.err.contains("--coverage-out coverage.info"),
        "{}",
        ran.err
    );
    let ran = bench.flowc(&["test", "--coverage-out", "no/such/folder"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.starts_with("error: cannot write `no/such/folder`"), "{}", ran.err);
    let schema = bench.flowc(&["schema", "coverage"]).out;
    assert!(schema.contains("--coverage-format json"), "{schema}");
}

#[test]
fn coverage_is_the_same_however_many_threads_play_and_a_filter_narrows_it() {
    let scenario = |number: usize| {
        let act = if number.is_multiple_of(2) { "marie buys" } else { "marie books at 2026-03-05 10:00" };
        format!(
            "scenario \"s{number}\" {{ contact marie {{ phone \"+33612345678\" }}  {act}  expect send \"Merci !\" }}\n"
        )
    };
    let scenarios: String = (0..100).map(scenario).collect();
    let flow = "flow thanks { on purchase, booking  via sms  send \"Merci !\" }\n";
    let bench = Workbench::new().with("a.flow", format!("{flow}{scenarios}"));
    let written = |jobs: &str| {
        let arguments = ["test", "--jobs", jobs, "--coverage-format", "json", "--coverage-out", "out"];
        assert_eq!(bench.flowc(&arguments).code, 0);
        bench.read("out")
    };
    let alone = written("1");
    assert!(alone.contains("\"runs\": 100") && alone.contains("\"reached\": 50"), "{alone}");
    assert_eq!(written("7"), alone);
    let ran = bench.flowc(&["test", ".", "s2", "--coverage"]);
    assert!(ran.out.contains("all\nthanks         2/2"), "{}", ran.out);
    let ran = bench.flowc(&["test", ".", "s22", "--coverage"]);
    assert!(ran.out.contains("all\nthanks         1/2"), "{}", ran.out);
}
