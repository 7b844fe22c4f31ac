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
        elsewhere: Vec::new(),
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

/// A mistake that is drawn.
#[derive(Debug)]
pub(super) struct Drawn<'a> {
    /// What stands above it.
    pub(super) code: Option<String>,
    pub(super) severity: Severity,
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) excerpt: Option<Excerpt<'a>>,
    /// Where its other half is, if that is elsewhere.
    pub(super) elsewhere: Vec<Excerpt<'a>>,
}

impl Drawn<'_> {
    /// Writes it, with an empty line at the end.
    pub(super) fn write(
        &self,
        handler: &GraphicalReportHandler,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let text = if self.elsewhere.is_empty() {
            drawn(handler, self)?
        } else {
            self.with_elsewhere(handler)?
        };
        for line in text.trim_end().lines() {
            writeln!(out, "{}", line.trim_end())?;
        }
        writeln!(out)
    }

    /// Draws it with its other halves between its own lines and the help, where
    /// miette would draw mistakes of their own after the help.
    fn with_elsewhere(&self, handler: &GraphicalReportHandler) -> io::Result<String> {
        let part = |excerpt, help| Part {
            of: self,
            excerpt,
            help,
        };
        let mut text = drawn(handler, &part(self.excerpt.as_ref(), None))?;
        for excerpt in &self.elsewhere {
            let all = drawn(handler, &part(Some(excerpt), None))?;
            text.truncate(text.trim_end().len());
            text.push('\n');
            text.push_str(from_line(&all, is_frame));
        }
        let help = drawn(handler, &part(None, self.help.as_ref()))?;
        text.truncate(text.trim_end().len());
        text.push('\n');
        text.push_str(from_line(&help, |line| line.contains("help: ")));
        Ok(text)
    }
}

fn drawn(handler: &GraphicalReportHandler, diagnostic: &dyn Diagnostic) -> io::Result<String> {
    let mut text = String::new();
    let result = handler.render_report(&mut text, diagnostic);
    result.map_err(io::Error::other).map(|()| text)
}

/// A text from the first line on of which something holds; nothing, if none is so.
fn from_line(text: &str, holds: impl Fn(&str) -> bool) -> &str {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if holds(line) {
            return text.get(start..).unwrap_or_default();
        }
        start += line.len();
    }
    ""
}

/// Whether a line begins the frame around lines of a file.
fn is_frame(line: &str) -> bool {
    line.contains(",-[") || line.contains("╭─[")
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
}

/// A mistake with other lines, or other help.
#[derive(Debug)]
struct Part<'a> {
    of: &'a Drawn<'a>,
    excerpt: Option<&'a Excerpt<'a>>,
    help: Option<&'a String>,
}

impl fmt::Display for Part<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.of.fmt(out)
    }
}

impl std::error::Error for Part<'_> {}

impl Diagnostic for Part<'_> {
    fn code<'s>(&'s self) -> Option<Box<dyn fmt::Display + 's>> {
        self.of.code()
    }

    fn severity(&self) -> Option<miette::Severity> {
        self.of.severity()
    }

    fn help<'s>(&'s self) -> Option<Box<dyn fmt::Display + 's>> {
        Some(Box::new(self.help?))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        let excerpt = self.excerpt;
        excerpt.map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt?.labels()))
    }
}
