//! The files for build servers in `docs/ci`: their commands run, on an example that is right and on one that is not.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::workbench::{HEALTHY, Workbench};

/// Right in itself, but not with `--deny warnings`.
const WARNED: &str = "flow code { on keyword \"2026\" from sms  send \"Merci !\" }\n";

fn read(file: &str) -> Value {
    let text =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/ci").join(file)).unwrap();
    serde_saphyr::from_str(&text).unwrap()
}

/// Runs a command as a build server does: in a shell, with flowc on the path.
fn shell(bench: &Workbench, command: &str) -> i32 {
    let folder = Path::new(env!("CARGO_BIN_EXE_flowc")).parent().unwrap();
    let path = std::env::join_paths(
        std::iter::once(folder.to_owned()).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    let ran = Command::new("sh")
        .args(["-ec", command])
        .current_dir(bench.path())
        .env("PATH", path.unwrap())
        .output();
    ran.unwrap().status.code().unwrap()
}

fn codes(bench: &Workbench, commands: &[&str]) -> Vec<i32> {
    commands.iter().map(|command| shell(bench, command)).collect()
}

fn healthy() -> Workbench {
    Workbench::new().with("flows/a.flow", HEALTHY)
}

fn warned() -> Workbench {
    healthy().with("flows/b.flow", WARNED)
}

fn broken() -> Workbench {
    healthy().with("flows/b.flow", "flow x { send nope }\n")
}

#[cfg(unix)]
#[test]
fn the_github_workflow_runs() {
    let workflow = read("github.yml");
    let steps = workflow["jobs"]["check"]["steps"].as_array().unwrap();
    let commands: Vec<&str> = steps.iter().filter_map(|step| step["run"].as_str()).collect();
    assert_eq!(codes(&healthy(), &commands), [0, 0, 0]);
    assert_eq!(codes(&warned(), &commands), [1, 0, 0], "writing the findings is no failure");
    let bench = broken();
    assert_eq!(codes(&bench, &commands), [1, 1, 0]);
    let upload = steps.iter().find_map(|step| step["with"]["sarif_file"].as_str()).unwrap();
    let sarif: Value = serde_json::from_str(&bench.read(upload)).unwrap();
    assert!(!sarif["runs"][0]["results"].as_array().unwrap().is_empty());
}

#[cfg(unix)]
#[test]
fn the_gitlab_job_runs_and_leaves_its_reports() {
    let file = read("gitlab.yml");
    let job = &file["flows"];
    let commands: Vec<&str> =
        job["script"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    assert_eq!(codes(&healthy(), &commands), [0, 0]);
    let bench = warned();
    assert_eq!(codes(&bench, &commands), [1, 0]);
    for report in job["artifacts"]["reports"]["junit"].as_array().unwrap() {
        assert!(!crate::xml::tags(&bench.read(report.as_str().unwrap())).is_empty());
    }
}

#[cfg(unix)]
#[test]
fn the_hooks_run() {
    let hooks = read("pre-commit-hooks.yaml");
    let hooks = hooks.as_array().unwrap();
    let commands: Vec<&str> = hooks.iter().map(|hook| hook["entry"].as_str().unwrap()).collect();
    assert_eq!(codes(&healthy(), &commands), [0, 0]);
    assert_eq!(codes(&broken(), &commands), [1, 1]);
    for hook in hooks {
        let files = regex::Regex::new(hook["files"].as_str().unwrap()).unwrap();
        assert!(files.is_match("flows/a.flow") && !files.is_match("flows/a.flow.bak"));
        for needed in ["id", "name", "language"] {
            assert!(hook[needed].is_string(), "{needed}");
        }
    }
}
