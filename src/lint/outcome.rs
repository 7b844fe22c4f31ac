//! What a run found.

use super::finding::Finding;
use super::object::ObjectId;
use super::reporter::Unknown;
use super::severity::Severity;

/// What a run found.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Outcome {
    /// What is wrong, in the order of the documents.
    pub findings: Vec<Finding>,
    /// What is wrong and was accepted, in the same order.
    pub suppressed: Vec<Suppressed>,
    /// What concerns the whole run, in sentences without a full stop.
    pub notes: Vec<String>,
    /// The checks that lacked their input, in the order of the documents.
    pub unknowns: Vec<Unknown>,
    /// What was not judged, or not wholly, in the order of the documents.
    pub passed_over: Vec<PassedOver>,
    /// How much was looked at.
    pub counts: Counts,
}

/// A finding that somebody accepted.
#[derive(Clone, Debug)]
pub struct Suppressed {
    /// What is wrong.
    pub finding: Finding,
    /// Why that is accepted.
    pub reason: String,
}

/// An object that was not judged, or not wholly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassedOver {
    /// The object.
    pub object: ObjectId,
    /// Why.
    pub why: Why,
}

/// Why something was not judged, or not wholly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// No rule or schema is about its kind.
    UnknownKind,
    /// It is the source of a template, not a manifest.
    Template,
    /// It is a part of an object, a patch say: what it holds is checked, what it
    /// lacks is not missed.
    Partial,
}

impl Why {
    /// The name as reports write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnknownKind => "unknown-kind",
            Self::Template => "template",
            Self::Partial => "partial",
        }
    }
}

/// How much was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Documents that are not empty; the items of a list count one each.
    pub documents: usize,
    /// Those of a kind that a rule or schema is about.
    pub known: usize,
}

impl Outcome {
    /// How many findings are of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        let same = |finding: &&Finding| finding.severity == severity;
        self.findings.iter().filter(same).count()
    }

    /// The gravest finding's severity.
    pub fn gravest(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).max()
    }
}
