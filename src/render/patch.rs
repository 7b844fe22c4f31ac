//! Overrides: strategic merge patches, as `kubectl patch` has them.
//!
//! Maps merge key by key, `null` takes a key away, and a list whose items are
//! known by a key ([`super::merge_keys`]) merges item by item; any other list is
//! replaced. `$patch: delete` takes an item or a map away and `$patch: replace`
//! replaces instead of merging. What a patch puts in keeps the patch's origin.

use super::merge_keys::merge_keys;
use crate::document::{Content, Field, Tree};

/// The key of a directive.
const DIRECTIVE: &str = "$patch";

/// A last word about objects.
#[derive(Clone, Debug)]
pub(super) struct Patch {
    /// The environment; all without it.
    pub(super) environment: Option<String>,
    /// The kind of the objects.
    pub(super) kind: String,
    /// The name of the object; all of the kind without it.
    pub(super) name: Option<String>,
    /// Where the override comes from as a whole.
    pub(super) origin: u32,
    /// What is merged into them.
    pub(super) tree: Tree,
}

impl Patch {
    /// Whether it is about an object.
    pub(super) fn matches(&self, environment: &str, kind: &str, name: &str) -> bool {
        let is = |wanted: &Option<String>, found| wanted.as_deref().is_none_or(|w| w == found);
        self.kind == kind && is(&self.environment, environment) && is(&self.name, name)
    }
}

impl Patch {
    /// That nothing is what it is about.
    pub(super) fn idle(&self) -> Unfit {
        let (environment, kind) = (self.environment.as_deref(), &self.kind);
        let name = self
            .name
            .as_deref()
            .map_or(String::new(), |name| format!(" `{name}`"));
        let place = environment.map_or(String::new(), |name| format!(" in `{name}`"));
        Unfit {
            origin: self.origin,
            message: format!("an override is about no object: there is no {kind}{name}{place}"),
            help: "correct its `environment`, `kind` and `name`, or remove it".to_owned(),
        }
    }
}

/// Why a patch cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unfit {
    /// Where the part of the patch comes from that does not fit.
    pub(super) origin: u32,
    /// What is wrong.
    pub(super) message: String,
    /// What to do about it.
    pub(super) help: String,
}

/// Merges a patch into an object of a kind.
pub(super) fn apply(object: &mut Tree, patch: &Tree, kind: &str) -> Result<(), Unfit> {
    let identity = |tree: &Tree| {
        let name = tree.at(&["metadata", "name"]).cloned();
        (tree.get("kind").cloned(), name)
    };
    let before = identity(object);
    merge(object, patch, kind)?;
    if identity(object) == before {
        return Ok(());
    }
    Err(Unfit {
        origin: patch.origin,
        message: "an override changes what an object is called".to_owned(),
        help: "leave `kind` and `metadata.name` out of the patch; names follow from the spec"
            .to_owned(),
    })
}

fn merge(target: &mut Tree, patch: &Tree, kind: &str) -> Result<(), Unfit> {
    let Content::Map(fields) = &patch.content else {
        *target = put(patch);
        return Ok(());
    };
    match directive(patch)? {
        Directive::Merge if target.fields_mut().is_some() => {}
        Directive::Merge | Directive::Replace => target.content = Content::Map(Vec::new()),
        Directive::Delete => {
            target.content = Content::Null;
            return Ok(());
        }
    }
    for field in fields {
        if field.key == DIRECTIVE {
            continue;
        }
        if field.key.starts_with('$') {
            return Err(unknown_directive(field));
        }
        merge_field(target, field, kind)?;
    }
    if target.origin == 0 {
        target.origin = patch.origin;
    }
    Ok(())
}

fn merge_field(target: &mut Tree, field: &Field, kind: &str) -> Result<(), Unfit> {
    let Field { key, origin, value } = field;
    if matches!(value.content, Content::Null) {
        target.remove(key);
        return Ok(());
    }
    let mut merged = target.get(key).cloned().unwrap_or_default();
    match &value.content {
        Content::Map(_) => merge(&mut merged, value, kind)?,
        Content::Seq(items) => merge_list(&mut merged, value, items, kind, key)?,
        Content::Null
        | Content::Bool(_)
        | Content::Int(_)
        | Content::Float(_)
        | Content::Str(_)
        | Content::Plain(_) => {
            let above = std::mem::take(&mut merged.above);
            merged = Tree {
                above,
                ..put(value)
            };
        }
    }
    if matches!(merged.content, Content::Null) {
        target.remove(key);
        return Ok(());
    }
    let is_new = target.insert(key, merged).is_none();
    let fields = target.fields_mut().into_iter().flatten();
    for field in fields.filter(|field| field.key == *key) {
        if is_new || !matches!(value.content, Content::Map(_)) {
            field.origin = if *origin == 0 { value.origin } else { *origin };
        }
    }
    Ok(())
}

