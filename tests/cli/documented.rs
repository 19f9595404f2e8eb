//! The commands of the documentation: each is one that flowc takes, the tour is walked to its end, and what the
//! examples' pages say to run is run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::workbench::{Ran, Workbench};

/// A fenced block: where it stands, what stands behind its fence, and its text.
struct Block {
    place: String,
    kind: String,
    text: String,
}

/// The pages on which commands are told, as their readers get them.
fn pages() -> Vec<PathBuf> {
    let mut pages = vec![PathBuf::from("README.md")];
    for folder in ["docs", "examples", "editors/vscode", "editors/tree-sitter-flow", "src/shell/cli/new"] {
        collect(Path::new(folder), &mut pages);
    }
    pages.sort();
    pages
}

fn collect(folder: &Path, pages: &mut Vec<PathBuf>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "node_modules" && name != "target" {
            collect(&path, pages);
        } else if name.ends_with(".md") {
            pages.push(path);
        }
    }
}

fn blocks(page: &Path) -> Vec<Block> {
    let text = fs::read_to_string(page).unwrap();
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_open = false;
    for (at, line) in text.lines().enumerate() {
        match (is_open, line.strip_prefix("```")) {
            (false, Some(kind)) => {
                let place = format!("{}:{}", page.display(), at + 1);
                blocks.push(Block { place, kind: kind.to_owned(), text: String::new() });
                is_open = true;
            }
            (true, Some(_)) => is_open = false,
            (true, None) => blocks.last_mut().unwrap().text.extend([line, "\n"]),
            (false, None) => {}
        }
    }
    blocks
}

/// The words of a command, up to a comment, a pipe or a redirection; quotes hold words together.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted, mut begun) = (Vec::new(), String::new(), false, false);
    for character in command.chars().chain([' ']) {
        match character {
            '"' => (quoted, begun) = (!quoted, true),
            '#' | '|' | '>' | '<' | '&' | ';' if !quoted && !begun => break,
            blank if blank.is_whitespace() && !quoted => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            other => {
                word.push(other);
                begun = true;
            }
        }
    }
    words
}

/// Every `flowc …` of a page: in blocks for a shell, behind four blanks and before two, and in back-ticks.
fn commands(page: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(page).unwrap();
    let shell: String = blocks(page).into_iter().filter(|it| it.kind == "sh").map(|it| it.text).collect();
    let listed = text.lines().filter_map(|line| line.strip_prefix("    ")?.split("  ").next());
    let lines = shell.lines().chain(listed);
    let begun = lines.flat_map(|line| line.split("&&")).map(str::trim).filter(|it| it.starts_with("flowc "));
    let prose = text.replace("```", "").replace('\n', " ");
    let ticked = prose.split('`').skip(1).step_by(2).filter(|it| it.starts_with("flowc "));
    begun.chain(ticked).map(words).collect()
}

/// Each way to read a command of which one word is a choice: `--format json|tap`.
fn choices(command: &[String]) -> Vec<Vec<String>> {
    let Some(at) = command.iter().position(|word| word.contains('|') && !word.contains(' ')) else {
        return vec![command.to_vec()];
    };
    let one = |choice: &str| {
        let mut command = command.to_vec();
        command[at] = choice.to_owned();
        command
    };
    command[at].split('|').map(one).collect()
}

