//! Draws one mistake with the lines that it is in, for people.

use std::fmt;
use std::io::{self, Write};
use std::ops::Range;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use super::concise::one_line;
use super::excerpt::Excerpt;
use super::{Drawing, Look};
use crate::lint::Severity;

/// One mistake with its place in a text.
#[derive(Clone, Debug)]
pub struct Mistake<'a> {
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong, readable alone.
    pub message: &'a str,
    /// What to do about it, in one line.
    pub help: Option<&'a str>,
    /// The name of the text.
    pub name: &'a str,
    /// The whole text.
    pub text: &'a str,
    /// Places in the text, in bytes, and a few words for each; the first is where
    /// the mistake is. If there are none, no text is drawn.
    pub labels: Vec<(Range<usize>, &'a str)>,
}

/// Draws one mistake, and ends with an empty line.
pub fn draw(mistake: &Mistake<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let Mistake {
        severity,
        message,
        help,
        name,
        text,
        labels,
    } = mistake;
    let excerpt = Excerpt::of_text(name, text, labels);
    let drawn = Drawn {
        code: Some(severity.to_string()),
        severity: *severity,
        message: one_line(message),
        help: help.map(one_line),
        excerpt: (!labels.is_empty()).then_some(excerpt),
        related: Vec::new(),
    };
    drawn.write(&handler(look), out)
}

/// What draws in a look.
pub(super) fn handler(look: Look) -> GraphicalReportHandler {
    let theme = match look.drawing {
        Drawing::Plain => GraphicalTheme::none(),
        Drawing::Lines => GraphicalTheme::unicode_nocolor(),
        Drawing::Colored => GraphicalTheme::unicode(),
    };
    GraphicalReportHandler::new_themed(theme)
        .with_width(look.width)
        .with_links(false)
        .without_syntax_highlighting()
        .with_context_lines(1)
}

/// Something that is drawn: a mistake, or the other half of one elsewhere.
#[derive(Debug)]
pub(super) struct Drawn<'a> {
    /// What stands above it.
    pub(super) code: Option<String>,
    pub(super) severity: Severity,
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) excerpt: Option<Excerpt<'a>>,
    pub(super) related: Vec<Drawn<'a>>,
}

impl Drawn<'_> {
    /// Writes it, with an empty line at the end.
    pub(super) fn write(
        &self,
        handler: &GraphicalReportHandler,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut text = String::new();
        handler
            .render_report(&mut text, self)
            .map_err(io::Error::other)?;
        for line in text.trim_end().lines() {
            writeln!(out, "{}", line.trim_end())?;
        }
        writeln!(out)
    }
}

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for Drawn<'_> {}

impl Diagnostic for Drawn<'_> {
    fn code<'s>(&'s self) -> Option<Box<dyn fmt::Display + 's>> {
        Some(Box::new(self.code.as_ref()?))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn help<'s>(&'s self) -> Option<Box<dyn fmt::Display + 's>> {
        Some(Box::new(self.help.as_ref()?))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        let excerpt = self.excerpt.as_ref();
        excerpt.map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.as_ref()?.labels()))
    }

    fn related<'s>(&'s self) -> Option<Box<dyn Iterator<Item = &'s dyn Diagnostic> + 's>> {
        let related = self.related.iter().map(|drawn| drawn as &dyn Diagnostic);
        (!self.related.is_empty()).then(|| Box::new(related) as Box<_>)
    }
}
