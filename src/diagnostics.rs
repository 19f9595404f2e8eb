//! One plain struct for every finding, whoever makes it and however it is shown.

pub mod artifact;
pub mod code;
pub mod explain;
pub mod fingerprint;
pub mod github;
pub mod json;
#[cfg(feature = "cli")]
pub mod render;
pub mod sarif;
pub mod short;
pub mod suggest;

use crate::source::Span;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Advice,
    /// Probably not what the author wants.
    Warning,
    /// The program is not accepted.
    Error,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code, for example `N001`: a key of the catalogue.
    pub code: &'static str,
    /// As the catalogue says, unless the author's settings changed it.
    pub severity: Severity,
    /// The fact: lower case, one sentence, no full stop, the author's words in back-ticks.
    pub message: String,
    /// The places involved; the first is the finding's own place.
    pub labels: Vec<Label>,
    /// The remedy.
    pub help: Option<String>,
    /// What would certainly mend it.
    pub fix: Option<Fix>,
    /// What would mend it, if the author meant it so: one of these.
    pub choices: Vec<Choice>,
}

/// A place with what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// The cause, or empty.
    pub text: String,
}

/// A change of the text that certainly mends a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does: `` write `keyword` ``.
    pub title: String,
    /// Places with the text that goes there; they do not overlap.
    pub edits: Vec<(Span, String)>,
}

/// One of the things that an author may have meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// How it is asked for on the command line: `and-first`.
    pub name: &'static str,
    /// The change.
    pub fix: Fix,
}

impl Diagnostic {
    /// A finding at `span`; `label` is what is said of that place and may be empty.
    pub fn new(
        code: &'static str,
        severity: Severity,
        span: Span,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> Self {
        let labels = vec![Label { span, text: label.into() }];
        Self { code, severity, message: message.into(), labels, help: None, fix: None, choices: Vec::new() }
    }

    /// An error at `span`.
    pub fn error(
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> Self {
        Self::new(code, Severity::Error, span, message, label)
    }

    /// With another place.
    #[must_use]
    pub fn and(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// With a remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With a certain change.
    #[must_use]
    pub fn fix(mut self, title: impl Into<String>, edits: Vec<(Span, String)>) -> Self {
        self.fix = Some(Fix { title: title.into(), edits });
        self
    }

    /// With a change that an author may choose.
    #[must_use]
    pub fn choice(
        mut self,
        name: &'static str,
        title: impl Into<String>,
        edits: Vec<(Span, String)>,
    ) -> Self {
        self.choices.push(Choice { name, fix: Fix { title: title.into(), edits } });
        self
    }

    /// Visits all places, those of changes included.
    pub fn each_span(&mut self, mut visit: impl FnMut(&mut Span)) {
        self.labels.iter_mut().for_each(|label| visit(&mut label.span));
        let fixes = self.fix.iter_mut().chain(self.choices.iter_mut().map(|choice| &mut choice.fix));
        fixes.flat_map(|fix| &mut fix.edits).for_each(|(span, _)| visit(span));
    }

    /// The finding's own place.
    pub fn span(&self) -> Span {
        self.labels.first().map(|label| label.span).unwrap_or_default()
    }
}
