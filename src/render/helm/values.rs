//! The values of a chart: what its environments share, and what each has besides.
//!
//! Helm merges maps key by key and replaces lists, and a key that the common
//! values have can only be taken away with `null`, which lists do not know. So
//! the common values hold nothing but what every environment has, the same in
//! all: then nothing is ever to be taken away.

use super::group::Group;
use crate::document::{Content, Field, Tree};
use crate::render::object::Object;

/// The fields of an object that the template of its kind writes.
const IN_TEMPLATE: [&str; 2] = ["apiVersion", "kind"];

/// All values of an environment.
pub(super) fn of(objects: &[&Object], groups: &[Group]) -> Tree {
    let mut values = Tree::map();
    for group in groups {
        for object in objects.iter().filter(|object| group.holds(object)) {
            let body = body(&object.tree);
            if !group.by_name {
                values.insert(&group.key, body);
                continue;
            }
            if values.get(&group.key).is_none() {
                values.insert(&group.key, Tree::map());
            }
            if let Some(by_name) = values.get_mut(&group.key) {
                by_name.insert(&object.name, body);
            }
        }
    }
    values
}

fn body(object: &Tree) -> Tree {
    let mut body = object.clone();
    for field in IN_TEMPLATE {
        body.remove(field);
    }
    body
}

/// What all of several values have in common.
pub(super) fn shared(all: &[Tree]) -> Tree {
    let all: Vec<&Tree> = all.iter().collect();
    common(&all).unwrap_or_else(Tree::map)
}

fn common(all: &[&Tree]) -> Option<Tree> {
    let (first, others) = all.split_first()?;
    if others.iter().all(|other| *other == *first) {
        return Some((*first).clone());
    }
    let fields: Vec<Field> = first
        .fields()
        .iter()
        .filter_map(|field| {
            let values: Option<Vec<&Tree>> = all.iter().map(|tree| tree.get(&field.key)).collect();
            let mut value = common(&values?)?;
            value.above.clone_from(&field.value.above);
            Some(Field {
                key: field.key.clone(),
                origin: field.origin,
                value,
            })
        })
        .collect();
    // Maps that have nothing in common stay out: an empty one would not be what
    // any of them is.
    (!fields.is_empty()).then(|| Tree {
        origin: first.origin,
        ..Content::Map(fields).into()
    })
}

/// What values have besides the common ones; `None` if nothing.
pub(super) fn rest(whole: &Tree, shared: &Tree) -> Option<Tree> {
    if whole == shared {
        return None;
    }
    let Content::Map(fields) = &whole.content else {
        return Some(whole.clone());
    };
    let fields: Vec<Field> = fields
        .iter()
        .filter_map(|field| {
            let mut value = match shared.get(&field.key) {
                None => field.value.clone(),
                Some(shared) => rest(&field.value, shared)?,
            };
            value.above.clone_from(&field.value.above);
            Some(Field {
                value,
                ..field.clone()
            })
        })
        .collect();
    Some(Tree {
        origin: whole.origin,
        ..Content::Map(fields).into()
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Map, Value as Json, json};

    use super::*;

    /// Merges values as Helm does: maps key by key, all else replaced.
    fn merged(mut base: Json, over: Json) -> Json {
        match (&mut base, over) {
            (Json::Object(base), Json::Object(over)) => {
                for (key, value) in over {
                    let old = base.remove(&key).unwrap_or(Json::Null);
                    base.insert(key, merged(old, value));
                }
            }
            (base, over) => *base = over,
        }
        base
    }

    fn split(all: &[Json]) -> (Json, Vec<Json>) {
        let trees: Vec<Tree> = all.iter().cloned().map(Tree::from).collect();
        let shared = shared(&trees);
        let rests = trees
            .iter()
            .map(|tree| rest(tree, &shared).unwrap_or_else(Tree::map).to_json())
            .collect();
        (shared.to_json(), rests)
    }

    #[test]
    fn what_all_have_is_shared_and_the_rest_is_each_ones_own() {
        let (shared, rests) = split(&[
            json!({ "a": 1, "b": { "c": 2, "d": [1] }, "e": { "f": 1 }, "g": {} }),
            json!({ "a": 1, "b": { "c": 2, "d": [1, 2] }, "e": { "h": 1 }, "g": { "i": 1 } }),
        ]);
        assert_eq!(shared, json!({ "a": 1, "b": { "c": 2 } }));
        assert_eq!(
            rests[0],
            json!({ "b": { "d": [1] }, "e": { "f": 1 }, "g": {} })
        );
        assert_eq!(
            rests[1],
            json!({ "b": { "d": [1, 2] }, "e": { "h": 1 }, "g": { "i": 1 } })
        );
    }

    /// Any value of an object: no map holds null.
    fn value() -> impl Strategy<Value = Json> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Json::from),
            (0..3_i64).prop_map(Json::from),
            "[ab]".prop_map(Json::from),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Json::from),
                prop::collection::btree_map("[abc]", inner, 0..3)
                    .prop_map(|map| Json::Object(map.into_iter().collect())),
            ]
        })
    }

    fn values() -> impl Strategy<Value = Json> {
        prop::collection::btree_map("[abc]", value(), 0..4)
            .prop_map(|map| Json::Object(map.into_iter().collect::<Map<_, _>>()))
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_shared_values_and_the_rest_give_the_whole_again(
            all in prop::collection::vec(values(), 1..4)
        ) {
            let (shared, rests) = split(&all);
            for (whole, rest) in all.into_iter().zip(rests) {
                prop_assert_eq!(merged(shared.clone(), rest), whole);
            }
        }
    }
}
