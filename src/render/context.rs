//! What a template sees: the values of an object of the plan, as they are or
//! each with its origin.
//!
//! The plan serializes a value with an origin as `{"$origin": 7, "$value": 3}`,
//! so that it knows nothing of templates. A map or a list with an origin hands it
//! to what it holds.

use std::fmt;
use std::sync::Arc;

use minijinja::value::{Object, ObjectRepr, Value, ValueKind};

use super::options::{ORIGIN, VALUE};

/// A scalar together with the number of its origin.
#[derive(Debug)]
pub(super) struct Leaf {
    /// The scalar: a string, a number, a boolean or null.
    pub(super) value: Value,
    /// The number of its origin in the arena of the plan; 0 for none.
    pub(super) origin: u32,
}

impl Object for Leaf {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    // Without it `{% if enabled %}` would hold for a `false` that has an origin.
    fn is_true(self: &Arc<Self>) -> bool {
        self.value.is_true()
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.value)
    }
}

/// The context with each scalar as a [`Leaf`]; `origin` is for those that no
/// pair encloses.
pub(super) fn leaves(value: &Value, origin: u32) -> Value {
    convert(value, origin, &|value, origin| {
        Value::from_object(Leaf {
            value: value.clone(),
            origin,
        })
    })
}

/// The context with plain values, the one whose text is used.
pub(super) fn bare(value: &Value) -> Value {
    convert(value, 0, &|value, _| value.clone())
}

fn convert(value: &Value, origin: u32, leaf: &dyn Fn(&Value, u32) -> Value) -> Value {
    match value.kind() {
        ValueKind::Map => match sourced(value) {
            Some((inner, origin)) => convert(&inner, origin, leaf),
            None => Value::from_pairs(
                value
                    .try_iter()
                    .into_iter()
                    .flatten()
                    .filter_map(|key| Some((value.get_item(&key).ok()?, key)))
                    .map(|(item, key)| (key, convert(&item, origin, leaf))),
            ),
        },
        ValueKind::Seq | ValueKind::Iterable => value
            .try_iter()
            .into_iter()
            .flatten()
            .map(|item| convert(&item, origin, leaf))
            .collect(),
        // What the plan leaves open is absent, and `is none` shall say so.
        ValueKind::None => value.clone(),
        ValueKind::Undefined
        | ValueKind::Bool
        | ValueKind::Number
        | ValueKind::String
        | ValueKind::Bytes
        | ValueKind::Plain
        | ValueKind::Invalid
        | _ => leaf(value, origin),
    }
}

/// The value and the origin of a pair.
fn sourced(value: &Value) -> Option<(Value, u32)> {
    if value.len() != Some(2) {
        return None;
    }
    let origin = value.get_attr(ORIGIN).ok()?.as_i64()?;
    let inner = value.get_attr(VALUE).ok()?;
    if inner.is_undefined() {
        return None;
    }
    Some((inner, u32::try_from(origin).ok()?))
}

#[cfg(test)]
mod tests {
    use minijinja::value::Serde;
    use serde_json::json;

    use super::*;

    fn origin(value: &Value) -> Option<u32> {
        value.downcast_object_ref::<Leaf>().map(|leaf| leaf.origin)
    }

    #[test]
    fn pairs_become_leaves_and_hand_their_origin_down() {
        let plan = Value::from(Serde(json!({
            "name": { "$origin": 7, "$value": "odoo" },
            "plain": 3,
            "list": { "$origin": 8, "$value": ["a", { "$origin": 9, "$value": "b" }] },
        })));
        let context = leaves(&plan, 1);
        let at = |path: &str| context.get_attr(path).unwrap();
        assert_eq!(origin(&at("name")), Some(7));
        assert_eq!(origin(&at("plain")), Some(1));
        let list = at("list");
        assert_eq!(origin(&list.get_item_by_index(0).unwrap()), Some(8));
        assert_eq!(origin(&list.get_item_by_index(1).unwrap()), Some(9));
    }

    #[test]
    fn the_bare_context_has_no_pairs() {
        let plan = Value::from(Serde(json!({
            "name": { "$origin": 7, "$value": { "a": { "$origin": 8, "$value": false } } },
        })));
        let expected = Value::from(Serde(json!({ "name": { "a": false } })));
        assert_eq!(bare(&plan), expected);
    }

    #[test]
    fn false_with_an_origin_is_false() {
        let plan = Value::from(Serde(json!({ "on": { "$origin": 7, "$value": false } })));
        assert!(!leaves(&plan, 0).get_attr("on").unwrap().is_true());
    }
}
