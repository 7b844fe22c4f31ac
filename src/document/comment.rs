//! Comments, and what each is about.

use super::Document;
use super::arena::{CommentData, offset};
use super::source::{Source, Span};

/// A comment.
#[derive(Clone, Copy, Debug)]
pub struct Comment<'a> {
    source: &'a Source,
    data: CommentData,
}

impl<'a> Comment<'a> {
    pub(super) fn new(source: &'a Source, data: CommentData) -> Self {
        Self { source, data }
    }

    /// From the `#` to the end of the line.
    pub fn span(&self) -> Span {
        Span::new(self.source.id, self.data.start, self.data.end)
    }

    /// What stands after the `#`, without the blanks around it.
    pub fn text(&self) -> &'a str {
        let text = self.source.slice(self.span());
        text.trim_start_matches('#').trim()
    }

    /// Whether something else stands before it on its line.
    pub fn is_trailing(&self) -> bool {
        let text = &self.source.text;
        let before = text.get(..self.data.start as usize).unwrap_or_default();
        let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
        !line.trim().is_empty() && !line.starts_with("---")
    }

    /// What the comment is about, for comments that give orders:
    ///
    /// - after something on the same line: that line, and the whole value of
    ///   every key on it;
    /// - on its own line above a key or an item, other comments and blank lines
    ///   between them aside: the whole of that entry or item;
    /// - before everything else in a document, or on the line of its `---`:
    ///   the document;
    /// - after everything else: nothing, which is an empty span.
    pub fn governs(&self) -> Span {
        let document = self.document();
        super::governs::governed(self.source, document, self.data.start, self.is_trailing())
    }

    /// Where it counts as standing among keys and items: one behind something
    /// counts as standing before its line.
    pub(super) fn place(&self) -> u32 {
        if !self.is_trailing() {
            return self.data.start;
        }
        let before = self.source.text.get(..self.data.start as usize);
        let line = before.and_then(|before| before.rfind(['\n', '\r']));
        line.map_or(0, |at| offset(at + 1))
    }

    /// The YAML document it is in; of a list the list's first item.
    pub fn document(&self) -> Option<Document<'a>> {
        let at = self.data.start;
        let inside = |chunk: (u32, u32)| chunk.0 <= at && at < chunk.1;
        // Documents stand in order, so that the first one that ends later is it.
        let documents = &self.source.documents;
        let index = documents.partition_point(|document| document.chunk.1 <= at);
        let document = documents.get(index)?;
        inside(document.chunk).then(|| Document {
            source: self.source,
            index: offset(index),
        })
    }
}
