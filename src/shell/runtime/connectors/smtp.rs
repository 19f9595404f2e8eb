//! E-mail by SMTP.
//!
//! Source: RFC 5321, replies and their codes. SMTP **takes no key**: the `Message-ID` is made from ours, which lets
//! readers fold two copies into one, but no server drops the second.

use std::time::Duration;

use lettre::address::Envelope;
use lettre::message::{Mailbox, Message, header::ContentType};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use serde::Deserialize;

use super::contents;
use crate::shell::failure::Failure;
use crate::shell::runtime::connector::{Connector, Delivery, DeliveryKind, Outcome};
use crate::shell::runtime::secrets::Secret;
use crate::shell::runtime::signature::{hex, sha256};
use crate::shell::runtime::transport::is_this_machine;

/// `[connectors.NAME]` of kind `smtp`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The server's name.
    pub server: String,
    /// 465 with `tls`, 587 with `starttls`, 25 with `none`, unless it is another.
    pub port: Option<u16>,
    /// How the line is secured.
    #[serde(default)]
    pub security: Security,
    /// Who logs in; nobody when it is left out.
    pub user: Option<String>,
    /// The variable with the password.
    pub password_env: Option<String>,
    /// `Name <address>`
    pub from: String,
    /// The subject of messages to contacts.
    pub subject: String,
    /// The subject of notifications and of forwarded messages; default: that of messages.
    pub notify_subject: Option<String>,
}

/// How the line is secured. Certificates are always verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// TLS from the first byte.
    #[default]
    Tls,
    /// TLS behind the greeting, or nothing.
    Starttls,
    /// None: towards this machine alone.
    None,
}

/// An SMTP server.
pub struct Smtp {
    name: String,
    settings: Settings,
    from: Mailbox,
    login: Option<Credentials>,
    timeout: Duration,
}

impl Smtp {
    /// With the password that its variable holds.
    ///
    /// # Errors
    ///
    /// When `from` is no address, or the line to another machine would be open.
    pub fn new(
        name: impl Into<String>,
        settings: Settings,
        password: Option<&Secret>,
        timeout: Duration,
    ) -> Result<Self, Failure> {
        let from = settings.from.parse::<Mailbox>().map_err(|error| {
            Failure::new(format!("`{}` is no address to write from", settings.from))
                .because(error)
                .help("write it as `Shop <shop@example.com>`")
        })?;
        if settings.security == Security::None && !is_this_machine(&settings.server) {
            return Err(Failure::new(format!("the line to `{}` would be open to read", settings.server))
                .help("`security = \"none\"` is for this machine alone: use `tls` or `starttls`"));
        }
        let login = settings.user.as_ref().zip(password);
        let login = login.map(|(user, password)| Credentials::from((user.as_str(), password.expose())));
        Ok(Self { name: name.into(), settings, from, login, timeout })
    }

    /// The message of a delivery.
    ///
    /// # Errors
    ///
    /// The outcome of a delivery that is no e-mail.
    pub fn message(&self, delivery: &Delivery) -> Result<Message, Outcome> {
        let plain = contents::plain(delivery, "SMTP")?;
        let to: Mailbox =
            plain.to.parse().map_err(|_| contents::failed(format!("`{}` is no e-mail address", plain.to)))?;
        let subject = match &delivery.kind {
            DeliveryKind::Message(_) => &self.settings.subject,
            _ => self.settings.notify_subject.as_ref().unwrap_or(&self.settings.subject),
        };
        Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(subject)
            .message_id(Some(message_id(&delivery.key, self.from.email.domain())))
            .header(ContentType::TEXT_PLAIN)
            .body(plain.text.to_owned())
            .map_err(|error| contents::failed(format!("the message cannot be written: {error}")))
    }

    fn connect(&self) -> Result<SmtpConnection, Error> {
        let Settings { server, port, security, .. } = &self.settings;
        let port = port.unwrap_or(match security {
            Security::Tls => 465,
            Security::Starttls => 587,
            Security::None => 25,
        });
        let hello = ClientId::Domain(self.from.email.domain().to_owned());
        let tls = match security {
            Security::None => None,
            Security::Tls | Security::Starttls => Some(TlsParameters::new_rustls(server.clone())?),
        };
        let wrapped = tls.as_ref().filter(|_| *security == Security::Tls);
        let mut line =
            SmtpConnection::connect((server.as_str(), port), Some(self.timeout), &hello, wrapped, None)?;
        if *security == Security::Starttls
            && let Some(tls) = &tls
        {
            line.starttls(tls, &hello)?;
        }
        if let Some(login) = &self.login {
            line.auth(&[Mechanism::Plain, Mechanism::Login], login)?;
        }
        Ok(line)
    }
}

impl Connector for Smtp {
    fn name(&self) -> &str {
        &self.name
    }

    fn deliver(&self, delivery: &Delivery) -> Outcome {
        let message = match self.message(delivery) {
            Ok(message) => message,
            Err(outcome) => return outcome,
        };
        let server = &self.settings.server;
        let mut line = match self.connect() {
            Ok(line) => line,
            // Nothing of the message is written yet, so even "no" may be mended: a password, a certificate.
            Err(error) => {
                return Outcome::Retry { after: None, why: format!("no line to {server}: {error}") };
            }
        };
        let envelope: &Envelope = message.envelope();
        let outcome = match line.send(envelope, &message.formatted()) {
            Ok(_) => Outcome::Sent { provider_id: Some(message_id(&delivery.key, self.from.email.domain())) },
            Err(error) if error.is_permanent() || error.is_client() => {
                Outcome::Failed { why: error.to_string() }
            }
            Err(error) if error.is_transient() => Outcome::Retry { after: None, why: error.to_string() },
            Err(error) => Outcome::Unknown { why: format!("the line to {server} broke: {error}") },
        };
        line.abort();
        outcome
    }

    fn takes_keys(&self) -> bool {
        false
    }
}

/// The `Message-ID` for a key.
pub fn message_id(key: &str, domain: &str) -> String {
    format!("<{}@{domain}>", &hex(&sha256(key.as_bytes()))[..32])
}
