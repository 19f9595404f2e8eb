//! E-mail, against a server of a few lines.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use flowc::policy::ChannelKind;
use flowc::shell::runtime::connector::{Content, Delivery, DeliveryKind, Outcome};
use flowc::shell::runtime::connectors::{assemble, read};

use crate::workbench::{connector, delivery, failed, message, retried, secrets, unknown};

/// Answers the greeting and each command: by the first word of the command, and for the body by `.`.
fn server(replies: &'static [(&'static str, &'static str)]) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, heard) = channel();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut lines = BufReader::new(stream.try_clone().unwrap());
        let reply = |word: &str| {
            let found = replies.iter().find(|(known, _)| *known == word);
            found.map_or("250 fine", |(_, reply)| *reply).to_owned()
        };
        let mut all = String::new();
        let mut in_body = false;
        stream.write_all(b"220 fake\r\n").unwrap();
        loop {
            let mut line = String::new();
            if lines.read_line(&mut line).unwrap_or(0) == 0 {
                break;
            }
            all += &line;
            let word = line.split([' ', ':', '\r']).next().unwrap().to_ascii_uppercase();
            if in_body && word != "." {
                continue;
            }
            let answer = match word.as_str() {
                "DATA" => "354 go on".to_owned(),
                word => reply(word),
            };
            in_body = word == "DATA";
            match answer.as_str() {
                "silence" => drop(lines.read_to_end(&mut Vec::new())),
                "cut" => break,
                answer => stream.write_all(format!("{answer}\r\n").as_bytes()).unwrap(),
            }
            if word == "QUIT" {
                break;
            }
        }
        let _ = tell.send(all);
    });
    let toml = format!(
        r#"
[connectors.mail]
kind = "smtp"
serves = ["email", "notify", "forward"]
server = "127.0.0.1"
port = {port}
security = "none"
user = "salon"
password_env = "TOKEN"
from = "Salon Ondine <salon@example.com>"
subject = "Votre rendez-vous – à confirmer"
notify_subject = "À traiter"
"#
    );
    (toml, heard)
}

const GOOD: &[(&str, &str)] = &[("EHLO", "250-fake\r\n250-8BITMIME\r\n250 AUTH PLAIN"), ("AUTH", "235 in")];

fn mail() -> Delivery {
    message(ChannelKind::Email, "marie@example.com", "Bonjour Marie,\n\nà demain.\n.\nLe salon")
}

#[test]
fn a_message_is_written_and_named_after_its_key() {
    let (toml, heard) = server(GOOD);
    let outcome = connector(&toml, "email").deliver(&mail());
    let Outcome::Sent { provider_id: Some(id) } = outcome else { panic!("{outcome:?}") };
    let heard = heard.recv().unwrap();
    assert!(heard.contains("AUTH PLAIN AHNhbG9uAHQwa2VuLXQwa2Vu"), "{heard}");
    assert!(heard.contains("MAIL FROM:<salon@example.com>"), "{heard}");
    assert!(heard.contains("RCPT TO:<marie@example.com>"), "{heard}");
    assert!(heard.contains(&format!("Message-ID: {id}")), "{heard}");
    assert!(heard.contains("From: \"Salon Ondine\" <salon@example.com>"), "{heard}");
    assert!(heard.contains("Subject: Votre rendez-vous =?utf-8?"), "{heard}");
    assert!(heard.contains("Bonjour Marie,"), "{heard}");
    let (again, _) = server(GOOD);
    assert_eq!(connector(&again, "email").deliver(&mail()), Outcome::Sent { provider_id: Some(id) });
}

#[test]
fn notifications_have_a_subject_of_their_own() {
    let (toml, heard) = server(GOOD);
    let notify =
        DeliveryKind::Notify { to: "leo@example.com".into(), content: Content::Text("Silence".into()) };
    assert!(matches!(connector(&toml, "notify").deliver(&delivery(notify)), Outcome::Sent { .. }));
    let heard = heard.recv().unwrap();
    assert!(heard.contains("RCPT TO:<leo@example.com>") && !heard.contains("rendez-vous"), "{heard}");
}

#[test]
fn replies_decide() {
    let with = |replies: &'static [(&'static str, &'static str)]| {
        let (toml, _) = server(replies);
        connector(&toml, "email").deliver(&mail())
    };
    const EHLO: (&str, &str) = GOOD[0];
    const AUTH: (&str, &str) = GOOD[1];
    assert!(failed(&with(&[EHLO, AUTH, ("RCPT", "550 5.1.1 no such user")])).contains("550"));
    assert!(retried(&with(&[EHLO, AUTH, ("RCPT", "451 4.7.1 greylisted")])).contains("451"));
    retried(&with(&[EHLO, ("AUTH", "535 5.7.8 bad password")]));
    retried(&with(&[("EHLO", "421 busy"), ("HELO", "421 busy")]));
    retried(&with(&[("EHLO", "silence")]));
    assert!(failed(&with(&[EHLO, AUTH, (".", "554 5.6.0 refused")])).contains("554"));
    unknown(&with(&[EHLO, AUTH, (".", "silence")]));
    unknown(&with(&[EHLO, AUTH, (".", "cut")]));
    unknown(&with(&[EHLO, AUTH, (".", "garbage \u{7f}\u{1}")]));
}

#[test]
fn what_is_no_address_is_for_good_and_adds_no_header() {
    let (toml, _) = server(GOOD);
    let connector = connector(&toml, "email");
    for to in ["", "marie", "marie@example.com\r\nBcc: all@example.com", "a@b, c@d", "+33612345678"] {
        assert!(
            failed(&connector.deliver(&message(ChannelKind::Email, to, "x"))).contains("no e-mail address"),
            "{to}"
        );
    }
    let nothing = DeliveryKind::Forward { to: "leo@example.com".into(), text: "".into() };
    assert!(failed(&connector.deliver(&delivery(nothing))).contains("no message to forward"));
}

#[test]
fn a_line_to_another_machine_is_never_open() {
    let (toml, _) = server(GOOD);
    let plan = read("flowc.toml", &toml.replace("127.0.0.1", "mail.example.com")).unwrap();
    let report = assemble(plan, &secrets()).err().unwrap().report();
    assert!(report.starts_with("error: the line to `mail.example.com` would be open to read\n"), "{report}");
    let (toml, _) = server(GOOD);
    let outcome = connector(&toml.replace("\"none\"", "\"starttls\""), "email").deliver(&mail());
    retried(&outcome);
}

#[test]
fn notifications_go_by_e_mail_or_by_phone() {
    let (toml, heard) = server(GOOD);
    let phone = crate::fake::Fake::new(crate::fake::answer(201, r#"{"sid": "SM1"}"#));
    let twilio = format!(
        "[connectors.texting]\nkind = \"twilio\"\nserves = [\"sms\", \"notify\"]\naccount_sid = \"AC\"\n\
         auth_token_env = \"TOKEN\"\nfrom = \"+33\"\napi = \"{}\"\n",
        phone.url
    );
    let connector = connector(&format!("{toml}{twilio}"), "notify");
    let to =
        |to: &str| delivery(DeliveryKind::Notify { to: to.into(), content: Content::Text("Silence".into()) });
    assert!(matches!(connector.deliver(&to("leo@example.com")), Outcome::Sent { .. }));
    assert!(heard.recv().unwrap().contains("leo@example.com"));
    assert!(matches!(connector.deliver(&to("+33600000000")), Outcome::Sent { .. }));
    assert_eq!(phone.heard().len(), 1);
    assert!(!connector.takes_keys());
}
