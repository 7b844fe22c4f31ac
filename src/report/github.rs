//! Annotations of GitHub Actions, by workflow commands.
//!
//! The format and its escapes: <https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions>.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::excerpt::safe;
use super::place::{self, Place};
use super::summary;
use super::{Look, Report};
use crate::lint::{Finding, Severity};

pub(super) fn write(report: &Report<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    // Only the first ten of each command are shown, so the gravest come first.
    let mut findings: Vec<&Finding> = report.outcome.findings.iter().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity()));
    for error in report.errors {
        let (file, (line, column)) = (property(place::file(error.file())), error.position());
        let message = data(error.message());
        writeln!(
            out,
            "::error file={file},line={line},col={column},title=pgspec::{message}"
        )?;
    }
    for finding in findings {
        writeln!(out, "{}", annotation(report, finding))?;
    }
    summary::write(report, look, out)
}

fn annotation(report: &Report<'_>, finding: &Finding) -> String {
    let place = Place::of(report.documents, finding.primary().span);
    let command = match finding.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let mut text = format!(
        "::{command} file={},line={}",
        property(place.file),
        place.line
    );
    // Columns count only where the annotation is on one line.
    if place.line == place.end_line {
        let _ = write!(text, ",col={},endColumn={}", place.column, place.end_column);
    } else {
        let _ = write!(text, ",endLine={}", place.end_line);
    }
    let _ = write!(text, ",title={}::", property(finding.rule().id().as_str()));
    text.push_str(&data(finding.message()));
    if let Some(help) = finding.help_text() {
        text.push_str(&data(&format!("\nhelp: {help}")));
    }
    text
}

/// Text of a message, so that it cannot end the command.
fn data(text: &str) -> String {
    safe(text)
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Text of a property, so that it cannot end the property or the command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn nothing_in_a_value_ends_a_command() {
        assert_eq!(data("100%\r\n::error::x"), "100%25%0D%0A::error::x");
        assert_eq!(property("a:b,c"), "a%3Ab%2Cc");
    }
}
