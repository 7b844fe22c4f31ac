//! `human`: each finding with the lines that it is about, drawn by miette.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::ops::Range;

use super::concise::one_line;
use super::draw::{Drawn, handler};
use super::excerpt::{Excerpt, can_share};
use super::place;
use super::summary;
use super::{InputError, Look, Report};
use crate::document::Documents;
use crate::lint::{Finding, Label, Severity};

/// Writes what could not be read, each finding, and the summary.
pub(super) fn write(report: &Report<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let handler = handler(look);
    for error in report.errors {
        of_error(report.documents, error).write(&handler, out)?;
    }
    for finding in &report.outcome.findings {
        of_finding(report.documents, finding).write(&handler, out)?;
    }
    summary::write(report, look, out)
}

fn of_finding<'a>(documents: &'a Documents, finding: &'a Finding) -> Drawn<'a> {
    let here = finding.primary();
    let source = documents.source(here.span.source());
    let start = here.span.range().start;
    let shares = |label: &&Label| {
        let same = label.span.source() == source.id();
        same && can_share(source.text(), start, label.span.range().start)
    };
    let (near, far): (Vec<_>, Vec<_>) = finding.related().iter().partition(shares);
    let labels: Vec<_> = std::iter::once(here).chain(near).map(drawn_label).collect();
    Drawn {
        code: Some(code(documents, finding)),
        severity: finding.severity(),
        message: one_line(finding.message()),
        help: finding.help_text().map(one_line),
        excerpt: Some(Excerpt::of_source(source, &labels)),
        elsewhere: far
            .into_iter()
            .map(|label| of_label(documents, label))
            .collect(),
    }
}

fn drawn_label(label: &Label) -> (Range<usize>, &str) {
    (label.span.range(), &label.text)
}

/// The other half of a finding, where it is elsewhere.
fn of_label<'a>(documents: &'a Documents, label: &Label) -> Excerpt<'a> {
    let source = documents.source(label.span.source());
    Excerpt::of_source(source, &[drawn_label(label)])
}

fn of_error<'a>(documents: &'a Documents, error: &'a InputError) -> Drawn<'a> {
    let (message, help, excerpt) = match error {
        InputError::File { name, message } => {
            let name = place::file(name);
            (format!("{name}: {message}"), None, None)
        }
        InputError::Syntax(error) => {
            let source = documents.source(error.span().source());
            let excerpt = Excerpt::of_source(source, &[(error.span().range(), "here")]);
            (error.message().to_owned(), error.help(), Some(excerpt))
        }
    };
    Drawn {
        code: Some(Severity::Error.to_string()),
        severity: Severity::Error,
        message: one_line(&message),
        help: help.map(one_line),
        excerpt,
        elsewhere: Vec::new(),
    }
}

/// What stands above a finding: `error[rule] Cluster/main spec.instances`.
fn code(documents: &Documents, finding: &Finding) -> String {
    let mut code = format!("{}[{}]", finding.severity(), finding.rule().id());
    if let Some(document) = place::document(documents, finding) {
        let _ = write!(code, " {}", one_line(document.kind().unwrap_or("document")));
        if let Some(name) = document.name() {
            let _ = write!(code, "/{}", one_line(name));
        }
    }
    if let Some(field) = finding.field() {
        let _ = write!(code, " {}", one_line(field));
    }
    code
}
