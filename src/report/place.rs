//! Where something is, as reports name it.

use crate::document::{Document, Documents, Source, Span};
use crate::lint::Finding;

/// A range in a file: lines and columns count from 1, columns in characters,
/// and the end is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place<'a> {
    pub(super) file: &'a str,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) end_line: u32,
    pub(super) end_column: u32,
}

impl<'a> Place<'a> {
    pub(super) fn of(documents: &'a Documents, span: Span) -> Self {
        let source = documents.source(span.source());
        let (line, column) = source.line_col(span.start());
        let (end_line, end_column) = source.line_col(end_of(source, span));
        Self {
            file: file(source.name()),
            line,
            column,
            end_line,
            end_column,
        }
    }
}

/// The end of what is written in a span, without the line break that ends a
/// block: nobody wants the next line marked.
fn end_of(source: &Source, span: Span) -> u32 {
    let text = source.slice(span);
    let blank = text.len() - text.trim_end().len();
    span.end() - u32::try_from(blank).unwrap_or(0)
}

/// The name of a file as reports write it: without a leading `./`, and with
/// slashes wherever the program runs.
pub(super) fn file(name: &str) -> &str {
    name.strip_prefix("./").unwrap_or(name)
}

/// The document that a finding is about.
pub(super) fn document<'a>(documents: &'a Documents, finding: &Finding) -> Option<Document<'a>> {
    documents.get(finding.object().document())
}
