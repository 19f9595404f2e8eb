//! H001 against a year of instants: a reported message is never sent, and one that is not reported can be.

use chrono::NaiveDate;
use flowc::calendar::{self, Schedule, Zone, everywhere};
use flowc::check;
use flowc::engine::{Contact, Event, EventKind};
use flowc::program::{Hours, HoursSource, Name, NodeKind, Overrun, Program, ScheduleId, Value};
use flowc::syntax::ast;
use flowc::time::{Instant, Weekly};
use proptest::prelude::*;
use proptest::sample::select;

use super::{DAY_MILLIS, found, is_sent, parsed, play, program, today};

/// All windows below begin and end with a half hour, and all clocks that matter do as well.
const STEP_MILLIS: i64 = 1_800_000;

/// A flow as text: its hours, those of its only message, and the rest of the workspace.
#[derive(Debug, Clone)]
struct Case {
    head: String,
    trigger: &'static str,
    own: Vec<String>,
    inner: Option<Vec<String>>,
}

impl Case {
    fn text(&self, hours: bool) -> String {
        let clauses = |list: &[String]| if hours { list.join(" ") } else { String::new() };
        let step = match &self.inner {
            None => "send \"x\"".to_owned(),
            Some(inner) => format!("after 3h {} send \"x\"", clauses(inner)),
        };
        format!("{}\nflow f {{ on {} via sms {} {step} }}", self.head, self.trigger, clauses(&self.own))
    }
}

fn stretch() -> impl Strategy<Value = String> {
    let days = select(vec!["", "", "mon..fri ", "sat ", "sun ", "tue..sat ", "fri..mon ", "wed "]);
    (days, 0..48_u32, 1..48_u32).prop_map(|(days, start, length)| {
        let time = |half_hours: u32| format!("{:02}:{:02}", half_hours / 2 % 24, half_hours % 2 * 30);
        format!("{days}{}..{}", time(start), time(start + length))
    })
}

fn clause() -> impl Strategy<Value = String> {
    let source = prop_oneof![3 => stretch(), 1 => Just("salon".to_owned()), 1 => Just("abroad".to_owned())];
    (select(vec!["within", "within", "outside"]), source)
        .prop_map(|(word, source)| format!("{word} {source}"))
}

fn schedule() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        3 => stretch(),
        1 => Just("closed holidays \"FR\"".to_owned()),
        1 => (0..9_u32).prop_map(|month| format!("closed 2026-{:02}-01..2026-12-31", month + 3)),
        1 => (0..9_u32).prop_map(|month| format!("open 2026-{:02}-12 10:00..11:30", month + 3)),
    ];
    proptest::collection::vec(line, 1..4).prop_map(|lines| lines.join("  "))
}

fn case() -> impl Strategy<Value = Case> {
    let quiet =
        select(vec!["", "quiet 21:00..08:00", "quiet 00:00..20:00", "quiet sat 00:00..24:00, 18:00..09:00"]);
    let clauses = || proptest::collection::vec(clause(), 0..3);
    let trigger = select(vec!["event \"go\"", "keyword \"GO\" from sms"]);
    (quiet, schedule(), schedule(), trigger, clauses(), proptest::option::of(clauses())).prop_map(
        |(quiet, salon, abroad, trigger, own, inner)| {
            let head = format!(
                "workspace \"T\" {{ timezone \"Europe/Paris\" {quiet} }}\nschedule salon {{ {salon} }}\n\
                 schedule abroad {{ {abroad} timezone \"America/New_York\" }}"
            );
            Case { head, trigger, own, inner }
        },
    )
}

/// The program of the case, its hours put back.
fn compiled(case: &Case) -> (Program, Vec<Hours>) {
    let mut program = program(&case.text(false));
    let file = parsed(&case.text(true)).file;
    let mut flows =
        file.items.iter().filter_map(|item| if let ast::Item::Flow(flow) = item { Some(flow) } else { None });
    let flow = flows.next_back().expect("the case has a flow");
    let as_compiled = |hours: &ast::Hours| Hours {
        outside: hours.outside,
        source: match &hours.source {
            ast::HoursSource::Window(window) => HoursSource::Window(window.weekly.clone()),
            ast::HoursSource::Schedule(name) => {
                let at = program.schedules.iter().position(|(known, _)| **known == *name.text);
                HoursSource::Schedule(ScheduleId(at.expect("it is declared") as u32))
            }
        },
        overrun: Overrun::Hold,
        words: check::hours::words(hours).into(),
    };
    let own: Vec<Hours> = flow.header.hours.iter().map(as_compiled).collect();
    let inner: Vec<Hours> = match &flow.steps.steps[0].kind {
        ast::StepKind::After { hours, .. } => hours.iter().map(as_compiled).collect(),
        _ => Vec::new(),
    };
    for node in &mut program.flows[0].nodes {
        match &mut node.kind {
            NodeKind::Wait { hours, .. } => hours.clone_from(&inner),
            NodeKind::Send(send) => send.hours.clone_from(&inner),
            _ => {}
        }
    }
    program.flows[0].hours.clone_from(&own);
    (program, own.into_iter().chain(inner).collect())
}

