//! What the schema of a kind says against an object.

use crate::document::Span;

/// The classes of violations; each is one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A kind, or a version of it, that the release does not serve.
    UnknownKind,
    /// A field that the schema does not have, which the server drops.
    UnknownField,
    /// A value of another type than the schema has.
    WrongType,
    /// A required field that is not there.
    MissingField,
    /// A value that is not among those that are allowed.
    NotAllowedValue,
    /// A number that is too small or too great, or too few or too many
    /// characters, items or entries.
    OutOfBounds,
    /// A text that is not of the form that it must have.
    MalformedValue,
    /// Two items of a list that must differ.
    DuplicateItem,
}

/// One violation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Which rule tells it.
    pub class: Class,
    /// The smallest node that shows it.
    pub span: Span,
    /// The field, as the API server writes it.
    pub path: String,
    /// What is wrong, readable alone.
    pub message: String,
    /// A few words to stand at the place; may be empty.
    pub label: String,
    /// What to do, in one line.
    pub help: Option<String>,
    /// What to write there instead, if there is one answer.
    pub suggestion: Option<Suggestion>,
    /// The other half of it, with a few words.
    pub related: Option<(Span, String)>,
    /// The paths of fields that are missing because of it: the one that was
    /// meant by a misspelled one.
    pub explains: Vec<String>,
}

impl Violation {
    /// A violation at a place, without help.
    pub(super) fn new(class: Class, span: Span, path: String, message: String) -> Self {
        Self {
            class,
            span,
            path,
            message,
            label: String::new(),
            help: None,
            suggestion: None,
            related: None,
            explains: Vec::new(),
        }
    }

    /// Adds a few words to stand at the place.
    pub(super) fn label(&mut self, text: impl Into<String>) -> &mut Self {
        self.label = text.into();
        self
    }

    /// Says what to do, in one line.
    pub(super) fn help(&mut self, text: impl Into<String>) -> &mut Self {
        self.help = Some(text.into());
        self
    }

    /// Says what to write in place of what is there.
    pub(super) fn suggest(&mut self, text: impl Into<String>) -> &mut Self {
        let (span, text) = (self.span, text.into());
        self.suggestion = Some(Suggestion { span, text });
        self
    }
}

/// A text that puts a violation right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What to replace.
    pub span: Span,
    /// What to write there.
    pub text: String,
}
