//! A finding: what is wrong, where, and what to do.

use super::object::ObjectId;
use super::rule::{FixSafety, Rule};
use super::severity::Severity;
use crate::document::Span;

/// One mistake in one object. It borrows nothing of the documents, so that it
/// can be sorted, filtered and written freely.
#[derive(Clone, Debug)]
pub struct Finding {
    pub(super) rule: &'static Rule,
    pub(super) severity: Severity,
    pub(super) object: ObjectId,
    pub(super) message: String,
    pub(super) primary: Label,
    pub(super) related: Vec<Label>,
    pub(super) help: Option<String>,
    pub(super) path: Option<String>,
    pub(super) fix: Option<Fix>,
    /// Fields that this mistake explains: whoever misses or judges one of them
    /// tells the same mistake again.
    pub(super) explains: Vec<String>,
}

/// A place, and what it has to do with the finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// A few words; may be empty.
    pub text: String,
}

/// How a finding can be put right by replacing bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Whether it keeps what was meant.
    pub safety: FixSafety,
    /// What it does, in a few words.
    pub title: String,
    /// What to replace with what; the spans do not overlap.
    pub edits: Vec<(Span, String)>,
}

impl Finding {
    /// The rule that speaks.
    pub fn rule(&self) -> &'static Rule {
        self.rule
    }

    /// How grave it is for this object.
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// The object that it is about.
    pub fn object(&self) -> ObjectId {
        self.object
    }

    /// What is wrong, readable alone.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where it is wrong.
    pub fn primary(&self) -> &Label {
        &self.primary
    }

    /// The other halves of it.
    pub fn related(&self) -> &[Label] {
        &self.related
    }

    /// What to do, in one line.
    pub fn help_text(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// The field, as the API server writes it.
    pub fn field(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// How it can be put right.
    pub fn fix(&self) -> Option<&Fix> {
        self.fix.as_ref()
    }

    /// Says what to do, in one line, imperative.
    pub fn help(&mut self, text: impl Into<String>) -> &mut Self {
        self.help = Some(text.into());
        self
    }

    /// Adds the other half of the finding.
    pub fn relate(&mut self, span: Span, text: impl Into<String>) -> &mut Self {
        let text = text.into();
        self.related.push(Label { span, text });
        self
    }

    /// Names the field, where it is not that of the place: the one that is missing.
    pub fn at_field(&mut self, path: impl Into<String>) -> &mut Self {
        self.path = Some(path.into());
        self
    }

    /// Names a field that misses or misleads because of this mistake.
    pub fn explain(&mut self, path: impl Into<String>) -> &mut Self {
        self.explains.push(path.into());
        self
    }

    /// Moves the finding to where its cause was written; the old place becomes related.
    pub fn move_to(&mut self, cause: Label, old_place: impl Into<String>) {
        let old = std::mem::replace(&mut self.primary, cause);
        let text = old_place.into();
        self.related.insert(
            0,
            Label {
                span: old.span,
                text,
            },
        );
        self.fix = None;
    }
}
