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
