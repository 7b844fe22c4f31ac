//! `concise`: one line for each finding, as compilers and editors know it.

use std::io::{self, Write};

use super::excerpt::safe;
use super::place::{self, Place};
use super::summary;
use super::{Look, Report};

/// Writes `file:line:column: severity[rule] message`, and the summary.
pub(super) fn write(report: &Report<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    for error in report.errors {
        let (file, (line, column)) = (one_line(place::file(error.file())), error.position());
        let message = one_line(error.message());
        writeln!(out, "{file}:{line}:{column}: error: {message}")?;
    }
    for finding in &report.outcome.findings {
        let place = Place::of(report.documents, finding.primary().span);
        let Place {
            file, line, column, ..
        } = place;
        let (severity, rule) = (finding.severity(), finding.rule().id());
        let (file, message) = (one_line(file), one_line(finding.message()));
        writeln!(out, "{file}:{line}:{column}: {severity}[{rule}] {message}")?;
    }
    summary::write(report, look, out)
}

/// Text on one line that cannot steer a terminal, whatever it holds.
pub(super) fn one_line(text: &str) -> String {
    safe(text).replace(['\n', '\r', '\t'], " ")
}