/// Merges a list into the one that is there, or puts it in its place.
fn merge_list(
    target: &mut Tree,
    patch: &Tree,
    items: &[Tree],
    kind: &str,
    field: &str,
) -> Result<(), Unfit> {
    let replaces = items.iter().map(directive).collect::<Result<Vec<_>, _>>()?;
    let replace = replaces.contains(&Directive::Replace);
    let keys = merge_keys(kind, field);
    let is_list = target.items_mut().is_some();
    let (Some(keys), false, true) = (keys, replace, is_list) else {
        let marker = |item: &&Tree| item.fields().len() != 1 || item.get(DIRECTIVE).is_none();
        let above = std::mem::take(&mut target.above);
        let rest = items.iter().filter(marker).map(put).collect::<Tree>();
        *target = Tree {
            above,
            ..rest.with_origin(patch.origin)
        };
        return Ok(());
    };
    for (item, directive) in items.iter().zip(replaces) {
        if let Some(missing) = keys.iter().find(|key| item.get(key).is_none()) {
            return Err(Unfit {
                origin: origin_of(item).max(patch.origin),
                message: format!("an item of `{field}` has no `{missing}` to know it by"),
                help: format!(
                    "name the item's `{missing}`, or replace the list with an item `$patch: replace`"
                ),
            });
        }
        merge_item(target, item, keys, directive, kind)?;
    }
    Ok(())
}

fn merge_item(
    target: &mut Tree,
    item: &Tree,
    keys: &[&str],
    directive: Directive,
    kind: &str,
) -> Result<(), Unfit> {
    let Some(there) = target.items_mut() else {
        return Ok(());
    };
    let same = |other: &Tree| keys.iter().all(|key| other.get(key) == item.get(key));
    let place = there.iter().position(same);
    match (place, directive) {
        (Some(place), Directive::Delete) => {
            there.remove(place);
        }
        (None, Directive::Delete) => {
            return Err(Unfit {
                origin: origin_of(item),
                message: "an override deletes an item that is not there".to_owned(),
                help: "remove the item from the patch".to_owned(),
            });
        }
        (Some(place), _) => {
            if let Some(old) = there.get_mut(place) {
                merge(old, item, kind)?;
            }
        }
        (None, _) => there.push(put(item)),
    }
    Ok(())
}

/// What `$patch` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Directive {
    Merge,
    Replace,
    Delete,
}

fn directive(patch: &Tree) -> Result<Directive, Unfit> {
    let Some(value) = patch.get(DIRECTIVE) else {
        return Ok(Directive::Merge);
    };
    match value.as_str() {
        Some("merge") => Ok(Directive::Merge),
        Some("replace") => Ok(Directive::Replace),
        Some("delete") => Ok(Directive::Delete),
        _ => Err(Unfit {
            origin: value.origin,
            message: format!("`{DIRECTIVE}` has a value that nobody knows"),
            help: "use `merge`, `replace` or `delete`".to_owned(),
        }),
    }
}

fn unknown_directive(field: &Field) -> Unfit {
    Unfit {
        origin: origin_of(&field.value).max(field.origin),
        message: format!("`{}` is no directive that overrides know", field.key),
        help: format!("use `{DIRECTIVE}` with `merge`, `replace` or `delete`"),
    }
}

/// The first origin in a tree.
fn origin_of(tree: &Tree) -> u32 {
    let inside = tree.fields().iter().map(|field| &field.value);
    let mut inside = inside.chain(tree.items());
    match tree.origin {
        0 => inside.find_map(|tree| Some(origin_of(tree)).filter(|origin| *origin != 0)),
        origin => Some(origin),
    }
    .unwrap_or(0)
}

