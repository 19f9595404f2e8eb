//! `flowc graph`.

use crate::workbench::Workbench;

const FLOWS: &str =
    "flow hello \"Hi\" { on start  via sms  send \"Hello\" }\nflow bye { on close  via sms  send \"Bye\" }\n";

#[test]
fn a_workspace_or_one_flow_is_drawn_in_each_format() {
    let bench = Workbench::new().with("a.flow", FLOWS);
    for (format, start) in [("svg", "<svg "), ("mermaid", "flowchart TB\n"), ("dot", "digraph ")] {
        let ran = bench.flowc(&["graph", ".", "--format", format]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{format}");
        assert!(ran.out.starts_with(start) && ran.out.contains("Bye"), "{format}: {}", ran.out);
        let ran = bench.flowc(&["graph", ".", "hello", "--format", format]);
        assert!(
            ran.code == 0 && ran.out.contains("Hello") && !ran.out.contains("Bye"),
            "{format}: {}",
            ran.out
        );
    }
}

#[test]
fn a_flow_that_is_not_there_is_named_with_the_nearest() {
    let bench = Workbench::new().with("a.flow", FLOWS);
    let ran = bench.flowc(&["graph", ".", "helo"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert_eq!(ran.err, "error: no flow of `.` is called `helo`\n  help: did you mean `hello`?\n");
    let bench = Workbench::new().with("a.flow", "group g\n");
    let ran = bench.flowc(&["graph"]);
    assert_eq!((ran.code, ran.err.as_str()), (2, "error: there is no flow to draw in `.`\n"));
}

#[test]
fn flows_with_errors_are_left_out_and_told() {
    let bench = Workbench::new().with("a.flow", format!("{FLOWS}flow bad {{ on start  start nowhere }}\n"));
    let ran = bench.flowc(&["graph"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("N001") && ran.out.contains("Hello") && !ran.out.contains("bad"), "{}", ran.err);
}
