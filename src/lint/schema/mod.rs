//! The structural check: an object against the schema of its kind, as the API
//! server applies it.
//!
//! The server reads an object in steps, and this follows them: unknown fields
//! are dropped, nulls too where they say nothing, defaults are filled in, then
//! the schema is checked, `metadata` by rules of its own. Where the operator
//! has a mutating webhook the object passes through its Go structs before the
//! check, see [`Kind::rewritten`]. What is not known because of a placeholder
//! is taken to be right. Sources: `k8s.io/apiextensions-apiserver` (pruning,
//! defaulting, validation, list types) and `k8s.io/kube-openapi` (values).

mod at;
mod bounds;
mod format;
mod lists;
mod metadata;
mod missing;
mod names;
mod text;
mod types;
mod unknown;
mod unserved;
mod violation;
mod walk;

#[cfg(test)]
mod tests;

pub use unserved::unserved;
pub use violation::{Class, Suggestion, Violation};

use crate::document::{Document, Node, Span};
use crate::knowledge::kinds::Kind;
use at::At;

/// What the schema of a kind says against a document, in the order of the text.
pub fn check(document: Document<'_>, kind: &Kind) -> Vec<Violation> {
    let mut check = Check {
        kind: *kind,
        dropped: false,
        found: Vec::new(),
    };
    check.object(document.root());
    let mut found = check.found;
    found.sort_by_key(|violation| violation.span);
    found
}

/// The check of one object.
struct Check {
    kind: Kind,
    /// What is looked at is dropped before the schema is checked.
    dropped: bool,
    found: Vec<Violation>,
}

impl Check {
    /// Adds a violation at a place; the rest of it is filled in by the caller.
    fn say(&mut self, class: Class, span: Span, at: &At<'_>, message: String) -> &mut Violation {
        self.found
            .push_mut(Violation::new(class, span, at.path(), message))
    }
}

/// Where to point at for what an object lacks: its key, else its first field.
fn anchor(node: Node<'_>) -> Span {
    node.key_span()
        .or_else(|| node.entries().next().map(|entry| entry.key().span()))
        .unwrap_or_else(|| node.span())
}
