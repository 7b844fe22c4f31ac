//! The schemas of the tables as JSON Schema.

use jsonschema::Validator;
use pgspec::knowledge::kinds::{Kind, Schema, Type};
use serde_json::{Map, Value, json};

/// What the server takes for base64; an empty text is left out of the values.
const BASE64: &str =
    "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$";

/// A judge of whole objects.
pub(crate) fn judge(kind: &Kind) -> Validator {
    let mut schema = translate(kind.schema());
    schema["properties"]["metadata"] = json!({"type": "object"});
    let options = jsonschema::options().should_validate_formats(true);
    options
        .build(&schema)
        .unwrap_or_else(|error| panic!("{error}"))
}

fn translate(schema: Schema) -> Value {
    let facts = schema.facts();
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| {
        out.insert(key.to_owned(), value);
    };
    if facts.int_or_string {
        put("type", json!(["integer", "string"]));
    } else if let Some(kind) = facts.kind {
        put("type", json!(type_name(kind)));
    }
    match facts.format {
        Some(format @ ("date-time" | "uuid")) => put("format", json!(format)),
        Some("byte") => put("pattern", json!(BASE64)),
        _ => {}
    }
    if !facts.choices.is_empty() {
        put("enum", json!(facts.choices));
    }
    if let Some(pattern) = &facts.pattern {
        // The judge has no named classes.
        put(
            "pattern",
            json!(pattern.as_str().replace("[[:print:]]", "[ -~]")),
        );
    }
    let bounds = [
        ("minLength", facts.min_length),
        ("maxLength", facts.max_length),
        ("minItems", facts.min_items),
        ("maxItems", facts.max_items),
        ("minProperties", facts.min_properties),
        ("maxProperties", facts.max_properties),
    ];
    for (key, bound) in bounds {
        if let Some(bound) = bound {
            put(key, json!(bound));
        }
    }
    for (key, bound) in [("minimum", facts.minimum), ("maximum", facts.maximum)] {
        if let Some(bound) = bound {
            put(key, json!(bound));
        }
    }
    // What has a default is never missing.
    let has_default = |name: &&&str| {
        let property = schema.property(name);
        property.is_some_and(|property| property.facts().default.is_some())
    };
    let required: Vec<_> = facts
        .required
        .iter()
        .filter(|name| !has_default(name))
        .collect();
    put("required", json!(required));
    let any_of: Vec<_> = schema.any_of().map(alternative).collect();
    if !any_of.is_empty() {
        put("anyOf", json!(any_of));
    }
    if let Some(schema) = schema.none_of() {
        put("not", alternative(schema));
    }
    if let Some(items) = schema.items() {
        put("items", translate(items));
    }
    let properties = schema
        .properties()
        .map(|(name, child)| (name.to_owned(), translate(child)));
    put("properties", Value::Object(properties.collect()));
    put(
        "additionalProperties",
        match schema.additional() {
            Some(additional) => translate(additional),
            // An unknown field is as bad as any other fault.
            None => json!(facts.preserve),
        },
    );
    Value::Object(out)
}

/// An alternative says nothing about the fields that it does not name.
fn alternative(schema: Schema) -> Value {
    let facts = schema.facts();
    match facts.kind {
        Some(kind) => json!({"type": type_name(kind)}),
        None => json!({"required": facts.required}),
    }
}

fn type_name(kind: Type) -> &'static str {
    match kind {
        Type::Object => "object",
        Type::Array => "array",
        Type::String => "string",
        Type::Integer => "integer",
        Type::Number => "number",
        Type::Boolean => "boolean",
    }
}
