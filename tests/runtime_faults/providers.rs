//! Providers that are down, ask for rest, refuse for good, or leave it open whether they have a message.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use flowc::engine::EventKind;
use flowc::shell::runtime::connector::{DeliveryKind, Outcome};

use crate::workbench::{Bench, Provider, START, happen, says};
use crate::{MINUTE, REPLIES, channel, retry, sent};

#[test]
fn a_provider_that_is_down_for_an_hour_gets_each_message_once_and_in_order() {
    let bench = Bench::new();
    let (clock, up_at) = (bench.clock.clone(), START.plus_millis(60 * MINUTE));
    let provider = Provider::answering(false, move |delivery| match channel(delivery) {
        "webchat" if clock.now() < up_at => retry(None),
        _ => sent(),
    });
    let service = bench.open(REPLIES, &provider);
    for (number, words) in ["first", "second", "third"].iter().enumerate() {
        let kind = EventKind::BotWrote { channel: Some("webchat".into()), text: (*words).into() };
        happen(&service, "marie", &format!("e{number}"), kind);
    }
    says(&service, "marie", "text", "sms", "TEXT");
    assert!(service.settle());
    assert_eq!(provider.texts(), ["first", "By text."], "another channel does not wait");
    // Retries are due at times of their own: look often.
    for _ in 0..360 {
        bench.pass(&service, MINUTE / 3);
    }
    let texts = provider.texts();
    let first = texts.iter().filter(|text| *text == "first").count();
    assert!((8..20).contains(&first), "the provider was asked {first} times in an hour");
    assert_eq!(texts[texts.len() - 3..], ["first", "second", "third"]);
    assert_eq!(texts.iter().filter(|text| *text == "second").count(), 1);
    assert!(provider.got().iter().all(|delivery| !delivery.perhaps_sent));
    service.stop();
}

#[test]
fn a_provider_that_asks_for_rest_gets_it_and_other_channels_go_on() {
    let bench = Bench::new();
    let asked = AtomicBool::new(false);
    let provider = Provider::answering(true, move |delivery| {
        let first = channel(delivery) == "webchat" && !asked.swap(true, Ordering::SeqCst);
        if first { retry(Some(Duration::from_secs(90))) } else { sent() }
    });
    let service = bench.open(REPLIES, &provider);
    says(&service, "marie", "e1", "webchat", "ORDER");
    assert!(service.settle());
    says(&service, "zoe", "e1", "webchat", "ORDER");
    says(&service, "zoe", "e2", "sms", "TEXT");
    bench.pass(&service, 89_000);
    assert_eq!(provider.texts(), ["Delivery or pick-up?", "By text."]);
    bench.pass(&service, 15_000);
    assert_eq!(provider.texts().len(), 4);
    service.stop();
}

#[test]
fn a_message_that_fails_for_good_goes_by_the_next_channel() {
    let bench = Bench::new();
    let provider = Provider::answering(true, |delivery| match channel(delivery) {
        "whatsapp" => Outcome::Failed { why: "not on WhatsApp".to_owned() },
        _ => sent(),
    });
    let service = bench.open(REPLIES, &provider);
    let fields = vec![("phone".into(), flowc::program::Value::from("+33612345678"))];
    happen(&service, "marie", "e1", EventKind::ContactUpdated { fields, tags: vec![], groups: vec![] });
    says(&service, "marie", "e2", "whatsapp", "Hello");
    happen(&service, "marie", "e3", EventKind::Reported { event: "offer".into(), fields: vec![] });
    assert!(service.settle());
    let got = provider.got();
    let ways: Vec<&str> = got.iter().map(channel).filter(|channel| !channel.is_empty()).collect();
    assert_eq!(ways, ["whatsapp", "sms"]);
    let address = got.iter().find_map(|delivery| match &delivery.kind {
        DeliveryKind::Message(message) => Some(message.address.clone()),
        _ => None,
    });
    assert_eq!(address.as_deref(), Some("+33612345678"));
    service.stop();
}

#[test]
fn a_message_that_may_have_arrived_is_repeated_once_and_marked_where_there_are_no_keys() {
    for (takes_keys, attempts) in [(false, 2), (true, 6)] {
        let bench = Bench::new();
        let tries = AtomicUsize::new(0);
        let provider = Provider::answering(takes_keys, move |delivery| {
            let is_message = channel(delivery) == "webchat";
            match is_message && tries.fetch_add(1, Ordering::SeqCst) < 5 {
                true => Outcome::Unknown { why: "the line broke".to_owned() },
                false => sent(),
            }
        });
        let service = bench.open(REPLIES, &provider);
        says(&service, "marie", "e1", "webchat", "ORDER");
        for _ in 0..120 {
            bench.pass(&service, 1000);
        }
        let marks: Vec<bool> = provider
            .got()
            .iter()
            .filter(|delivery| channel(delivery) == "webchat")
            .map(|delivery| delivery.perhaps_sent)
            .collect();
        let mut expected = vec![true; attempts];
        expected[0] = false;
        assert_eq!(marks, expected, "takes keys: {takes_keys}");
        assert_eq!(service.reader().outbox_depth().unwrap(), 0);
        service.stop();
    }
}

#[test]
fn a_delivery_is_given_up_after_a_day_and_the_flow_hears_of_it() {
    let bench = Bench::new();
    let provider = Provider::answering(true, |_| retry(None));
    let service = bench.open(REPLIES, &provider);
    says(&service, "marie", "e1", "webchat", "ORDER");
    for _ in 0..(25 * 6) {
        bench.pass(&service, 10 * MINUTE);
    }
    let history = service.reader().history("marie", 0, 100).unwrap();
    let failed =
        history.iter().filter(|happened| matches!(happened.event.kind, EventKind::DeliveryFailed { .. }));
    assert_eq!(failed.count(), 1);
    service.stop();
}
