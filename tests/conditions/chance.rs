//! Conditions, and what somebody is and does, at random.

use chrono::NaiveDate;
use flowc::engine::Contact;
use flowc::engine::contact::Visit;
use flowc::program::{Name, Number, Value};
use flowc::time::Instant;
use proptest::prelude::*;
use proptest::sample::select;

pub const HEAD: &str = r#"
workspace "Test" { timezone "Europe/Paris" }
schedule office { mon..fri 09:00..18:00  closed holidays "FR"  open 2026-03-14 10:00..12:00 }
field contact.plan: text one of "free", "pro", "team"
field contact.orders: number
field contact.city: text
field contact.street: text
field contact.vip: yes_no
field contact.birthday: date
field contact.seen: instant
group clients
"#;

pub const LEAVES: &[&str] = &[
    "contact.plan is \"free\"",
    "contact.plan is not \"pro\"",
    "contact.plan is one of \"pro\", \"team\"",
    "contact.plan is known",
    "contact.plan is unknown",
    "contact.orders > 2",
    "contact.orders <= 2",
    "contact.orders >= 2.5",
    "contact.orders is 5",
    "contact.orders is not 5",
    "contact.city is \"Paris\"",
    "contact.city is not \"paris\" ignoring case",
    "contact.city contains \"par\" ignoring case",
    "contact.city contains any of \"ar\", \"ic\"",
    "contact.city does not contain \"is\"",
    "contact.city starts with \"P\"",
    "contact.city matches /[A-Z][a-z]+/",
    "contact.city matches /pa.*/ ignoring case",
    "contact.city is contact.street",
    "contact.city is not contact.street",
    "contact.street is unknown",
    "contact.vip is yes",
    "contact.vip is not yes",
    "contact.birthday < 2000-06-15",
    "contact.birthday >= 2000-06-15",
    "contact.seen > 2026-03-01 10:00",
    "contact.seen <= 2026-03-01 10:00",
    "contact has tag \"vip\"",
    "contact in group clients",
    "now within office",
    "now outside office",
    "now within sat 10:00..12:00",
    "now outside 08:00..20:00",
    "now within 00:00..12:00",
    "now within 12:00..24:00",
    "message.text contains \"NOW\"",
    "message.text does not contain \" \"",
    "message.channel is sms",
    "message.channel is not sms",
    "contact.language is \"fr\"",
    "contact.language is not \"fr-CA\"",
    "conversation.status is open",
    "conversation.bot is active",
    "visitor.visits > 1",
    "visitor.history is new",
    "visitor.url contains \"/pricing\"",
    "visitor.title is unknown",
    "device.language is not \"en\"",
    "booking.time is known",
];

pub fn condition() -> impl Strategy<Value = String> {
    // A few leaves a condition, so that they meet.
    let few = proptest::collection::vec(select(LEAVES.to_vec()), 2..6);
    few.prop_flat_map(|few| {
        let leaf = select(few).prop_map(str::to_owned);
        leaf.prop_recursive(4, 10, 3, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 2..4)
                    .prop_map(|parts| format!("({})", parts.join(" and "))),
                proptest::collection::vec(inner.clone(), 2..4)
                    .prop_map(|parts| format!("({})", parts.join(" or "))),
                inner.prop_map(|part| format!("not ({part})")),
            ]
        })
    })
}

/// What somebody is, does and when.
#[derive(Debug, Clone)]
pub struct Case {
    pub contact: Contact,
    pub at: Instant,
    pub message: Option<(&'static str, &'static str)>,
}

pub fn cases() -> impl Strategy<Value = Case> {
    let fields = (
        select(vec![None, Some("free"), Some("pro"), Some("team")]),
        select(vec![None, Some(1_000_000), Some(2_000_000), Some(2_500_000), Some(5_000_000)]),
        select(vec![None, Some("Paris"), Some("PARIS"), Some("par"), Some("Nice"), Some("P x")]),
        select(vec![None, Some("Paris"), Some("Nice")]),
        select(vec![None, Some(true), Some(false)]),
        select(vec![None, Some((2000, 6, 14)), Some((2000, 6, 15))]),
        select(vec![None, Some(1_772_355_600_000), Some(1_772_355_600_001)]),
        select(vec![None, Some("fr"), Some("fr-CA"), Some("en")]),
    );
    let visitor = (0_u32..4, select(vec![None, Some("/pricing/a"), Some("/")]), any::<bool>(), any::<bool>());
    let message =
        select(vec![None, Some(("sms", "NOW")), Some(("whatsapp", "do it NOW")), Some(("sms", "x"))]);
    let flags = any::<[bool; 5]>();
    (fields, visitor, message, flags, 0_i64..24 * 4 * 21).prop_map(
        |(fields, visitor, message, flags, quarter)| {
            let (plan, orders, city, street, vip, birthday, seen, language) = fields;
            let (visits, url, title, device) = visitor;
            let mut contact = Contact::new("c");
            let mut set = |name: &str, value: Option<Value>| contact.set_field(&Name::from(name), value);
            set("plan", plan.map(Value::from));
            set("orders", orders.map(|number| Value::Number(Number(number))));
            set("city", city.map(Value::from));
            set("street", street.map(Value::from));
            set("vip", vip.map(Value::YesNo));
            set("birthday", birthday.and_then(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d)).map(Value::Date));
            set("seen", seen.map(|millis| Value::Instant(Instant::from_millis(millis))));
            set("language", language.map(Value::from));
            contact.tags.extend(flags[0].then(|| Name::from("vip")));
            contact.groups.extend(flags[1].then(|| Name::from("clients")));
            contact.conversation.open = flags[2];
            contact.conversation.bot_inactive = flags[3];
            contact.booking_time = flags[4].then(|| Instant::from_millis(0));
            contact.visitor.visits = visits;
            if let Some(url) = url.filter(|_| visits > 0) {
                contact.visitor.visit = Some(Visit {
                    url: url.into(),
                    title: title.then(|| "Title".into()),
                    device: device.then(|| ("language".into(), Value::from("fr"))).into_iter().collect(),
                    ..Visit::default()
                });
            }
            // The first of March 2026 and three weeks from then, every quarter of an hour.
            Case { contact, at: Instant::from_millis(1_772_319_600_000 + quarter * 900_000), message }
        },
    )
}
