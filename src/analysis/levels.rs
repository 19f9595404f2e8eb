//! How much findings matter to these authors: what they allow, warn of and deny.

use crate::diagnostics::code::{self, CATALOGUE, Entry};
use crate::diagnostics::suggest::nearest;
use crate::diagnostics::{Diagnostic, Severity};

/// What becomes of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It is not told.
    Allow,
    /// It is a warning.
    Warn,
    /// It is an error.
    Deny,
}

/// The authors' settings. Later layers win over earlier ones; within a layer a code wins over `warnings`, and of
/// several levels of one code the strictest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels {
    layers: Vec<Layer>,
}

/// Settings of one origin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layer {
    deny_warnings: bool,
    codes: Vec<(&'static str, Level)>,
}

/// Why a setting cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The fact.
    pub message: String,
    /// The remedy.
    pub help: String,
}

impl Layer {
    /// Sets the level of a code or name, or with [`Level::Deny`] of all `warnings`.
    ///
    /// # Errors
    ///
    /// When there is no such code, or when it is to be lowered and the program would have no meaning then.
    pub fn set(&mut self, level: Level, name: &str) -> Result<(), Refused> {
        if name == "warnings" && level == Level::Deny {
            self.deny_warnings = true;
            return Ok(());
        }
        let row = code::find(name).ok_or_else(|| unknown(name))?;
        if level != Level::Deny && row.severity == Severity::Error && !row.may_be_allowed() {
            return Err(Refused {
                message: format!("`{} {}` must stay an error", row.code, row.name),
                help: "a program with it has no meaning that could run: mend what it finds".to_owned(),
            });
        }
        self.codes.push((row.code, level));
        Ok(())
    }

    /// Without what it denies: for who only wants to know whether the program runs.
    #[must_use]
    pub fn lenient(mut self) -> Self {
        self.deny_warnings = false;
        self.codes.retain(|(_, level)| *level != Level::Deny);
        self
    }

    fn severity(&self, found: &Diagnostic, before: Option<Severity>) -> Option<Severity> {
        let of_code = self.codes.iter().filter(|(code, _)| *code == found.code);
        match of_code.map(|(_, level)| *level).max() {
            Some(Level::Allow) => None,
            Some(Level::Warn) => Some(Severity::Warning),
            Some(Level::Deny) => Some(Severity::Error),
            None if self.deny_warnings && before == Some(Severity::Warning) => Some(Severity::Error),
            None => before,
        }
    }
}

fn unknown(name: &str) -> Refused {
    let known = CATALOGUE.iter().flat_map(|row: &Entry| [row.code, row.name]);
    Refused {
        message: format!("no finding has the code or name `{name}`"),
        help: match nearest(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`flowc explain --list` shows all codes".to_owned(),
        },
    }
}

impl Levels {
    /// With another layer on top.
    #[must_use]
    pub fn and(mut self, layer: Layer) -> Self {
        self.layers.push(layer);
        self
    }

    fn severity(&self, found: &Diagnostic) -> Option<Severity> {
        let mut severity = Some(found.severity);
        for layer in &self.layers {
            // A later layer may bring back what an earlier one allows.
            severity = layer.severity(found, severity);
        }
        severity
    }

    /// Takes away what is allowed and makes warnings of what is to be one: such findings keep no program from running.
    pub(super) fn lower(&self, diagnostics: &mut Vec<Diagnostic>) {
        diagnostics.retain_mut(|found| {
            let Some(severity) = self.severity(found) else { return false };
            found.severity = found.severity.min(severity);
            true
        });
    }

    /// Raises what is to matter more. The program runs all the same: it has a meaning.
    pub(super) fn raise(&self, diagnostics: &mut [Diagnostic]) {
        for found in diagnostics {
            found.severity = self.severity(found).unwrap_or(found.severity);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Layer, Level, Levels};
    use crate::diagnostics::{Diagnostic, Severity};
    use crate::source::Span;

    fn layer(settings: &[(Level, &str)]) -> Layer {
        let mut layer = Layer::default();
        settings.iter().for_each(|(level, name)| layer.set(*level, name).unwrap());
        layer
    }

    fn severity(levels: &Levels, code: &'static str) -> Option<Severity> {
        let severity = crate::diagnostics::code::find(code).unwrap().severity;
        levels.severity(&Diagnostic::new(code, severity, Span::default(), "", ""))
    }

    #[test]
    fn later_layers_win_and_codes_win_over_warnings() {
        let file = layer(&[(Level::Warn, "K005"), (Level::Allow, "K006"), (Level::Deny, "never-used")]);
        let levels = Levels::default().and(file);
        assert_eq!(severity(&levels, "K005"), Some(Severity::Warning));
        assert_eq!(severity(&levels, "K006"), None);
        assert_eq!(severity(&levels, "N003"), Some(Severity::Error));
        let flags = layer(&[(Level::Warn, "H003"), (Level::Deny, "warnings"), (Level::Warn, "N003")]);
        let levels = levels.and(flags);
        let back = levels.clone().and(layer(&[(Level::Deny, "K006"), (Level::Allow, "K006")]));
        assert_eq!(severity(&back, "K006"), Some(Severity::Error));
        assert_eq!(severity(&levels, "K005"), Some(Severity::Error));
        assert_eq!(severity(&levels, "H003"), Some(Severity::Warning));
        assert_eq!(severity(&levels, "N003"), Some(Severity::Warning));
        assert_eq!(severity(&levels, "K006"), None);
    }

    #[test]
    fn what_makes_a_program_meaningless_stays_an_error() {
        assert!(Layer::default().set(Level::Allow, "S001").is_err());
        assert!(Layer::default().set(Level::Warn, "unknown-name").is_err());
        assert!(Layer::default().set(Level::Allow, "N003").is_ok());
        assert!(Layer::default().set(Level::Deny, "S001").is_ok());
        let refused = Layer::default().set(Level::Deny, "same-keywrd").unwrap_err();
        assert_eq!(refused.help, "did you mean `same-keyword`?");
    }
}
