//! Viber, out.

use flowc::policy::ChannelKind;
use serde_json::json;

use crate::fake::{Fake, answer};
use crate::workbench::{Provider, failed, message, retried, sent, unknown};

const TOML: &str = r#"
[connectors.viber]
kind = "viber"
token_env = "TOKEN"
sender_name = "Salon"
api = "API"
"#;

fn viber() -> Provider {
    Provider {
        toml: TOML,
        channel: "viber",
        delivery: message(ChannelKind::Viber, "01234567890A=", "Bonjour"),
    }
}

#[test]
fn a_message_bears_the_senders_name_and_our_key() {
    // The token is greater than what a float holds exactly.
    let fake =
        Fake::new(answer(200, r#"{"status":0,"status_message":"ok","message_token":5741311803571721087}"#));
    assert_eq!(viber().deliver(&fake), sent("5741311803571721087"));
    let heard = fake.only();
    assert_eq!((&*heard.path, heard.header("x-viber-auth-token")), ("/pa/send_message", "t0ken-t0ken"));
    assert_eq!(
        heard.json(),
        json!({ "receiver": "01234567890A=", "type": "text", "min_api_version": 1, "sender": { "name": "Salon" },
                "text": "Bonjour", "tracking_data": "marie/3/0" })
    );
}

#[test]
fn its_own_statuses_decide() {
    let status = |status: i64| json!({ "status": status, "status_message": "words" });
    for number in [3, 5, 6, 11, 13, 24] {
        assert_eq!(failed(&viber().answered(200, status(number))), format!("{number} words"));
    }
    for number in [1, 2, 7, 8, 10, 12, 99, -1] {
        assert_eq!(retried(&viber().answered(200, status(number))), format!("{number} words"));
    }
}

#[test]
fn garbage_leaves_it_unknown() {
    for body in ["", "ok", "[0]", r#"{"status": "0"}"#] {
        unknown(&viber().answered(200, body));
    }
}

#[test]
fn troubles_are_told_apart() {
    viber().troubles();
}
