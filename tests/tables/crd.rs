//! What a custom resource definition says, reduced to facts.

use serde_json::{Map, Value, json};

/// One kind in one version of its API, as one release serves it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Kind {
    pub group: String,
    pub name: String,
    pub plural: String,
    pub scope: String,
    pub version: String,
    /// The admission webhooks of the operator that read the object: `m` for a
    /// mutating one, `w` if that one writes the object anew, `v` for a
    /// validating one. `None` if that is not known.
    pub webhooks: Option<String>,
    /// The status is a resource of its own, so that what a manifest says of it
    /// is dropped before it is checked.
    pub status: bool,
    /// The field that the scale resource sets.
    pub scale: Option<String>,
}

/// The served versions in a custom resource definition with the facts of their
/// schemas; none for another object.
pub(crate) fn kinds(object: &Value) -> Vec<(Kind, Value)> {
    if object["kind"] != "CustomResourceDefinition" {
        return Vec::new();
    }
    let spec = &object["spec"];
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    spec["versions"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|version| version["served"] == true)
        .map(|version| {
            let kind = Kind {
                group: text(&spec["group"]),
                name: text(&spec["names"]["kind"]),
                plural: text(&spec["names"]["plural"]),
                scope: text(&spec["scope"]),
                version: text(&version["name"]),
                webhooks: None,
                status: version["subresources"]["status"].is_object(),
                scale: version["subresources"]["scale"]["specReplicasPath"]
                    .as_str()
                    .map(|path| path.trim_start_matches('.').to_owned()),
            };
            (kind, facts(&version["schema"]["openAPIV3Schema"]))
        })
        .collect()
}

/// The keys that say nothing about what is accepted.
const PROSE: &[&str] = &[
    "description",
    "title",
    "example",
    "externalDocs",
    "x-kubernetes-map-type",
    // Only server-side apply asks these.
];

/// The keys that stay, under the name they have in the tables, in the order
/// they are written there.
const KEPT: &[(&str, &str)] = &[
    ("type", "type"),
    ("format", "format"),
    ("nullable", "nullable"),
    ("x-kubernetes-int-or-string", "intOrString"),
    ("x-kubernetes-preserve-unknown-fields", "preserve"),
    ("x-kubernetes-embedded-resource", "embedded"),
    ("enum", "enum"),
    ("pattern", "pattern"),
    ("minLength", "minLength"),
    ("maxLength", "maxLength"),
    ("minimum", "minimum"),
    ("maximum", "maximum"),
    ("exclusiveMinimum", "exclusiveMinimum"),
    ("exclusiveMaximum", "exclusiveMaximum"),
    ("multipleOf", "multipleOf"),
    ("minItems", "minItems"),
    ("maxItems", "maxItems"),
    ("uniqueItems", "uniqueItems"),
    ("minProperties", "minProperties"),
    ("maxProperties", "maxProperties"),
    ("required", "required"),
    ("default", "default"),
    ("x-kubernetes-list-type", "list"),
    ("x-kubernetes-list-map-keys", "keys"),
    ("x-kubernetes-validations", "rules"),
];

/// A schema without prose, its keys renamed and in order. Panics at a key that
/// it does not know, lest a new one be lost.
pub(crate) fn facts(schema: &Value) -> Value {
    let mut schema = schema.as_object().expect("a schema is an object").clone();
    if let Some(Value::Array(parts)) = schema.remove("allOf") {
        // A marker on a type and on its field gives the same part twice.
        assert!(parts.iter().all(|part| *part == parts[0]), "{parts:?}");
        schema.extend(parts[0].as_object().unwrap().clone());
    }
    let mut facts = Map::new();
    for (from, to) in KEPT {
        match schema.get(*from) {
            None | Some(Value::Bool(false)) => {}
            // What a list is that says nothing.
            Some(kind) if *from == "x-kubernetes-list-type" && kind == "atomic" => {}
            Some(value) => {
                facts.insert((*to).to_owned(), sorted(value));
            }
        }
    }
    let int_or_string = json!([{"type": "integer"}, {"type": "string"}]);
    match schema.get("anyOf") {
        Some(choices) if facts.contains_key("intOrString") && *choices == int_or_string => {}
        Some(Value::Array(choices)) => {
            let choices = choices.iter().map(self::facts).collect();
            facts.insert("anyOf".to_owned(), Value::Array(choices));
        }
        _ => {}
    }
    for (from, to) in [
        ("not", "not"),
        ("items", "items"),
        ("additionalProperties", "additional"),
    ] {
        if let Some(child) = schema.get(from) {
            facts.insert(to.to_owned(), self::facts(child));
        }
    }
    if let Some(Value::Object(properties)) = schema.get("properties") {
        let mut names: Vec<_> = properties.iter().collect();
        names.sort_by_key(|(name, _)| *name);
        let properties = names
            .into_iter()
            .map(|(name, child)| (name.clone(), self::facts(child)))
            .collect();
        facts.insert("properties".to_owned(), Value::Object(properties));
    }
    for key in schema.keys() {
        let known = KEPT.iter().any(|(from, _)| from == key)
            || PROSE.contains(&key.as_str())
            || [
                "anyOf",
                "not",
                "items",
                "additionalProperties",
                "properties",
            ]
            .contains(&key.as_str());
        assert!(known, "what does `{key}` mean for admission");
    }
    Value::Object(facts)
}

/// Gives the properties of these names that are so another format.
pub(crate) fn mark(schema: &mut Value, names: &[&str], so: &Value, format: &str) {
    match schema {
        Value::Object(entries) => {
            if let Some(Value::Object(properties)) = entries.get_mut("properties") {
                for (name, property) in properties {
                    if names.contains(&name.as_str()) && property == so {
                        *property = json!({"type": so["type"], "format": format});
                    }
                }
            }
            entries
                .values_mut()
                .for_each(|child| mark(child, names, so, format));
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|child| mark(child, names, so, format)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The value with the keys of its objects in order, since YAML and JSON files
/// of the same schema may differ in it.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(sorted).collect(),
        Value::Object(entries) => {
            let mut entries: Vec<_> = entries.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            let entries = entries
                .into_iter()
                .map(|(key, value)| (key.clone(), sorted(value)));
            Value::Object(entries.collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}
