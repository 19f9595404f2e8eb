//! `[connectors.NAME]` and `[ai]` of `flowc.toml`, read with places: what is wrong is told with its line and a remedy.

mod page;
mod table;

use std::time::Duration;

use toml::de::DeTable;

pub(in crate::shell::runtime) use self::page::Page;
use super::{line, messenger, smtp, telegram, twilio, viber, webhook, whatsapp};
use crate::policy::ChannelKind;
use crate::shell::failure::Failure;
use crate::shell::runtime::ai;

/// What `flowc.toml` says of the ways to providers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The connectors, by name.
    pub connectors: Vec<Settings>,
    /// Who writes for the AI.
    pub ai: Option<ai::Settings>,
}

/// One connector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Its name: of logs, and of the address of its webhook.
    pub name: String,
    /// The channels that it serves, and `notify`, `forward`, `call`, `other`. The first channel is where what comes
    /// in has come from.
    pub serves: Vec<String>,
    /// How long each stage of a request may take.
    pub timeout: Duration,
    /// The provider.
    pub kind: Kind,
}

/// The provider of a connector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// `log`
    Log,
    /// `webhook`
    Webhook(webhook::Settings),
    /// `smtp`
    Smtp(smtp::Settings),
    /// `twilio`
    Twilio(twilio::Settings),
    /// `whatsapp`
    Whatsapp(whatsapp::Settings),
    /// `messenger`
    Messenger(messenger::Settings),
    /// `instagram`
    Instagram(messenger::Settings),
    /// `telegram`
    Telegram(telegram::Settings),
    /// `viber`
    Viber(viber::Settings),
    /// `line`
    Line(line::Settings),
}

impl Kind {
    /// The words for all kinds.
    pub const ALL: [&'static str; 10] = [
        "log",
        "webhook",
        "smtp",
        "twilio",
        "whatsapp",
        "messenger",
        "instagram",
        "telegram",
        "viber",
        "line",
    ];

    /// The channel that a connector of this kind serves when it does not say.
    fn channel(&self) -> Option<ChannelKind> {
        match self {
            Self::Log | Self::Webhook(_) => None,
            Self::Smtp(_) => Some(ChannelKind::Email),
            Self::Twilio(_) => Some(ChannelKind::Sms),
            Self::Whatsapp(_) => Some(ChannelKind::Whatsapp),
            Self::Messenger(_) => Some(ChannelKind::Messenger),
            Self::Instagram(_) => Some(ChannelKind::Instagram),
            Self::Telegram(_) => Some(ChannelKind::Telegram),
            Self::Viber(_) => Some(ChannelKind::Viber),
            Self::Line(_) => Some(ChannelKind::Line),
        }
    }

    /// Whether it can do that act besides messages to contacts.
    fn does(&self, act: &str) -> bool {
        match self {
            Self::Log | Self::Webhook(_) => true,
            Self::Smtp(_) | Self::Twilio(_) => matches!(act, "notify" | "forward"),
            Self::Whatsapp(_)
            | Self::Messenger(_)
            | Self::Instagram(_)
            | Self::Telegram(_)
            | Self::Viber(_)
            | Self::Line(_) => false,
        }
    }
}

/// The acts that are no messages to contacts.
pub const ACTS: [&str; 4] = ["notify", "forward", "call", "other"];

/// Reads `[connectors.NAME]` and `[ai]` from the text of a `flowc.toml`, and leaves its other tables alone.
///
/// # Errors
///
/// When the text is no TOML, or a table has an unknown key, lacks one or has a value that cannot be.
pub fn read(file: &str, text: &str) -> Result<Plan, Failure> {
    let page = Page::new(file, text);
    let mut root = DeTable::parse(text).map_err(|error| page.told(&error, ""))?.into_inner();
    let mut connectors = Vec::new();
    if let Some(tables) = root.remove("connectors") {
        for (name, value) in page.table(tables, "connectors")? {
            connectors.push(table::connector(&page, &name, value)?);
        }
    }
    let ai = root.remove("ai").map(|value| table::ai(&page, value)).transpose()?;
    Ok(Plan { connectors, ai })
}
