//! The rows: one per kind of channel, and another one for each time that a platform changed its rules.

use super::{ChannelRow, Outside, Reported};
use crate::policy::messages::ContentType;
use crate::policy::{ChannelKind, Source, date};

const HOUR_MILLIS: u64 = 3_600_000;
const DAY_MILLIS: u64 = 24 * HOUR_MILLIS;

/// The rows of `kind`, the oldest first; never empty.
pub(super) fn rows(kind: ChannelKind) -> &'static [ChannelRow] {
    match kind {
        ChannelKind::Webchat => &WEBCHAT,
        ChannelKind::Sms => &SMS,
        ChannelKind::Email => &EMAIL,
        ChannelKind::Whatsapp => &WHATSAPP,
        ChannelKind::Messenger => &MESSENGER,
        ChannelKind::Instagram => &INSTAGRAM,
        ChannelKind::Viber => &VIBER,
        ChannelKind::Wechat => &WECHAT,
        ChannelKind::Telegram => &TELEGRAM,
        ChannelKind::Line => &LINE,
    }
}

/// A channel on which anything can be sent at any time.
const fn free(kind: ChannelKind, since: chrono::NaiveDate, sources: &'static [Source]) -> ChannelRow {
    ChannelRow {
        kind,
        since,
        until: None,
        window_millis: None,
        messages_max: None,
        messages_reported: None,
        human_agent_millis: None,
        outside: Outside::Anything,
        templates: false,
        content_types: &[],
        quota_per_month: None,
        sources,
    }
}

static WEBCHAT: [ChannelRow; 1] = [free(ChannelKind::Webchat, date(2000, 1, 1), &[])];

static SMS: [ChannelRow; 1] = [free(
    ChannelKind::Sms,
    date(2000, 1, 1),
    &[Source {
        title: "CTIA, Messaging Principles and Best Practices (consent instead of a window)",
        url: "https://api.ctia.org/wp-content/uploads/2023/05/230523-CTIA-Messaging-Principles-and-Best-Practices-FINAL.pdf",
    }],
)];

static EMAIL: [ChannelRow; 1] = [free(ChannelKind::Email, date(2000, 1, 1), &[])];

static TELEGRAM: [ChannelRow; 1] = [free(
    ChannelKind::Telegram,
    date(2015, 6, 24),
    &[Source {
        title: "Telegram, Bots FAQ (rates are limited, times are not)",
        url: "https://core.telegram.org/bots/faq",
    }],
)];

static LINE: [ChannelRow; 1] = [free(
    ChannelKind::Line,
    date(2016, 9, 29),
    &[Source {
        title: "LINE Developers, Messaging API: sending messages (push messages at any time)",
        url: "https://developers.line.biz/en/docs/messaging-api/sending-messages/",
    }],
)];

static WHATSAPP: [ChannelRow; 1] = [ChannelRow {
    window_millis: Some(24 * HOUR_MILLIS),
    outside: Outside::TemplateOnly,
    templates: true,
    ..free(
        ChannelKind::Whatsapp,
        date(2018, 8, 1),
        &[Source {
            title: "Meta, WhatsApp Business Platform: customer service windows",
            url: "https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-messages#customer-service-windows",
        }],
    )
}];

const MESSENGER_POLICY: Source = Source {
    title: "Meta, Messenger Platform and IG Messaging API policy",
    url: "https://developers.facebook.com/documentation/business-messaging/messenger-platform/policy/",
};

const MESSENGER_BEFORE: ChannelRow = ChannelRow {
    until: Some(date(2026, 4, 27)),
    window_millis: Some(24 * HOUR_MILLIS),
    human_agent_millis: Some(7 * DAY_MILLIS),
    outside: Outside::ContentTypesOnly,
    content_types: &ContentType::ALL,
    ..free(ChannelKind::Messenger, date(2020, 3, 4), &[MESSENGER_POLICY])
};

static MESSENGER: [ChannelRow; 2] = [
    MESSENGER_BEFORE,
    ChannelRow {
        since: date(2026, 4, 27),
        until: None,
        outside: Outside::TemplateOnly,
        templates: true,
        content_types: &[],
        sources: &[
            MESSENGER_POLICY,
            Source {
                title: "Meta, Messenger Platform: utility messages",
                url: "https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/utility-messages",
            },
        ],
        ..MESSENGER_BEFORE
    },
];

static INSTAGRAM: [ChannelRow; 1] = [ChannelRow {
    window_millis: Some(24 * HOUR_MILLIS),
    human_agent_millis: Some(7 * DAY_MILLIS),
    outside: Outside::Nothing,
    ..free(ChannelKind::Instagram, date(2021, 6, 2), &[MESSENGER_POLICY])
}];

static VIBER: [ChannelRow; 1] = [ChannelRow {
    window_millis: Some(24 * HOUR_MILLIS),
    outside: Outside::MonthlyQuota,
    quota_per_month: Some(10_000),
    ..free(
        ChannelKind::Viber,
        date(2022, 9, 1),
        &[Source {
            title: "Rakuten Viber, commercial model of chatbots (of those created before 2024-02-05)",
            url: "https://help.bothelp.io/en/features-of-working-with-viber",
        }],
    )
}];

static WECHAT: [ChannelRow; 1] = [ChannelRow {
    window_millis: Some(48 * HOUR_MILLIS),
    messages_max: Some(20),
    messages_reported: Some(Reported {
        messages_max: 5,
        since: date(2023, 6, 12),
        source: Source {
            title: "Tencent, customer service messages (new accounts first, all by August 2023)",
            url: "https://developers.weixin.qq.com/doc/service/en/guide/product/kf/intro.html",
        },
    }),
    outside: Outside::Nothing,
    ..free(
        ChannelKind::Wechat,
        date(2014, 1, 1),
        &[Source {
            title: "Tencent, WeChat Official Accounts: customer service messages, as documented until 2023",
            url: "https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html",
        }],
    )
}];
