//! Levels of settings: each a tree of values with their origins, merged so that
//! the nearest wins.

use std::ops::Range;

use serde_json::{Map, Value};

use super::part::ENABLED_KEY;
use super::sourced::{ORIGIN_KEY, VALUE_KEY};
use super::tree::{Content, Tree};
use super::{Origin, OriginId, Origins};

/// The setting that names a size, and those that a size stands for.
const SIZE_KEY: &str = "size";
const SIZED_KEYS: [&str; 4] = ["cpu", "memory", "storage", "wal"];
/// The setting of which those of all levels count.
const GROWING_KEY: &str = "accept";

/// Turns a tree into JSON in which every scalar and list stands beside its
/// origin, and every map holds its own.
///
/// `own` are the bytes that the tree as a whole is known by, `origin` makes an
/// origin of bytes.
pub(super) fn wrap(
    tree: &Tree,
    own: &Range<usize>,
    origins: &mut Origins,
    origin: &impl Fn(Range<usize>) -> Origin,
) -> Value {
    let id = |origins: &mut Origins| origins.add(origin(own.clone()));
    match &tree.content {
        Content::Null => Value::Null,
        Content::Bool(value) => pair(id(origins), (*value).into()),
        Content::Integer(value) => pair(id(origins), (*value).into()),
        Content::Number(value) => pair(id(origins), (*value).into()),
        Content::Text(value) => pair(id(origins), value.as_str().into()),
        Content::List(items) => {
            let id = id(origins);
            let items = items
                .iter()
                .map(|item| wrap(item, &item.span, origins, origin))
                .collect();
            pair(id, Value::Array(items))
        }
        Content::Map(entries) => {
            let mut map = Map::with_capacity(entries.len() + 1);
            map.insert(ORIGIN_KEY.to_owned(), id(origins).as_u32().into());
            for entry in entries {
                let own = match entry.value.content {
                    Content::Map(_) => &entry.key_span,
                    Content::Null
                    | Content::Bool(_)
                    | Content::Integer(_)
                    | Content::Number(_)
                    | Content::Text(_)
                    | Content::List(_) => &entry.value.span,
                };
                let value = wrap(&entry.value, own, origins, origin);
                map.insert(entry.key.clone(), value);
            }
            Value::Object(map)
        }
    }
}

/// A scalar or list beside its origin.
fn pair(origin: OriginId, value: Value) -> Value {
    let mut map = Map::with_capacity(2);
    map.insert(ORIGIN_KEY.to_owned(), origin.as_u32().into());
    map.insert(VALUE_KEY.to_owned(), value);
    Value::Object(map)
}

/// The value of a scalar or list, without its origin.
pub(super) fn bare(value: &Value) -> Option<&Value> {
    value.get(VALUE_KEY)
}

/// The origin of a value.
pub(super) fn origin_of(value: &Value) -> OriginId {
    let number = value.get(ORIGIN_KEY).and_then(Value::as_u64);
    number
        .and_then(|number| u32::try_from(number).ok())
        .map_or(OriginId::UNKNOWN, OriginId::from_u32)
}

/// Puts a nearer level over a farther one: maps key by key, everything else as a
/// whole, `null` taking away what was there.
pub(super) fn merge(far: &mut Value, near: &Value) {
    merge_values(far, near, "");
}

fn merge_values(far: &mut Value, near: &Value, key: &str) {
    match (kind(far), kind(near)) {
        (Kind::Map, Kind::Map) => merge_maps(far, near),
        // A part: `false` over a map switches it off and keeps what it holds.
        (Kind::Map, Kind::Switch) => {
            if let Some(far) = far.as_object_mut() {
                far.insert(ENABLED_KEY.to_owned(), near.clone());
            }
        }
        (Kind::List, Kind::List) if key == GROWING_KEY => append(far, near),
        (Kind::Map | Kind::Switch | Kind::List | Kind::Other, _) => *far = near.clone(),
    }
}

fn merge_maps(far: &mut Value, near: &Value) {
    let (Some(far), Some(near)) = (far.as_object_mut(), near.as_object()) else {
        return;
    };
    let off = far.get(ENABLED_KEY).and_then(bare) == Some(&Value::Bool(false));
    for (key, value) in near {
        match far.get_mut(key) {
            Some(far) => merge_values(far, value, key),
            None => {
                far.insert(key.clone(), value.clone());
            }
        }
    }
    // A map over a part that is off switches it on again.
    if off && !near.contains_key(ENABLED_KEY) {
        let origin = near.get(ORIGIN_KEY).cloned().unwrap_or_default();
        let on = [(ORIGIN_KEY, origin), (VALUE_KEY, true.into())];
        far.insert(ENABLED_KEY.to_owned(), on.into_iter().collect());
    }
}

fn append(far: &mut Value, near: &Value) {
    let items = bare(near).and_then(Value::as_array);
    let list = far.get_mut(VALUE_KEY).and_then(Value::as_array_mut);
    if let (Some(list), Some(items)) = (list, items) {
        list.extend(items.iter().cloned());
    }
}

/// What a value is, as far as merging cares.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Map,
    Switch,
    List,
    Other,
}

fn kind(value: &Value) -> Kind {
    match (value, bare(value)) {
        (Value::Object(_), None) => Kind::Map,
        (_, Some(Value::Bool(_))) => Kind::Switch,
        (_, Some(Value::Array(_))) => Kind::List,
        _ => Kind::Other,
    }
}

