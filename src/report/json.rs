//! The report for programs, `schema_version` 1: fields are added, never removed
//! or renamed.

use std::io::{self, Write};

use serde::Serialize;

use super::Report;
use super::place::{self, Place};
use crate::document::Document;
use crate::lint::{Finding, Fix, Severity, Why};

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &json(report))?;
    writeln!(out)
}

#[derive(Serialize)]
struct Json<'a> {
    schema_version: u32,
    tool: Tool,
    target: Target,
    summary: Summary,
    findings: Vec<JsonFinding<'a>>,
    notes: &'a [String],
    suppressed: Vec<Suppressed<'a>>,
    passed_over: Vec<PassedOver<'a>>,
    errors: Vec<JsonError<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Target {
    operator: String,
    plugin: String,
    kubernetes: String,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    documents: usize,
    known: usize,
    error: usize,
    warning: usize,
    info: usize,
    suppressed: usize,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'static str,
    family: &'static str,
    topic: &'static str,
    severity: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    file: &'a str,
    document: u32,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    path: Option<&'a str>,
    resource: Resource<'a>,
    related: Vec<Related<'a>>,
    fix: Option<JsonFix<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Resource<'a> {
    api_version: Option<&'a str>,
    kind: Option<&'a str>,
    namespace: Option<&'a str>,
    name: Option<&'a str>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    file: &'a str,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    safety: &'static str,
    title: &'a str,
}

#[derive(Serialize)]
struct Suppressed<'a> {
    #[serde(flatten)]
    finding: JsonFinding<'a>,
    reason: &'a str,
}

#[derive(Serialize)]
struct PassedOver<'a> {
    file: &'a str,
    document: u32,
    why: &'static str,
}

#[derive(Serialize)]
struct JsonError<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    message: &'a str,
}

fn json<'a>(report: &Report<'a>) -> Json<'a> {
    let outcome = report.outcome;
    Json {
        schema_version: 1,
        tool: Tool {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        },
        target: Target {
            operator: report.target.operator.as_str().to_owned(),
            plugin: report.target.plugin_text(),
            kubernetes: report.target.kubernetes.as_str().to_owned(),
        },
        summary: Summary {
            files: report.files,
            documents: outcome.counts.documents,
            known: outcome.counts.known,
            error: outcome.count(Severity::Error),
            warning: outcome.count(Severity::Warning),
            info: outcome.count(Severity::Info),
            suppressed: outcome.suppressed.len(),
        },
        findings: outcome
            .findings
            .iter()
            .map(|one| finding(report, one))
            .collect(),
        notes: &outcome.notes,
        suppressed: suppressed(report),
        passed_over: passed_over(report),
        errors: errors(report),
    }
}

fn finding<'a>(report: &Report<'a>, finding: &'a Finding) -> JsonFinding<'a> {
    let documents = report.documents;
    let rule = finding.rule();
    let document = place::document(documents, finding);
    let place = Place::of(documents, finding.primary().span);
    let related = finding.related().iter().map(|label| {
        let place = Place::of(documents, label.span);
        Related {
            message: &label.text,
            file: place.file,
            line: place.line,
            column: place.column,
        }
    });
    JsonFinding {
        rule: rule.id().as_str(),
        family: rule.family().as_str(),
        topic: rule.topic().as_str(),
        severity: finding.severity().as_str(),
        message: finding.message(),
        help: finding.help_text(),
        file: place.file,
        document: document.map_or(0, Document::number),
        line: place.line,
        column: place.column,
        end_line: place.end_line,
        end_column: place.end_column,
        path: finding.field(),
        resource: resource(document),
        related: related.collect(),
        fix: finding.fix().map(fix),
    }
}

fn resource(document: Option<Document<'_>>) -> Resource<'_> {
    Resource {
        api_version: document.and_then(Document::api_version),
        kind: document.and_then(Document::kind),
        namespace: document.and_then(Document::namespace),
        name: document.and_then(Document::name),
    }
}

fn fix(fix: &Fix) -> JsonFix<'_> {
    JsonFix {
        safety: fix.safety.as_str(),
        title: &fix.title,
    }
}

fn suppressed<'a>(report: &Report<'a>) -> Vec<Suppressed<'a>> {
    let all = report.outcome.suppressed.iter();
    all.map(|suppressed| Suppressed {
        finding: finding(report, &suppressed.finding),
        reason: &suppressed.reason,
    })
    .collect()
}

fn passed_over<'a>(report: &Report<'a>) -> Vec<PassedOver<'a>> {
    let documents = report.outcome.passed_over.iter().filter_map(|passed| {
        let document = report.documents.get(passed.object.document())?;
        Some(PassedOver {
            file: place::file(document.source().name()),
            document: document.number(),
            why: passed.why.as_str(),
        })
    });
    let files = report.templates.iter().map(|name| PassedOver {
        file: place::file(name),
        document: 0,
        why: Why::Template.as_str(),
    });
    documents.chain(files).collect()
}

fn errors<'a>(report: &Report<'a>) -> Vec<JsonError<'a>> {
    let errors = report.errors.iter();
    errors
        .map(|error| JsonError {
            file: place::file(error.file()),
            line: error.position().0,
            column: error.position().1,
            message: error.message(),
        })
        .collect()
}
