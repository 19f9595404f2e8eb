//! `flowc fmt`.

use crate::workbench::Workbench;

const WILD: &str = "flow a{send \"a\" # why\n}\n";
const TAME: &str = "flow a {\n  send \"a\"  # why\n}\n";

#[test]
fn files_are_written_in_the_one_style() {
    let bench = Workbench::new().with("a.flow", WILD).with("b/b.flow", TAME);
    let ran = bench.flowc(&["fmt"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", "formatted 1 file\n"));
    assert_eq!(bench.read("a.flow"), TAME);
    let ran = bench.flowc(&["fmt", "a.flow", "b"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
}

#[test]
fn check_lists_what_would_change_and_changes_nothing() {
    let bench = Workbench::new().with("w/a.flow", WILD).with("w/b.flow", TAME);
    let ran = bench.flowc(&["fmt", "--check", "w"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (1, "w/a.flow\n", ""));
    let ran = bench.flowc(&["fmt", "--diff", "w"]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.out,
        "--- a/w/a.flow\n+++ b/w/a.flow\n@@ -1,2 +1,3 @@\n-flow a{send \"a\" # why\n+flow a {\n+  send \"a\"  # why\n }\n"
    );
    assert_eq!(bench.read("w/a.flow"), WILD);
    assert_eq!(bench.flowc(&["fmt", "--check", "w/b.flow"]).code, 0);
    assert_eq!(bench.flowc(&["fmt", "--check", "nowhere"]).code, 2);
}

#[test]
fn standard_input_comes_out_formatted() {
    let bench = Workbench::new();
    let ran = bench.flowc_reading(&["fmt", "-"], WILD);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, TAME, ""));
    let ran = bench.flowc_reading(&["fmt", "-", "--check"], WILD);
    assert_eq!((ran.code, ran.out.as_str()), (1, "<stdin>\n"));
    assert_eq!(bench.flowc_reading(&["fmt", "-", "--check"], TAME).code, 0);
}

#[test]
fn broken_items_stay_and_the_others_are_formatted() {
    let bench = Workbench::new().with("a.flow", format!("flow b {{ on  nonsense\n      send }}\n{WILD}"));
    assert_eq!(bench.flowc(&["fmt"]).code, 0);
    assert_eq!(bench.read("a.flow"), format!("flow b {{ on  nonsense\n      send }}\n{TAME}"));
}

#[cfg(unix)]
#[test]
fn a_formatted_file_keeps_its_permissions_and_its_links() {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    let bench = Workbench::new().with("real/a.txt", WILD).with("flows/b.flow", TAME);
    let real = bench.path().join("real/a.txt");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink(&real, bench.path().join("flows/a.flow")).unwrap();
    assert_eq!(bench.flowc(&["fmt", "flows"]).code, 0);
    assert_eq!(bench.read("real/a.txt"), TAME);
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::symlink_metadata(bench.path().join("flows/a.flow")).unwrap().is_symlink());
}
