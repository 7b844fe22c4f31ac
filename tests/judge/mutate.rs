//! Values for the nodes of a schema: right ones and nearly right ones.

use std::collections::HashSet;

use pgspec::knowledge::kinds::{Facts, Pattern, Schema, Type};
use serde_json::{Map, Value, json};

/// A step from a node to one inside.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    /// To a named field.
    Field(&'static str),
    /// To an item of a list.
    Item,
    /// To an entry with a name of its own.
    Entry,
}

/// Texts of which each pattern of the tables takes one.
const TEXTS: &[&str] = &[
    "a",
    "x",
    "1",
    "1d",
    "5m",
    "1s",
    "1Gi",
    "0",
    "repo1-x",
    "http://a",
    "oci://a",
    "a@b.iam.gserviceaccount.com",
    "* * * * *",
    "0 1 * * *",
    "10.0.0.0/8",
    "2027-01-31T10:00:00Z",
    "Mon:01:00-02:00",
    "1 day",
    "sha256:abc",
    "warn",
    "ab",
    "1kB",
    "https://a",
    "a/b",
    "YQ==",
    "123e4567-e89b-12d3-a456-426614174000",
    "a.b",
    "2027-01-31T10:00:00+00:00",
];

/// The smallest right value.
pub(crate) fn smallest(schema: Schema) -> Value {
    let facts = schema.facts();
    if let Some(choice) = facts.choices.first() {
        return json!(choice);
    }
    match facts.kind {
        Some(Type::Object) => with(schema, &[], Value::Null),
        Some(Type::Array) => {
            let least = usize::try_from(facts.min_items.unwrap_or_default()).unwrap();
            let item = schema.items().map_or(Value::Null, smallest);
            Value::Array(vec![item; least])
        }
        Some(Type::String) => json!(text(facts)),
        Some(Type::Integer) => json!(least(facts)),
        Some(Type::Number) => json!(facts.minimum.unwrap_or(1.0)),
        Some(Type::Boolean) => json!(true),
        None if facts.int_or_string => json!(text(facts)),
        None => schema.any_of().next().map_or(json!("a"), smallest),
    }
}

/// The smallest right value with another one at a path inside.
pub(crate) fn with(schema: Schema, path: &[Step], value: Value) -> Value {
    match path.split_first() {
        None if value.is_null() => {
            let required = schema.facts().required.iter();
            // One of several alternatives, where there are any.
            let chosen = schema.any_of().next();
            let chosen = chosen.map_or(&[][..], |it| &*it.facts().required);
            let names = required.chain(chosen);
            let field = |name: &&'static str| {
                let value = schema.property(name).map_or(json!({}), smallest);
                ((*name).to_owned(), value)
            };
            Value::Object(names.map(field).collect())
        }
        None => value,
        Some((Step::Field(name), rest)) => {
            let mut object = with(schema, &[], Value::Null);
            let child = schema.property(name).unwrap();
            object[*name] = with(child, rest, value);
            object
        }
        Some((Step::Item, rest)) => json!([with(schema.items().unwrap(), rest, value)]),
        Some((Step::Entry, rest)) => {
            json!({"key": with(schema.additional().unwrap(), rest, value)})
        }
    }
}

/// What to try at a node.
pub(crate) fn values(schema: Schema) -> Vec<Value> {
    let facts = schema.facts();
    let mut values = vec![
        smallest(schema),
        json!("text"),
        json!(""),
        json!(5),
        json!(1.5),
        json!(true),
        json!([]),
        json!([{}]),
        json!({}),
        json!({"unheardOf": 1}),
    ];
    values.extend(facts.choices.iter().map(|choice| json!(choice)));
    values.extend(
        facts
            .choices
            .iter()
            .map(|choice| json!(format!("{choice}x"))),
    );
    for bound in [facts.min_length, facts.max_length].into_iter().flatten() {
        // Longer than any text is not worth the while.
        for length in [bound.saturating_sub(1), bound, bound + 1].map(|it| it.min(5000)) {
            values.push(json!("a".repeat(usize::try_from(length).unwrap())));
        }
    }
    for bound in [facts.minimum, facts.maximum].into_iter().flatten() {
        values.extend([bound - 1.0, bound, bound + 1.0].map(whole));
    }
    if facts.pattern.is_some() || facts.format.is_some() {
        values.extend(TEXTS.iter().map(|text| json!(text)));
        values.extend(["!", "A b", "-", "a-", "..", "1.5.2", "ü"].map(|text| json!(text)));
        // Whether it is empty is told apart by kind.
        if facts.format == Some("byte") {
            values.retain(|value| value != "");
        }
        if ["duration", "go-duration"]
            .iter()
            .any(|it| facts.format == Some(it))
        {
            values.retain(|value| !value.is_string());
        }
    }
    if let (Some(items), None) = (schema.items(), facts.list) {
        for bound in [facts.min_items, facts.max_items].into_iter().flatten() {
            for count in [bound.saturating_sub(1), bound, bound + 1].map(|it| it.min(200)) {
                values.push(json!(vec![
                    smallest(items);
                    usize::try_from(count).unwrap()
                ]));
            }
        }
    }
    if facts.kind == Some(Type::Object) {
        values.extend(without_one(schema));
        let mut unknown = with(schema, &[], Value::Null);
        unknown["unheardOf"] = json!(1);
        values.push(unknown);
        for bound in [facts.min_properties, facts.max_properties]
            .into_iter()
            .flatten()
        {
            if let Some(additional) = schema.additional() {
                let entry = |index| (format!("k{index}"), smallest(additional));
                let entries = |count: u64| Value::Object((0..count).map(entry).collect());
                values.extend([bound.saturating_sub(1), bound, bound + 1].map(entries));
            }
        }
    }
    let mut seen = HashSet::new();
    values.retain(|value| seen.insert(value.to_string()));
    values
}

/// The smallest object without each of the fields that it must have.
fn without_one(schema: Schema) -> Vec<Value> {
    let whole = with(schema, &[], Value::Null);
    let names = schema.facts().required.iter();
    let without = |name: &&'static str| {
        let mut object: Map<String, Value> = whole.as_object().unwrap().clone();
        object.remove(*name);
        Value::Object(object)
    };
    names.map(without).collect()
}

/// A text that a string must be.
fn text(facts: &Facts) -> String {
    let fits = |text: &&&str| {
        facts
            .pattern
            .as_ref()
            .is_none_or(|pattern| pattern.is_match(text))
    };
    let of_format = |text: &&&str| match facts.format {
        Some("date-time") => **text == "2027-01-31T10:00:00Z",
        Some("byte") => **text == "YQ==",
        Some("uuid") => text.len() == 36,
        Some("duration" | "go-duration") => ["5m", "1 day"].contains(*text),
        _ => true,
    };
    let found = TEXTS.iter().filter(fits).find(of_format);
    let pattern = facts.pattern.as_ref().map(Pattern::as_str);
    let found = found.unwrap_or_else(|| panic!("a text is needed that matches {pattern:?}"));
    let least = usize::try_from(facts.min_length.unwrap_or_default()).unwrap();
    // A longer one, where one character is not enough.
    found.repeat(least.div_ceil(found.len()).max(1))
}

fn least(facts: &Facts) -> Value {
    let least = facts.minimum.unwrap_or(1.0);
    whole(facts.maximum.map_or(least, |most| least.min(most)))
}

/// A number without a fraction, as JSON writes one.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the bounds of the tables are small"
)]
fn whole(number: f64) -> Value {
    json!(number as i64)
}
