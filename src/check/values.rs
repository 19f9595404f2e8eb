//! Values that stand for something in the world: whether a zone, a language, a country, an address exists.

pub(super) mod phone;

use std::str::FromStr;

use email_address::EmailAddress;
use language_tags::LanguageTag;

use crate::calendar::{Country, Zone};
use crate::diagnostics::suggest::nearest;

/// Why a value stands for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Misfit {
    /// The fact, for a message.
    pub(super) fact: String,
    /// The remedy.
    pub(super) help: Option<String>,
}

/// Why there is no such time zone.
pub(super) fn zone(name: &str) -> Option<Misfit> {
    if Zone::parse(name).is_some() {
        return None;
    }
    let city =
        |zone: &&'static str| zone.rsplit('/').next().is_some_and(|city| city.eq_ignore_ascii_case(name));
    let near = nearest(name, Zone::names()).or_else(|| Zone::names().find(city));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write a name of the IANA database: `Europe/Paris`, `America/New_York`, `UTC`".to_owned(),
    };
    Some(Misfit { fact: format!("there is no time zone `{name}`"), help: Some(help) })
}

/// Why there is no such language.
pub(super) fn language(tag: &str) -> Option<Misfit> {
    let exists = LanguageTag::parse(tag).is_ok_and(|tag| tag.is_valid());
    if exists {
        return None;
    }
    let help = "write a tag of BCP 47: `fr`, `en`, `pt-BR`".to_owned();
    Some(Misfit { fact: format!("there is no language `{tag}`"), help: Some(help) })
}

/// Why there is no such country.
pub(super) fn country(code: &str) -> Option<Misfit> {
    if Country::parse(code).is_some() {
        return None;
    }
    let help = match code {
        "UK" | "uk" => "the United Kingdom is `GB`".to_owned(),
        _ => match Country::parse(&code.to_uppercase()) {
            Some(country) => format!("did you mean `{country}`?"),
            None => "write two capital letters of ISO 3166-1: `FR`, `CH`".to_owned(),
        },
    };
    Some(Misfit { fact: format!("there is no country `{code}`"), help: Some(help) })
}

/// Why a text is not an e-mail address.
pub(super) fn email(address: &str) -> Option<Misfit> {
    if EmailAddress::from_str(address).is_ok() {
        return None;
    }
    let help = "write it as `name@example.com`".to_owned();
    Some(Misfit { fact: format!("`{address}` is not an e-mail address"), help: Some(help) })
}

/// Why a text is neither an e-mail address nor a phone number.
pub(super) fn address(text: &str) -> Option<Misfit> {
    if text.contains('@') {
        return email(text);
    }
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if text.starts_with('+') || digits * 2 > text.chars().count() {
        return phone::misfit(text);
    }
    let help = "write `name@example.com` or `+33612345678`".to_owned();
    Some(Misfit {
        fact: format!("`{text}` is neither an e-mail address nor a phone number"),
        help: Some(help),
    })
}

#[cfg(test)]
mod tests {
    use super::{address, country, email, language, zone};

    #[test]
    fn what_exists_passes() {
        assert_eq!(zone("Europe/Paris"), None);
        assert!(["fr", "pt-BR", "zh-Hant", "gsw"].iter().all(|tag| language(tag).is_none()));
        assert_eq!(country("CH"), None);
        assert!(["a@example.com", "sales@localhost"].iter().all(|text| email(text).is_none()));
        assert_eq!(address("+33612345678"), None);
    }

    #[test]
    fn what_does_not_exist_says_so() {
        assert_eq!(zone("Europe/Pari").unwrap().help.unwrap(), "did you mean `Europe/Paris`?");
        assert_eq!(zone("Paris").unwrap().help.unwrap(), "did you mean `Europe/Paris`?");
        assert!(["xx", "french", "en-UK", "fr_FR"].iter().all(|tag| language(tag).is_some()));
        assert_eq!(country("UK").unwrap().help.unwrap(), "the United Kingdom is `GB`");
        assert!(email("sales.example.com").is_some());
        assert!(address("the warehouse").unwrap().fact.contains("neither"));
    }
}