/// Whether everything is open then, on the clock of that zone.
fn is_open(
    hours: &[Hours],
    quiet: Option<&Weekly>,
    schedules: &[(Name, Schedule)],
    zone: Zone,
    at: Instant,
) -> bool {
    let open = |hours: &Hours| {
        let open = match &hours.source {
            HoursSource::Window(weekly) => calendar::Hours::Within(weekly, zone).is_open(at),
            HoursSource::Schedule(id) => calendar::Hours::Open(&schedules[id.index()].1).is_open(at),
        };
        open != hours.outside
    };
    hours.iter().all(open) && quiet.is_none_or(|quiet| !calendar::Hours::Within(quiet, zone).is_open(at))
}

fn go(case: &Case, at: Instant) -> Event {
    let kind = match case.trigger.starts_with("event") {
        true => EventKind::Reported { event: "go".into(), fields: Vec::new() },
        false => EventKind::MessageReceived { channel: "sms".into(), text: "GO".into(), intents: Vec::new() },
    };
    Event::new("go", at, kind)
}

/// Whether the engine sends the message when the flow starts then, for a contact in that zone.
fn sends(case: &Case, program: &Program, zone: Zone, start: Instant, until: Instant) -> bool {
    let mut contact = Contact::new("c");
    contact.set_field(&"phone".into(), Some(Value::from("+33612345678")));
    contact.set_field(&"timezone".into(), Some(Value::from(zone.name())));
    play(program, &mut contact, go(case, start), until).iter().any(|(_, effect)| is_sent(effect))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn h001_is_said_of_what_never_opens_and_of_nothing_else(case in case(), starts in proptest::array::uniform6(0..365 * 48_i64)) {
        let reported = found(&case.text(true), today()).iter().any(|found| found.code == "H001");
        let (program, hours) = compiled(&case);
        let answers = case.inner.is_none() && !case.trigger.starts_with("event");
        let quiet = program.workspace.quiet.clone().filter(|_| !answers);
        let first = Zone::UTC.to_instant(today().and_time(chrono::NaiveTime::MIN));
        let last = first.plus_millis(366 * DAY_MILLIS);
        let year = || (0..366 * 48).map(|step| first.plus_millis(step * STEP_MILLIS));
        let paris = Zone::parse("Europe/Paris").expect("a zone");
        let open = |zone: Zone, at: Instant| is_open(&hours, quiet.as_ref(), &program.schedules, zone, at);
        if reported {
            for zone in ["Europe/Paris", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"] {
                let zone = Zone::parse(zone).expect("a zone");
                prop_assert!(!year().any(|at| open(zone, at)), "it opens in {zone}\n{}", case.text(true));
                for start in starts {
                    let start = first.plus_millis(start * STEP_MILLIS);
                    prop_assert!(!sends(&case, &program, zone, start, last), "sent\n{}", case.text(true));
                }
            }
        } else {
            let zones = std::iter::once(paris).chain(everywhere());
            let found = zones.filter_map(|zone| Some((zone, year().find(|at| open(zone, *at))?))).next();
            let Some((zone, at)) = found else {
                return Err(TestCaseError::fail(format!("it never opens\n{}", case.text(true))));
            };
            let start = if case.inner.is_some() { at.plus_millis(-3 * 3_600_000) } else { at };
            prop_assert!(sends(&case, &program, zone, start, at), "not sent at {at}\n{}", case.text(true));
        }
    }
}

#[test]
fn h001_looks_back_to_dates_that_have_been() {
    let text = "schedule fair { open 2025-11-28 09:00..20:00 }\nflow f { on purchase  via sms  within fair  send \"x\" }";
    let codes = |as_of: NaiveDate| found(text, as_of).iter().map(|found| found.code).collect::<Vec<_>>();
    assert!(codes(today()).is_empty());
    assert!(codes(NaiveDate::from_ymd_opt(2025, 1, 1).expect("a date")).is_empty());
}
