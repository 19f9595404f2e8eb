//! What authors allow, warn of and deny: in comments, in `flowc.toml` and by flags.

use crate::workbench::Workbench;

/// A keyword in two flows (an error), one of digits (a warning), a common word in lower case (advice).
const NOISY: &str = "flow a { on keyword \"DEAL\" from sms  send \"a\" }\n\
    flow b { on keyword \"DEAL\" from sms  send \"b\" }\n\
    flow c { on keyword \"2026\" from sms  send \"c\" }\n\
    scenario \"both answer\" { contact amy { phone \"+12025550123\" }  amy says \"DEAL\" on sms  expect send \"a\" }\n";

fn checked(bench: &Workbench, flags: &[&str]) -> (i32, Vec<String>) {
    let arguments = [&["check", "--format", "short"], flags].concat();
    let ran = bench.flowc(&arguments);
    assert_eq!(ran.err, "");
    let found = ran.out.lines().filter_map(|line| line.split(": ").nth(1)).map(str::to_owned);
    (ran.code, found.filter(|level| level.ends_with(']')).collect())
}

#[test]
fn flags_set_levels_by_code_and_by_name() {
    let bench = Workbench::new().with("a.flow", NOISY);
    assert_eq!(checked(&bench, &[]), (1, vec!["error[K001]".into(), "warning[K005]".into()]));
    assert_eq!(checked(&bench, &["--allow", "same-keyword"]), (0, vec!["warning[K005]".into()]));
    let warned = (0, vec!["warning[K001]".into(), "warning[K005]".into()]);
    assert_eq!(checked(&bench, &["--warn", "K001"]), warned);
    let denied = (1, vec!["error[K005]".into()]);
    assert_eq!(checked(&bench, &["--allow", "K001", "--deny", "digits"]), denied);
    assert_eq!(checked(&bench, &["--allow", "K001", "--deny", "warnings"]), denied);
    for (flags, told) in [
        (["--allow", "N001"], "error: `N001 unknown-name` must stay an error"),
        (["--deny", "warning"], "error: no finding has the code or name `warning`"),
    ] {
        let ran = bench.flowc(&["check", flags[0], flags[1]]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        assert!(ran.err.starts_with(told), "{}", ran.err);
    }
}

#[test]
fn the_file_sets_levels_for_a_workspace_and_flags_win() {
    let settings = "[check]\nallow = [\"K001\"]\ndeny = [\"warnings\"]\n\n[run]\nanything = true\n";
    let bench = Workbench::new().with("shop/a.flow", NOISY).with("shop/flowc.toml", settings);
    let denied = (1, vec!["error[K005]".into()]);
    assert_eq!(checked(&bench, &["shop"]), denied);
    assert_eq!(checked(&bench, &["shop/a.flow"]), denied);
    assert_eq!(checked(&bench, &["shop", "--warn", "K005"]), (0, vec!["warning[K005]".into()]));
    let ran = bench.flowc(&["test", "shop"]);
    assert_eq!(ran.code, 0, "what is denied has a meaning, and runs: {}{}", ran.out, ran.err);
    let bench = bench.with("shop/flowc.toml", "[check]\ndeny = [\"K05\"]\n");
    let ran = bench.flowc(&["check", "shop"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.starts_with("error: shop/flowc.toml:2:9: no finding has"), "{}", ran.err);
    let bench = Workbench::new().with("flowc.toml", settings);
    let ran = bench.flowc_reading(&["check", "-"], NOISY);
    assert!(ran.out.ends_with("checked 1 file: 1 error\n"), "{}", ran.out);
}

#[test]
fn what_a_comment_allows_is_not_told_and_the_flows_run() {
    let allowing = format!("# allow K001: b follows a\n{NOISY}")
        .replace("flow c", "# allow digits: it stands on a poster\nflow c");
    let bench = Workbench::new().with("a.flow", allowing);
    assert_eq!(checked(&bench, &["--deny", "warnings"]), (0, vec![]));
    assert_eq!(bench.flowc(&["test"]).code, 0);
}
