//! One table of `flowc.toml`: its keys, and what they need of each other.

use std::collections::BTreeSet;
use std::ops::Range;
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeString, DeValue};

use super::page::Page;
use super::{ACTS, Kind, Settings};
use crate::shell::failure::Failure;
use crate::shell::runtime::ai;
use crate::shell::runtime::connectors::{messenger, whatsapp};

/// How long each stage of a request may take, unless the operator says otherwise.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The longest that may be asked for.
const TIMEOUT_SECONDS_MAX: u64 = 120;

/// `[connectors.NAME]`
pub(super) fn connector(
    page: &Page,
    key: &Spanned<DeString<'_>>,
    value: Spanned<DeValue<'_>>,
) -> Result<Settings, Failure> {
    let place = value.span();
    let name = key.get_ref().clone().into_owned();
    // It stands in the address of the webhook.
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)) {
        let failure = page.failure(&key.span(), format!("`{name}` is no name for a connector"));
        return Err(failure.help("it is made of letters without accents, digits, `-` and `_`"));
    }
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
    let mut serves = match (serves, kind.channel()) {
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
    let mut seen = BTreeSet::new();
    serves.retain(|served| seen.insert(served.clone()));
    complete(page, &place, &name, &serves, &kind)?;
    Ok(Settings { name, serves, timeout, kind })
}

/// `[ai]`
pub(super) fn ai(page: &Page, value: Spanned<DeValue<'_>>) -> Result<ai::Settings, Failure> {
    let place = value.span();
    let settings: ai::Settings = page.typed(value, "")?;
    address(page, &place, "the `url` of `[ai]`", &settings.url)?;
    Ok(settings)
}

/// Keys that depend on each other.
fn complete(
    page: &Page,
    place: &Range<usize>,
    name: &str,
    serves: &[String],
    kind: &Kind,
) -> Result<(), Failure> {
    let needs = |what: &str, help: &str| {
        Err(page.failure(place, format!("the connector `{name}` needs {what}")).help(help))
    };
    match kind {
        Kind::Twilio(twilio) if twilio.from.is_some() == twilio.messaging_service.is_some() => {
            needs("exactly one sender", "give either `from` or `messaging_service`")
        }
        Kind::Smtp(smtp) if smtp.user.is_some() != smtp.password_env.is_some() => {
            needs("both `user` and `password_env`", "leave both out for a server that asks for none")
        }
        Kind::Whatsapp(whatsapp::Settings { app_secret_env, verify_token_env, .. })
        | Kind::Messenger(messenger::Settings { app_secret_env, verify_token_env, .. })
        | Kind::Instagram(messenger::Settings { app_secret_env, verify_token_env, .. })
            if app_secret_env.is_some() != verify_token_env.is_some() =>
        {
            needs("both `app_secret_env` and `verify_token_env`", "leave both out to have no webhook")
        }
        Kind::Webhook(webhook) => match &webhook.url {
            Some(url) => address(page, place, &format!("the `url` of `{name}`"), url),
            None if serves.iter().all(|served| served == "call") => Ok(()),
            None => needs("a `url`", "only `call` goes where the author of the flow says"),
        },
        _ => Ok(()),
    }
}

/// An address that can be called.
fn address(page: &Page, place: &Range<usize>, what: &str, url: &str) -> Result<(), Failure> {
    match url.starts_with("https://") || url.starts_with("http://") {
        true => Ok(()),
        false => Err(page.failure(place, format!("{what} is no address")).help("it begins with `https://`")),
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
