//! From settings to connectors and webhooks: the one place where secrets are looked up.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::by_address::ByAddress;
use super::line::Line;
use super::log::Log;
use super::messenger::Messenger;
use super::settings::{Kind, Plan, Settings};
use super::smtp::Smtp;
use super::telegram::Telegram;
use super::twilio::Twilio;
use super::viber::Viber;
use super::webhook::Webhook;
use super::whatsapp::Whatsapp;
use super::{Http, Provider};
use crate::program::Name;
use crate::shell::failure::Failure;
use crate::shell::runtime::ai::Ai;
use crate::shell::runtime::connector::{self, Connector, Connectors, Writer};
use crate::shell::runtime::inbound;
use crate::shell::runtime::secrets::{Secret, Secrets};
use crate::shell::runtime::transport::Transport;

/// All that the plan says, with its secrets. What no connector serves goes to the log.
///
/// # Errors
///
/// When a secret is missing, a setting cannot be, or two connectors serve the same.
pub fn assemble(plan: Plan, secrets: &Secrets) -> Result<Connectors, Failure> {
    let mut by_name: BTreeMap<Name, Vec<Built>> = BTreeMap::new();
    let mut webhooks: BTreeMap<Name, Arc<dyn connector::Webhook>> = BTreeMap::new();
    for settings in plan.connectors {
        let serves: Vec<Name> = settings.serves.iter().map(|name| name.as_str().into()).collect();
        let name: Name = settings.name.as_str().into();
        let (built, webhook) = build(settings, secrets)?;
        webhook.into_iter().for_each(|webhook| {
            webhooks.insert(name.clone(), webhook);
        });
        for served in serves {
            by_name.entry(served).or_default().push(built.clone());
        }
    }
    let by_channel = by_name.into_iter().map(|(served, built)| Ok((served.clone(), one(&served, built)?)));
    let writer = match plan.ai {
        None => None,
        Some(settings) => {
            let key = settings.key_env.as_deref().map(|variable| secrets.read(variable)).transpose()?;
            Some(Arc::new(Ai::new(settings, key)) as Arc<dyn Writer>)
        }
    };
    Ok(Connectors {
        by_channel: by_channel.collect::<Result<_, Failure>>()?,
        fallback: Arc::new(Log::to_standard_output("log")),
        webhooks,
        writer,
    })
}

/// A connector, and what it is good for where two share an act.
#[derive(Clone)]
struct Built {
    connector: Arc<dyn Connector>,
    name: String,
    finds: Finds,
}

/// By which kind of address a connector finds people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Finds {
    Email,
    Phone,
    Other,
}

/// The connector for what several serve: for notifications and forwarded messages one by e-mail and one by phone.
fn one(served: &str, built: Vec<Built>) -> Result<Arc<dyn Connector>, Failure> {
    let of = |finds: Finds| built.iter().filter(move |built| built.finds == finds).collect::<Vec<_>>();
    match (built.as_slice(), of(Finds::Email).as_slice(), of(Finds::Phone).as_slice()) {
        ([only], ..) => Ok(only.connector.clone()),
        ([_, _], [email], [phone]) if matches!(served, "notify" | "forward") => {
            Ok(Arc::new(ByAddress::new(email.connector.clone(), phone.connector.clone())))
        }
        _ => {
            let names: Vec<String> = built.iter().map(|built| format!("`{}`", built.name)).collect();
            Err(Failure::new(format!("`{served}` is served by {}", names.join(" and ")))
                .help("take it out of `serves` of all but one"))
        }
    }
}

type Inbound = Option<Arc<dyn connector::Webhook>>;

fn build(settings: Settings, secrets: &Secrets) -> Result<(Built, Inbound), Failure> {
    let Settings { name, serves, timeout, kind } = settings;
    let channel: Name =
        serves.iter().find(|served| !super::settings::ACTS.contains(&served.as_str())).map_or(
            // One that serves acts alone has nothing to come in by.
            name.as_str().into(),
            |served| served.as_str().into(),
        );
    let transport = Transport::new(timeout);
    let read = |variable: &str| {
        secrets.read(variable).map_err(|failure| {
            Failure::new(format!("the connector `{name}` lacks a secret")).because(failure.to_string()).help(
                format!(
                    "set `{variable}` in the environment of `flowc run`; `flowc.toml` names variables only"
                ),
            )
        })
    };
    let optional = |variable: &Option<String>| variable.as_deref().map(read).transpose();
    let other = Finds::Other;
    let (connector, finds, webhook): (Arc<dyn Connector>, Finds, Inbound) = match kind {
        Kind::Log => (Arc::new(Log::to_standard_output(name.clone())), other, None),
        Kind::Webhook(settings) => {
            let secret = optional(&settings.secret_env)?;
            let provider = Webhook::new(settings, secret.as_ref())
                .map_err(|failure| failure.because(format!("of the connector `{name}`")))?;
            (http(&name, provider, transport), other, None)
        }
        Kind::Smtp(settings) => {
            let password = optional(&settings.password_env)?;
            let smtp = Smtp::new(name.clone(), settings, password.as_ref(), timeout)?;
            (Arc::new(smtp), Finds::Email, None)
        }
        Kind::Twilio(settings) => {
            let token = read(&settings.auth_token_env)?;
            let webhook = inbound::twilio::Twilio::new(channel, token.clone());
            (http(&name, Twilio::new(settings, token), transport), Finds::Phone, Some(Arc::new(webhook)))
        }
        Kind::Whatsapp(settings) => {
            let token = read(&settings.token_env)?;
            let pair = meta(optional(&settings.app_secret_env)?, optional(&settings.verify_token_env)?);
            let webhook = pair.map(|(secret, verify)| inbound::whatsapp::webhook(channel, secret, verify));
            (http(&name, Whatsapp::new(settings, token), transport), other, webhook)
        }
        Kind::Messenger(settings) | Kind::Instagram(settings) => {
            let token = read(&settings.token_env)?;
            let pair = meta(optional(&settings.app_secret_env)?, optional(&settings.verify_token_env)?);
            let webhook = pair.map(|(secret, verify)| inbound::messenger::webhook(channel, secret, verify));
            (http(&name, Messenger::new(settings, token), transport), other, webhook)
        }
        Kind::Telegram(settings) => {
            let token = read(&settings.token_env)?;
            let webhook = optional(&settings.webhook_secret_env)?;
            let webhook = webhook.map(|secret| {
                Arc::new(inbound::telegram::Telegram::new(channel, secret)) as Arc<dyn connector::Webhook>
            });
            (http(&name, Telegram::new(settings, token), transport), other, webhook)
        }
        Kind::Viber(settings) => {
            let token = read(&settings.token_env)?;
            let webhook = inbound::viber::Viber::new(channel, token.clone());
            (http(&name, Viber::new(settings, token), transport), other, Some(Arc::new(webhook)))
        }
        Kind::Line(settings) => {
            let token = read(&settings.token_env)?;
            let webhook = optional(&settings.channel_secret_env)?.map(|secret| {
                Arc::new(inbound::line::Line::new(channel, secret)) as Arc<dyn connector::Webhook>
            });
            (http(&name, Line::new(settings, token), transport), other, webhook)
        }
    };
    Ok((Built { connector, name, finds }, webhook))
}

fn http<P: Provider + 'static>(name: &str, provider: P, transport: Transport) -> Arc<dyn Connector> {
    Arc::new(Http::new(name, provider, transport))
}

fn meta(secret: Option<Secret>, verify: Option<Secret>) -> Option<(Secret, Secret)> {
    secret.zip(verify)
}
