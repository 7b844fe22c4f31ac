//! `human`: each finding with the lines that it is about, drawn by miette.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::ops::Range;

use super::concise::one_line;
use super::draw::{Drawn, handler};
use super::excerpt::{Excerpt, can_share};
use super::place;
use super::summary;
use super::{InputError, Report};
use crate::document::Documents;
use crate::lint::{Finding, Label, Severity};

/// Writes what could not be read, each finding, and the summary.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let handler = handler(report.look);
    for error in report.errors {
        of_error(report.documents, error).write(&handler, out)?;
    }
    for finding in &report.outcome.findings {
        of_finding(report.documents, finding).write(&handler, out)?;
    }
    summary::write(report, out)
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
        related: far
            .into_iter()
            .map(|label| of_label(documents, label))
            .collect(),
    }
}

fn drawn_label(label: &Label) -> (Range<usize>, &str) {
    (label.span.range(), &label.text)
}

/// The other half of a finding, where it is elsewhere.
fn of_label<'a>(documents: &'a Documents, label: &Label) -> Drawn<'a> {
    let source = documents.source(label.span.source());
    Drawn {
        code: None,
        severity: Severity::Info,
        message: one_line(&label.text),
        help: None,
        excerpt: Some(Excerpt::of_source(source, &[(label.span.range(), "")])),
        related: Vec::new(),
    }
}

fn of_error<'a>(documents: &'a Documents, error: &InputError) -> Drawn<'a> {
    let excerpt = error.span.map(|span| {
        let source = documents.source(span.source());
        Excerpt::of_source(source, &[(span.range(), "here")])
    });
    let message = match excerpt {
        Some(_) => one_line(&error.message),
        None => format!(
            "{}: {}",
            one_line(place::file(&error.file)),
            one_line(&error.message)
        ),
    };
    Drawn {
        code: Some(Severity::Error.to_string()),
        severity: Severity::Error,
        message,
        help: error.help.as_deref().map(one_line),
        excerpt,
        related: Vec::new(),
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
