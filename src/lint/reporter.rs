//! What a rule reports through: bound to the rule and to one object, so that a
//! rule cannot speak for another, or about nothing.

use super::finding::{Finding, Label};
use super::known::Known;
use super::object::{Extent, Object, ObjectId};
use super::place::Place;
use super::rule::{Rule, RuleId};
use super::schema::Violation;
use super::selection::level;
use super::severity::Severity;

use crate::document::Span;

/// Everything that the rules said, in the order in which they said it.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) findings: Vec<Finding>,
    pub(super) unknowns: Vec<Unknown>,
    /// Findings that nobody shall see.
    muted: Vec<Finding>,
}

impl Said {
    /// Adds what was said elsewhere.
    pub(super) fn extend(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.unknowns.extend(other.unknowns);
    }
}

/// A check that lacked its input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unknown {
    /// The object that was to be checked.
    pub object: ObjectId,
    /// The field that would have told, as the API server writes it.
    pub path: Option<String>,
    /// The rule.
    pub rule: RuleId,
    /// Where it would be told.
    pub span: Span,
    /// What is not known, in a few words.
    pub why: String,
}

/// Collects what one rule has to say, about whichever object it is.
#[derive(Debug)]
pub struct Collector<'r> {
    rule: &'static Rule,
    said: &'r mut Said,
}

impl<'r> Collector<'r> {
    pub(super) fn new(rule: &'static Rule, said: &'r mut Said) -> Self {
        Self { rule, said }
    }

    /// Speaks about this object.
    pub fn on(&mut self, object: Object) -> Reporter<'_> {
        Reporter {
            rule: self.rule,
            object: object.id(),
            extent: object.extent,
            severity: level(self.rule, object.environment()).severity(),
            said: self.said,
        }
    }
}

/// Collects what one rule has to say about one object.
#[derive(Debug)]
pub struct Reporter<'r> {
    rule: &'static Rule,
    object: ObjectId,
    extent: Extent,
    severity: Option<Severity>,
    said: &'r mut Said,
}

impl Reporter<'_> {
    /// Adds a finding: what is wrong at the place, and a few words to stand there.
    ///
    /// What a patch lacks is not missed: such a finding goes nowhere.
    pub fn report(
        &mut self,
        place: impl Place,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> &mut Finding {
        let missed_in_patch = place.is_missing() && self.extent == Extent::Partial;
        let finding = Finding {
            rule: self.rule,
            severity: self.severity.unwrap_or(Severity::Info),
            object: self.object,
            message: message.into(),
            primary: Label {
                span: place.span(),
                text: label.into(),
            },
            related: Vec::new(),
            help: None,
            path: place.path(),
            fix: None,
            explains: Vec::new(),
        };
        if self.severity.is_none() || missed_in_patch {
            return self.said.muted.push_mut(finding);
        }
        self.said.findings.push_mut(finding)
    }

    /// Adds what the schema of the kind says.
    pub(super) fn violation(&mut self, violation: Violation) {
        let Violation {
            span,
            path,
            message,
            label,
            help,
            related,
            explains,
            ..
        } = violation;
        let finding = self.report(span, message, label);
        finding.help = help;
        finding.related = related
            .into_iter()
            .map(|(span, text)| Label { span, text })
            .collect();
        finding.explains = explains;
        finding.explains.push(path.clone());
        finding.path = Some(path);
    }

    /// Says that the check lacks its input there, and so neither passes nor fails.
    pub fn unknown(&mut self, place: impl Place, why: impl Into<String>) {
        if self.severity.is_some() {
            self.said.unknowns.push(Unknown {
                object: self.object,
                path: place.path(),
                rule: self.rule.id(),
                span: place.span(),
                why: why.into(),
            });
        }
    }

    /// The value of a field; where nobody can tell, says so.
    pub fn need<T>(&mut self, field: Known<'_, T>) -> Option<T> {
        if field.is_unknown() {
            self.unknown(field.slot(), "its value is not known here");
        }
        field.value()
    }
}
