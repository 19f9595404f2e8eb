//! What each kind of channel lets through, and for how long after the contact wrote.

mod table;

use chrono::NaiveDate;

use super::messages::ContentType;
use super::{ChannelKind, Source};
use crate::time::Delay;

/// What a channel lets through once its messaging window has closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outside {
    /// The channel has no window.
    Anything,
    /// Approved templates alone.
    TemplateOnly,
    /// Messages with one of the row's content types alone.
    ContentTypesOnly,
    /// Nothing that is sent by a program.
    Nothing,
    /// Anything, counted against the row's monthly quota.
    MonthlyQuota,
}

/// A limit that is stricter than the row's own, and may already apply to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reported {
    /// How many messages may be sent after each of the contact's.
    pub messages_max: u32,
    /// The first day on which it was applied to anybody (UTC).
    pub since: NaiveDate,
    /// Where that is written.
    pub source: Source,
}

/// The rules of a kind of channel for some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChannelRow {
    /// The kind.
    pub kind: ChannelKind,
    /// The first day on which the row holds, or is known to (UTC).
    pub since: NaiveDate,
    /// The first day on which it no longer holds (UTC); none while no end is known.
    pub until: Option<NaiveDate>,
    /// How long after the contact's last message the window stays open, in exact milliseconds; none: no window.
    pub window_millis: Option<u64>,
    /// How many messages may be sent after each of the contact's; the window closes with the last of them.
    pub messages_max: Option<u32>,
    /// A smaller number that holds at least for a part of the accounts: good to stay below.
    pub messages_reported: Option<Reported>,
    /// How long after the contact's last message a person may still write, in exact milliseconds.
    pub human_agent_millis: Option<u64>,
    /// What goes through outside the window.
    pub outside: Outside,
    /// Whether the platform approves templates, and so knows what a `template` is.
    pub templates: bool,
    /// The content types that it knows.
    pub content_types: &'static [ContentType],
    /// How many messages a calendar month may be sent outside the window.
    pub quota_per_month: Option<u32>,
    /// Where that is written.
    pub sources: &'static [Source],
}

/// Who writes, and what: as much of a message as decides whether a channel takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sending {
    /// A message of a flow or a bot.
    Automatic,
    /// A message of a flow that bears a content type.
    Content(ContentType),
    /// An approved template, whoever sends it.
    Template,
    /// A message that a person wrote.
    Person,
}

/// Where a contact stands on a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Standing {
    /// Milliseconds since the contact's last message there; none when there never was one.
    pub since_inbound_millis: Option<u64>,
    /// How many messages have been sent there since that one.
    pub sent_since: u32,
}

/// What becomes of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It goes out.
    Allowed,
    /// It goes out, and bears the human-agent tag.
    AsHumanAgent,
    /// It goes out as long as the monthly quota lasts.
    Quota,
    /// The messaging window is closed for it.
    WindowClosed,
    /// The platform knows no templates.
    NoTemplates,
}

