//! What a rendering is told besides the plan.

use std::collections::BTreeMap;

use super::patch::Patch;
use crate::document::{Content, Field, Tree};
use crate::plan::Layout;

/// What a rendering is told besides the plan.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The form of the files.
    pub layout: Layout,
    /// Templates to use instead of the built-in ones, by file name.
    pub templates: BTreeMap<String, String>,
    /// Last words about the objects, the later ones over the earlier.
    pub overrides: Vec<Override>,
}

/// A last word about objects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Override {
    /// The number of its origin.
    pub origin: u32,
    /// The environment; all without it.
    pub environment: Option<String>,
    /// The kind of the objects.
    pub kind: String,
    /// The name of the object; all of the kind without it.
    pub name: Option<String>,
    /// What is merged into them; a value with an origin is the pair
    /// `{"$origin": 7, "$value": 3}`, a map has `$origin` among its keys.
    pub patch: serde_json::Value,
}

impl Override {
    pub(super) fn patch(&self) -> Patch {
        let Self {
            origin,
            environment,
            kind,
            name,
            patch,
        } = self;
        Patch {
            environment: environment.clone(),
            kind: kind.clone(),
            name: name.clone(),
            origin: *origin,
            tree: tree(patch, *origin),
        }
    }
}

/// A tree of a value with origins; `origin` is for what has none of its own.
fn tree(value: &serde_json::Value, origin: u32) -> Tree {
    let serde_json::Value::Object(fields) = value else {
        let tree = match value {
            serde_json::Value::Array(items) => {
                items.iter().map(|item| tree(item, origin)).collect()
            }
            serde_json::Value::Null
            | serde_json::Value::Bool(_)
            | serde_json::Value::Number(_)
            | serde_json::Value::String(_)
            | serde_json::Value::Object(_) => Tree::from(value.clone()),
        };
        return tree.with_origin(origin);
    };
    let own = fields
        .get(ORIGIN)
        .and_then(serde_json::Value::as_u64)
        .and_then(|own| u32::try_from(own).ok());
    let origin = own.unwrap_or(origin);
    if let (Some(value), Some(_)) = (fields.get(VALUE), own) {
        return tree(value, origin);
    }
    let fields = fields
        .iter()
        .filter(|(key, _)| own.is_none() || *key != ORIGIN)
        .map(|(key, value)| {
            let value = tree(value, origin);
            Field {
                key: key.clone(),
                origin: value.origin,
                value,
            }
        })
        .collect();
    Tree::from(Content::Map(fields)).with_origin(origin)
}

/// The key of the origin in a serialized value with an origin.
pub(super) const ORIGIN: &str = "$origin";
/// The key of the value itself.
pub(super) const VALUE: &str = "$value";

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_patch_keeps_the_origins_of_its_values() {
        let patch = json!({ "$origin": 2, "a": { "$origin": 3, "$value": 1 }, "b": { "c": [null, { "$origin": 4, "$value": "x" }] } });
        let tree = tree(&patch, 1);
        assert_eq!(tree.origin, 2);
        assert_eq!(tree.to_json(), json!({ "a": 1, "b": { "c": [null, "x"] } }));
        assert_eq!(tree.get("a").map(|a| a.origin), Some(3));
        assert_eq!(tree.at(&["b", "c"]).map(|c| c.items()[1].origin), Some(4));
    }
}
