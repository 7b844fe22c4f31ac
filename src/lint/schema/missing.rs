//! Required fields that are not there.

use super::at::At;
use super::{Check, Class, anchor};
use crate::document::Node;
use crate::knowledge::kinds::{Schema, Type};

impl Check {
    /// A field that must be there and is not, unless a default is filled in.
    pub(super) fn require(&mut self, node: Node<'_>, name: &str, at: &At<'_>) {
        if let Some(schema) = at.schema.property(name) {
            let filled = schema.facts().default.is_some();
            let written = self.kind.rewritten && !is_omitted(name, at.schema);
            if filled || written && is_zero_right(schema) {
                return;
            }
        }
        self.lacks(node, name, at);
    }

    /// Says that a field is missing.
    pub(super) fn lacks(&mut self, node: Node<'_>, name: &str, at: &At<'_>) {
        let whose = at.name();
        let message = format!("`{name}` is missing from {whose}");
        let violation = self.say(Class::MissingField, anchor(node), at, message);
        violation.path = at.path_of(name);
        violation.label(format!("without `{name}`"));
        violation.help(match at.schema.property(name) {
            Some(schema) => format!("add `{name}:` with {}", super::types::wanted(schema)),
            None => format!("add `{name}:`"),
        });
    }
}

impl Check {
    /// An optional field that is written as null where it lacks, when the
    /// object is written anew: the server refuses that.
    pub(super) fn written_as_null(&mut self, node: Node<'_>, at: &At<'_>) {
        if !self.kind.rewritten || self.dropped {
            return;
        }
        let Some(name) = field_written_as_null(at.schema) else {
            return;
        };
        if node.get(name).is_none_or(Node::is_null) {
            self.lacks(node, name, at);
        }
    }
}

/// Whether Go omits a field where it lacks although it is required.
///
/// Of those that a cluster can have, only `PodCertificateProjection` of
/// `k8s.io/api/core/v1` has such fields.
fn is_omitted(name: &str, of: Schema) -> bool {
    const FIELDS: &[&str] = &["keyType", "signerName"];
    FIELDS.contains(&name)
        && FIELDS
            .iter()
            .all(|field| of.facts().required.contains(field))
}

/// The field of an object that Go does not omit although it is optional.
///
/// There are two of them in `k8s.io/api/core/v1`: `apiGroup` of the references
/// to objects of any kind, and `sources` of projected volumes.
fn field_written_as_null(schema: Schema) -> Option<&'static str> {
    let optional =
        |name| schema.property(name).is_some() && !schema.facts().required.contains(&name);
    let reference = ["kind", "name"]
        .iter()
        .all(|name| schema.facts().required.contains(name));
    if reference && optional("apiGroup") {
        return Some("apiGroup");
    }
    (optional("sources") && optional("defaultMode")).then_some("sources")
}

/// Whether the zero value, which Go writes for a required field that lacks, is
/// one that the schema takes.
///
/// Lists and maps are written as null, which no required field may be. An
/// object is written with the zero values of its own required fields.
pub(super) fn is_zero_right(schema: Schema) -> bool {
    let facts = schema.facts();
    match facts.kind {
        Some(Type::String) => {
            facts.choices.is_empty()
                && facts.min_length.is_none_or(|least| least == 0)
                && facts
                    .pattern
                    .as_ref()
                    .is_none_or(|pattern| pattern.is_match(""))
                && facts.format.is_none()
        }
        Some(Type::Integer | Type::Number) => {
            facts.minimum.is_none_or(|least| least <= 0.0)
                && facts.maximum.is_none_or(|most| most >= 0.0)
        }
        Some(Type::Boolean) | None => true,
        Some(Type::Array) => false,
        Some(Type::Object) if schema.additional().is_some() => false,
        Some(Type::Object) if field_written_as_null(schema).is_some() => false,
        Some(Type::Object) => facts.required.iter().all(|name| {
            let field = schema.property(name);
            field.is_none_or(is_zero_right)
        }),
    }
}
