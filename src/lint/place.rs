//! Places that a finding can be about.

use super::known::Known;
use super::object::Object;
use super::slot::Slot;
use crate::document::{Node, Span};

/// A place that a finding can be about.
pub trait Place {
    /// Where to point at.
    fn span(&self) -> Span;

    /// The path of the field, as the API server writes it.
    fn path(&self) -> Option<String>;

    /// Whether something is missing there, rather than wrong.
    fn is_missing(&self) -> bool;
}

impl<P: Place> Place for &P {
    fn span(&self) -> Span {
        (*self).span()
    }

    fn path(&self) -> Option<String> {
        (*self).path()
    }

    fn is_missing(&self) -> bool {
        (*self).is_missing()
    }
}

impl Place for Slot<'_> {
    fn span(&self) -> Span {
        Slot::span(*self)
    }

    fn path(&self) -> Option<String> {
        Some(Slot::path(*self))
    }

    fn is_missing(&self) -> bool {
        self.node().is_none()
    }
}

impl<T> Place for Known<'_, T> {
    fn span(&self) -> Span {
        self.slot.span()
    }

    fn path(&self) -> Option<String> {
        Some(self.slot.path())
    }

    fn is_missing(&self) -> bool {
        Place::is_missing(&self.slot)
    }
}

impl Place for Node<'_> {
    fn span(&self) -> Span {
        Node::span(*self)
    }

    fn path(&self) -> Option<String> {
        Some(Node::path(*self))
    }

    fn is_missing(&self) -> bool {
        false
    }
}

impl Place for Span {
    fn span(&self) -> Span {
        *self
    }

    fn path(&self) -> Option<String> {
        None
    }

    fn is_missing(&self) -> bool {
        false
    }
}

impl Place for Object<'_> {
    fn span(&self) -> Span {
        self.grip()
    }

    fn path(&self) -> Option<String> {
        None
    }

    fn is_missing(&self) -> bool {
        false
    }
}

/// The key of a field: for one that should not be there, whatever it holds.
#[derive(Clone, Copy, Debug)]
pub struct Key<'a>(pub Node<'a>);

impl Place for Key<'_> {
    fn span(&self) -> Span {
        self.0.key_span().unwrap_or_else(|| self.0.span())
    }

    fn path(&self) -> Option<String> {
        Some(self.0.path())
    }

    fn is_missing(&self) -> bool {
        false
    }
}
