//! Lists whose items must differ: wholly, or in their keys.

use std::cmp::Ordering;

use serde_json::Value as Json;

use super::at::At;
use super::text::shown;
use super::{Check, Class};
use crate::document::{Node, Value};
use crate::knowledge::kinds::{List, Schema};

/// The most keys that a list of the tables has; a test holds it.
pub(super) const MOST_KEYS: usize = 4;

/// What tells an item from others.
type Key<'a> = [Option<Value<'a>>; MOST_KEYS];

impl Check {
    /// Says which items of a list are like one before, where they must not be.
    pub(super) fn unlike(&mut self, node: Node<'_>, at: &At<'_>) {
        let facts = at.schema.facts();
        let keys = match facts.list {
            Some(List::Map) => &*facts.keys,
            Some(List::Set) => &[],
            None if facts.unique_items => &[],
            None => return,
        };
        // Most such lists are empty or have one item.
        if node.items().nth(1).is_none() {
            return;
        }
        let items = node.items().enumerate();
        let mut items: Vec<_> = items
            .filter_map(|(index, item)| Some((key(item, keys, at.schema)?, index, item)))
            .collect();
        items.sort_by(|(left, first, _), (right, second, _)| {
            compare(left, right).then(first.cmp(second))
        });
        for same in items.chunk_by(|(left, ..), (right, ..)| compare(left, right).is_eq()) {
            let [(_, _, first), (_, index, second), ..] = same else {
                continue;
            };
            self.alike(*first, *second, keys, &at.item(*index, at.schema));
        }
    }

    fn alike(&mut self, first: Node<'_>, second: Node<'_>, keys: &[&str], at: &At<'_>) {
        let list = at.up.map(At::name).unwrap_or_default();
        let place = |item: Node<'_>| match keys {
            [key] => item.get(key).map_or_else(|| item.span(), Node::span),
            _ => item.span(),
        };
        let values: Vec<_> = keys
            .iter()
            .filter_map(|key| Some(format!("`{key}` `{}`", shown(second.get(key)?.text()?))))
            .collect();
        let message = match (keys, values.as_slice()) {
            ([], _) => {
                let text = second.text().unwrap_or_default();
                format!("`{}` stands twice in {list}", shown(text))
            }
            (_, []) => format!("two items of {list} have the same keys"),
            (_, values) => format!("two items of {list} have the {}", values.join(", ")),
        };
        let violation = self.say(Class::DuplicateItem, place(second), at, message);
        violation.label("again");
        violation.help("remove one of them");
        violation.related = Some((place(first), "first here".to_owned()));
    }
}

/// What tells an item from others; `None` if it cannot be told, or if what is
/// wrong with it is said elsewhere.
fn key<'a>(item: Node<'a>, keys: &[&str], list: Schema) -> Option<Key<'a>> {
    let mut found = Key::default();
    if keys.is_empty() {
        *found.first_mut()? = Some(comparable(item)?);
        return Some(found);
    }
    if !item.is_map() {
        return None;
    }
    let schema = list.items()?;
    for (place, key) in found.iter_mut().zip(keys) {
        *place = match item.get(key) {
            Some(value) if !value.is_null() => Some(comparable(value)?),
            _ if schema.facts().required.contains(key) => return None,
            _ => default(schema, key),
        };
    }
    Some(found)
}

/// The value of a scalar that is known.
fn comparable(node: Node<'_>) -> Option<Value<'_>> {
    let value = node.value();
    (!matches!(value, Value::Map | Value::Seq | Value::Unknown)).then_some(value)
}

/// The default of a key.
fn default(schema: Schema, key: &str) -> Option<Value<'static>> {
    let default = schema.property(key)?.facts().default.as_ref()?;
    match default {
        Json::String(text) => Some(Value::Str(text)),
        Json::Bool(value) => Some(Value::Bool(*value)),
        Json::Number(number) => number.as_i64().map(Value::Int),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

fn compare(left: &Key<'_>, right: &Key<'_>) -> Ordering {
    let pairs = left.iter().zip(right);
    let mut orders = pairs.map(|pair| match pair {
        (Some(left), Some(right)) => compare_values(*left, *right),
        (left, right) => left.is_some().cmp(&right.is_some()),
    });
    orders
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

fn compare_values(left: Value<'_>, right: Value<'_>) -> Ordering {
    match (left, right) {
        (Value::Str(left), Value::Str(right)) => left.cmp(right),
        (Value::Int(left), Value::Int(right)) => left.cmp(&right),
        (Value::Float(left), Value::Float(right)) => left.total_cmp(&right),
        (Value::Bool(left), Value::Bool(right)) => left.cmp(&right),
        _ => rank(left).cmp(&rank(right)),
    }
}

fn rank(value: Value<'_>) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Int(_) => 2,
        Value::Float(_) => 3,
        Value::Str(_) => 4,
        Value::Map | Value::Seq | Value::Unknown => 5,
    }
}