/// Writes out what a level's size stands for, where the level does not say it
/// itself.
pub(super) fn expand_size(level: &mut Value, sizes: &Value, origins: &mut Origins) {
    let Some(named) = level.get(SIZE_KEY) else {
        return;
    };
    let Some(name) = bare(named).and_then(Value::as_str) else {
        return;
    };
    let Some(size) = sizes.get(name).and_then(Value::as_object) else {
        return;
    };
    let why = format!("size `{name}`");
    let from = origin_of(named);
    let Some(level) = level.as_object_mut() else {
        return;
    };
    for key in SIZED_KEYS {
        if level.contains_key(key) {
            continue;
        }
        let Some(given) = size.get(key) else {
            continue;
        };
        let value = match bare(given) {
            Some(value) => {
                let id = origins.derived(why.clone(), [from, origin_of(given)]);
                pair(id, value.clone())
            }
            None => Value::Null,
        };
        level.insert(key.to_owned(), value);
    }
}

/// A level without what says how large a cluster is.
pub(super) fn without_size(level: &Value) -> Value {
    let keys: Vec<&str> = SIZED_KEYS.into_iter().chain([SIZE_KEY]).collect();
    without(level, &keys)
}

/// A level without some of its keys.
pub(super) fn without(level: &Value, keys: &[&str]) -> Value {
    let mut level = level.clone();
    if let Some(map) = level.as_object_mut() {
        map.retain(|key, _| !keys.contains(&key.as_str()));
    }
    level
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn v(origin: u32, value: Value) -> Value {
        pair(OriginId::from_u32(origin), value)
    }

    fn merged(levels: &[Value]) -> Value {
        let mut result = json!({});
        for level in levels {
            merge(&mut result, level);
        }
        result
    }

    #[test]
    fn the_nearest_wins_key_by_key() {
        let far = json!({"$origin": 1, "a": v(2, 1.into()), "m": {"$origin": 3, "x": v(4, 1.into()), "y": v(5, 2.into())}});
        let near = json!({"$origin": 6, "m": {"$origin": 7, "x": v(8, 9.into())}});
        assert_eq!(
            merged(&[far, near]),
            json!({"$origin": 6, "a": v(2, 1.into()), "m": {"$origin": 7, "x": v(8, 9.into()), "y": v(5, 2.into())}})
        );
    }

    #[test]
    fn lists_are_replaced_as_a_whole() {
        let far = json!({"l": v(1, json!([1, 2]))});
        let near = json!({"l": v(2, json!([3]))});
        assert_eq!(merged(&[far, near.clone()]), near);
    }

    #[test]
    fn acceptances_of_all_levels_count() {
        let far = json!({"accept": v(1, json!([1]))});
        let near = json!({"accept": v(2, json!([2]))});
        assert_eq!(merged(&[far, near]), json!({"accept": v(1, json!([1, 2]))}));
    }

    #[test]
    fn null_takes_away() {
        let far = json!({"a": v(1, 1.into()), "m": {"x": v(2, 1.into())}});
        let near = json!({"a": null, "m": {"x": null}});
        assert_eq!(merged(&[far, near]), json!({"a": null, "m": {"x": null}}));
    }

    #[test]
    fn a_part_that_is_switched_off_and_on_keeps_what_it_holds() {
        let full = json!({"p": {"$origin": 1, "x": v(2, 1.into())}});
        let off = json!({"p": v(3, false.into())});
        let on = json!({"p": v(4, true.into())});
        let dark = json!({"p": {"$origin": 1, "x": v(2, 1.into()), "enabled": v(3, false.into())}});
        assert_eq!(merged(&[full.clone(), off.clone()]), dark);
        let lit = json!({"p": {"$origin": 1, "x": v(2, 1.into()), "enabled": v(4, true.into())}});
        assert_eq!(merged(&[full, off, on]), lit);
    }

    #[test]
    fn a_map_switches_a_part_on_again() {
        let off = json!({"p": {"$origin": 1, "enabled": v(2, false.into()), "x": v(3, 1.into())}});
        let map = json!({"p": {"$origin": 4, "y": v(5, 1.into())}});
        let enabled = |level: &Value| level["p"]["enabled"].clone();
        assert_eq!(
            enabled(&merged(&[off.clone(), map.clone()])),
            v(4, true.into())
        );
        let bare_off = json!({"p": v(1, false.into())});
        assert_eq!(merged(&[bare_off, map.clone()]), map);
        let still = json!({"p": {"$origin": 4, "enabled": v(6, false.into())}});
        assert_eq!(enabled(&merged(&[off, still])), v(6, false.into()));
    }

    #[test]
    fn a_size_gives_what_its_level_does_not_say() {
        let mut origins = Origins::default();
        let sizes =
            json!({"small": {"$origin": 1, "cpu": v(2, 1.into()), "storage": v(3, "5Gi".into())}});
        let mut level =
            json!({"$origin": 4, "size": v(5, "small".into()), "storage": v(6, "9Gi".into())});
        expand_size(&mut level, &sizes, &mut origins);
        assert_eq!(level["storage"], v(6, "9Gi".into()));
        assert_eq!(level["cpu"]["$value"], 1);
        assert_eq!(
            origins.get(origin_of(&level["cpu"])),
            &Origin::Derived {
                why: "size `small`".to_owned(),
                from: vec![OriginId::from_u32(5), OriginId::from_u32(2)],
            }
        );
    }
}
