//! Another program while contacts wait: planned, applied, and taken over to whatever happens in between.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "these tests are about files and processes, and one that finds nothing has failed"
)]

#[path = "upgrade/edits.rs"]
mod edits;
#[path = "runtime/workbench.rs"]
#[allow(dead_code, reason = "shared with the other tests of the service")]
mod workbench;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use flowc::engine::{EffectKind, EventKind, RunEnd};
use flowc::shell::runtime::apply::{self, Taken};
use flowc::shell::runtime::service::{Fate, Point, Service, Settings, Tripwire};
use flowc::shell::runtime::store::{Reader, Store, contacts, programs};
use flowc::upgrade::Upgrade;
use proptest::prelude::{ProptestConfig, prop_assert_eq, proptest};

use edits::{edited, edits as random_edits, statements};
use workbench::{Bench, Provider, START, says, version};

const DAY: i64 = 86_400_000;

fn text(steps: &str) -> String {
    format!("flow one {{ on keyword \"GO\"\n via sms\n {steps}\n}}")
}

const WELCOME: &str = "send \"Welcome\"\n after 1d send \"Still there?\"";

fn started(bench: &Bench, provider: &Arc<Provider>, contacts: u32) -> Service {
    let service = bench.open(&text(WELCOME), provider);
    for number in 0..contacts {
        says(&service, &format!("c{number}"), "e1", "sms", "GO");
    }
    assert!(service.settle());
    service
}

fn ends(reader: &Reader, contact: &str) -> Vec<(RunEnd, String)> {
    let happened = reader.history(contact, 0, 100).unwrap();
    let effects = happened.iter().flat_map(|happened| &happened.effects);
    let end = |kind: &EffectKind| match kind {
        EffectKind::EndRun { end, .. } => Some(*end),
        _ => None,
    };
    effects.filter_map(|effect| Some((end(&effect.kind)?, effect.why.to_string()))).collect()
}

fn left_behind(path: &Path) -> usize {
    Reader::of(path)
        .ask(|connection| {
            let present = programs::present(connection)?.expect("a program is applied");
            Ok(contacts::left_behind(connection, present.row, 1_000_000)?.len())
        })
        .unwrap()
}

#[test]
fn a_restart_with_lines_above_goes_on_at_the_same_step() {
    let (bench, provider) = (Bench::new(), Provider::new());
    started(&bench, &provider, 1).stop();
    let new = text("send \"Welcome\"\n after 2h send \"A coupon for you\"\n after 1d send \"Still there?\"");
    let service = bench.open(&new, &provider);
    bench.pass(&service, 2 * DAY);
    assert_eq!(provider.texts(), ["Welcome", "Still there?"]);
    service.stop();
}

#[test]
fn a_run_whose_step_is_gone_ends_and_its_history_says_why() {
    let (bench, provider) = (Bench::new(), Provider::new());
    let service = started(&bench, &provider, 1);
    service.swap(version(&text("send \"Welcome\""))).unwrap();
    assert!(service.settle());
    let why = "the program was changed: step 2 `after 1d send \"Still there?\"` is gone".to_owned();
    assert_eq!(ends(&service.reader(), "c0"), [(RunEnd::Gone, why)]);
    let history = service.reader().history("c0", 0, 100).unwrap();
    assert_eq!(history.last().unwrap().event.kind, EventKind::ProgramApplied { version: 2 });
    assert_eq!(service.reader().next_wake().unwrap(), None);
    bench.pass(&service, 2 * DAY);
    assert_eq!(provider.texts(), ["Welcome"]);
    service.stop();
}

#[test]
fn a_running_service_takes_what_is_applied_beside_it() {
    let (bench, provider) = (Bench::new(), Provider::new());
    let service = started(&bench, &provider, 3);
    let new = version(&text("send \"Welcome\"\n tag \"x\"\n after 1d send \"Still there ?\""));
    let (row, taken) = apply::apply(&bench.path(), &new, START).unwrap();
    assert_eq!((row.0, taken), (2, Taken::ByService));
    // Others see the commit before the service says what it runs.
    assert!(service.settle());
    assert_eq!(service.version().fingerprint, new.fingerprint);
    bench.pass(&service, 2 * DAY);
    assert_eq!(provider.texts()[3..], ["Still there ?"; 3].map(str::to_owned));
    service.stop();
    // The same again changes nothing.
    assert_eq!(apply::apply(&bench.path(), &new, START).unwrap().0, row);
}

#[test]
fn all_contacts_go_over_also_those_whom_nothing_happens_to() {
    let (bench, provider) = (Bench::new(), Provider::new());
    started(&bench, &provider, 700).stop();
    let new = version(&text("send \"Welcome\""));
    let (_, taken) = apply::apply(&bench.path(), &new, START).unwrap();
    assert_eq!(taken, Taken::AtStart);
    assert_eq!(left_behind(&bench.path()), 700);
    // Who reads before that sees it as if they had.
    let reader = Reader::of(&bench.path());
    let waits = |reader: &Reader| reader.pending("c7", &new.program).unwrap().len();
    assert_eq!(waits(&reader), 0);
    let service = bench.open(&text("send \"Welcome\""), &provider);
    assert!(service.settle());
    assert_eq!(left_behind(&bench.path()), 0);
    assert_eq!(waits(&reader), 0);
    for number in [0, 250, 699] {
        assert_eq!(ends(&reader, &format!("c{number}")).len(), 1);
    }
    service.stop();
}

