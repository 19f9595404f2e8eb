//! Secrets: read from the environment alone, and never shown.

use std::collections::BTreeMap;
use std::env;
use std::fmt;

use crate::shell::failure::Failure;

/// A token, a password or a key. It has no `Display`, and its `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A secret of that text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself: for a header, a key of a signature or a password, and for nothing that is written down.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Where secrets are looked up: `flowc.toml` names variables, never values.
#[derive(Debug, Clone)]
pub struct Secrets(Source);

#[derive(Debug, Clone)]
enum Source {
    Environment,
    Given(BTreeMap<String, Secret>),
}

impl Secrets {
    /// The environment of the process.
    pub fn environment() -> Self {
        Self(Source::Environment)
    }

    /// These and no others, by the names of variables.
    pub fn given<'a>(values: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let values = values.into_iter().map(|(name, value)| (name.to_owned(), Secret::new(value)));
        Self(Source::Given(values.collect()))
    }

    /// The secret in that variable, blanks and line breaks around it aside.
    ///
    /// # Errors
    ///
    /// When the variable is not set, is empty or is not text. The error names the variable, and shows nothing of
    /// its value.
    pub fn read(&self, variable: &str) -> Result<Secret, Failure> {
        let value = match &self.0 {
            Source::Environment => env::var(variable),
            Source::Given(values) => {
                values.get(variable).map(|secret| secret.expose().to_owned()).ok_or(env::VarError::NotPresent)
            }
        };
        let what = match value {
            Ok(value) if !value.trim().is_empty() => return Ok(Secret::new(value.trim())),
            Ok(_) => "is empty",
            Err(env::VarError::NotPresent) => "is not set",
            Err(env::VarError::NotUnicode(_)) => "is not UTF-8 text",
        };
        Err(Failure::new(format!("the environment variable `{variable}` {what}"))
            .help("`flowc.toml` names the variables that hold secrets: set it where `flowc run` is started"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_shown_nowhere() {
        let secrets = Secrets::given([("TOKEN", " hunter2\n")]);
        let secret = secrets.read("TOKEN").unwrap();
        assert_eq!(secret.expose(), "hunter2");
        assert!(!format!("{secret:?} {secrets:?}").contains("hunter2"));
    }

    #[test]
    fn a_missing_secret_is_told_by_its_variable() {
        let report = Secrets::given([("EMPTY", " ")]).read("EMPTY").unwrap_err().report();
        assert!(report.starts_with("error: the environment variable `EMPTY` is empty\n"), "{report}");
        let report = Secrets::given([]).read("TOKEN").unwrap_err().report();
        assert!(report.starts_with("error: the environment variable `TOKEN` is not set\n"), "{report}");
    }
}
