//! What can be wrong with a spec.

use std::ops::Range;

/// How many problems are told of at once: more than anyone reads.
pub(super) const MAX_PROBLEMS: usize = 1000;

/// Something wrong with a spec, at its place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    /// The bytes of the spec's text that are wrong.
    pub span: Range<usize>,
    /// What is wrong, readable alone.
    pub message: String,
    /// What the place has to do with it, in a few words.
    pub label: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// Other places that have to do with it, and what.
    pub related: Vec<(Range<usize>, String)>,
}

impl Problem {
    /// A problem at a place.
    pub fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
            label: None,
            help: None,
            related: Vec::new(),
        }
    }

    /// The same with words for its place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// The same with what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with another place that has to do with it.
    #[must_use]
    pub fn related(mut self, span: Range<usize>, message: impl Into<String>) -> Self {
        self.related.push((span, message.into()));
        self
    }
}
