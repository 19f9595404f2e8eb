//! What a provider can be told of a delivery: a text to an address, or nothing.

use crate::shell::runtime::connector::{Content, Delivery, DeliveryKind, Outcome, Outgoing};

/// A text on its way to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plain<'a> {
    /// To whom.
    pub to: &'a str,
    /// What.
    pub text: &'a str,
}

/// The message of a delivery, for providers that bring messages to contacts and do nothing else.
///
/// # Errors
///
/// When it is no message.
pub fn message<'a>(delivery: &'a Delivery, provider: &str) -> Result<&'a Outgoing, Outcome> {
    match &delivery.kind {
        DeliveryKind::Message(message) => Ok(message),
        _ => Err(failed(format!("{provider} takes messages to contacts and nothing else"))),
    }
}

/// The text of a delivery and its address: a message, a notification or a message that is passed on.
///
/// # Errors
///
/// When there is no text, or the delivery is something else.
pub fn plain<'a>(delivery: &'a Delivery, provider: &str) -> Result<Plain<'a>, Outcome> {
    match &delivery.kind {
        DeliveryKind::Message(message) => Ok(Plain { to: &message.address, text: text(&message.content)? }),
        DeliveryKind::Notify { to, content } => Ok(Plain { to, text: text(content)? }),
        DeliveryKind::Forward { to, text } if !text.is_empty() => Ok(Plain { to, text }),
        DeliveryKind::Forward { .. } => Err(failed("there is no message to forward")),
        DeliveryKind::Call { .. } | DeliveryKind::Other { .. } => {
            Err(failed(format!("{provider} takes texts and nothing else")))
        }
    }
}

/// What the contact reads.
///
/// # Errors
///
/// When the AI was to write it and has not.
pub fn text(content: &Content) -> Result<&str, Outcome> {
    match content {
        Content::Text(text) | Content::Template { text, .. } => Ok(text),
        Content::Ai { .. } => Err(failed("the AI has written nothing: `[ai]` is not set up")),
    }
}

/// The language of a template: of those in which it is approved, the contact's own, else the first.
///
/// Platforms write `en_US` where a language tag says `en-US`; one of the same language will do (`fr` for `fr-CA`).
pub fn template_language<'a>(approved: &'a [String], wanted: Option<&str>) -> &'a str {
    let same = |a: &str, b: &str| a.replace('_', "-").eq_ignore_ascii_case(&b.replace('_', "-"));
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_owned();
    let wanted = wanted.unwrap_or_default();
    let exact = approved.iter().find(|known| same(known, wanted));
    let near = || approved.iter().find(|known| same(&primary(known), &primary(wanted)));
    exact.or_else(near).or(approved.first()).map_or("", String::as_str)
}

/// It will never go out this way.
pub fn failed(why: impl Into<String>) -> Outcome {
    Outcome::Failed { why: why.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_goes_out_in_the_nearest_approved_language() {
        let approved = ["fr".to_owned(), "en_US".to_owned(), "pt_BR".to_owned()];
        let of = |wanted| template_language(&approved, wanted);
        assert_eq!(of(Some("en-us")), "en_US");
        assert_eq!(of(Some("pt")), "pt_BR");
        assert_eq!(of(Some("fr-CA")), "fr");
        assert_eq!(of(Some("de")), "fr");
        assert_eq!(of(None), "fr");
        assert_eq!(template_language(&[], Some("de")), "");
    }
}
