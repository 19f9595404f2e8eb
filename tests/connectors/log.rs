//! The log, and what goes to it by default.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use flowc::policy::ChannelKind;
use flowc::shell::runtime::connector::{Connector, Outcome};
use flowc::shell::runtime::connectors::log::Log;
use serde_json::Value;

use crate::workbench::{connectors, message, template};

#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn each_delivery_is_a_line_of_json() {
    let out = Shared::default();
    let log = Log::to("log", Box::new(out.clone()));
    assert_eq!(log.deliver(&message(ChannelKind::Sms, "+33", "a\nb")), Outcome::Sent { provider_id: None });
    log.deliver(&template(ChannelKind::Whatsapp, "+33", &["Marie"]));
    let text = String::from_utf8(out.0.lock().unwrap().clone()).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert_eq!((&lines[0]["text"], &lines[0]["channel"]), (&"a\nb".into(), &"sms".into()));
    assert_eq!(lines[1]["template"]["arguments"][0], "Marie");
}

#[test]
fn without_connectors_everything_goes_to_the_log() {
    let connectors = connectors("");
    assert_eq!(connectors.of(&message(ChannelKind::Sms, "+33", "a").kind).name(), "log");
    assert!(connectors.webhooks.is_empty() && connectors.writer.is_none());
}
