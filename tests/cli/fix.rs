//! `flowc check --fix` and `--diff`.

use crate::workbench::Workbench;

const MIXED: &str = "flow a {\n  on purchase\n  when contact.email is known and contact.phone is known or visitor.visits > 3 # 👋\n  send \"a\"\n}\n";

#[test]
fn the_author_chooses_how_and_beside_or_is_read() {
    for (flag, read) in [
        (
            "--fix=and-first",
            "when (contact.email is known and contact.phone is known) or visitor.visits > 3 # 👋",
        ),
        (
            "--fix=or-first",
            "when contact.email is known and (contact.phone is known or visitor.visits > 3) # 👋",
        ),
    ] {
        let bench = Workbench::new().with("a.flow", MIXED);
        assert_eq!(bench.flowc(&["check", "--fix"]).code, 1, "nothing is certain");
        assert_eq!(bench.read("a.flow"), MIXED);
        let ran = bench.flowc(&["check", flag]);
        assert_eq!((ran.code, ran.err.as_str()), (0, "applied 1 fix\n"), "{}", ran.out);
        assert!(bench.read("a.flow").contains(read), "{}", bench.read("a.flow"));
    }
    assert_eq!(Workbench::new().with("a.flow", MIXED).flowc(&["check", "--fix=both"]).code, 2);
}

#[test]
fn a_diff_shows_what_would_change_and_changes_nothing() {
    let text = "flow subscription { send \"a\" }\nflow b { on purchase  start subscripton }\n";
    let bench =
        Workbench::new().with("shop/a.flow", text).with("shop/b.flow", "flow c { on booking  send \"c\" }\n");
    let ran = bench.flowc(&["check", "--diff", "shop"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    assert_eq!(
        ran.out,
        "--- a/shop/a.flow\n+++ b/shop/a.flow\n@@ -1,2 +1,2 @@\n flow subscription { send \"a\" }\n\
         -flow b { on purchase  start subscripton }\n+flow b { on purchase  start subscription }\n"
    );
    assert_eq!(bench.read("shop/a.flow"), text);
    assert_eq!(bench.flowc(&["check", "--fix", "shop"]).code, 0);
    let ran = bench.flowc(&["check", "--diff", "shop"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    let ran = bench.flowc_reading(&["check", "-", "--diff", "--fix=or-first"], MIXED);
    assert!(ran.out.starts_with("--- a/<stdin>\n"), "{}", ran.out);
}

#[cfg(unix)]
#[test]
fn a_mended_file_keeps_its_permissions_and_its_links() {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    let bench = Workbench::new().with("real/a.txt", MIXED).with("flows/b.flow", "# nothing\n");
    let real = bench.path().join("real/a.txt");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink(&real, bench.path().join("flows/a.flow")).unwrap();
    assert_eq!(bench.flowc(&["check", "flows", "--fix=and-first"]).code, 0);
    assert!(bench.read("real/a.txt").contains("when (contact"));
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::symlink_metadata(bench.path().join("flows/a.flow")).unwrap().is_symlink());
    assert_eq!(fs::read_dir(bench.path().join("real")).unwrap().count(), 1, "nothing is left behind");

    let bench = Workbench::new().with("a.flow", MIXED);
    fs::set_permissions(bench.path().join("a.flow"), fs::Permissions::from_mode(0o444)).unwrap();
    let ran = bench.flowc(&["check", "--fix=and-first"]);
    assert_eq!(ran.code, 2, "what is read-only is not changed");
    assert!(ran.err.starts_with("error: cannot write `a.flow`\n"), "{}", ran.err);
    assert_eq!(bench.read("a.flow"), MIXED);
}
