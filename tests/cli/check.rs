//! `flowc check`.

use crate::workbench::{BROKEN, HEALTHY, Workbench};

#[test]
fn a_right_workspace_exits_with_0_and_the_count_of_files() {
    let bench = Workbench::new().with("a.flow", HEALTHY).with("b/c.flow", "group clients\n");
    let ran = bench.flowc(&["check", "a.flow"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "checked 1 file: nothing found\n", ""));
}

#[test]
fn errors_exit_with_1_and_show_the_lines_they_are_about() {
    let bench = Workbench::new().with("a.flow", BROKEN);
    let ran = bench.flowc(&["check"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("─[a.flow:2:32]"), "{}", ran.out);
    assert!(ran.out.contains("no text is named `nothing_there`"));
    assert!(ran.out.ends_with("checked 1 file: 1 error\n"));
}

#[test]
fn warnings_exit_with_0_unless_they_are_denied() {
    let bench = Workbench::new().with("a.flow", HEALTHY).with("b.flow", "group clients\n");
    let ran = bench.flowc(&["check", "--format", "short"]);
    assert_eq!(ran.code, 0);
    assert_eq!(ran.out.lines().last().unwrap(), "checked 2 files: 1 warning");
    assert!(ran.out.starts_with("b.flow:1:7: warning[N003]: "), "{}", ran.out);
    assert_eq!(bench.flowc(&["check", "--deny", "warnings"]).code, 1);
}

#[test]
fn json_holds_every_finding_with_its_place() {
    let bench = Workbench::new().with("a.flow", BROKEN);
    let ran = bench.flowc(&["check", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(ran.code, 1);
    assert_eq!(document["errors"], 1);
    assert_eq!(document["diagnostics"][0]["code"], "N001");
    assert_eq!(document["diagnostics"][0]["labels"][0]["start"]["line"], 2);
}

#[test]
fn all_files_below_a_folder_are_one_workspace_but_hidden_ones_and_builds() {
    let bench = Workbench::new()
        .with("b.flow", "flow first { on booking  start second }\n")
        .with("a/deep/er.flow", "flow second { send \"Hello\" }\n")
        .with(".git/x.flow", "flow first { }")
        .with(".x.flow", "flow first { }")
        .with("target/x.flow", "flow first { }")
        .with("notes.txt", "flow first { }");
    let ran = bench.flowc(&["check", bench.path().to_str().unwrap()]);
    assert!(ran.out.ends_with("checked 2 files: nothing found\n"), "{}", ran.out);
    let ran = bench.flowc(&["check", "b.flow"]);
    assert_eq!(ran.code, 1, "a single file is the whole workspace");
}

#[test]
fn a_workspace_is_read_from_standard_input() {
    let ran = Workbench::new().flowc_reading(&["check", "-", "--format", "short"], BROKEN);
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("<stdin>:2:32: error[N001]"), "{}", ran.out);
}

#[test]
fn what_cannot_be_read_exits_with_2_and_says_why() {
    let bench = Workbench::new().with("bad.flow", b"flow a { }\n# caf\xe9\n");
    let ran = bench.flowc(&["check"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert_eq!(
        ran.err,
        "error: `bad.flow` is not UTF-8 text\n  because: byte 17 is 0xE9, in line 2 behind column 5\n  \
         help: save it as UTF-8\n"
    );
    let ran = bench.flowc(&["check", "nowhere"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.starts_with("error: cannot read `nowhere`\n  because: "), "{}", ran.err);
    let ran = Workbench::new().with("notes.txt", "").flowc(&["check"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.starts_with("error: there is no `.flow` file in `.`"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_told_and_a_circle_of_links_ends() {
    let bench = Workbench::new().with("a/a.flow", HEALTHY);
    std::os::unix::fs::symlink(bench.path(), bench.path().join("a/circle")).unwrap();
    assert_eq!(bench.flowc(&["check"]).code, 0);
    std::os::unix::fs::symlink("nothing", bench.path().join("a/lost.flow")).unwrap();
    let ran = bench.flowc(&["check"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("cannot read `a/lost.flow`"), "{}", ran.err);
}

#[test]
fn there_are_colours_only_where_they_are_wanted() {
    let bench = Workbench::new().with("a.flow", BROKEN);
    assert!(!bench.flowc(&["check"]).out.contains('\u{1b}'), "not in a pipe");
    assert!(bench.flowc(&["check", "--color", "always"]).out.contains('\u{1b}'));
    let asked = bench.command(&["check"]).env("NO_COLOR", "1").env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(!String::from_utf8(asked.stdout).unwrap().contains('\u{1b}'), "NO_COLOR comes first");
}

#[test]
fn what_certainly_mends_is_done_on_demand() {
    let wrong = "field contact.orders: number\n\
        flow upsell { on purchase  when contact.orders > \"3\"  via sms  send \"Merci !\" }\n";
    let bench = Workbench::new().with("a.flow", wrong);
    assert_eq!(bench.flowc(&["check"]).code, 1);
    let ran = bench.flowc(&["check", "--fix"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, "applied 1 fix\n"), "{}", ran.out);
    assert_eq!(bench.read("a.flow"), wrong.replace("\"3\"", "3"));
    assert_eq!(bench.flowc_reading(&["check", "-", "--fix"], wrong).code, 2);
}

#[test]
fn overlaps_are_written_down_as_scenarios_that_pass() {
    let bench = Workbench::new().with(
        "shop/main.flow",
        "field contact.plan: text one of \"free\", \"pro\"\n\
         flow order { on keyword \"ORDER\" from sms  send \"Delivery or pick-up?\" }\n\
         flow order_now { on keyword \"ORDER NOW\"  when contact.plan is \"pro\"  send \"On its way.\" }\n\
         flow later { paused  on keyword \"NOW\"  send \"Not yet.\" }\n",
    );
    let ran = bench.flowc(&["check", "shop", "--emit-scenario", "shop/overlaps.flow", "--format", "short"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, "wrote 2 overlaps to shop/overlaps.flow\n"), "{}", ran.out);
    let written = bench.read("shop/overlaps.flow");
    assert!(written.contains("someone says \"ORDER NOW\" on sms"), "{written}");
    assert!(written.contains("# Once `later` is live"), "{written}");
    let ran = bench.flowc(&["test", "shop"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.contains("1 scenario: 1 passed"), "{}", ran.out);

    let ran = bench.flowc(&["check", "shop", "--emit-scenario", "nowhere/overlaps.flow"]);
    assert_eq!(ran.code, 2);
}
