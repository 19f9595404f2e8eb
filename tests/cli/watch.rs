//! `--watch`: the real binary, and files that change under it.

use std::fs;
use std::io::Read;
use std::process::{Child, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::workbench::{FAILING, HEALTHY, Workbench};

/// How long a change may take to be noticed on a machine that has much to do.
const PATIENCE: Duration = Duration::from_secs(60);
const WAITS: &str = "waiting for changes";

/// What was told so far, and a bell that rings when there is more.
#[derive(Default)]
struct Told(Mutex<String>, Condvar);

/// A flowc that watches; it ends with the test.
struct Watch {
    child: Child,
    told: Arc<Told>,
    read: usize,
}

impl Watch {
    /// Begins, and waits for the end of the first run.
    fn begin(bench: &Workbench, arguments: &[&str]) -> (Self, String) {
        let mut command = bench.command(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let told = Arc::new(Told::default());
        listen(child.stdout.take().unwrap(), &told);
        listen(child.stderr.take().unwrap(), &told);
        let mut watch = Self { child, told, read: 0 };
        let first = watch.until(&[WAITS]);
        (watch, first)
    }

    /// What is told from now on until all of these words are in it.
    fn until(&mut self, words: &[&str]) -> String {
        let deadline = Instant::now() + PATIENCE;
        let Told(text, bell) = &*self.told;
        let mut text = text.lock().unwrap();
        loop {
            let told = text[self.read..].to_owned();
            if words.iter().all(|word| told.contains(word)) {
                self.read += told.len();
                return told;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "{words:?} never came: {told}");
            text = bell.wait_timeout(text, left).unwrap().0;
        }
    }

    /// Does something, and waits for the run that comes of it.
    fn after(&mut self, act: impl FnOnce(), words: &[&str]) -> String {
        act();
        let words: Vec<&str> = words.iter().copied().chain([WAITS]).collect();
        self.until(&words)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Gathers what comes, in a thread that ends with the stream.
fn listen(mut stream: impl Read + Send + 'static, told: &Arc<Told>) {
    let told = Arc::clone(told);
    thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = stream.read(&mut bytes) {
            told.0.lock().unwrap().push_str(&String::from_utf8_lossy(&bytes[..count]));
            told.1.notify_all();
        }
    });
}

#[test]
fn a_change_plays_the_scenarios_again() {
    let bench = Workbench::new().with("a.flow", HEALTHY);
    let (mut watch, first) = Watch::begin(&bench, &["test", "--watch"]);
    assert!(first.contains("1 scenario: 1 passed"), "{first}");
    let told = watch.after(|| fs::write(bench.path().join("a.flow"), FAILING).unwrap(), &["1 failed"]);
    assert!(told.contains(" UTC  changed a.flow\n"), "{told}");
    assert!(!told.contains('\x1b'), "no screen is cleared where there is none: {told:?}");
    // What a run finds ends nothing.
    watch.after(|| fs::write(bench.path().join("a.flow"), HEALTHY).unwrap(), &["1 passed"]);
}

#[test]
fn an_editor_may_save_as_it_likes() {
    let bench = Workbench::new().with("a.flow", HEALTHY);
    let (mut watch, _) = Watch::begin(&bench, &["check", "--watch"]);
    let file = bench.path().join("a.flow");
    // A new file in the place of the old one.
    let save = || {
        fs::write(bench.path().join("a.flow~new"), "flow {").unwrap();
        fs::rename(bench.path().join("a.flow~new"), &file).unwrap();
    };
    watch.after(save, &["changed a.flow", "S003"]);
    // The old one is put aside, and a new one written.
    let save = || {
        fs::rename(&file, bench.path().join("a.flow~old")).unwrap();
        fs::write(&file, HEALTHY).unwrap();
    };
    watch.after(save, &["checked 1 file: nothing found"]);
    // It is still watched. Whoever looks between the two steps of the save sees it go and come, so it may be new.
    watch.after(|| fs::write(&file, "flow {").unwrap(), &["a.flow", "S003"]);
}

#[test]
fn new_and_removed_files_and_folders_count() {
    let bench = Workbench::new().with("a.flow", HEALTHY);
    let (mut watch, _) = Watch::begin(&bench, &["check", "--watch"]);
    let deep = bench.path().join("more/and/more");
    let make = || {
        fs::create_dir_all(&deep).unwrap();
        fs::write(deep.join("b.flow"), "flow b { on booking  send \"Hello\" }\n").unwrap();
    };
    watch.after(make, &["new more/and/more/b.flow", "checked 2 files"]);
    watch.after(
        || fs::write(deep.join("b.flow"), "flow {").unwrap(),
        &["changed more/and/more/b.flow", "S003"],
    );
    watch.after(
        || fs::remove_dir_all(bench.path().join("more")).unwrap(),
        &["removed more/and/more/b.flow", "checked 1 file"],
    );
    // The same folder again is another one.
    watch.after(make, &["new more/and/more/b.flow", "checked 2 files"]);
    watch.after(|| fs::write(deep.join("b.flow"), "flow {").unwrap(), &["changed more/and/more/b.flow"]);
    let moved = bench.path().join("moved");
    watch.after(
        || fs::rename(bench.path().join("more"), &moved).unwrap(),
        &["removed more/and/more/b.flow", "new moved/and/more/b.flow"],
    );
    watch.after(
        || fs::write(moved.join("and/more/b.flow"), "").unwrap(),
        &["changed moved/and/more/b.flow", "checked 2 files"],
    );
}

#[test]
fn settings_count_and_mistakes_in_them_end_nothing() {
    let bench = Workbench::new().with("a.flow", "flow b { on keyword \"12\" from sms  send \"Hello\" }\n");
    let (mut watch, first) = Watch::begin(&bench, &["check", "--watch"]);
    assert!(!first.contains("1 error"), "{first}");
    let settings = bench.path().join("flowc.toml");
    watch.after(
        || fs::write(&settings, "[check]\ndeny = [\"warnings\"]\n").unwrap(),
        &["new flowc.toml", "error"],
    );
    watch.after(
        || fs::write(&settings, "[chek]\n").unwrap(),
        &["changed flowc.toml", "error: flowc.toml:1:2"],
    );
    let told = watch.after(|| fs::remove_file(&settings).unwrap(), &["removed flowc.toml"]);
    assert!(!told.contains("1 error"), "{told}");
}

#[test]
fn a_workspace_that_is_gone_for_a_while_is_awaited() {
    let bench = Workbench::new().with("w/a.flow", HEALTHY);
    let (mut watch, _) = Watch::begin(&bench, &["test", "w", "--watch"]);
    // The file goes before its folder does: either of them may be what is told as missing.
    watch.after(|| fs::remove_dir_all(bench.path().join("w")).unwrap(), &["removed w/a.flow", "error: "]);
    let again = || {
        fs::create_dir(bench.path().join("w")).unwrap();
        fs::write(bench.path().join("w/a.flow"), FAILING).unwrap();
    };
    watch.after(again, &["1 failed"]);
}

#[test]
fn a_change_during_a_run_is_not_missed() {
    // Files change while flowc reads and plays them: in the end the last text of each is what was played.
    let bench = Workbench::new().with("a.flow", HEALTHY);
    let (mut watch, _) = Watch::begin(&bench, &["test", "--watch"]);
    let mark = |number: usize| HEALTHY.replace("a purchase is thanked for", &format!("number {number}"));
    for number in 0..200 {
        fs::write(bench.path().join("a.flow"), mark(number)).unwrap();
    }
    watch.until(&["number 199", WAITS]);
}

#[test]
fn a_file_that_a_link_leads_to_is_watched_where_it_stands() {
    #[cfg(unix)]
    {
        let bench = Workbench::new().with("shared/a.flow", HEALTHY).with("w/b.flow", "");
        std::os::unix::fs::symlink("../shared/a.flow", bench.path().join("w/a.flow")).unwrap();
        let (mut watch, _) = Watch::begin(&bench, &["test", "w", "--watch"]);
        let shared = bench.path().join("shared/a.flow");
        watch.after(|| fs::write(&shared, FAILING).unwrap(), &["changed w/a.flow", "1 failed"]);
    }
}

#[test]
fn what_is_no_change_runs_nothing() {
    let bench = Workbench::new().with("a.flow", HEALTHY);
    let out = ["test", "--watch", "--coverage-format", "html", "--coverage-out", "coverage.html"];
    let (mut watch, first) = Watch::begin(&bench, &out);
    assert!(first.contains("coverage: 100 %, wrote coverage.html"), "{first}");
    // The same text again, another file, and a hidden one: only what comes behind them is told.
    // Each is there at once, since a file that is being written is empty for a moment.
    let save = |text: &str| {
        fs::write(bench.path().join(".new"), text).unwrap();
        fs::rename(bench.path().join(".new"), bench.path().join("a.flow")).unwrap();
    };
    save(HEALTHY);
    fs::write(bench.path().join("notes.txt"), "x").unwrap();
    fs::write(bench.path().join(".a.flow.swp"), "x").unwrap();
    let told = watch.after(|| save(FAILING), &["1 failed"]);
    assert_eq!(told.matches(WAITS).count(), 1, "{told}");
    assert!(told.contains(" UTC  changed a.flow\n"), "{told}");
}

#[test]
fn a_scenario_is_shown_again_and_a_page_written_again() {
    let bench = Workbench::new().with("a.flow", HEALTHY);
    let (mut watch, first) = Watch::begin(&bench, &["simulate", ".", "--all", "--watch"]);
    assert!(first.contains("\"Merci !\""), "{first}");
    let other = HEALTHY.replace("Merci !", "Danke !");
    watch.after(|| fs::write(bench.path().join("a.flow"), &other).unwrap(), &["\"Danke !\""]);
    drop(watch);
    let page = ["simulate", ".", "--all", "--html", "all.html", "--watch"];
    let (mut watch, _) = Watch::begin(&bench, &page);
    watch.after(|| fs::write(bench.path().join("a.flow"), HEALTHY).unwrap(), &["wrote all.html"]);
    assert!(bench.read("all.html").contains("Merci !"));
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_as_the_system_ends_programs() {
    use std::os::unix::process::ExitStatusExt;
    let bench = Workbench::new().with("a.flow", HEALTHY);
    let (mut watch, _) = Watch::begin(&bench, &["check", "--watch"]);
    // Not the one of Ctrl-C: who runs tests in the background has them ignore it, and children inherit that.
    let kill = std::process::Command::new("kill").args(["-TERM", &watch.child.id().to_string()]).status();
    assert!(kill.unwrap().success());
    assert_eq!(watch.child.wait().unwrap().signal(), Some(15));
}

#[test]
fn what_makes_no_sense_with_it_is_refused() {
    let bench = Workbench::new().with("a.flow", HEALTHY);
    let refused: [&[&str]; 14] = [
        &["check", "--watch", "--fix"],
        &["check", "--watch", "--diff"],
        &["check", "--watch", "--emit-scenario", "b.flow"],
        &["check", "--watch", "--format", "json"],
        &["check", "--watch", "--format", "sarif"],
        &["check", "--watch", "--format", "github"],
        &["check", "--watch", "--format", "junit"],
        &["check", "--watch", "-"],
        &["check", "--watch", "nowhere"],
        &["test", "--watch", "--format", "tap"],
        &["test", "--watch", "--coverage-format", "html"],
        &["simulate", ".", "--watch"],
        &["simulate", ".", "--all", "--watch", "--format", "jsonl"],
        &["simulate", ".", "--all", "--watch", "--html", "-"],
    ];
    for arguments in refused {
        let ran = bench.flowc(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}: {}", ran.err);
        assert!(ran.err.starts_with("error: "), "{arguments:?}: {}", ran.err);
    }
    assert_eq!(bench.read("a.flow"), HEALTHY);
}
