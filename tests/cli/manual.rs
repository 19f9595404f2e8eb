//! `flowc completions` and `flowc man`.

use crate::workbench::Workbench;

/// The commands that `flowc --help` lists.
fn commands(bench: &Workbench) -> Vec<String> {
    let help = bench.flowc(&["--help"]).out;
    let (_, listed) = help.split_once("Commands:\n").unwrap();
    let names = listed
        .lines()
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next()).map(ToOwned::to_owned).collect()
}

#[test]
fn every_command_is_completed_in_every_shell() {
    let bench = Workbench::new();
    let commands = commands(&bench);
    assert!(commands.len() > 8 && commands.contains(&"fmt".to_owned()), "{commands:?}");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = bench.flowc(&["completions", shell]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        for command in &commands {
            assert!(ran.out.contains(command.as_str()), "{shell} does not know {command}");
        }
    }
    assert_eq!(bench.flowc(&["completions", "abacus"]).code, 2);
}

#[test]
fn options_are_completed_and_stand_in_the_manual() {
    let bench = Workbench::new();
    assert_eq!(bench.flowc(&["man", "man"]).code, 0);
    let completed = bench.flowc(&["completions", "bash"]).out;
    let options = [
        ("check", "--watch"),
        ("test", "--watch"),
        ("test", "--coverage"),
        ("test", "--coverage-format"),
        ("test", "--coverage-out"),
        ("test", "--coverage-min"),
        ("simulate", "--watch"),
        ("simulate", "--pending"),
    ];
    for (command, option) in options {
        let page = bench.read(&format!("man/flowc-{command}.1")).replace('\\', "");
        assert!(page.contains(option), "flowc-{command}.1 does not tell of {option}");
        assert!(completed.contains(option), "{option} is not completed");
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let bench = Workbench::new().with("file", "");
    let ran = bench.flowc(&["man", "man/man1"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    assert!(bench.read("man/man1/flowc.1").contains("messaging automations"));
    for command in commands(&bench).iter().filter(|command| *command != "help") {
        let page = bench.read(&format!("man/man1/flowc-{command}.1"));
        assert!(page.contains(".SH SYNOPSIS") || page.contains(".SH \"SYNOPSIS\""), "{command}");
    }
    assert_eq!(bench.flowc(&["man", "file"]).code, 2);
}
