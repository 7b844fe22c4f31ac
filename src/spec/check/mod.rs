//! The structural check: a tree against the spec's own JSON Schema, every
//! problem at its place.
//!
//! Only what the schema of [`super::file::File`] is made of is understood:
//! references, alternatives, types, properties, names of properties, items,
//! bounds, constants, enumerations and formats. A test holds that nothing else
//! is in it.

mod format;
mod say;
mod unknown;

use std::ops::Range;

use serde_json::Value;

use super::Problem;
use super::problem::MAX_PROBLEMS;
use super::tree::{Content, Entry, Tree};

pub(super) use say::{shortened, similar};

/// Every way in which a tree is not what a schema says; `root` is the document
/// that the schema's references lead into.
pub(super) fn check(root: &Value, schema: &Value, tree: &Tree) -> Vec<Problem> {
    let mut checker = Checker {
        root,
        problems: Vec::new(),
    };
    // What is wrong with the whole is told at its start.
    let start = tree.span.start..tree.span.start;
    let place = Place {
        name: "a spec",
        span: &start,
        path: Vec::new(),
    };
    checker.node(schema, tree, &place);
    checker.problems
}

struct Checker<'s> {
    root: &'s Value,
    problems: Vec<Problem>,
}

/// Where a node stands: what messages call it, and whom to point at when
/// something is missing in it.
#[derive(Clone)]
pub(super) struct Place<'t> {
    /// The key, or what else the node is called.
    name: &'t str,
    /// The key's bytes; those of the value where there is no key.
    span: &'t Range<usize>,
    /// The keys that lead here.
    path: Vec<&'t str>,
}

impl<'t> Place<'t> {
    fn below(&self, entry: &'t Entry) -> Self {
        let mut path = self.path.clone();
        path.push(&entry.key);
        Self {
            name: &entry.key,
            span: &entry.key_span,
            path,
        }
    }

    fn item(&self, item: &'t Tree) -> Self {
        Self {
            span: &item.span,
            ..self.clone()
        }
    }
}

impl<'s> Checker<'s> {
    fn node(&mut self, schema: &'s Value, tree: &Tree, place: &Place<'_>) {
        if MAX_PROBLEMS <= self.problems.len() {
            return;
        }
        let mut alternatives = Vec::new();
        self.alternatives(schema, &mut alternatives);
        let fitting: Vec<&Value> = alternatives
            .iter()
            .copied()
            .filter(|schema| say::admits(schema, &tree.content))
            .collect();
        match fitting.as_slice() {
            [] => self
                .problems
                .push(say::wrong_type(&alternatives, tree, place)),
            [only] => self.typed(only, tree, place),
            several => self.one_of(several, tree, place),
        }
    }

