//! The end of a report for people: what concerns the whole run, and the count.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::concise::one_line;
use super::place::{self, Place};
use super::{Look, Report, Unknowns};
use crate::lint::{Counts, Severity, Why};

/// Writes notes, what was not judged, and the summary line.
pub(super) fn write(report: &Report<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    if look.unknowns == Unknowns::Shown {
        write_unknowns(report, out)?;
    }
    for name in report.templates {
        let file = one_line(place::file(name));
        writeln!(
            out,
            "note: {file} is a template, and was passed over: lint what it renders"
        )?;
    }
    for note in &report.outcome.notes {
        writeln!(out, "note: {}", one_line(note))?;
    }
    writeln!(out, "{}", line(report))
}

/// What was found, counted, in one line.
fn line(report: &Report<'_>) -> String {
    let outcome = report.outcome;
    let Counts { documents, known } = outcome.counts;
    let mut found = Vec::new();
    if !report.errors.is_empty() {
        found.push(format!(
            "{} in reading",
            count(report.errors.len(), "error")
        ));
    }
    let counted = [
        (Severity::Error, "error"),
        (Severity::Warning, "warning"),
        (Severity::Info, "note"),
    ];
    for (severity, name) in counted {
        let number = outcome.count(severity);
        if number > 0 {
            found.push(count(number, name));
        }
    }
    let found = if found.is_empty() {
        "no findings".to_owned()
    } else {
        found.join(", ")
    };
    let mut line = format!("{found} in {}", count(report.files, "file"));
    let documents_text = count(documents, "document");
    let _ = if known == documents {
        write!(line, " ({documents_text})")
    } else {
        write!(line, " ({documents_text}, {known} of a known kind)")
    };
    if !outcome.suppressed.is_empty() {
        let _ = write!(line, "; {} suppressed", outcome.suppressed.len());
    }
    let partial = outcome
        .passed_over
        .iter()
        .filter(|passed| passed.why == Why::Partial)
        .count();
    if partial > 0 {
        let _ = write!(line, "; {partial} judged as parts of objects");
    }
    if known == 0 && report.errors.is_empty() {
        line.push_str(": NOTHING WAS CHECKED, no document is of a kind that pgspec knows");
    }
    line
}

fn write_unknowns(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for unknown in &report.outcome.unknowns {
        let Place {
            file, line, column, ..
        } = Place::of(report.documents, unknown.span);
        let file = one_line(file);
        let what = unknown
            .path
            .as_deref()
            .map(|path| format!("`{}`: ", one_line(path)));
        let (what, why) = (what.unwrap_or_default(), one_line(&unknown.why));
        writeln!(
            out,
            "{file}:{line}:{column}: unknown[{}] {what}{why}",
            unknown.rule
        )?;
    }
    Ok(())
}

/// A number and what is counted, in the singular or plural.
pub(super) fn count(number: usize, name: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {name}{plural}")
}
