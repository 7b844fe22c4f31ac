//! Sources: the files of a run, their text, and places in them.

use std::ops::Range;
use std::sync::OnceLock;

use super::arena::{Arena, CommentData, DocumentData, offset};
use super::comment::Comment;
use super::handle::Document;

/// A source of a run: its place in [`super::Documents`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

impl SourceId {
    pub(super) fn new(index: usize) -> Self {
        Self(offset(index))
    }

    /// The place among all sources of the run, from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A range of bytes in a source. Ordered by source, start, end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    source: SourceId,
    start: u32,
    end: u32,
}

impl Span {
    pub(super) fn new(source: SourceId, start: u32, end: u32) -> Self {
        Self { source, start, end }
    }

    /// The source the bytes are in.
    pub fn source(self) -> SourceId {
        self.source
    }

    /// The first byte.
    pub fn start(self) -> u32 {
        self.start
    }

    /// One past the last byte.
    pub fn end(self) -> u32 {
        self.end
    }

    /// The bytes, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// How many bytes.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether it covers no byte; its place may still mean something.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the other one lies wholly inside this one.
    pub fn contains(self, other: Self) -> bool {
        self.source == other.source && self.start <= other.start && other.end <= self.end
    }
}

/// The text of one file, and what was read from it.
///
/// The text is what the offsets of all spans count in. It is the file's own
/// unless [`Source::is_verbatim`] says otherwise.
#[derive(Debug)]
pub struct Source {
    pub(super) id: SourceId,
    pub(super) name: String,
    pub(super) text: String,
    pub(super) verbatim: bool,
    pub(super) byte_order_mark: bool,
    pub(super) arena: Arena,
    pub(super) documents: Vec<DocumentData>,
    pub(super) comments: Vec<CommentData>,
    pub(super) lines: OnceLock<Vec<u32>>,
}

impl Source {
    /// Which of the sources of the run it is.
    pub fn id(&self) -> SourceId {
        self.id
    }

    /// The name it was given, usually a path.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text, without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the text is byte for byte what the file holds, a byte order
    /// mark aside. It is not where the file was UTF-16, or not UTF-8.
    pub fn is_verbatim(&self) -> bool {
        self.verbatim
    }

    /// Whether the file starts with a byte order mark, which the text lacks.
    pub fn has_byte_order_mark(&self) -> bool {
        self.byte_order_mark
    }

    /// The text of a span of this source; empty if the span is of another.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// A span of this source, moved onto its nearest character boundaries.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.text.floor_char_boundary(range.start);
        let end = self.text.ceil_char_boundary(range.end.max(start));
        Span::new(self.id, offset(start), offset(end))
    }

    /// The line and column of a byte offset, both from 1; columns count characters.
    ///
    /// Lines end as YAML's do: at a line feed, a carriage return, or both.
    pub fn line_col(&self, at: u32) -> (u32, u32) {
        let lines = self.lines.get_or_init(|| line_starts(&self.text));
        let line = lines.partition_point(|start| *start <= at);
        let start = line.checked_sub(1).and_then(|index| lines.get(index));
        let start = start.copied().unwrap_or(0) as usize;
        let end = self.text.floor_char_boundary(at as usize).max(start);
        let before = self.text.get(start..end).unwrap_or_default();
        let column = if before.is_ascii() {
            before.len()
        } else {
            before.chars().count()
        };
        (offset(line.max(1)), offset(column + 1))
    }

    /// The documents, in the order of the text.
    pub fn documents(&self) -> impl Iterator<Item = Document<'_>> {
        (0..offset(self.documents.len())).map(|index| Document {
            source: self,
            index,
        })
    }

    /// All comments, in the order of the text.
    pub fn comments(&self) -> impl Iterator<Item = Comment<'_>> {
        self.comments.iter().map(|data| Comment::new(self, *data))
    }

    /// The byte offset at which a line starts; lines count from 1.
    pub fn line_start(&self, line: u32) -> Option<u32> {
        let lines = self.lines.get_or_init(|| line_starts(&self.text));
        lines.get((line as usize).checked_sub(1)?).copied()
    }
}

/// What [`super::Documents::source`] gives for a source it does not know.
pub(super) static EMPTY: Source = Source {
    id: SourceId(0),
    name: String::new(),
    text: String::new(),
    verbatim: true,
    byte_order_mark: false,
    arena: Arena::EMPTY,
    documents: Vec::new(),
    comments: Vec::new(),
    lines: OnceLock::new(),
};

fn line_starts(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let mut starts = vec![0];
    for (at, byte) in bytes.iter().enumerate() {
        let lone = *byte == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        if *byte == b'\n' || lone {
            starts.push(offset(at + 1));
        }
    }
    starts
}
