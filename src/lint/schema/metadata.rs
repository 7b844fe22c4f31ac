//! `metadata`: the same for all kinds, decoded by the server itself and then
//! checked by rules of its own.

use super::at::{At, Step};
use super::names::{self, Sort};
use super::text::shown;
use super::{Check, Class};
use crate::document::{Node, Value};
use crate::knowledge::kinds;

/// The most bytes of all annotations together.
const ANNOTATIONS: usize = 256 * 1024;

/// What the server says against the metadata of an object.
pub(super) fn check(check: &mut Check, root: Node<'_>, at: &At<'_>) {
    let metadata = root.get("metadata").filter(|metadata| !metadata.is_null());
    let Some(schema) = kinds::object_meta() else {
        return;
    };
    let at = at.field("metadata", schema);
    let Some(metadata) = metadata else {
        check.without_name(root.get("kind").unwrap_or(root), &at);
        return;
    };
    if metadata.is_unknown() {
        return;
    }
    // The server decodes it into a Go struct, whatever the kind.
    let kind = check.kind;
    check.kind.builtin = true;
    check.kind.rewritten = false;
    check.kind.decoded_first = false;
    check.kind.decoded = true;
    check.value(metadata, metadata.value(), &at);
    check.kind = kind;
    if metadata.is_map() {
        check.names(metadata, &at);
        check.labels(metadata, &at);
        check.annotations(metadata, &at);
        check.finalizers(metadata, &at);
        check.owners(metadata, &at);
    }
}

impl Check {
    fn without_name(&mut self, place: Node<'_>, at: &At<'_>) {
        let message = format!("the {} has no name", self.kind.name);
        let violation = self.say(Class::MissingField, super::anchor(place), at, message);
        violation.path = at.path_of("name");
        violation.label("without a name");
        violation.help("add `name:` to its `metadata`");
    }

    fn names(&mut self, metadata: Node<'_>, at: &At<'_>) {
        let sort = Sort::of(self.kind.group, self.kind.name);
        let text = |field: &str| metadata.get(field).filter(|node| !node.is_null());
        let (name, prefix) = (text("name"), text("generateName"));
        let is_empty =
            |node: Option<Node<'_>>| node.is_none_or(|node| node.value() == Value::Str(""));
        if is_empty(name) && is_empty(prefix) {
            let keys_known = metadata.entries().all(|entry| !entry.key().is_unknown());
            if keys_known {
                self.without_name(name.unwrap_or(metadata), at);
            }
            return;
        }
        self.name(name, "name", sort, at);
        if let Some(prefix) = prefix
            && let Value::Str(text) = prefix.value()
            && !text.is_empty()
            && !sort.fits(&format!("{}a", text.trim_end_matches('-')))
        {
            self.invalid_name(prefix, "generateName", sort, at);
        }
        if self.kind.namespaced {
            self.name(text("namespace"), "namespace", Sort::Label, at);
        }
    }

    fn name(&mut self, node: Option<Node<'_>>, field: &str, sort: Sort, at: &At<'_>) {
        if let Some(node) = node
            && let Value::Str(text) = node.value()
            && !text.is_empty()
            && !sort.fits(text)
        {
            self.invalid_name(node, field, sort, at);
        }
    }

    fn invalid_name(&mut self, node: Node<'_>, field: &str, sort: Sort, at: &At<'_>) {
        let text = node.text().unwrap_or_default();
        let what = if field == "namespace" {
            "a namespace"
        } else {
            "a name"
        };
        let message = format!("`{}` is not {what} that Kubernetes takes", shown(text));
        let violation = self.say(Class::MalformedValue, node.span(), at, message);
        violation.path = at.path_of(field);
        violation.help(sort.help());
        let repaired = names::repaired(text, sort);
        if let Some(repaired) = repaired {
            violation.suggest(repaired);
        }
    }

    fn labels(&mut self, metadata: Node<'_>, at: &At<'_>) {
        let Some(labels) = metadata.get("labels") else {
            return;
        };
        for entry in labels.entries().filter(|entry| !entry.key().is_unknown()) {
            let name = entry.name();
            self.key(&name, &name, entry.key(), "labels", at);
            if let Value::Str(text) = entry.value().value()
                && !names::is_value(text)
            {
                let message = format!("`{}` is not the value of a label", shown(text));
                let span = entry.value().span();
                let violation = self.say(Class::MalformedValue, span, at, message);
                violation.path = At {
                    step: Step::Field("labels"),
                    up: Some(at),
                    ..*at
                }
                .path_of(&name);
                violation.help(
                    "write letters, digits, `-`, `_` and `.`, at most 63 of them; else make it an annotation"
                        .to_owned(),
                );
            }
        }
    }

    fn annotations(&mut self, metadata: Node<'_>, at: &At<'_>) {
        let Some(annotations) = metadata.get("annotations") else {
            return;
        };
        let mut size = 0;
        for entry in annotations
            .entries()
            .filter(|entry| !entry.key().is_unknown())
        {
            let name = entry.name();
            size += name.len() + entry.value().text().map_or(0, str::len);
            if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
                self.key(
                    &name,
                    &name.to_ascii_lowercase(),
                    entry.key(),
                    "annotations",
                    at,
                );
            } else {
                self.key(&name, &name, entry.key(), "annotations", at);
            }
        }
        if size > ANNOTATIONS {
            let message = format!("the annotations have {size} bytes, of {ANNOTATIONS} allowed");
            let violation = self.say(Class::OutOfBounds, super::anchor(annotations), at, message);
            violation.path = at.path_of("annotations");
        }
    }

    /// The key of a label or annotation, given as it is checked too.
    fn key(&mut self, name: &str, checked: &str, key: Node<'_>, field: &str, at: &At<'_>) {
        if names::is_qualified(checked) {
            return;
        }
        let what = field.trim_end_matches('s');
        let article = if what == "annotation" { "an" } else { "a" };
        let message = format!("`{}` is not the name of {article} {what}", shown(name));
        let violation = self.say(Class::MalformedValue, key.span(), at, message);
        violation.path = At {
            step: Step::Field(field),
            up: Some(at),
            ..*at
        }
        .path_of(name);
        violation.help("write `name` or `example.com/name`: letters, digits, `-`, `_` and `.`, at most 63 of them");
    }

    fn finalizers(&mut self, metadata: Node<'_>, at: &At<'_>) {
        let Some(finalizers) = metadata.get("finalizers") else {
            return;
        };
        for item in finalizers.items() {
            if let Value::Str(text) = item.value()
                && !names::is_qualified(text)
            {
                let message = format!("`{}` is not the name of a finalizer", shown(text));
                let violation = self.say(Class::MalformedValue, item.span(), at, message);
                violation.path = at.path_of("finalizers");
                violation.help("write `example.com/name`");
            }
        }
    }

    fn owners(&mut self, metadata: Node<'_>, at: &At<'_>) {
        let Some(owners) = metadata.get("ownerReferences") else {
            return;
        };
        let Some(list) = at.schema.property("ownerReferences") else {
            return;
        };
        let Some(schema) = list.items() else { return };
        let list = at.field("ownerReferences", list);
        for (index, owner) in owners
            .items()
            .enumerate()
            .filter(|(_, owner)| owner.is_map())
        {
            let at = list.item(index, schema);
            for name in ["apiVersion", "kind", "name", "uid"] {
                let value = owner.get(name);
                if value.is_none_or(|value| matches!(value.value(), Value::Null | Value::Str(""))) {
                    self.lacks(owner, name, &at);
                }
            }
        }
    }
}
