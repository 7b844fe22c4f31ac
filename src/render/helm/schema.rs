//! The schema of a chart's values: what cannot be an object of the chart is
//! refused before it is one.
//!
//! The keys of the chart, the names of its objects and the fields of each are
//! closed, and so are the fields of a kind that the plan knows: `--set
//! cluster.spec.logLevel=debug` is what the chart is for, and a typo in it is
//! refused. Of other kinds, which a template of one's own may write, holds what
//! the chart's own values say about the types of fields.

use serde_json::{Map, Value as Json, json};

use super::group::Group;
use super::json;
use crate::document::{Content, Tree};
use crate::plan::Operator;

/// The schema of a chart, for the values of all its environments, as a JSON document.
pub(super) fn of(name: &str, groups: &[Group], all: &[Tree], operator: &Operator) -> String {
    let mut properties = Map::new();
    for group in groups {
        let known = operator.value_schema(&group.api_version, &group.kind);
        let values = all.iter().filter_map(|values| values.get(&group.key));
        let schema = if group.by_name {
            let objects: Vec<&Tree> = values
                .flat_map(|by_name| by_name.fields().iter().map(|field| &field.value))
                .collect();
            json!({
                "type": "object",
                "propertyNames": { "pattern": "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$" },
                "additionalProperties": object(known, &objects),
            })
        } else {
            object(known, &values.collect::<Vec<_>>())
        };
        properties.insert(group.key.clone(), schema);
    }
    // Helm puts it into the values of every chart.
    properties.insert("global".to_owned(), json!({ "type": "object" }));
    json::pretty(&json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": format!("Values of the chart {name}"),
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    }))
}

/// The schema of an object without its API version and kind.
fn object(known: Option<Map<String, Json>>, objects: &[&Tree]) -> Json {
    let mut properties = Map::new();
    properties.insert("metadata".to_owned(), metadata());
    properties.extend(known.unwrap_or_default());
    for field in objects.iter().flat_map(|object| object.fields()) {
        if !properties.contains_key(&field.key) {
            let values: Vec<&Tree> = objects.iter().filter_map(|o| o.get(&field.key)).collect();
            properties.insert(field.key.clone(), shape(&values));
        }
    }
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    })
}

fn metadata() -> Json {
    let texts = json!({ "type": "object", "additionalProperties": { "type": "string" } });
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "name": { "type": "string" },
            "namespace": { "type": "string" },
            "labels": texts,
            "annotations": texts,
            "finalizers": { "type": "array", "items": { "type": "string" } },
        },
    })
}

/// What values have in common of their types; anything may stand beside.
fn shape(values: &[&Tree]) -> Json {
    let mut types: Vec<&str> = values.iter().map(|value| type_of(value)).collect();
    types.dedup();
    // A quantity or a port may be a number or text.
    let [kind] = types.as_slice() else {
        return json!({});
    };
    match *kind {
        "object" => {
            let mut properties = Map::new();
            for field in values.iter().flat_map(|value| value.fields()) {
                if !properties.contains_key(&field.key) {
                    let inner: Vec<&Tree> = values
                        .iter()
                        .filter_map(|value| value.get(&field.key))
                        .collect();
                    properties.insert(field.key.clone(), shape(&inner));
                }
            }
            json!({ "type": "object", "properties": properties })
        }
        "array" => json!({ "type": "array" }),
        "boolean" => json!({ "type": "boolean" }),
        _ => json!({ "type": ["string", "number"] }),
    }
}

fn type_of(tree: &Tree) -> &'static str {
    match &tree.content {
        Content::Map(_) => "object",
        Content::Seq(_) => "array",
        Content::Bool(_) => "boolean",
        Content::Null => "null",
        Content::Int(_) | Content::Float(_) | Content::Str(_) | Content::Plain(_) => "scalar",
    }
}
