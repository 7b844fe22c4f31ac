//! The walk over an object and its schema, side by side.

use super::at::At;
use super::missing::is_zero_right;
use super::{Check, metadata};
use crate::document::{Entry, Node, Value};
use crate::knowledge::kinds::Schema;

impl Check {
    /// A whole object.
    pub(super) fn object(&mut self, root: Node<'_>) {
        let schema = self.kind.schema();
        let at = At::root(self.kind.name, schema);
        for entry in root.entries() {
            if entry.key().is_unknown() {
                continue;
            }
            let name = entry.name();
            match &*name {
                "apiVersion" | "kind" | "metadata" => {}
                "status" if self.kind.status_dropped => {
                    self.dropped = true;
                    self.field(&entry, &name, &at);
                    self.dropped = false;
                }
                _ => {
                    self.field(&entry, &name, &at);
                }
            }
        }
        for name in schema
            .facts()
            .required
            .iter()
            .filter(|name| **name != "metadata")
        {
            if root.get(name).is_none_or(Node::is_null) {
                self.require(root, name, &at);
            }
        }
        self.scale(root, &at);
        metadata::check(self, root, &at);
    }

    /// A value that is not null.
    pub(super) fn value(&mut self, node: Node<'_>, value: Value<'_>, at: &At<'_>) {
        if !self.is_of_type(node, value, at) {
            return;
        }
        match value {
            Value::Map => self.fields(node, at),
            Value::Seq => self.items(node, at),
            Value::Str(text) => self.text(node, text, at),
            Value::Int(_) | Value::Float(_) => self.number(node, value, at),
            Value::Null | Value::Bool(_) | Value::Unknown => {}
        }
        if !self.dropped && at.schema.facts().has_alternatives() {
            self.alternatives(node, at);
        }
    }

    /// The fields of an object.
    fn fields(&mut self, node: Node<'_>, at: &At<'_>) {
        let required = &at.schema.facts().required;
        // Which of the required fields are there; one bit for each.
        let mut there = 0_u64;
        let mut entries = 0;
        let mut all_known = true;
        for entry in node.entries() {
            if entry.key().is_unknown() {
                all_known = false;
                continue;
            }
            let name = entry.name();
            if self.field(&entry, &name, at) {
                entries += 1;
                there |= required.iter().position(|it| *it == name).map_or(0, bit);
            }
        }
        if self.dropped || !all_known {
            return;
        }
        for (index, name) in required.iter().enumerate() {
            if there & bit(index) == 0 {
                self.require(node, name, at);
            }
        }
        self.written_as_null(node, at);
        self.entries_in_bounds(node, entries, at);
    }

    /// A field and its value. False if the server drops it for being null.
    pub(super) fn field(&mut self, entry: &Entry<'_>, name: &str, at: &At<'_>) -> bool {
        let node = entry.value();
        let value = node.value();
        let Some(schema) = schema_of(at.schema, name) else {
            if !at.schema.facts().preserve {
                self.unknown(entry, name, at);
            }
            return value != Value::Null;
        };
        // A null stands for nothing, or for the default that is put there.
        if value == Value::Null {
            return keeps_null(schema);
        }
        self.value(node, value, &at.field(name, schema));
        true
    }

    /// The items of a list.
    fn items(&mut self, node: Node<'_>, at: &At<'_>) {
        let Some(schema) = at.schema.items() else {
            return;
        };
        let mut count = 0;
        for (index, item) in node.items().enumerate() {
            count += 1;
            let at = at.item(index, schema);
            let value = item.value();
            if value != Value::Null {
                self.value(item, value, &at);
            } else if !keeps_null(schema) && !self.is_filled(schema) {
                self.null_item(item, &at);
            }
        }
        if !self.dropped {
            self.items_in_bounds(node, count, at);
            self.unlike(node, at);
        }
    }

    /// Whether an item that is null becomes a value that the schema takes.
    fn is_filled(&self, schema: Schema) -> bool {
        self.kind.builtin || self.kind.rewritten && is_zero_right(schema)
    }

    /// At least one of the alternatives, and not what is ruled out.
    fn alternatives(&mut self, node: Node<'_>, at: &At<'_>) {
        let mut any_of = at.schema.any_of().peekable();
        if any_of.peek().is_some() && !any_of.any(|schema| self.fits(node, schema, at)) {
            self.no_alternative(node, at);
        }
        if let Some(schema) = at.schema.none_of()
            && self.fits(node, schema, at)
        {
            self.ruled_out(node, schema, at);
        }
    }

    /// Whether a value is right for another schema at the same place.
    fn fits(&self, node: Node<'_>, schema: Schema, at: &At<'_>) -> bool {
        let mut check = Check {
            kind: self.kind,
            dropped: false,
            found: Vec::new(),
        };
        // Such schemas say nothing about fields that they do not name.
        let facts = schema.facts();
        if !check.is_of_type(node, node.value(), &At { schema, ..*at }) {
            return false;
        }
        facts
            .required
            .iter()
            .all(|name| node.get(name).is_some_and(|value| !value.is_null()))
    }
}

/// The schema of a field of an object.
pub(super) fn schema_of(schema: Schema, name: &str) -> Option<Schema> {
    schema.property(name).or_else(|| schema.additional())
}

/// Whether a null is kept there, as it is or as the default.
pub(super) fn keeps_null(schema: Schema) -> bool {
    let facts = schema.facts();
    facts.nullable || facts.default.is_some()
}

/// The bit of a required field. Beyond those of a word, all share the last one:
/// no object requires so many.
fn bit(index: usize) -> u64 {
    1 << index.min(63)
}
