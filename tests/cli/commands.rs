//! The other subcommands, and what all have in common.

use std::io::{Read, Write};
use std::process::Stdio;

use crate::workbench::{FAILING, HEALTHY, Workbench};

#[test]
fn usage_errors_exit_with_2_and_help_with_0() {
    let bench = Workbench::new();
    let ran = bench.flowc(&[]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("Usage: flowc"));
    for wrong in [&["frobnicate"][..], &["check", "--format", "xml"], &["check", "--as-of", "soon"], &["new"]]
    {
        assert_eq!(bench.flowc(wrong).code, 2, "{wrong:?}");
    }
    let ran = bench.flowc(&["--version"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, concat!("flowc ", env!("CARGO_PKG_VERSION"), "\n")));
    for command in ["check", "simulate", "test", "new", "explain", "graph", "doc", "schema", "why"] {
        let ran = bench.flowc(&[command, "--help"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        assert!(ran.out.contains(&format!("Usage: flowc {command}")));
    }
}

#[test]
fn a_new_workspace_checks_tests_and_simulates_at_once() {
    for language in ["en", "fr"] {
        let bench = Workbench::new();
        let ran = bench.flowc(&["new", "shop", "--language", language]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.out.contains("flowc test shop"), "{}", ran.out);
        let ran = bench.flowc(&["check", "shop", "--deny", "warnings"]);
        assert_eq!((ran.code, ran.out.as_str()), (0, "checked 2 files: nothing found\n"));
        let ran = bench.flowc(&["test", "shop"]);
        assert_eq!(ran.code, 0, "{}", ran.out);
        let ran = bench.flowc(&["simulate", "shop", "--all", "--why"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        assert!(ran.out.contains("because e2"), "{}", ran.out);
        assert!(bench.path().join("shop/flowc.toml").is_file(), "editors know the folder by it");
        let ran = bench.flowc(&["new", "shop"]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        assert!(ran.err.starts_with("error: `shop` is not empty"), "{}", ran.err);
    }
}

#[test]
fn a_scenario_is_simulated_as_text_and_as_json_lines() {
    let bench = Workbench::new().with("a.flow", FAILING);
    let ran = bench.flowc(&["simulate", ".", "THANKED"]);
    assert_eq!(ran.code, 1, "an expectation is not met");
    assert!(ran.out.contains("→ sms  \"Merci !\""), "{}", ran.out);
    assert!(ran.err.contains("expected send \"Danke !\""), "{}", ran.err);
    let ran = bench.flowc(&["simulate", ".", "--all", "--format", "jsonl"]);
    let entries: Vec<serde_json::Value> =
        ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(entries[0]["schema"], "flowc.trace");
    assert!(entries.iter().any(|entry| entry["flow"] == "thanks"));
    assert_eq!(bench.flowc(&["simulate", ".", "no such title"]).code, 2);
}

#[test]
fn codes_are_explained_and_slips_understood() {
    let bench = Workbench::new();
    let by_code = bench.flowc(&["explain", "n001"]);
    assert_eq!(by_code.code, 0);
    assert!(by_code.out.contains("Why it matters"), "{}", by_code.out);
    assert_eq!(bench.flowc(&["explain", "unknown-name"]).out, by_code.out);
    let ran = bench.flowc(&["explain", "unknwn-name"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("did you mean `unknown-name`?"), "{}", ran.err);
    let ran = bench.flowc(&["explain", "--list"]);
    assert!(ran.out.lines().any(|line| line.starts_with("N001  error ")), "{}", ran.out);
    assert_eq!(bench.flowc(&["explain"]).code, 2);
    let listed = bench.flowc(&["explain", "--list", "--format", "json"]);
    let listed: serde_json::Value = serde_json::from_str(&listed.out).unwrap();
    let row = listed["codes"].as_array().unwrap().iter().find(|row| row["code"] == "N001").unwrap();
    assert_eq!(
        (row["name"].as_str().unwrap(), row["may_be_allowed"].as_bool().unwrap()),
        ("unknown-name", false)
    );
}

#[test]
fn a_reader_that_stops_listening_is_no_failure() {
    let many: String = (0..2000).map(|number| format!("group g{number}\n")).collect();
    let bench = Workbench::new().with("a.flow", many).with("b.flow", HEALTHY);
    for arguments in [&["check"][..], &["test"], &["simulate", ".", "--all"], &["explain", "--list"]] {
        let mut command = bench.command(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut told = String::new();
        child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
        let code = child.wait().unwrap().code();
        assert_eq!((code, told.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_exits_with_2() {
    let bench = Workbench::new().with("a.flow", HEALTHY);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let ran = bench.command(&["check"]).stdout(full).output().unwrap();
    assert_eq!(ran.status.code(), Some(2));
    std::io::stderr().write_all(&ran.stderr).unwrap();
}
