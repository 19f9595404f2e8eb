//! Dated facts about channels, messages and opt-out words: looked up as of a date, never built into a rule.
//!
//! Platforms and law change. Every row says since when it holds, until when, and where that is written. A date is
//! taken in UTC, so that one instant has one set of rules whatever the workspace's time zone.

pub mod channels;
pub mod keywords;
pub mod marketing;
pub mod messages;
pub mod segments;

use chrono::{DateTime, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::time::Instant;

/// Where a fact is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Source {
    /// What the document is called, and by whom it is published.
    pub title: &'static str,
    /// Where it can be read.
    pub url: &'static str,
}

/// A kind of channel; each is also the name of a channel that every workspace has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChannelKind {
    /// `webchat`
    Webchat,
    /// `sms`
    Sms,
    /// `email`
    Email,
    /// `whatsapp`
    Whatsapp,
    /// `messenger`
    Messenger,
    /// `instagram`
    Instagram,
    /// `viber`
    Viber,
    /// `wechat`
    Wechat,
    /// `telegram`
    Telegram,
    /// `line`
    Line,
}

impl ChannelKind {
    /// All kinds, in the order of the reference.
    pub const ALL: [Self; 10] = [
        Self::Webchat,
        Self::Sms,
        Self::Email,
        Self::Whatsapp,
        Self::Messenger,
        Self::Instagram,
        Self::Viber,
        Self::Wechat,
        Self::Telegram,
        Self::Line,
    ];

    /// The name in the language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Webchat => "webchat",
            Self::Sms => "sms",
            Self::Email => "email",
            Self::Whatsapp => "whatsapp",
            Self::Messenger => "messenger",
            Self::Instagram => "instagram",
            Self::Viber => "viber",
            Self::Wechat => "wechat",
            Self::Telegram => "telegram",
            Self::Line => "line",
        }
    }

    /// The kind of that name.
    ///
    /// ```
    /// # use flowc::policy::ChannelKind;
    /// assert_eq!(ChannelKind::parse("viber"), Some(ChannelKind::Viber));
    /// assert_eq!(ChannelKind::parse("Viber"), None);
    /// ```
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl std::fmt::Display for ChannelKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// The date in UTC that decides which rows hold at that instant.
pub fn date_at(at: Instant) -> NaiveDate {
    DateTime::date_naive(&at.to_utc())
}

/// A date that is written in this program.
const fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("policy: the date exists")
}
