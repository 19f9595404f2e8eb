//! What the pages and files for operators say exists.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "these tests read files and run commands, and one that finds nothing has failed"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Every `flowc COMMAND … --option` of the pages and files.
fn named() -> Vec<(String, String, Vec<String>)> {
    let mut found = Vec::new();
    let mut files: Vec<_> = fs::read_dir("docs/deploy").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.extend(["docs/upgrading.md", "docs/runtime.md"].map(Into::into));
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for line in text.lines() {
            // `CMD` of the container file is a list of its own.
            let line =
                line.replace("CMD [\"run\"", "flowc run ").replace(['"', ',', '`', '\'', '|', ';'], " ");
            let words: Vec<&str> = line.split_whitespace().collect();
            let starts =
                words.iter().enumerate().filter(|(_, word)| word.rsplit('/').next() == Some("flowc"));
            for (at, _) in starts {
                let Some(command) = words.get(at + 1).filter(|word| word.chars().all(char::is_alphabetic))
                else {
                    continue;
                };
                let until = words[at + 1..].iter().position(|word| *word == "&&").unwrap_or(usize::MAX);
                let options = words[at + 2..].iter().take(until).filter(|word| word.starts_with("--"));
                let options =
                    options.map(|word| (*word).trim_end_matches(['.', ':', ')']).to_owned()).collect();
                found.push((file.display().to_string(), (*command).to_owned(), options));
            }
        }
    }
    found
}

fn help(command: &str) -> Option<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_flowc")).args([command, "--help"]).output().unwrap();
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn every_command_and_option_that_operators_are_told_of_exists() {
    let mut known: BTreeMap<String, Option<String>> = BTreeMap::new();
    let mut seen = 0;
    for (file, command, options) in named() {
        // `flowc runs`, `flowc that …`: words of a sentence are no commands.
        let help = known.entry(command.clone()).or_insert_with(|| help(&command));
        let Some(help) = help else {
            assert!(!matches!(&*command, "run" | "plan" | "apply" | "repro" | "forget"), "{file}: {command}");
            continue;
        };
        for option in options {
            assert!(help.contains(&option), "{file}: `flowc {command}` has no `{option}`");
            seen += 1;
        }
    }
    assert!(seen > 15, "only {seen} options were found");
}

#[test]
fn every_address_that_is_watched_is_served() {
    let readme = fs::read_to_string("docs/deploy/README.md").unwrap();
    let document = fs::read_to_string("src/shell/runtime/http/openapi.json").unwrap();
    for address in ["/health/live", "/health/ready", "/metrics", "/v1/events"] {
        assert!(readme.contains(address), "{address} is not told of");
        assert!(document.contains(&format!("\"{address}\"")), "{address} is not served");
    }
}

#[test]
fn the_files_that_the_page_names_are_there() {
    let readme = fs::read_to_string("docs/deploy/README.md").unwrap();
    for entry in fs::read_dir("docs/deploy").unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(name == "README.md" || readme.contains(&format!("]({name})")), "{name} is not in the table");
    }
    let unit = fs::read_to_string("docs/deploy/flowc.service").unwrap();
    for line in ["DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes", "StateDirectory=flowc"] {
        assert!(unit.lines().any(|found| found == line), "{line}");
    }
    let container = fs::read_to_string("docs/deploy/Containerfile").unwrap();
    assert!(container.contains("\nUSER 10001"), "the container is not root's");
    assert!(Path::new("docs/deploy/Caddyfile").exists());
}
