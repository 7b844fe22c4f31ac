//! The JSON Schema of a spec.

use std::sync::LazyLock;

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use super::file::File;

/// The JSON Schema of a spec, draft-07, as editors read it: what [`schema`] makes,
/// as it is committed.
pub const SCHEMA: &str = include_str!("../../schemas/pgspec.schema.json");

/// The schema that specs are checked against. It is read from its text, since to
/// make it takes ten times as long.
pub(super) static CHECKED: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(SCHEMA).unwrap_or_default());

/// Whether a key is one of the settings.
pub(super) fn is_setting(key: &str) -> bool {
    let pointer = "/definitions/Settings/properties";
    let settings = CHECKED.pointer(pointer).and_then(Value::as_object);
    settings.is_some_and(|settings| settings.contains_key(key))
}

/// Makes the JSON Schema of a spec from its types.
pub fn schema() -> Value {
    let mut schema = SchemaSettings::draft07()
        .into_generator()
        .into_root_schema_for::<File>()
        .to_value();
    tidy(&mut schema);
    let mut root = Map::new();
    for (key, value) in [
        ("$schema", "http://json-schema.org/draft-07/schema#"),
        ("title", "pgspec.yaml"),
    ] {
        root.insert(key.to_owned(), value.into());
    }
    if let Value::Object(map) = schema {
        let own = |key: &str| !matches!(key, "$schema" | "title");
        root.extend(map.into_iter().filter(|(key, _)| own(key)));
    }
    Value::Object(root)
}

/// Closes every map with named keys, joins the lines of descriptions, and takes
/// out what says nothing in YAML.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            close(map);
            if let Some(Value::String(text)) = map.get_mut("description") {
                *text = joined(text);
            }
            if map.get("format").is_some_and(is_width) {
                map.shift_remove("format");
            }
            if map.get("default").is_some_and(Value::is_null) {
                map.shift_remove("default");
            }
            for (_, value) in map.iter_mut() {
                tidy(value);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn close(map: &mut Map<String, Value>) {
    // A key named `properties` may be a setting; a map of schemas has no type.
    let named = map.get("type").is_some_and(|kind| kind == "object")
        && map.get("properties").is_some_and(Value::is_object);
    if named && !map.contains_key("additionalProperties") {
        map.insert("additionalProperties".to_owned(), false.into());
    }
}

/// Whether a format only says how wide a number is.
fn is_width(format: &Value) -> bool {
    let text = format.as_str().unwrap_or_default();
    text.starts_with("uint") || text.starts_with("int")
}

/// A text with the line breaks within its paragraphs taken out.
fn joined(text: &str) -> String {
    let paragraphs: Vec<String> = text
        .split("\n\n")
        .map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    paragraphs.join("\n\n")
}
