//! `human`: each finding with the lines that it is about, drawn by miette.

use std::fmt::{self, Write as _};
use std::io::{self, Write};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use super::concise::one_line;
use super::excerpt::Excerpt;
use super::place;
use super::summary;
use super::{Drawing, InputError, Look, Report};
use crate::document::{Documents, SyntaxError};
use crate::lint::{Finding, Label, Severity};

/// Writes what could not be read, each finding, and the summary.
pub(super) fn write(report: &Report<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let handler = handler(look);
    for error in report.errors {
        let drawn = match error {
            InputError::File { name, message } => Drawn::of_file(name, message),
            InputError::Syntax(error) => Drawn::of_syntax(report.documents, error),
        };
        draw(&handler, &drawn, out)?;
    }
    for finding in &report.outcome.findings {
        draw(&handler, &Drawn::of_finding(report.documents, finding), out)?;
    }
    summary::write(report, look.unknowns, out)
}

fn handler(look: Look) -> GraphicalReportHandler {
    let theme = match look.drawing {
        Drawing::Colored => GraphicalTheme::unicode(),
        Drawing::Lines => GraphicalTheme::unicode_nocolor(),
        Drawing::Plain => GraphicalTheme::none(),
    };
    GraphicalReportHandler::new_themed(theme)
        .with_width(look.width)
        .with_links(false)
        .with_urls(false)
        .without_syntax_highlighting()
        .with_context_lines(1)
}

fn draw(
    handler: &GraphicalReportHandler,
    drawn: &Drawn<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut text = String::new();
    handler
        .render_report(&mut text, drawn)
        .map_err(io::Error::other)?;
    for line in text.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    writeln!(out)
}

/// Something that is drawn: a finding, or one of its other halves.
#[derive(Debug)]
struct Drawn<'a> {
    code: Option<String>,
    severity: miette::Severity,
    message: String,
    help: Option<String>,
    excerpt: Option<Excerpt<'a>>,
    related: Vec<Drawn<'a>>,
}

impl<'a> Drawn<'a> {
    fn of_finding(documents: &'a Documents, finding: &'a Finding) -> Self {
        let source = documents.source(finding.primary().span.source());
        let here = finding.primary();
        let shares = |label: &&Label| Excerpt::can_share(source, here.span, label.span);
        let (near, far): (Vec<_>, Vec<_>) = finding.related().iter().partition(shares);
        let labels: Vec<&Label> = std::iter::once(here).chain(near).collect();
        Self {
            code: Some(code(documents, finding)),
            severity: severity(finding.severity()),
            message: one_line(finding.message()),
            help: finding.help_text().map(one_line),
            excerpt: Some(Excerpt::new(source, &labels)),
            related: far
                .into_iter()
                .map(|label| Self::of_label(documents, label))
                .collect(),
        }
    }

    fn of_label(documents: &'a Documents, label: &Label) -> Self {
        let source = documents.source(label.span.source());
        let bare = Label {
            span: label.span,
            text: String::new(),
        };
        Self {
            code: None,
            severity: miette::Severity::Advice,
            message: one_line(&label.text),
            help: None,
            excerpt: Some(Excerpt::new(source, &[&bare])),
            related: Vec::new(),
        }
    }

    fn of_file(name: &str, message: &str) -> Self {
        Self {
            code: Some("error".to_owned()),
            severity: miette::Severity::Error,
            message: format!("{}: {}", one_line(place::file(name)), one_line(message)),
            help: None,
            excerpt: None,
            related: Vec::new(),
        }
    }

    fn of_syntax(documents: &'a Documents, error: &SyntaxError) -> Self {
        let label = Label {
            span: error.span(),
            text: "here".to_owned(),
        };
        let source = documents.source(error.span().source());
        Self {
            code: Some("error".to_owned()),
            severity: miette::Severity::Error,
            message: one_line(error.message()),
            help: error.help().map(one_line),
            excerpt: Some(Excerpt::new(source, &[&label])),
            related: Vec::new(),
        }
    }
}

/// What stands above a finding: `error[rule] Cluster/main spec.instances`.
fn code(documents: &Documents, finding: &Finding) -> String {
    let mut code = format!("{}[{}]", finding.severity(), finding.rule().id());
    if let Some(document) = place::document(documents, finding) {
        let kind = document.kind().unwrap_or("document");
        let _ = write!(code, " {}", one_line(kind));
        if let Some(name) = document.name() {
            let _ = write!(code, "/{}", one_line(name));
        }
    }
    if let Some(field) = finding.field() {
        let _ = write!(code, " {}", one_line(field));
    }
    code
}

fn severity(severity: Severity) -> miette::Severity {
    match severity {
        Severity::Error => miette::Severity::Error,
        Severity::Warning => miette::Severity::Warning,
        Severity::Info => miette::Severity::Advice,
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
        Some(self.severity)
    }

    fn help<'s>(&'s self) -> Option<Box<dyn fmt::Display + 's>> {
        Some(Box::new(self.help.as_ref()?))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt
            .as_ref()
            .map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.as_ref()?.labels()))
    }

    fn related<'s>(&'s self) -> Option<Box<dyn Iterator<Item = &'s dyn Diagnostic> + 's>> {
        let related = self.related.iter().map(|drawn| drawn as &dyn Diagnostic);
        (!self.related.is_empty()).then(|| Box::new(related) as Box<_>)
    }
}
