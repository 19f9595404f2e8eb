//! The world is wrong: what flowc could not do, and the chain of causes.

use std::error::Error;
use std::fmt;

/// What could not be done. It ends a command with exit code 2.
#[derive(Debug)]
pub struct Failure {
    message: String,
    help: Option<String>,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

impl Failure {
    /// A failure in the words of a finding: lower case, one sentence, no full stop.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, cause: None }
    }

    /// With what it comes from.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// With a remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The failure as it is told to a person: a line, a line for each cause, and the remedy.
    ///
    /// ```
    /// use flowc::shell::failure::Failure;
    /// let failure = Failure::new("cannot read `a.flow`").because("permission denied");
    /// assert_eq!(failure.report(), "error: cannot read `a.flow`\n  because: permission denied\n");
    /// ```
    pub fn report(&self) -> String {
        let mut text = format!("error: {}\n", self.message);
        let mut cause = self.source();
        while let Some(error) = cause {
            text.push_str(&format!("  because: {error}\n"));
            cause = error.source();
        }
        if let Some(help) = &self.help {
            text.push_str(&format!("  help: {help}\n"));
        }
        text
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_ref().map(|cause| &**cause as &(dyn Error + 'static))
    }
}
