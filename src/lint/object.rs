//! An object of the run: a document, and what the run knows of it.

use super::kind::Kind;
use super::severity::Environment;
use super::slot::Slot;
use crate::document::{Document, DocumentId, Node, Span};
use crate::knowledge::kinds;

/// An object of the run: its place among all documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId {
    index: u32,
    document: DocumentId,
}

impl ObjectId {
    pub(super) fn new(index: usize, document: DocumentId) -> Self {
        Self {
            index: u32::try_from(index).unwrap_or(u32::MAX),
            document,
        }
    }

    /// The place among [`crate::document::Documents::iter`], from 0.
    pub fn index(self) -> usize {
        self.index as usize
    }

    /// The document that the object is.
    pub fn document(self) -> DocumentId {
        self.document
    }
}

/// Whether all of an object is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// What it lacks, it lacks.
    Whole,
    /// It is a patch, or what a test expects: what it lacks may be elsewhere.
    Partial,
}

/// A document, its kind, and what the run knows of it.
#[derive(Clone, Copy, Debug)]
pub struct Object<'a> {
    pub(super) id: ObjectId,
    pub(super) document: Document<'a>,
    pub(super) kind: Option<&'static Kind>,
    /// The kind as the API server of the target has it, if the tables have it.
    pub(super) served: Option<kinds::Kind>,
    pub(super) extent: Extent,
    pub(super) environment: Option<Environment>,
}

impl<'a> Object<'a> {
    /// Its place among all documents of the run.
    pub fn id(self) -> ObjectId {
        self.id
    }

    /// The document.
    pub fn document(self) -> Document<'a> {
        self.document
    }

    /// Whether it is of this kind.
    pub fn is(self, kind: &Kind) -> bool {
        self.kind == Some(kind)
    }

    /// `metadata.name`, unless it is missing or filled in later.
    pub fn name(self) -> Option<&'a str> {
        self.document.name()
    }

    /// `metadata.namespace`, unless it is missing or filled in later.
    pub fn namespace(self) -> Option<&'a str> {
        self.document.namespace()
    }

    /// Whether it is a patch.
    pub fn is_partial(self) -> bool {
        self.extent == Extent::Partial
    }

    /// The environment that it is for, if anyone told.
    pub fn environment(self) -> Option<Environment> {
        self.environment
    }

    /// The environment that it is judged for.
    pub fn judged_as(self) -> Environment {
        self.environment.unwrap_or(Environment::Prod)
    }

    /// The field of this path: `object.slot(&["spec", "instances"])`.
    pub fn slot(self, path: &'static [&'static str]) -> Slot<'a> {
        Slot::new(self, self.document.root(), path)
    }

    /// The annotation of this name.
    pub fn annotation(self, name: &'a str) -> Slot<'a> {
        self.slot(&["metadata", "annotations"]).key(name)
    }

    /// The label of this name.
    pub fn label(self, name: &'a str) -> Slot<'a> {
        self.slot(&["metadata", "labels"]).key(name)
    }

    /// Where to point at when all of the object is meant: its name.
    pub fn grip(self) -> Span {
        let root = self.document.root();
        let name = root.at(&["metadata", "name"]);
        let first = || root.entries().next().map(|entry| entry.key().span());
        name.map(Node::span)
            .or_else(first)
            .unwrap_or_else(|| root.span())
    }
}
