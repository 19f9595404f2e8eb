//! The fields that exist without being declared: their names, their types, and who may set them.

/// A field that every program has, by its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each variant is the path in `TABLE`, with a capital instead of the dot")]
pub enum Builtin {
    VisitorUrl,
    VisitorTitle,
    VisitorHistory,
    VisitorVisits,
    VisitorReferrer,
    DeviceLanguage,
    DeviceType,
    DeviceOs,
    DeviceBrowser,
    ContactFirstName,
    ContactLastName,
    ContactEmail,
    ContactPhone,
    ContactLanguage,
    ContactTimezone,
    ContactCountry,
    MessageText,
    MessageChannel,
    ConversationStatus,
    ConversationAssignee,
    ConversationBot,
    CallbackTime,
    BookingTime,
}

/// What kind of value a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueType {
    /// Any text.
    Text,
    /// A number with up to six decimals.
    Number,
    /// `yes` or `no`.
    YesNo,
    /// A day of the calendar.
    Date,
    /// A point on the time line.
    Instant,
    /// A channel, declared or built in.
    Channel,
    /// A language tag (BCP 47).
    Language,
    /// A country (ISO 3166-1, two letters).
    Country,
    /// A time zone (IANA).
    Zone,
    /// A phone number (E.164).
    Phone,
    /// An e-mail address.
    Email,
    /// An agent's address, `team NAME`, or `nobody`.
    Assignee,
    /// One of these words.
    Words(&'static [&'static str]),
    /// Not known before it is reported: `event.total`.
    Any,
}

/// The first names of paths, in the order in which the reference lists them.
pub const SCOPES: [&str; 8] =
    ["visitor", "device", "contact", "message", "conversation", "event", "callback", "booking"];

/// Every built-in field with its path and type.
pub const TABLE: [(Builtin, &str, ValueType); 23] = [
    (Builtin::VisitorUrl, "visitor.url", ValueType::Text),
    (Builtin::VisitorTitle, "visitor.title", ValueType::Text),
    (Builtin::VisitorHistory, "visitor.history", ValueType::Words(&["new", "returning"])),
    (Builtin::VisitorVisits, "visitor.visits", ValueType::Number),
    (Builtin::VisitorReferrer, "visitor.referrer", ValueType::Text),
    (Builtin::DeviceLanguage, "device.language", ValueType::Language),
    (Builtin::DeviceType, "device.type", ValueType::Words(&["desktop", "mobile", "tablet"])),
    (Builtin::DeviceOs, "device.os", ValueType::Text),
    (Builtin::DeviceBrowser, "device.browser", ValueType::Text),
    (Builtin::ContactFirstName, "contact.first_name", ValueType::Text),
    (Builtin::ContactLastName, "contact.last_name", ValueType::Text),
    (Builtin::ContactEmail, "contact.email", ValueType::Email),
    (Builtin::ContactPhone, "contact.phone", ValueType::Phone),
    (Builtin::ContactLanguage, "contact.language", ValueType::Language),
    (Builtin::ContactTimezone, "contact.timezone", ValueType::Zone),
    (Builtin::ContactCountry, "contact.country", ValueType::Country),
    (Builtin::MessageText, "message.text", ValueType::Text),
    (Builtin::MessageChannel, "message.channel", ValueType::Channel),
    (Builtin::ConversationStatus, "conversation.status", ValueType::Words(&["open", "closed"])),
    (Builtin::ConversationAssignee, "conversation.assignee", ValueType::Assignee),
    (Builtin::ConversationBot, "conversation.bot", ValueType::Words(&["active", "inactive"])),
    (Builtin::CallbackTime, "callback.time", ValueType::Instant),
    (Builtin::BookingTime, "booking.time", ValueType::Instant),
];

impl Builtin {
    /// The field at a path with dots; none when there is no such built-in field.
    ///
    /// ```
    /// use flowc::fields::Builtin;
    /// assert_eq!(Builtin::at("callback.time"), Some(Builtin::CallbackTime));
    /// assert_eq!(Builtin::at("contact.plan"), None);
    /// ```
    pub fn at(path: &str) -> Option<Self> {
        path.split_once('.').and_then(|(scope, name)| Self::of(scope, name))
    }

    /// The field of that scope and name.
    pub fn of(scope: &str, name: &str) -> Option<Self> {
        let of_scope = match scope {
            "visitor" => &TABLE[..5],
            "device" => &TABLE[5..9],
            "contact" => &TABLE[9..16],
            "message" => &TABLE[16..18],
            "conversation" => &TABLE[18..21],
            "callback" => &TABLE[21..22],
            "booking" => &TABLE[22..],
            _ => return None,
        };
        of_scope.iter().find(|(_, path, _)| &path[scope.len() + 1..] == name).map(|(field, _, _)| *field)
    }

    /// Its path: `visitor.url`.
    pub fn path(self) -> &'static str {
        self.row().1
    }

    /// What it holds.
    pub fn value_type(self) -> ValueType {
        self.row().2
    }

    fn row(self) -> &'static (Self, &'static str, ValueType) {
        // INVARIANT: the rows stand in the order of the variants; a test holds the two together.
        &TABLE[self as usize]
    }
}

impl ValueType {
    /// As a message names it: `text`, `a number`.
    pub fn described(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "a number",
            Self::YesNo => "`yes` or `no`",
            Self::Date => "a date",
            Self::Instant => "a date with a time",
            Self::Channel => "a channel",
            Self::Language => "a language",
            Self::Country => "a country",
            Self::Zone => "a time zone",
            Self::Phone => "a phone number",
            Self::Email => "an e-mail address",
            Self::Assignee => "an agent",
            Self::Words(_) => "a word",
            Self::Any => "any value",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{SCOPES, TABLE};

    #[test]
    fn rows_stand_in_the_order_of_the_variants() {
        for (index, (field, path, _)) in TABLE.iter().enumerate() {
            assert_eq!(*field as usize, index, "{path}");
            assert!(SCOPES.contains(&path.split('.').next().unwrap()), "{path}");
            assert_eq!(super::Builtin::at(path), Some(*field), "{path}");
        }
    }
}
