//! SARIF 2.1.0, for code scanning.
//!
//! The format: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>;
//! what GitHub makes of it:
//! <https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning>.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::line_hash::LineHashes;
use super::place::{self, Place};
use super::{Report, fingerprint};
use crate::document::{Documents, SourceId};
use crate::lint::{DocumentationFormat, Environment, Finding, Label, Level, Rule, Severity, Topic};

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &log(report))?;
    writeln!(out)
}

fn log(report: &Report<'_>) -> Value {
    let findings = &report.outcome.findings;
    let mut rules: Vec<&Rule> = findings.iter().map(Finding::rule).collect();
    rules.sort_by_key(|rule| rule.id());
    rules.dedup_by_key(|rule| rule.id());
    let index =
        |finding: &Finding| rules.binary_search_by_key(&finding.rule().id(), |rule| rule.id());
    let mut hashes = Hashes::default();
    let results = findings
        .iter()
        .zip(fingerprint::all(report))
        .map(|(finding, own)| {
            let mut prints = json!({ "pgspec/v1": own });
            if let Some(hash) = hashes.of(report.documents, finding) {
                insert(&mut prints, "primaryLocationLineHash", json!(hash));
            }
            let mut result = result(report, finding, index(finding).unwrap_or(0));
            insert(&mut result, "partialFingerprints", prints);
            result
        });
    let results: Vec<Value> = results.collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules.iter().map(|one| rule(one)).collect::<Vec<_>>(),
            } },
            "automationDetails": { "id": "pgspec/lint/" },
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": report.errors.is_empty(),
                "toolExecutionNotifications": notifications(report),
            }],
            "results": results,
        }],
    })
}

/// The hashes of the lines of each file that was met.
#[derive(Default)]
struct Hashes(HashMap<SourceId, Option<LineHashes>>);

impl Hashes {
    /// The hash of the line that a finding is on, if the text is a file's own.
    fn of(&mut self, documents: &Documents, finding: &Finding) -> Option<&str> {
        let source = documents.source(finding.primary().span.source());
        let hashes = self.0.entry(source.id()).or_insert_with(|| {
            let is_file = !["-", "<stdin>"].contains(&source.name());
            is_file.then(|| LineHashes::of(source)).flatten()
        });
        let line = Place::of(documents, finding.primary().span).line;
        hashes.as_ref()?.line(line)
    }
}

/// Adds a field to an object.
fn insert(object: &mut Value, key: &str, value: Value) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(key.to_owned(), value);
    }
}

fn rule(rule: &Rule) -> Value {
    let summary = format!("requires that {}", rule.summary());
    let mut tags = vec![rule.family().as_str()];
    if rule.topic().as_str() != rule.family().as_str() {
        tags.push(rule.topic().as_str());
    }
    let mut properties = json!({ "tags": tags, "precision": "very-high" });
    if rule.topic() == Topic::Security {
        insert(
            &mut properties,
            "security-severity",
            json!(security_severity(rule)),
        );
    }
    json!({
        "id": rule.id().as_str(),
        "shortDescription": { "text": summary },
        "fullDescription": { "text": shortened(rule.rationale()) },
        "help": {
            "text": rule.documentation(DocumentationFormat::Text),
            "markdown": rule.documentation(DocumentationFormat::Markdown),
        },
        "helpUri": rule.sources().first().map(|source| source.url),
        "properties": properties,
    })
}

/// How grave a security rule is in production, on the scale from 0 to 10 that
/// code scanning sorts by: from 7 on high, from 4 on medium.
fn security_severity(rule: &Rule) -> &'static str {
    match rule.severities().at(Environment::Prod) {
        Level::Error => "8.0",
        Level::Warning => "5.0",
        Level::Info | Level::Off => "2.0",
    }
}

/// Text that is not longer than GitHub takes for a description.
fn shortened(text: &str) -> &str {
    const LONGEST: usize = 1024;
    if text.len() <= LONGEST {
        return text;
    }
    // Ends with a whole paragraph, or else a whole word.
    let text = text
        .get(..text.floor_char_boundary(LONGEST))
        .unwrap_or_default();
    let end = text
        .rfind("\n\n")
        .or_else(|| text.rfind(char::is_whitespace));
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

fn result(report: &Report<'_>, finding: &Finding, rule: usize) -> Value {
    let text = finding.help_text().map_or_else(
        || finding.message().to_owned(),
        |help| format!("{}; {help}", finding.message()),
    );
    let related = finding.related().iter().enumerate().map(|(index, label)| {
        let mut location = location(report, label);
        insert(&mut location, "id", json!(index + 1));
        insert(&mut location, "message", json!({ "text": label.text }));
        location
    });
    json!({
        "ruleId": finding.rule().id().as_str(),
        "ruleIndex": rule,
        "level": level(finding.severity()),
        "message": { "text": text },
        "locations": [location(report, finding.primary())],
        "relatedLocations": related.collect::<Vec<_>>(),
    })
}

fn location(report: &Report<'_>, label: &Label) -> Value {
    let place = Place::of(report.documents, label.span);
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(place.file), "uriBaseId": "%SRCROOT%" },
        "region": {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        },
    } })
}

fn notifications(report: &Report<'_>) -> Vec<Value> {
    let errors = report.errors.iter();
    errors
        .map(|error| {
            json!({
                "level": "error",
                "message": { "text": error.message() },
                "locations": [{ "physicalLocation": {
                    "artifactLocation": { "uri": uri(place::file(error.file())), "uriBaseId": "%SRCROOT%" },
                    "region": { "startLine": error.position().0, "startColumn": error.position().1 },
                } }],
            })
        })
        .collect()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A relative path as a URI: what a URI cannot hold is percent-encoded.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                uri.push(char::from(byte));
            }
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::{shortened, uri};

    #[test]
    fn what_a_uri_cannot_hold_is_encoded() {
        assert_eq!(uri("deploy/a b#ü.yaml"), "deploy/a%20b%23%C3%BC.yaml");
    }

    #[test]
    fn a_description_ends_where_a_paragraph_does() {
        let text = format!("{}\n\n{}", "a ".repeat(300), "b ".repeat(300));
        assert_eq!(shortened(&text), "a ".repeat(300));
        assert_eq!(shortened("short"), "short");
        assert!(shortened(&"ü".repeat(600)).len() <= 1024);
    }
}