/// The part of a patch as it is put in: without directives and nulls.
fn put(patch: &Tree) -> Tree {
    let content = match &patch.content {
        Content::Map(fields) => Content::Map(
            fields
                .iter()
                .filter(|field| !field.key.starts_with('$'))
                .filter(|field| !matches!(field.value.content, Content::Null))
                .map(|field| Field {
                    key: field.key.clone(),
                    origin: if field.origin == 0 {
                        field.value.origin
                    } else {
                        field.origin
                    },
                    value: put(&field.value),
                })
                .collect(),
        ),
        Content::Seq(items) => Content::Seq(items.iter().map(put).collect()),
        other @ (Content::Null
        | Content::Bool(_)
        | Content::Int(_)
        | Content::Float(_)
        | Content::Str(_)
        | Content::Plain(_)) => other.clone(),
    };
    Tree {
        content,
        origin: patch.origin,
        ..Tree::default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;

    fn patched(object: Json, patch: Json) -> Result<Json, Unfit> {
        let mut object = Tree::from(object);
        apply(&mut object, &Tree::from(patch), "Cluster")?;
        Ok(object.to_json())
    }

    #[test]
    fn maps_merge_and_null_takes_away() {
        let object = json!({ "spec": { "a": 1, "b": { "c": 2, "d": 3 }, "e": 4 } });
        let patch =
            json!({ "spec": { "b": { "c": null, "f": null }, "e": 5, "g": { "h": null } } });
        let expected = json!({ "spec": { "a": 1, "b": { "d": 3 }, "e": 5, "g": {} } });
        assert_eq!(patched(object, patch).unwrap(), expected);
    }

    #[test]
    fn lists_with_keys_merge_item_by_item_and_others_are_replaced() {
        let object = json!({
            "plugins": [{ "name": "a", "x": 1 }, { "name": "b" }],
            "pg_hba": ["one", "two"],
        });
        let patch = json!({
            "plugins": [{ "name": "c" }, { "name": "a", "y": 2 }, { "name": "b", "$patch": "delete" }],
            "pg_hba": ["three"],
        });
        let expected = json!({
            "plugins": [{ "name": "a", "x": 1, "y": 2 }, { "name": "c" }],
            "pg_hba": ["three"],
        });
        assert_eq!(patched(object, patch).unwrap(), expected);
    }

    #[test]
    fn replace_does_not_merge() {
        let object = json!({ "m": { "a": 1 }, "plugins": [{ "name": "a" }] });
        let patch = json!({
            "m": { "$patch": "replace", "b": 2 },
            "plugins": [{ "$patch": "replace" }, { "name": "b" }],
        });
        let expected = json!({ "m": { "b": 2 }, "plugins": [{ "name": "b" }] });
        assert_eq!(patched(object, patch).unwrap(), expected);
    }

    #[test]
    fn delete_takes_a_map_away() {
        let patch = json!({ "m": { "$patch": "delete" } });
        assert_eq!(
            patched(json!({ "m": { "a": 1 }, "n": 1 }), patch).unwrap(),
            json!({ "n": 1 })
        );
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let object = || json!({ "kind": "Cluster", "metadata": { "name": "a" }, "plugins": [{ "name": "a" }] });
        for (patch, message) in [
            (
                json!({ "plugins": [{ "x": 1 }] }),
                "an item of `plugins` has no `name` to know it by",
            ),
            (
                json!({ "plugins": ["x"] }),
                "an item of `plugins` has no `name` to know it by",
            ),
            (
                json!({ "plugins": [{ "name": "b", "$patch": "delete" }] }),
                "an override deletes an item that is not there",
            ),
            (
                json!({ "x": { "$patch": "remove" } }),
                "`$patch` has a value that nobody knows",
            ),
            (
                json!({ "$retainKeys": ["x"] }),
                "`$retainKeys` is no directive that overrides know",
            ),
            (
                json!({ "metadata": { "name": "b" } }),
                "an override changes what an object is called",
            ),
            (
                json!({ "kind": null }),
                "an override changes what an object is called",
            ),
            (
                json!({ "$patch": "delete" }),
                "an override changes what an object is called",
            ),
        ] {
            assert_eq!(patched(object(), patch).unwrap_err().message, message);
        }
    }

    #[test]
    fn what_a_patch_puts_in_keeps_its_origin_and_what_was_there_its_own() {
        let leaf = |value: i64, origin| Tree::from(value).with_origin(origin);
        let mut object = Tree::map();
        object.insert("a", leaf(1, 7));
        object.insert("b", leaf(2, 8));
        let mut patch = Tree::map();
        patch.insert("b", leaf(3, 20));
        patch.insert("c", leaf(4, 21));
        apply(&mut object, &patch, "Cluster").unwrap();
        let origins: Vec<_> = object
            .fields()
            .iter()
            .map(|f| (&*f.key, f.origin, f.value.origin))
            .collect();
        assert_eq!(origins, [("a", 7, 7), ("b", 20, 20), ("c", 21, 21)]);
    }

    #[test]
    fn a_patch_is_about_what_it_names() {
        let patch = Patch {
            environment: Some("prod".to_owned()),
            kind: "Cluster".to_owned(),
            name: None,
            origin: 0,
            tree: Tree::map(),
        };
        assert!(patch.matches("prod", "Cluster", "odoo"));
        assert!(!patch.matches("dev", "Cluster", "odoo"));
        assert!(!patch.matches("prod", "Pooler", "odoo"));
    }
}