    /// The schemas that a schema leaves the choice of, references resolved.
    fn alternatives(&self, schema: &'s Value, into: &mut Vec<&'s Value>) {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let target = reference.strip_prefix('#').unwrap_or_default();
            if let Some(target) = self.root.pointer(target) {
                self.alternatives(target, into);
            }
            return;
        }
        let choice = ["anyOf", "oneOf", "allOf"]
            .iter()
            .find_map(|key| schema.get(key).and_then(Value::as_array));
        match choice {
            Some(choice) => {
                for schema in choice {
                    self.alternatives(schema, into);
                }
            }
            None => into.push(schema),
        }
    }

    /// A node for which several schemas are possible by its type: constants, or
    /// scalars with a grammar.
    fn one_of(&mut self, schemas: &[&'s Value], tree: &Tree, place: &Place<'_>) {
        let before = self.problems.len();
        let mut first = None;
        for schema in schemas {
            self.typed(schema, tree, place);
            let found = self.problems.split_off(before);
            if found.is_empty() {
                return;
            }
            first.get_or_insert(found);
        }
        match say::wrong_choice(schemas, tree, place) {
            Some(problem) => self.problems.push(problem),
            None => self.problems.extend(first.unwrap_or_default()),
        }
    }

    fn typed(&mut self, schema: &'s Value, tree: &Tree, place: &Place<'_>) {
        match &tree.content {
            Content::Map(entries) => self.map(schema, entries, tree, place),
            Content::List(items) => self.list(schema, items, tree, place),
            Content::Null
            | Content::Bool(_)
            | Content::Integer(_)
            | Content::Number(_)
            | Content::Text(_) => self.scalar(schema, tree, place),
        }
    }

    fn map(&mut self, schema: &'s Value, entries: &[Entry], tree: &Tree, place: &Place<'_>) {
        let properties = schema.get("properties").and_then(Value::as_object);
        let names = schema.get("propertyNames");
        let others = schema.get("additionalProperties");
        for entry in entries {
            if MAX_PROBLEMS <= self.problems.len() {
                return;
            }
            let place = place.below(entry);
            let known = properties.and_then(|properties| properties.get(&entry.key));
            if let Some(schema) = known {
                self.node(schema, &entry.value, &place);
                continue;
            }
            match others {
                Some(Value::Bool(false)) => {
                    let problem = unknown::key(schema, entry, &place);
                    self.problems.push(problem);
                }
                Some(others) => {
                    if let Some(names) = names {
                        self.name(names, entry);
                    }
                    self.node(others, &entry.value, &place);
                }
                None => {}
            }
        }
        let required = schema.get("required").and_then(Value::as_array);
        for key in required.into_iter().flatten().filter_map(Value::as_str) {
            if tree.get(key).is_none() {
                self.problems.push(say::missing(key, place));
            }
        }
        self.size(schema, "minProperties", entries.len(), tree, place);
    }

    /// The key of a map whose keys a person chooses.
    fn name(&mut self, schema: &'s Value, entry: &Entry) {
        let tree = Tree {
            span: entry.key_span.clone(),
            content: Content::Text(entry.key.clone()),
        };
        let place = Place {
            name: "a key",
            span: &entry.key_span,
            path: Vec::new(),
        };
        self.node(schema, &tree, &place);
    }

    fn list(&mut self, schema: &'s Value, items: &[Tree], tree: &Tree, place: &Place<'_>) {
        if let Some(schema) = schema.get("items") {
            for item in items {
                self.node(schema, item, &place.item(item));
            }
        }
        self.size(schema, "minItems", items.len(), tree, place);
    }

    fn size(&mut self, schema: &Value, bound: &str, len: usize, tree: &Tree, place: &Place<'_>) {
        let least = schema.get(bound).and_then(Value::as_u64).unwrap_or(0);
        if u64::try_from(len).is_ok_and(|len| len < least) {
            self.problems.push(say::too_few(tree, place));
        }
    }

    fn scalar(&mut self, schema: &'s Value, tree: &Tree, place: &Place<'_>) {
        let problem = say::wrong_constant(schema, tree, place)
            .or_else(|| say::out_of_bounds(schema, tree, place))
            .or_else(|| format::check(schema, tree));
        self.problems.extend(problem);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::schema::CHECKED;

    /// What the checker understands, and what only tells people something.
    const KEYWORDS: &[&str] = &[
        "$ref",
        "anyOf",
        "oneOf",
        "allOf",
        "type",
        "const",
        "enum",
        "format",
        "minimum",
        "maximum",
        "items",
        "minItems",
        "properties",
        "required",
        "additionalProperties",
        "propertyNames",
        "minProperties",
        "$schema",
        "title",
        "description",
        "examples",
        "definitions",
    ];

    /// Notes the keywords of a schema that are none of those.
    fn look(schema: &Value, others: &mut Vec<String>) {
        for (key, value) in schema.as_object().into_iter().flatten() {
            match key.as_str() {
                "properties" | "definitions" => {
                    value
                        .as_object()
                        .unwrap()
                        .values()
                        .for_each(|inner| look(inner, others));
                }
                "anyOf" | "oneOf" | "allOf" => {
                    // One schema of which all hold is a choice of one.
                    assert!(key != "allOf" || value.as_array().unwrap().len() == 1);
                    value
                        .as_array()
                        .unwrap()
                        .iter()
                        .for_each(|inner| look(inner, others));
                }
                "items" | "additionalProperties" | "propertyNames" => look(value, others),
                key if KEYWORDS.contains(&key) => {}
                key => others.push(key.to_owned()),
            }
        }
    }

    #[test]
    fn the_schema_uses_no_keyword_that_the_checker_passes_over() {
        let mut others = Vec::new();
        look(&CHECKED, &mut others);
        others.sort();
        others.dedup();
        assert_eq!(others, [""; 0]);
    }
}
