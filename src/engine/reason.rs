//! Why something did not happen, or ended: stable names.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $text)] $variant,)*
        }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
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
        /// The channel's messaging window is closed, or the candidate's own `for`.
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