impl ChannelRow {
    /// The rules of `kind` on that date; for a date before the first row, the first row.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use flowc::policy::{ChannelKind, channels::{ChannelRow, Outside}};
    /// let spring = NaiveDate::from_ymd_opt(2026, 4, 26).unwrap();
    /// let row = ChannelRow::as_of(ChannelKind::Messenger, spring);
    /// assert_eq!(row.outside, Outside::ContentTypesOnly);
    /// assert_eq!(ChannelRow::as_of(ChannelKind::Messenger, row.until.unwrap()).outside, Outside::TemplateOnly);
    /// ```
    pub fn as_of(kind: ChannelKind, date: NaiveDate) -> &'static Self {
        let rows = Self::history(kind);
        rows.iter().rev().find(|row| row.since <= date).unwrap_or(&rows[0])
    }

    /// The rows of `kind`, the oldest first: at least one, and each ends where the next begins.
    pub fn history(kind: ChannelKind) -> &'static [Self] {
        table::rows(kind)
    }

    /// The row with what a workspace has changed of it: `window`, `limit`, `quota`.
    #[must_use]
    pub fn changed(mut self, window: Option<Delay>, limit: Option<u32>, quota: Option<u32>) -> Self {
        self.window_millis = window.map(Delay::nominal_millis).or(self.window_millis);
        self.messages_max = limit.or(self.messages_max);
        self.quota_per_month = quota.or(self.quota_per_month);
        self
    }

    /// Whether the messaging window is open; it closes exactly when its length has passed.
    pub fn is_inside(&self, standing: Standing) -> bool {
        let Some(window) = self.window_millis else { return true };
        let in_time = standing.since_inbound_millis.is_some_and(|since| since < window);
        in_time && self.messages_max.is_none_or(|most| standing.sent_since < most)
    }

    /// What becomes of a message.
    ///
    /// Inside the window a content type means nothing; outside, one that the platform does not honour does not help.
    pub fn allows(&self, standing: Standing, sending: Sending) -> Verdict {
        if sending == Sending::Template && !self.templates {
            return Verdict::NoTemplates;
        }
        if self.is_inside(standing) {
            return Verdict::Allowed;
        }
        match (sending, self.outside) {
            (_, Outside::Anything) | (Sending::Template, Outside::TemplateOnly) => Verdict::Allowed,
            (_, Outside::MonthlyQuota) => Verdict::Quota,
            (Sending::Content(content), _) if self.content_types.contains(&content) => Verdict::Allowed,
            (Sending::Person, _) if self.is_person_in_time(standing) => Verdict::AsHumanAgent,
            (
                Sending::Automatic | Sending::Content(_) | Sending::Person | Sending::Template,
                Outside::TemplateOnly | Outside::ContentTypesOnly | Outside::Nothing,
            ) => Verdict::WindowClosed,
        }
    }

    fn is_person_in_time(&self, standing: Standing) -> bool {
        let Some(limit) = self.human_agent_millis else { return false };
        standing.since_inbound_millis.is_some_and(|since| since < limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::date;

    const HOUR: u64 = 3_600_000;

    fn row(kind: ChannelKind) -> &'static ChannelRow {
        ChannelRow::as_of(kind, date(2026, 3, 2))
    }

    fn after(hours: u64) -> Standing {
        Standing { since_inbound_millis: Some(hours * HOUR), sent_since: 0 }
    }

    #[test]
    fn each_row_ends_where_the_next_begins() {
        for kind in ChannelKind::ALL {
            let rows = ChannelRow::history(kind);
            assert!(rows.iter().all(|row| row.kind == kind));
            assert_eq!(rows.last().map(|row| row.until), Some(None), "{kind}");
            assert!(rows.windows(2).all(|pair| pair[0].until == Some(pair[1].since)), "{kind}");
            for row in rows {
                assert_eq!(ChannelRow::as_of(kind, row.since), row);
                assert_eq!(row.outside == Outside::Anything, row.window_millis.is_none(), "{kind}");
                assert_eq!(row.outside == Outside::MonthlyQuota, row.quota_per_month.is_some(), "{kind}");
                assert!(row.sources.iter().all(|source| source.url.starts_with("https://")), "{kind}");
            }
        }
        assert_eq!(
            ChannelRow::as_of(ChannelKind::Line, date(1990, 1, 1)),
            &ChannelRow::history(ChannelKind::Line)[0]
        );
    }

    #[test]
    fn a_content_type_is_known_as_long_as_its_own_row_says() {
        for row in ContentType::ALL.map(ContentType::row) {
            for channel in ChannelRow::history(row.channel) {
                assert_eq!(channel.content_types.contains(&row.content), row.holds(channel.since));
            }
        }
    }

    #[test]
    fn ob3_no_window_no_refusal() {
        use ChannelKind::{Email, Line, Sms, Telegram, Webchat};
        for kind in [Webchat, Sms, Email, Telegram, Line] {
            assert_eq!(row(kind).allows(Standing::default(), Sending::Automatic), Verdict::Allowed);
            assert_eq!(row(kind).allows(after(9000), Sending::Person), Verdict::Allowed);
        }
    }

    #[test]
    fn ob4_whatsapp_takes_templates_after_a_day() {
        let row = row(ChannelKind::Whatsapp);
        let just_inside = Standing { since_inbound_millis: Some(24 * HOUR - 1), sent_since: 0 };
        assert_eq!(row.allows(just_inside, Sending::Automatic), Verdict::Allowed);
        assert_eq!(row.allows(after(24), Sending::Automatic), Verdict::WindowClosed);
        assert_eq!(row.allows(after(24), Sending::Person), Verdict::WindowClosed);
        assert_eq!(row.allows(after(24), Sending::Template), Verdict::Allowed);
        assert_eq!(row.allows(Standing::default(), Sending::Automatic), Verdict::WindowClosed);
    }

    #[test]
    fn ob5_messenger_knows_people_and_content_types() {
        let old = row(ChannelKind::Messenger);
        let event = Sending::Content(ContentType::ConfirmedEventUpdate);
        assert_eq!(old.allows(after(25), Sending::Automatic), Verdict::WindowClosed);
        assert_eq!(old.allows(after(25), Sending::Person), Verdict::AsHumanAgent);
        assert_eq!(old.allows(after(7 * 24), Sending::Person), Verdict::WindowClosed);
        assert_eq!(old.allows(after(9000), event), Verdict::Allowed);
        assert_eq!(old.allows(after(1), Sending::Template), Verdict::NoTemplates);
        let new = ChannelRow::as_of(ChannelKind::Messenger, date(2026, 4, 27));
        assert_eq!(new.allows(after(25), event), Verdict::WindowClosed);
        assert_eq!(new.allows(after(1), event), Verdict::Allowed);
        assert_eq!(new.allows(after(9000), Sending::Template), Verdict::Allowed);
        assert_eq!(new.allows(after(25), Sending::Person), Verdict::AsHumanAgent);
    }

    #[test]
    fn ob6_viber_counts_what_it_sends_outside() {
        let row = row(ChannelKind::Viber);
        assert_eq!(row.allows(after(23), Sending::Automatic), Verdict::Allowed);
        assert_eq!(row.allows(after(24), Sending::Automatic), Verdict::Quota);
        assert_eq!(row.quota_per_month, Some(10_000));
    }

    #[test]
    fn ob7_instagram_takes_nothing_but_people_after_a_day() {
        let row = row(ChannelKind::Instagram);
        assert_eq!(
            row.allows(after(24), Sending::Content(ContentType::AccountUpdate)),
            Verdict::WindowClosed
        );
        assert_eq!(row.allows(after(24), Sending::Person), Verdict::AsHumanAgent);
        assert_eq!(row.allows(after(168), Sending::Person), Verdict::WindowClosed);
    }

    #[test]
    fn ob8_wechat_ends_with_the_time_or_the_count() {
        let row = row(ChannelKind::Wechat);
        let sent = |hours, sent_since| Standing { sent_since, ..after(hours) };
        assert_eq!(row.allows(sent(47, 19), Sending::Automatic), Verdict::Allowed);
        assert_eq!(row.allows(sent(47, 20), Sending::Automatic), Verdict::WindowClosed);
        assert_eq!(row.allows(sent(48, 0), Sending::Person), Verdict::WindowClosed);
    }
}
