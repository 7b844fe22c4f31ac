//! What keeps a document from being read.

use granit_parser::ErrorKind;

use super::limits;
use super::source::Span;

/// A document, or a whole file, that cannot be read, with the place and the way out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SyntaxError {
    pub(super) name: String,
    pub(super) span: Span,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) document: u32,
    pub(super) kind: SyntaxErrorKind,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl SyntaxError {
    /// The name of the source.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where reading ended, or what Kubernetes refuses.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The line, from 1.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// The column, from 1, in characters.
    pub fn column(&self) -> u32 {
        self.column
    }

    /// The number of the document, as [`super::Document::number`] counts.
    pub fn document(&self) -> u32 {
        self.document
    }

    /// What kind of mistake it is.
    pub fn kind(&self) -> SyntaxErrorKind {
        self.kind
    }

    /// What is wrong, in one line.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it.
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

/// The kinds of mistake that keep a document from being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SyntaxErrorKind {
    /// The grammar of YAML does not allow it.
    Grammar,
    /// Bytes that are not UTF-8.
    Encoding,
    /// A control character, NUL for one.
    ControlCharacter,
    /// A character that Kubernetes takes for a line break and others do not.
    LineBreak,
    /// A tab where only spaces indent.
    Tab,
    /// A `%YAML` or `%TAG` line.
    Directive,
    /// Text on the line of a `---`.
    Separator,
    /// More levels than [`limits::DEPTH`].
    Depth,
    /// A source larger than [`limits::SOURCE_BYTES`].
    Size,
    /// Aliases that stand for more than [`limits::ALIAS_NODES`] or
    /// [`limits::ALIAS_BYTES`], or for themselves.
    Aliases,
    /// An alias without its anchor, or with a name that Kubernetes refuses.
    Anchor,
    /// A key that is a mapping, a sequence or null.
    Key,
    /// A `<<` whose value is not a mapping.
    Merge,
    /// A value that JSON cannot express, or that its tag does not allow.
    Value,
}

/// What a stage of reading has found, before line and column are known.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) kind: SyntaxErrorKind,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Problem {
    pub(super) fn new(
        kind: SyntaxErrorKind,
        range: (u32, u32),
        message: impl Into<String>,
        help: &str,
    ) -> Self {
        Self {
            kind,
            start: range.0,
            end: range.1,
            message: message.into(),
            help: (!help.is_empty()).then(|| help.to_owned()),
        }
    }
}

/// The kind, message and help for an error of the parser.
pub(super) fn grammar(kind: &ErrorKind) -> (SyntaxErrorKind, String, &'static str) {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the parser's list is open; what is not named here keeps its message"
    )]
    let (kind, message, help) = match kind {
        ErrorKind::RecursionLimitExceeded => return too_deep(),
        ErrorKind::DirectiveDisallowed => (
            SyntaxErrorKind::Directive,
            "a directive, which Kubernetes cuts off from its document",
            "remove the line that starts with `%`",
        ),
        ErrorKind::UnknownAnchor => (
            SyntaxErrorKind::Anchor,
            "an alias to an anchor that is not defined",
            "define the anchor above in the same document, or quote the value if the `*` is text",
        ),
        ErrorKind::MissingAnchorOrAliasName => (
            SyntaxErrorKind::Anchor,
            "`*` or `&` without a name",
            "quote the value",
        ),
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar
        | ErrorKind::TabAtBlockScalarStart => (
            SyntaxErrorKind::Tab,
            "a tab where YAML allows only spaces",
            "indent with spaces",
        ),
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => (
            SyntaxErrorKind::Grammar,
            "a quote that is not closed",
            "close the quote",
        ),
        ErrorKind::UnclosedFlowCollection { open } => {
            let message = format!("`{open}` that is not closed");
            return (SyntaxErrorKind::Grammar, message, "close the bracket");
        }
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            let message = format!("`{open}` closed by `{close}`");
            return (SyntaxErrorKind::Grammar, message, "");
        }
        ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping => (
            SyntaxErrorKind::Grammar,
            "a bracket that is not closed",
            "close the bracket",
        ),
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator => (
            SyntaxErrorKind::Grammar,
            "something other than a comma or the closing bracket after a value in brackets",
            "separate values by commas, and quote text that holds brackets or commas",
        ),
        ErrorKind::ExpectedNodeContent => (
            SyntaxErrorKind::Grammar,
            "no value where one must stand",
            "write the value, or quote it if it starts with a sign that YAML uses",
        ),
        ErrorKind::CommentInterceptedScalar => (
            SyntaxErrorKind::Grammar,
            "a comment inside of a text that goes on below it",
            "quote the text, or move the comment",
        ),
        ErrorKind::InvalidBlockScalarIndent | ErrorKind::InvalidQuotedScalarIndent => (
            SyntaxErrorKind::Grammar,
            "a line of a text that is indented less than the text",
            "indent all of its lines alike",
        ),
        ErrorKind::BlockEntryInFlowCollection => (
            SyntaxErrorKind::Grammar,
            "`- ` inside of brackets",
            "separate the items by commas instead",
        ),
        ErrorKind::MisplacedFlowCollectionEnd => (
            SyntaxErrorKind::Grammar,
            "a closing bracket that nothing opened",
            "remove it, or quote the text it belongs to",
        ),
        ErrorKind::UnknownQuotedScalarEscape => (
            SyntaxErrorKind::Grammar,
            "an escape that YAML does not know",
            "write `\\\\` for a backslash, or use single quotes",
        ),
        ErrorKind::MappingValueNotAllowed | ErrorKind::MappingKeyNotAllowed => (
            SyntaxErrorKind::Grammar,
            "a `key: value` where none can stand",
            "check the indentation, or quote the text if the `: ` belongs to it",
        ),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => (
            SyntaxErrorKind::Grammar,
            "a key without its `:`",
            "write `key: value`, or check the indentation",
        ),
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::InvalidIndentation
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::BlockSequenceEntryNotAllowed => (
            SyntaxErrorKind::Grammar,
            "a line that does not fit the indentation around it",
            "align it with its siblings",
        ),
        ErrorKind::CommentNotSeparated
        | ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar => (
            SyntaxErrorKind::Grammar,
            "text directly after a quoted value",
            "put a space before `#`, or quote the whole value",
        ),
        ErrorKind::UnexpectedCharacter { character } => {
            let message = format!("`{}` cannot start a value", character.escape_default());
            return (SyntaxErrorKind::Grammar, message, "quote the value");
        }
        ErrorKind::BomInsideDocument => (
            SyntaxErrorKind::ControlCharacter,
            "a byte order mark inside a document",
            "remove the character U+FEFF",
        ),
        other => return (SyntaxErrorKind::Grammar, other.to_string(), ""),
    };
    (kind, message.to_owned(), help)
}

/// The one text for nesting that is too deep, whoever notices.
pub(super) fn too_deep() -> (SyntaxErrorKind, String, &'static str) {
    (
        SyntaxErrorKind::Depth,
        format!("more than {} levels of nesting", limits::DEPTH),
        "flatten the document; Kubernetes itself stops at 10000 levels",
    )
}
