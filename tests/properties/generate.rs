//! Random programs, as text that an author could have written, and random things that happen.

use flowc::check::Checked;
use flowc::diagnostics::Severity;
use flowc::engine::{EventKind, Written};
use flowc::program::{Assignee, Name, Program, Value};
use flowc::source::{Source, SourceId};
use flowc::time::Instant;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::{select, subsequence};

/// Something that happens, and how long after what happened before.
#[derive(Debug, Clone)]
pub struct Deed {
    pub after_millis: i64,
    pub kind: EventKind,
}

const STEPS: &[&str] = &[
    "send \"un\"",
    "send ai",
    "send welcome silently",
    "after 5m send \"cinq\"",
    "after 1h send ai \"relance\"",
    "after 1d within mon..fri 09:00..18:00 send \"demain\"",
    "after 2h within office or skip send \"bureau\"",
    "after 1d within 22:00..06:00 expires 2h send \"nuit\"",
    "after 30m { tag \"tard\" send \"tard\" }",
    "at callback.time send \"rappel\"",
    "at booking.time - 1d send \"demain, votre rendez-vous\"",
    "at 2026-03-29 02:30 send \"heure d'été\"",
    "ask \"Oui ?\" { \"OUI\" { send \"oui\" } otherwise { send \"pardon\" } silence 30m { send \"silence\" } }",
    "ask \"Votre nom ?\" save contact.first_name",
    "if contact has tag \"tard\" { send \"a\" } else { after 10m send \"b\" }",
    "split { 50% { send \"gauche\" } 50% { send \"droite\" } }",
    "tag \"vip\"",
    "untag \"vip\"",
    "add to group clients",
    "remove from group clients",
    "set contact.plan to \"pro\"",
    "assign to team sales",
    "notify \"a@example.com\" \"salut\"",
    "forward to \"a@example.com\"",
    "ticket tags \"t\"",
    "start called",
    "stop called",
    "open conversation",
    "close conversation",
    "send template rappel(\"Marie\")",
    "hand over to agent saying \"je passe\"",
];

const TRIGGERS: &[&str] = &[
    "keyword \"ORDER\"",
    "keyword \"oui\" ignoring case from sms",
    "message contains \"prix\"",
    "message matches /ref [0-9]+/",
    "any message",
    "intent busy",
    "intent callback",
    "silence",
    "page_view for 30s",
    "visit for 2m",
    "booking",
    "purchase",
    "tag \"vip\"",
    "group clients",
    "close",
    "opt_out",
    "event \"cart_left\"",
    "time 2026-03-04 10:00",
    "every mon..fri at 10:00",
    "start",
];

const CLAUSES: &[&str] = &[
    "within office",
    "within 08:00..20:00",
    "outside office",
    "within 22:00..06:00",
    "once per contact",
    "once per visit",
    "at most 2 per 1d",
    "priority 3",
    "paused",
    "stop on any message",
    "stop on booking, intent not_interested",
    "stop when contact has tag \"vip\"",
    "when contact.plan is not \"pro\" or contact.plan is unknown",
    "when now within office",
    "when conversation.status is open",
];

const VIA: &[&str] = &[
    "",
    "via sms",
    "via webchat for 10m, else whatsapp for 24h, else sms",
    "via messenger, else email",
    "via wechat, else viber",
    "via webchat",
];

fn flow(name: &'static str) -> impl Strategy<Value = String> {
    let silent = name.starts_with("silent");
    let triggers = match silent {
        true => Just(vec!["silence"]).boxed(),
        false => subsequence(TRIGGERS.to_vec(), 1..3).boxed(),
    };
    let clauses = subsequence(CLAUSES.to_vec(), 0..3);
    let steps = proptest::collection::vec(select(STEPS), 1..5);
    (triggers, clauses, select(VIA), steps).prop_map(move |(triggers, clauses, via, steps)| {
        let mut clauses = clauses;
        // One of each kind: what may be written once is drawn once.
        let mut seen = std::collections::BTreeSet::new();
        clauses.retain(|clause| seen.insert(clause.split(' ').next().unwrap_or_default().to_owned()));
        // Two flows by one keyword are K001: the others listen for the same word anywhere in the message.
        let trigger = |words: &&str| match name {
            "one" => (*words).to_owned(),
            _ => words.replace("keyword", "message contains"),
        };
        let on: Vec<String> = triggers.iter().map(trigger).collect();
        let called = if name == "called" { String::new() } else { format!("on {}", on.join(", ")) };
        // A flow on a page has its webchat (D007), and a template one of its channels (D003).
        let on_page = on.iter().any(|words| words.starts_with("page_view") || words.starts_with("visit"));
        let via = if on_page && !via.contains("webchat") { "via webchat" } else { via };
        let anywhere = via.is_empty() && !on.iter().all(|words| words.ends_with("from sms"));
        let templates = anywhere || via.contains("whatsapp");
        let fits = |step: &&&str| {
            (name != "called" || !step.contains("called")) && (templates || !step.contains("template"))
        };
        let steps: Vec<_> = steps.iter().filter(fits).collect();
        let steps: Vec<String> = steps.iter().map(|step| format!("  {step}\n")).collect();
        let steps = if steps.is_empty() { "  send \"un\"\n".to_owned() } else { steps.concat() };
        format!("flow {name} {{\n  {called}\n  {via}\n  {}\n{steps}}}\n", clauses.join("\n  "))
    })
}

