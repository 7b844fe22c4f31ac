//! The `document` stage: YAML text to a tree with the byte span of every node
//! and the value that Kubernetes sees, and from trees back to text.
//!
//! In come the bytes of files, whatever they hold; out come [`Documents`], and
//! one [`SyntaxError`] for each document that cannot be read. Reading is bounded
//! by [`limits`] in memory, depth and time, expands no alias, and keeps all that
//! a rule may want to point at: keys, values, comments, what merging hides.

mod aliases;
mod arena;
mod comment;
mod convert;
mod decode;
mod emit;
mod governs;
mod handle;
mod judge;
mod layout;
pub mod limits;
mod mapping;
mod node;
mod oddity;
mod parse;
mod path;
mod placeholder;
mod read;
mod refuse;
mod resolve;
mod scalar;
mod source;
mod split;
mod syntax;
mod tabs;
mod tag;
mod templated;
#[cfg(test)]
mod tests;
mod timestamp;
mod tree;

pub use arena::Style;
pub use comment::Comment;
pub use emit::{Emitted, emit};
pub use handle::{Document, DocumentId};
pub use node::{Entry, Node, Value};
pub use oddity::Oddity;
pub use read::{Parsed, parse};
pub use scalar::scalar;
pub use source::{Source, SourceId, Span};
pub use syntax::{SyntaxError, SyntaxErrorKind};
pub use tag::base64;
pub use templated::looks_templated;
pub use tree::{Content, Field, Tree};

/// All sources and documents of a run.
#[derive(Debug, Default)]
pub struct Documents {
    sources: Vec<Source>,
}

impl Documents {
    /// Reads a source. Documents that cannot be read give an error each; the
    /// others are kept.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Vec<SyntaxError> {
        self.push(parse(name, bytes))
    }

    /// Takes what [`parse()`] has read, perhaps in another thread.
    pub fn push(&mut self, parsed: Parsed) -> Vec<SyntaxError> {
        let id = SourceId::new(self.sources.len());
        let (source, errors) = parsed.into_parts(id);
        self.sources.push(source);
        errors
    }

    /// All documents, in the order of their sources and then of the text.
    pub fn iter(&self) -> impl Iterator<Item = Document<'_>> {
        self.sources.iter().flat_map(Source::documents)
    }

    /// A document.
    pub fn get(&self, id: DocumentId) -> Option<Document<'_>> {
        let source = self.sources.get(id.source.index())?;
        source.documents.get(id.index as usize)?;
        Some(Document {
            source,
            index: id.index,
        })
    }

    /// A source. One of another run gives an empty one.
    pub fn source(&self, id: SourceId) -> &Source {
        self.sources.get(id.index()).unwrap_or(&source::EMPTY)
    }

    /// All sources.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.sources.iter()
    }

    /// All comments of all sources, those outside of documents included.
    pub fn comments(&self) -> impl Iterator<Item = Comment<'_>> {
        self.sources.iter().flat_map(Source::comments)
    }
}

impl<'a> IntoIterator for &'a Documents {
    type Item = Document<'a>;
    type IntoIter = Box<dyn Iterator<Item = Document<'a>> + 'a>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}
