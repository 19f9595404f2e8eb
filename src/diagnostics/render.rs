//! Findings as reports for people: the author's lines with the places marked in them.

use std::fmt;

use miette::{
    Diagnostic as Report, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, SourceCode, SourceSpan, SpanContents,
};

use super::{Diagnostic, Severity, code};
use crate::source::{self, Source, Span};

/// How reports look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether there are colours.
    pub color: Color,
    /// The width in columns to which texts are wrapped.
    pub width: usize,
}

/// Whether there are colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Color {
    /// For a terminal.
    Ansi,
    /// For a file, or for who does not want them.
    Plain,
}

/// Makes reports of one look.
#[derive(Debug)]
pub struct Renderer {
    handler: GraphicalReportHandler,
}

impl Renderer {
    /// A renderer of that look.
    pub fn new(look: Look) -> Self {
        let theme = match look.color {
            Color::Ansi => GraphicalTheme::unicode(),
            Color::Plain => GraphicalTheme::unicode_nocolor(),
        };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(look.width)
            .with_context_lines(1)
            .with_links(false)
            .with_urls(false);
        Self { handler }
    }

    /// The report of one finding, with a line end.
    pub fn report(&self, diagnostic: &Diagnostic, sources: &[Source]) -> String {
        let adapted = Adapted::new(diagnostic, sources);
        let mut text = String::new();
        match self.handler.render_report(&mut text, &adapted) {
            Ok(()) => text,
            // A place that does not lie in its source: the finding is still told.
            Err(fmt::Error) => super::short::line(diagnostic, sources) + "\n",
        }
    }
}

/// A finding as miette reads it.
///
/// miette knows one source per report, ours may have places in several. So the files are laid one behind the
/// other on one long axis, the finding's own file first, with gaps that no stretch of text reaches over.
#[derive(Debug)]
struct Adapted<'a> {
    diagnostic: &'a Diagnostic,
    files: Files<'a>,
}

#[derive(Debug)]
struct Files<'a>(Vec<&'a Source>);

/// The length of the axis that a file has to itself; no text is longer than `u32::MAX`.
const AXIS: usize = 1 << 33;

impl<'a> Adapted<'a> {
    fn new(diagnostic: &'a Diagnostic, sources: &'a [Source]) -> Self {
        let mut files: Vec<&Source> = Vec::new();
        for label in &diagnostic.labels {
            let known = files.iter().any(|file| file.id() == label.span.source);
            files.extend(source::find(sources, label.span.source).filter(|_| !known));
        }
        Self { diagnostic, files: Files(files) }
    }
}

impl Files<'_> {
    fn on_axis(&self, span: Span) -> Option<SourceSpan> {
        let file = self.0.iter().position(|file| file.id() == span.source)?;
        Some(SourceSpan::new((file * AXIS + span.start as usize).into(), span.len()))
    }
}

impl SourceCode for Files<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let source = self.0.get(span.offset() / AXIS).ok_or(MietteError::OutOfBounds)?;
        let base = span.offset() - span.offset() % AXIS;
        let (start, end) = (span.offset() - base, span.offset() - base + span.len());
        if end > source.text().len() {
            return Err(MietteError::OutOfBounds);
        }
        let line = |byte: usize| source.position(byte as u32).line;
        let first = line(start).saturating_sub(lines_before).max(1);
        let last = (line(end) + lines_after).min(source.lines());
        // Asked for no lines around it, miette wants to know where the place itself begins.
        let (from, column) = match lines_before {
            0 => (start, source.position(start as u32).column - 1),
            _ => (source.line(first).range().start, 0),
        };
        let to = source.line(last).range().end;
        let contents = MietteSpanContents::new_named(
            source.name().to_owned(),
            &source.text().as_bytes()[from..to],
            (base + from, to - from).into(),
            first - 1,
            column,
            last + 1 - first,
        );
        Ok(Box::new(contents))
    }
}

impl fmt::Display for Adapted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.diagnostic.message)
    }
}

impl std::error::Error for Adapted<'_> {}

impl Report for Adapted<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let code = self.diagnostic.code;
        let name = code::find(code).map(|row| format!(" {}", row.name)).unwrap_or_default();
        Some(Box::new(format!("{code}{name} (flowc explain {code})")))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.severity {
            Severity::Advice => miette::Severity::Advice,
            Severity::Warning => miette::Severity::Warning,
            Severity::Error => miette::Severity::Error,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.diagnostic.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.files.0.is_empty()).then_some(&self.files)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let labels = self.diagnostic.labels.iter().enumerate().filter_map(|(index, label)| {
            let span = self.files.on_axis(label.span)?;
            let text = (!label.text.is_empty()).then(|| label.text.clone());
            Some(match index {
                0 => LabeledSpan::new_primary_with_span(text, span),
                _ => LabeledSpan::new_with_span(text, span),
            })
        });
        Some(Box::new(labels))
    }
}
