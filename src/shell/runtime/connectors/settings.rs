//! `[connectors.NAME]` and `[ai]` of `flowc.toml`, read with places: what is wrong is told with its line and a remedy.

mod page;

use std::ops::Range;
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use self::page::Page;
use super::{line, messenger, smtp, telegram, twilio, viber, webhook, whatsapp};
use crate::policy::ChannelKind;
use crate::shell::failure::Failure;
use crate::shell::runtime::ai;

/// How long each stage of a request may take, unless the operator says otherwise.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The longest that may be asked for.
const TIMEOUT_SECONDS_MAX: u64 = 120;

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
        for (name, table) in page.table(tables, "connectors")? {
            connectors.push(connector(&page, name.into_inner().into_owned(), table)?);
        }
    }
    let ai = root.remove("ai").map(|table| page.typed(table, "")).transpose()?;
    Ok(Plan { connectors, ai })
}

fn connector(page: &Page, name: String, value: Spanned<DeValue<'_>>) -> Result<Settings, Failure> {
    let place = value.span();
    let mut table = page.table(value, &format!("connectors.{name}"))?;
    let word = table
        .remove("kind")
        .ok_or_else(|| page.failure(&place, format!("the connector `{name}` has no `kind`")).help(kinds()))?;
    let word_place = word.span();
    let word: String = page.typed(word, "")?;
    let serves_place = table.get("serves").map_or_else(|| place.clone(), Spanned::span);
    let serves: Option<Vec<String>> =
        table.remove("serves").map(|value| page.typed(value, "")).transpose()?;
    let timeout = timeout(page, table.remove("timeout_seconds"))?;
    let rest = Spanned::new(place.clone(), DeValue::Table(table));
    let also = "`kind`, `serves` and `timeout_seconds`";
    let kind = match word.as_str() {
        "log" => page.typed::<Nothing>(rest, also).map(|_| Kind::Log)?,
        "webhook" => Kind::Webhook(page.typed(rest, also)?),
        "smtp" => Kind::Smtp(page.typed(rest, also)?),
        "twilio" => Kind::Twilio(page.typed(rest, also)?),
        "whatsapp" => Kind::Whatsapp(page.typed(rest, also)?),
        "messenger" => Kind::Messenger(page.typed(rest, also)?),
        "instagram" => Kind::Instagram(page.typed(rest, also)?),
        "telegram" => Kind::Telegram(page.typed(rest, also)?),
        "viber" => Kind::Viber(page.typed(rest, also)?),
        "line" => Kind::Line(page.typed(rest, also)?),
        _ => return Err(page.failure(&word_place, format!("there is no kind `{word}`")).help(kinds())),
    };
    let serves = match (serves, kind.channel()) {
        (Some(serves), _) if !serves.is_empty() => serves,
        (None, Some(channel)) => vec![channel.name().to_owned()],
        _ => {
            let text = format!("the connector `{name}` serves nothing");
            let help = "`serves` lists channels of the workspace, and `notify`, `forward`, `call`, `other`";
            return Err(page.failure(&serves_place, text).help(help));
        }
    };
    if let Some(act) = serves.iter().find(|served| ACTS.contains(&served.as_str()) && !kind.does(served)) {
        let text = format!("a connector of kind `{word}` cannot serve `{act}`");
        return Err(page.failure(&serves_place, text).help("a `webhook` and the `log` can"));
    }
    complete(page, &place, &name, &kind)?;
    Ok(Settings { name, serves, timeout, kind })
}

/// Keys that depend on each other.
fn complete(page: &Page, place: &Range<usize>, name: &str, kind: &Kind) -> Result<(), Failure> {
    let lacks = |what: &str, help: &str| {
        Err(page.failure(place, format!("the connector `{name}` has no {what}")).help(help))
    };
    match kind {
        Kind::Twilio(twilio) if twilio.from.is_some() == twilio.messaging_service.is_some() => {
            lacks("one sender", "give either `from` or `messaging_service`")
        }
        Kind::Smtp(smtp) if smtp.user.is_some() != smtp.password_env.is_some() => {
            lacks("whole login", "`user` and `password_env` go together")
        }
        Kind::Whatsapp(whatsapp::Settings { app_secret_env, verify_token_env, .. })
        | Kind::Messenger(messenger::Settings { app_secret_env, verify_token_env, .. })
        | Kind::Instagram(messenger::Settings { app_secret_env, verify_token_env, .. })
            if app_secret_env.is_some() != verify_token_env.is_some() =>
        {
            lacks("whole webhook", "`app_secret_env` and `verify_token_env` go together")
        }
        _ => Ok(()),
    }
}

fn timeout(page: &Page, value: Option<Spanned<DeValue<'_>>>) -> Result<Duration, Failure> {
    let Some(value) = value else { return Ok(TIMEOUT) };
    let place = value.span();
    let seconds: u64 = page.typed(value, "")?;
    if !(1..=TIMEOUT_SECONDS_MAX).contains(&seconds) {
        let text = format!("`timeout_seconds` cannot be {seconds}");
        return Err(page
            .failure(&place, text)
            .help(format!("it is 1 to {TIMEOUT_SECONDS_MAX}, and 10 by default")));
    }
    Ok(Duration::from_secs(seconds))
}

fn kinds() -> String {
    format!("the kinds are `{}`", Kind::ALL.join("`, `"))
}

/// A table that has no keys of its own.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}
