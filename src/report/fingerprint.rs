//! What tells a finding apart from others, and stays when lines move.

use std::collections::HashMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::Report;
use super::place;
use crate::document::Document;
use crate::lint::Finding;

/// A fingerprint for each finding, in their order: of the rule, the object and
/// the field, with a number where those are the same.
pub(super) fn all(report: &Report<'_>) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let findings = report.outcome.findings.iter();
    findings
        .map(|finding| {
            let subject = subject(report, finding);
            let ordinal = seen.entry(subject.clone()).or_default();
            *ordinal += 1;
            let digest = Sha256::digest(format!("{subject}\n{ordinal}"));
            digest
                .iter()
                .take(16)
                .fold(String::new(), |mut text, byte| {
                    let _ = write!(text, "{byte:02x}");
                    text
                })
        })
        .collect()
}

fn subject(report: &Report<'_>, finding: &Finding) -> String {
    let document = place::document(report.documents, finding);
    let part = |of: Option<&str>| of.unwrap_or("").to_owned();
    [
        finding.rule().id().as_str().to_owned(),
        part(document.and_then(Document::group)),
        part(document.and_then(Document::kind)),
        part(document.and_then(Document::namespace)),
        part(document.and_then(Document::name)),
        part(finding.field()),
    ]
    .join("\n")
}
