//! Why a channel does not take a message: told in words only when none does.

use super::super::turn::Turn;
use super::super::{Reason, Why};
use crate::policy::messages::ContentType;
use crate::program::Name;
use crate::time::Delay;

/// Why not, with the facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) struct Refused<'a> {
    /// The channel.
    pub channel: &'a Name,
    /// What stands against it.
    pub fact: Fact<'a>,
}

/// What stands against a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum Fact<'a> {
    /// Nobody knows the contact's address there.
    NoAddress,
    /// The contact opted out there.
    OptedOut,
    /// It failed for good.
    Failed,
    /// The contact has not written there for as long as the flow gives it.
    Silent(Delay),
    /// The template is approved for that one.
    ApprovedFor(&'a Name),
    /// It knows no templates.
    NoTemplates,
    /// It does not take that purpose outside its window.
    NotOutside(ContentType),
    /// The contact has never written there.
    NeverWrote,
    /// So many messages were sent since the contact wrote.
    TooMany(u32),
    /// The contact wrote so many milliseconds ago, which is more than so many hours.
    TooLongAgo(u64, u64),
    /// So many of so many messages are used.
    Used(usize, u32),
}

impl<'a> Refused<'a> {
    /// The stable name.
    pub const fn reason(self) -> Reason {
        match self.fact {
            Fact::NoAddress => Reason::NoAddress,
            Fact::OptedOut => Reason::OptedOut,
            Fact::Failed => Reason::DeliveryFailed,
            Fact::Silent(_) | Fact::NeverWrote | Fact::TooMany(_) | Fact::TooLongAgo(..) => {
                Reason::WindowClosed
            }
            Fact::ApprovedFor(_) | Fact::NoTemplates | Fact::NotOutside(_) => Reason::ContentType,
            Fact::Used(..) => Reason::Quota,
        }
    }

    /// In words.
    pub fn told(self, turn: &Turn<'_>) -> Why {
        let name = self.channel;
        let words = match self.fact {
            Fact::NoAddress => format!("no address on {name}"),
            Fact::OptedOut => format!("opted out of {name}"),
            Fact::Failed => format!("{name} failed for good"),
            Fact::Silent(within) => format!("nothing came from {name} in the last {within}"),
            Fact::ApprovedFor(other) => format!("the template is approved for {other}, not for {name}"),
            Fact::NoTemplates => format!("{name} knows no templates"),
            Fact::NotOutside(content_type) => {
                format!("{name} does not take `{}` outside its messaging window", content_type.name())
            }
            Fact::NeverWrote => format!("the contact has not written on {name}"),
            Fact::TooMany(sent) => {
                format!("{sent} messages were sent on {name} since the contact wrote there")
            }
            Fact::TooLongAgo(since, hours) => {
                let at = turn.zone().to_local(turn.now.plus_millis(-i64::try_from(since).unwrap_or(0)));
                let at = at.format("%Y-%m-%d %H:%M");
                format!("the contact wrote on {name} last at {at}, more than {hours}h ago")
            }
            Fact::Used(used, quota) => {
                format!("{used} of {quota} messages outside the window of {name} are used")
            }
        };
        words.into()
    }
}
