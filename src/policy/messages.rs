//! What a message can be marked as: its content type.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{ChannelKind, Source, date};

/// A purpose that a platform lets through outside the messaging window; written `as confirmed_event_update`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContentType {
    /// `confirmed_event_update`: a reminder of, or news about, an event that the contact signed up for.
    ConfirmedEventUpdate,
    /// `post_purchase_update`: news about something that the contact bought.
    PostPurchaseUpdate,
    /// `account_update`: a change to the contact's account or application that does not come back regularly.
    AccountUpdate,
}

impl ContentType {
    /// All content types.
    pub const ALL: [Self; 3] = [Self::ConfirmedEventUpdate, Self::PostPurchaseUpdate, Self::AccountUpdate];

    /// The name in the language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ConfirmedEventUpdate => "confirmed_event_update",
            Self::PostPurchaseUpdate => "post_purchase_update",
            Self::AccountUpdate => "account_update",
        }
    }

    /// The content type of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|content| content.name() == name)
    }

    /// When and on which channel the platform honours it.
    pub fn row(self) -> &'static ContentTypeRow {
        let index = match self {
            Self::ConfirmedEventUpdate => 0,
            Self::PostPurchaseUpdate => 1,
            Self::AccountUpdate => 2,
        };
        &ROWS[index]
    }
}

impl std::fmt::Display for ContentType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// A content type as a dated fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContentTypeRow {
    /// Which one.
    pub content: ContentType,
    /// The only kind of channel that knows it; elsewhere it means nothing.
    pub channel: ChannelKind,
    /// The first day on which it holds (UTC).
    pub since: NaiveDate,
    /// The first day on which it no longer holds (UTC); none while no end is known.
    pub until: Option<NaiveDate>,
    /// Where that is written.
    pub source: Source,
}

impl ContentTypeRow {
    /// Whether the platform honours it on that date.
    pub fn holds(&self, date: NaiveDate) -> bool {
        self.since <= date && self.until.is_none_or(|until| date < until)
    }
}

const fn tag(content: ContentType) -> ContentTypeRow {
    ContentTypeRow {
        content,
        channel: ChannelKind::Messenger,
        since: date(2020, 3, 4),
        until: Some(date(2026, 4, 27)),
        source: Source {
            title: "Meta, Messenger Platform: message tags",
            url: "https://developers.facebook.com/docs/messenger-platform/send-messages/message-tags",
        },
    }
}

static ROWS: [ContentTypeRow; 3] = [
    tag(ContentType::ConfirmedEventUpdate),
    tag(ContentType::PostPurchaseUpdate),
    tag(ContentType::AccountUpdate),
];
