//! Why something did not happen, or ended: stable names.

use std::fmt;

use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::program::Name;

/// Why something was done or decided, in words. Most of them are the engine's own, and cost nothing to hand on.
#[derive(Debug, Clone)]
pub enum Why {
    /// The engine's own words.
    Fixed(&'static str),
    /// Words with facts of the case in them.
    Told(Name),
}

impl Deref for Why {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Fixed(words) => words,
            Self::Told(words) => words,
        }
    }
}

impl PartialEq for Why {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Why {}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl From<&'static str> for Why {
    fn from(words: &'static str) -> Self {
        Self::Fixed(words)
    }
}

impl From<String> for Why {
    fn from(words: String) -> Self {
        Self::Told(words.into())
    }
}

impl From<Name> for Why {
    fn from(words: Name) -> Self {
        Self::Told(words)
    }
}

impl Serialize for Why {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for Why {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Name::deserialize(deserializer).map(Self::Told)
    }
}

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $(#[doc = $meaning:literal] $variant:ident = $text:literal)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $(#[doc = $meaning] #[serde(rename = $text)] $variant,)*
        }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// What it means, as a sentence for people.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning.trim_ascii_start(),)* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

named! {
    /// Why a message was not sent, or a candidate was passed over.
    Reason {
        /// The flow is paused.
        Paused = "paused"
        /// The flow is a draft.
        Draft = "draft"
        /// The run was stopped, or what it started for no longer holds.
        Stopped = "stopped"
        /// A person has the conversation.
        BotInactive = "bot_inactive"
        /// The contact opted out.
        OptedOut = "opted_out"
        /// The workspace's limit, or the flow's frequency.
        Limit = "limit"
        /// The contact cannot be reached there.
        NoAddress = "no_address"
        /// The channel's messaging window is closed, or the time that the flow gives the channel.
        WindowClosed = "window_closed"
        /// The channel does not take this purpose.
        ContentType = "content_type"
        /// The channel's monthly quota is used up.
        Quota = "quota"
        /// It came too late to be of use.
        Expired = "expired"
        /// The hours were shut, and the author said `or skip`.
        Skipped = "skipped"
        /// The channel failed for good.
        DeliveryFailed = "delivery_failed"
        /// The visitor is in a conversation.
        ConversationActive = "conversation_active"
        /// Another proactive message came first.
        Outranked = "outranked"
    }
}

named! {
    /// Why a run ended.
    RunEnd {
        /// Its steps are done.
        Completed = "completed"
        /// The contact answered: the silence is over.
        Replied = "replied"
        /// One of its stop rules, or a `stop` step.
        Stopped = "stopped"
        /// Its trigger fired again.
        Restarted = "restarted"
        /// The contact opted out.
        OptedOut = "opted_out"
        /// The visitor dismissed the message.
        Dismissed = "dismissed"
        /// The visit ended.
        Left = "left"
        /// The conversation was closed.
        Closed = "closed"
        /// The proactive message could not be shown.
        NotShown = "not_shown"
        /// Flows started each other in a circle.
        Circle = "circle"
        /// The program has no such flow or step any more.
        Gone = "gone"
    }
}
