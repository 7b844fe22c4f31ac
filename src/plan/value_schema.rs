//! What the values of a chart may say of an object, as a JSON Schema: what the
//! API server of the target release has fields for.

use serde_json::{Map, Value, json};

use super::Operator;
use crate::knowledge::kinds::{self, Lookup, Release, Schema, Target, Type};

/// How many levels of objects are closed below a field such as `spec`, itself
/// included: a typo in `spec.storage.size` is found. What is deeper is open, since
/// most of it are the pods of Kubernetes, whose schema would fill the chart.
const DEPTH: usize = 2;

/// Fields that are no values: the chart's templates write the first two, and the
/// server the third. What metadata may say is the same for every kind.
const NOT_VALUES: [&str; 4] = ["apiVersion", "kind", "status", "metadata"];

impl Operator {
    /// The schema of each field that an object of a kind has besides metadata, for
    /// JSON Schema draft-07; `None` if the kind is not known. Nothing is required:
    /// values may come from several files.
    pub fn value_schema(&self, api_version: &str, kind: &str) -> Option<Map<String, Value>> {
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        let (major, minor) = self.version.value.release();
        let target = Target {
            operator: Some(Release {
                major,
                minor,
                patch: self.version.value.patch(),
            }),
            plugin: None,
        };
        let Lookup::Known(known) = kinds::lookup(group, version, kind, &target) else {
            return None;
        };
        let fields = known.schema().properties();
        let values = fields.filter(|(name, _)| !NOT_VALUES.contains(name));
        Some(
            values
                .map(|(name, schema)| (name.to_owned(), value(schema, DEPTH)))
                .collect(),
        )
    }
}

fn value(schema: Schema, depth: usize) -> Value {
    let facts = schema.facts();
    if facts.int_or_string {
        return json!({ "type": ["number", "string"] });
    }
    match facts.kind {
        Some(Type::Object) => object(schema, depth),
        Some(Type::Array) => match schema.items() {
            Some(items) if depth > 0 => json!({ "type": "array", "items": value(items, depth) }),
            _ => json!({ "type": "array" }),
        },
        Some(Type::String) if !facts.choices.is_empty() => {
            json!({ "type": "string", "enum": choices(schema) })
        }
        Some(Type::String) => json!({ "type": "string" }),
        Some(Type::Integer) => bounded("integer", schema),
        Some(Type::Number) => bounded("number", schema),
        Some(Type::Boolean) => json!({ "type": "boolean" }),
        None => json!({}),
    }
}

fn object(schema: Schema, depth: usize) -> Value {
    let mut told = Map::from_iter([("type".to_owned(), json!("object"))]);
    if depth == 0 || schema.facts().preserve {
        return told.into();
    }
    let properties: Map<String, Value> = schema
        .properties()
        .map(|(name, schema)| (name.to_owned(), value(schema, depth - 1)))
        .collect();
    if let Some(additional) = schema.additional() {
        told.insert(
            "additionalProperties".to_owned(),
            value(additional, depth - 1),
        );
    } else if !properties.is_empty() {
        told.insert("additionalProperties".to_owned(), json!(false));
    }
    if !properties.is_empty() {
        told.insert("properties".to_owned(), properties.into());
    }
    told.into()
}

/// The choices, which the tables keep as JSON.
fn choices(schema: Schema) -> Value {
    let choices = schema.facts().choices.iter();
    choices.map(|choice| Value::from(choice.as_ref())).collect()
}

fn bounded(kind: &str, schema: Schema) -> Value {
    let facts = schema.facts();
    let mut told = Map::from_iter([("type".to_owned(), json!(kind))]);
    for (key, bound) in [("minimum", facts.minimum), ("maximum", facts.maximum)] {
        #[expect(clippy::cast_possible_truncation, reason = "whole, as is checked")]
        if let Some(bound) = bound.filter(|bound| bound.fract() == 0.0 && bound.abs() < 1e15) {
            told.insert(key.to_owned(), json!(bound as i64));
        }
    }
    told.into()
}

#[cfg(test)]
mod tests {
    use super::super::ledger::Ledger;
    use super::*;
    use crate::spec::{Origins, Target};

    fn schema(api_version: &str, kind: &str) -> Option<Map<String, Value>> {
        let mut ledger = Ledger::new(Origins::default());
        Operator::of(&mut ledger, &Target::default()).value_schema(api_version, kind)
    }

    #[test]
    fn the_fields_of_a_kind_are_closed_and_typed() {
        let cluster = schema("postgresql.cnpg.io/v1", "Cluster").unwrap();
        assert_eq!(cluster.keys().collect::<Vec<_>>(), ["spec"]);
        let spec = &cluster["spec"];
        assert_eq!(spec["additionalProperties"], json!(false));
        assert_eq!(
            spec["properties"]["instances"],
            json!({ "type": "integer", "minimum": 1 })
        );
        let storage = &spec["properties"]["storage"];
        assert_eq!(storage["additionalProperties"], json!(false));
        assert_eq!(
            storage["properties"]["pvcTemplate"],
            json!({ "type": "object" })
        );
    }

    #[test]
    fn a_kind_that_nobody_knows_has_no_schema() {
        assert_eq!(schema("example.com/v1", "Cluster"), None);
    }
}