#[test]
fn every_command_of_the_documentation_is_one_that_flowc_takes() {
    // Without the service these are not there; `runtime_deploy` looks at their pages.
    let of_the_service = ["run", "plan", "apply", "pending", "contact", "events", "repro", "forget", "retry"];
    let bench = Workbench::new();
    let (mut seen, mut wrong) = (0, Vec::new());
    for page in pages() {
        for command in commands(&page).iter().flat_map(|command| choices(command)) {
            let Some(name) = command.get(1) else { continue };
            if !cfg!(feature = "runtime") && of_the_service.contains(&name.as_str()) {
                continue;
            }
            // Words before `--help` are read as if it did not stand there.
            let mut arguments: Vec<&str> = command[1..].iter().map(String::as_str).collect();
            arguments.iter_mut().filter(|word| **word == "SHELL").for_each(|word| *word = "bash");
            arguments.push("--help");
            let ran = bench.flowc(&arguments);
            if ran.code != 0 {
                let why = ran.err.lines().next().unwrap_or_default();
                wrong.push(format!("{}: {}: {why}", page.display(), command.join(" ")));
            }
            seen += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 100, "only {seen} commands were found");
}

#[test]
fn the_tour_comes_out_as_its_page_says() {
    let bench = Workbench::new();
    let file = bench.path().join("studio/reminder.flow");
    let edit = |from: &str, to: &str| {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(&file, text.replace(from, to)).unwrap();
    };
    let mut command = Vec::new();
    let (mut told, mut last) = (String::new(), String::new());
    for block in blocks(Path::new("docs/tour.md")) {
        match block.kind.as_str() {
            "flow" | "flow-wrong" => fs::write(&file, &block.text).unwrap(),
            "sh" if block.text.starts_with("cargo") => {}
            "sh" => {
                // What is changed by hand before it, as the page says.
                if block.text == "flowc test\n" {
                    edit("2026-03-12 10:00", "2026-03-12 21:00");
                    edit("2026-03-11 10:00", "2026-03-11 21:00");
                }
                told.clear();
                for line in block.text.lines().map(words).filter(|line| line[0] == "flowc") {
                    told += &walk(&bench, &line);
                    command = line;
                }
            }
            "text" => {
                if told == last && block.text.contains("nothing found") {
                    edit("studio_hour ", "studio_hours ");
                    told = walk(&bench, &command);
                } else if block.text.contains("because") {
                    command.push("--why".to_owned());
                    told = walk(&bench, &command);
                }
                assert!(told.contains(&block.text), "{}\n{told}", block.place);
                last.clone_from(&told);
            }
            other => panic!("{}: what is `{other}`?", block.place),
        }
    }
}

/// Runs a command of the tour where its reader is by then, who types ORDER when asked.
fn walk(bench: &Workbench, command: &[String]) -> String {
    let folder = if bench.path().join("studio").exists() { "studio" } else { "." };
    let arguments: Vec<&str> = command[1..].iter().map(String::as_str).collect();
    let talks = arguments.contains(&"--at");
    let mut started = bench.command(&arguments);
    started.current_dir(bench.path().join(folder));
    let ran = if talks { Ran::fed(started, "ORDER\n") } else { started.output().unwrap().into() };
    // A terminal shows what was typed.
    if talks { format!("ORDER\n{}", ran.out) } else { ran.out + &ran.err }
}

/// In other pages, what stands before a text is the line that says which command prints it.
#[test]
fn what_commands_print_is_what_the_pages_show() {
    let mut seen = 0;
    for page in pages().into_iter().filter(|page| !page.ends_with("tour.md")) {
        let text = fs::read_to_string(&page).unwrap();
        for (before, behind) in text.match_indices("```text\n").map(|(at, _)| text.split_at(at)) {
            let said = before.trim_end().lines().last().unwrap_or_default();
            let command = said.split('`').nth(1).map(words).unwrap_or_default();
            assert_eq!(command.first().map(String::as_str), Some("flowc"), "{}: {said}", page.display());
            let output = Command::new(env!("CARGO_BIN_EXE_flowc")).args(&command[1..]).output().unwrap();
            let (ran, shown) = (Ran::from(output), behind.split("```").nth(1).unwrap());
            let shown = shown.strip_prefix("text\n").unwrap();
            assert!(ran.out.contains(shown), "{}: {said}\n{}{}", page.display(), ran.out, ran.err);
            seen += 1;
        }
    }
    assert!(seen > 0, "no page shows what a command prints");
}

#[test]
fn what_the_pages_of_the_examples_say_to_run_is_fine() {
    let mut run = 0;
    for entry in fs::read_dir("examples").unwrap() {
        let page = entry.unwrap().path().join("README.md");
        for command in blocks(&page).iter().filter(|it| it.kind == "sh").flat_map(|it| it.text.lines()) {
            let command = words(command);
            let output = Command::new(env!("CARGO_BIN_EXE_flowc")).args(&command[1..]).output().unwrap();
            let ran: Ran = output.into();
            assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}: {command:?}", page.display());
            run += 1;
        }
    }
    assert!(run >= 18, "only {run} commands were found");
}