#[test]
fn a_process_that_dies_while_contacts_go_over_loses_none() {
    let new = text("send \"Welcome\"\n tag \"t\"\n after 1d send \"Still there?\"");
    for dies_at in 1..6 {
        for point in [Point::BeforeCommit, Point::AfterCommit] {
            let (bench, provider) = (Bench::new(), Provider::new());
            started(&bench, &provider, 450).stop();
            let commits = Arc::new(AtomicU32::new(0));
            let tripwire = Tripwire::new(move |at| match at == point {
                true if commits.fetch_add(1, Ordering::SeqCst) + 1 == dies_at => Fate::Die,
                _ => Fate::Live,
            });
            let service = bench.open_with(&new, &provider, Settings { tripwire, ..bench.settings() });
            service.settle();
            service.stop();
            let service = bench.open(&new, &provider);
            bench.pass(&service, 2 * DAY);
            assert_eq!(left_behind(&bench.path()), 0);
            let again = provider.texts().iter().filter(|text| *text == "Still there?").count();
            assert_eq!(again, 450, "{point:?} {dies_at}");
            service.stop();
        }
    }
}

#[test]
fn several_versions_between_two_events_are_gone_through_in_order() {
    let (bench, provider) = (Bench::new(), Provider::new());
    started(&bench, &provider, 1).stop();
    // The step moves twice, and reads differently in between.
    for steps in [
        "send \"Welcome\"\n tag \"a\"\n after 1d send \"Still there ?\"",
        "send \"Welcome\"\n tag \"a\"\n tag \"b\"\n after 1d send \"Are you still there ?\"",
    ] {
        apply::apply(&bench.path(), &version(&text(steps)), START).unwrap();
    }
    let last = "send \"Welcome\"\n tag \"a\"\n tag \"b\"\n after 1d send \"Are you still there ?\"";
    let service = bench.open(&text(last), &provider);
    bench.pass(&service, 2 * DAY);
    assert_eq!(provider.texts(), ["Welcome", "Are you still there ?"]);
    service.stop();
}

#[test]
fn what_is_applied_can_be_made_again_from_the_store() {
    let (bench, provider) = (Bench::new(), Provider::new());
    started(&bench, &provider, 1).stop();
    let mut store = Store::open(&bench.path()).unwrap();
    let applied = apply::applied(&mut store).unwrap().expect("one is applied");
    assert_eq!(applied.fingerprint, version(&text(WELCOME)).fingerprint);
    assert_eq!(applied.program.dump(), version(&text(WELCOME)).program.dump());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn contacts_in_the_store_go_over_as_the_engine_says(
        before in statements(), edits in random_edits(), hours in 0..60_i64,
    ) {
        let after = edited(before.clone(), &edits);
        let (old, new) = (text(&before.join("\n ")), text(&after.join("\n ")));
        let (bench, provider) = (Bench::new(), Provider::new());
        let service = bench.open(&old, &provider);
        says(&service, "marie", "e1", "sms", "GO");
        bench.pass(&service, hours * 3_600_000);
        let mut expected = service.reader().contact("marie").unwrap().unwrap();
        service.swap(version(&new)).unwrap();
        assert!(service.settle());
        let upgrade = Upgrade::between(&version(&old).program, &version(&new).program);
        let kind = EventKind::ProgramApplied { version: 2 };
        let event = flowc::engine::Event::new("~program/2", service.now(), kind);
        flowc::engine::relocate(&version(&new).program, &mut expected, upgrade.routes(), &event);
        let mut found = service.reader().contact("marie").unwrap().unwrap();
        for contact in [&mut found, &mut expected] {
            contact.runs.iter_mut().for_each(|run| run.flow_hint = None);
        }
        // What went out since is answered by the provider alone: the state is the engine's.
        prop_assert_eq!(&found, &expected);
        service.stop();
    }
}

fn flowc(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_flowc")).args(arguments).output().expect("flowc runs")
}

fn told(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_commands_show_the_plan_and_apply_it() {
    let (bench, provider) = (Bench::new(), Provider::new());
    started(&bench, &provider, 2).stop();
    let folder = bench.folder.path().join("workspace");
    fs::create_dir(&folder).unwrap();
    let file = folder.join("test.flow");
    let (folder, store) = (folder.display().to_string(), bench.path().display().to_string());
    fs::write(&file, text(WELCOME)).unwrap();
    let same = flowc(&["plan", &folder, "--store", &store]);
    assert_eq!(told(&same).1, "nothing changes: it is the program that is applied\n");
    fs::write(&file, text("send \"Welcome\"\n tag \"x\"")).unwrap();
    let (code, plan, errors) = told(&flowc(&["plan", &folder, "--store", &store]));
    assert_eq!((code, &*errors), (Some(0), ""));
    insta::assert_snapshot!(plan, @r#"
    flow one changes
      - step 2 `after 1d send "Still there?"` is gone: 2 runs end (c0, c1)
      + step 2 `tag "x"`
    contacts: 2 of 2 with a run are concerned (c0, c1)
      0 runs go on, 0 still waiting for the same instant
      2 runs end because the step is gone
    "#);
    let (_, json, _) = told(&flowc(&["plan", &folder, "--store", &store, "--format", "json"]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["contacts"]["ending"]["count"], 2);
    let (code, _, errors) = told(&flowc(&["apply", &folder, "--store", &store]));
    assert_eq!((code, &*errors), (Some(0), "version 2 is applied: the next `flowc run` runs with it\n"));
    // A program with errors is not applied.
    fs::write(&file, "flow one { on keyword \"GO\"\n send nobody }").unwrap();
    let (code, _, errors) = told(&flowc(&["apply", &folder, "--store", &store]));
    assert_eq!(code, Some(1), "{errors}");
    assert!(errors.contains("N001"), "{errors}");
    let mut opened = Store::open(&bench.path()).unwrap();
    assert_eq!(programs::present(opened.connection()).unwrap().unwrap().row.0, 2);
}