/// The text of a workspace.
pub fn programs() -> impl Strategy<Value = String> {
    let zone = select(&["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "UTC"][..]);
    let quiet = select(&["", "quiet 21:00..08:00"][..]);
    let limit = select(&["", "limit 2 per 1d"][..]);
    let flows = (flow("silent_a"), flow("silent_b"), flow("called"), flow("one"), flow("two"), flow("three"));
    (zone, quiet, limit, flows, any::<u8>()).prop_map(|(zone, quiet, limit, (a, b, c, d, e, f), drop)| {
        let optional = [a, b, d, e, f];
        let kept = optional
            .iter()
            .enumerate()
            .filter(|(at, _)| drop & (1 << at) == 0)
            .map(|(_, flow)| flow.as_str());
        format!(
            "workspace \"Test\" {{ timezone \"{zone}\" languages fr, en {quiet} {limit} }}\n\
             schedule office {{ mon..fri 08:00..12:00, 14:00..17:00 closed holidays \"FR\" }}\n\
             text welcome {{ fr \"Bienvenue {{contact.first_name | vous}}\" en \"Welcome\" }}\n\
             template rappel on whatsapp (name) \"Bonjour {{name}}\"\n\
             group clients\n\
             field contact.plan: text one of \"free\", \"pro\"\n\
             {c}{}",
            kept.collect::<String>()
        )
    })
}

/// What happens, at most so many things.
pub fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let channel = || select(&["webchat", "sms", "whatsapp", "messenger", "wechat", "viber", "email"][..]);
    let words = select(
        &[
            "bonjour",
            "ORDER",
            "oui",
            "OUI",
            "quel est le prix ?",
            "ref 12",
            "je suis en réunion",
            "rappelez-moi demain à 9h",
            "pas intéressé",
            "STOP",
            "START",
            "j'ai réservé",
            "un deux trois",
        ][..],
    );
    let received = (channel(), words).prop_map(|(channel, text)| EventKind::MessageReceived {
        channel: channel.into(),
        text: text.into(),
        intents: Vec::new(),
    });
    let bot = channel()
        .prop_map(|channel| EventKind::BotWrote { channel: Some(channel.into()), text: "bot".into() });
    let agent = channel().prop_map(|channel| EventKind::AgentWrote {
        agent: "leo".into(),
        channel: Some(channel.into()),
        content: Written::Text("agent".into()),
    });
    let page = select(&["/", "/pricing"][..]).prop_map(|url| EventKind::PageViewed {
        url: url.into(),
        title: None,
        referrer: None,
        device: vec![("language".into(), Value::from("fr"))],
    });
    let proactive = (select(&["one", "two", "three"][..]), any::<bool>()).prop_map(|(flow, opens)| {
        let flow = Name::from(flow);
        if opens { EventKind::ProactiveOpened { flow } } else { EventKind::ProactiveDismissed { flow } }
    });
    let agent_acts = select(vec![
        EventKind::AgentTookOver { agent: "leo".into() },
        EventKind::AgentHandedBack { agent: "leo".into() },
        EventKind::ConversationAssigned { agent: None, to: Assignee::Team("desk".into()) },
        EventKind::ConversationClosed { agent: None },
    ]);
    let rest = select(vec![
        EventKind::VisitEnded,
        EventKind::BrowserCleared,
        EventKind::Booked { time: Instant::from_millis(1_772_870_400_000) },
        EventKind::Purchased,
        EventKind::Reported {
            event: "cart_left".into(),
            fields: vec![("total".into(), Value::from("49.90"))],
        },
        EventKind::OptedOut { channel: None },
        EventKind::FlowStarted { flow: "called".into() },
        EventKind::FlowStarted { flow: "nobody".into() },
        EventKind::DeliveryFailed { channel: None, message: None },
        EventKind::DeliveryFailed { channel: Some("sms".into()), message: None },
        EventKind::ContactUpdated {
            fields: vec![
                ("phone".into(), Value::from("+33612345678")),
                ("email".into(), Value::from("m@example.com")),
            ],
            tags: vec!["vip".into()],
            groups: vec!["clients".into()],
        },
        EventKind::ContactUpdated {
            fields: vec![("timezone".into(), Value::from("Asia/Kathmandu"))],
            tags: Vec::new(),
            groups: Vec::new(),
        },
    ]);
    let kind = prop_oneof![6 => received, 3 => bot, 1 => agent, 2 => page, 2 => proactive, 1 => agent_acts, 3 => rest];
    // From the same instant to three days, and sometimes out of order.
    let after = prop_oneof![Just(0), 1..600_000_i64, 1..86_400_000_i64, 1..260_000_000_i64, -60_000..0_i64];
    let deed = (after, kind).prop_map(|(after_millis, kind)| Deed { after_millis, kind });
    proptest::collection::vec(deed, 1..25)
}

/// The program of a text that must be right, flows aside whose hours never meet or whose messages come too late: these
/// are left out.
pub fn compile(text: &str) -> Program {
    flowc::compile::compile(&checked(text))
}

/// The same, before it is compiled.
pub fn checked(text: &str) -> Checked {
    let source = Source::new(SourceId(0), "random.flow", text);
    let parsed = flowc::syntax::parse(&source);
    let as_of = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date");
    let config = flowc::check::Config { as_of, broken: flowc::check::Broken::LeaveOut };
    let outcome = flowc::check::check(vec![parsed.file], parsed.diagnostics, config);
    let errors = outcome.diagnostics.iter().filter(|found| found.severity == Severity::Error);
    let wrong: Vec<_> = errors.filter(|found| !matches!(found.code, "D001" | "H001")).collect();
    let Some(checked) = outcome.checked.filter(|_| wrong.is_empty()) else { panic!("{wrong:#?}\n{text}") };
    checked
}
