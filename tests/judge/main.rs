//! The structural check agrees with an independent judge, the `jsonschema`
//! crate, on documents made from the tables: for every node of every schema of
//! every release, the smallest object that reaches it, with values that are
//! right there and values that are nearly so.
//!
//! What the judge cannot know is left out or switched off: lists whose items
//! must differ in their keys, nulls, `metadata`, what the operator's webhooks
//! read and write, formats beyond those that it shares.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::mutable_key_type,
    reason = "a test that cannot set up has failed"
)]

mod mutate;
mod translate;

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use pgspec::document::Documents;
use pgspec::knowledge::kinds::{self, Kind, Schema, Target};
use pgspec::lint::schema;
use rayon::prelude::*;
use serde_json::{Value, json};

use mutate::Step;

#[test]
fn the_structural_check_agrees_with_an_independent_judge() {
    let mut seen = HashSet::new();
    let mut nodes = Vec::new();
    // Newest first: what an old release shares with it needs no judge of its own.
    let releases: Vec<_> = kinds::operator_releases().collect();
    for operator in releases.into_iter().rev() {
        let target = Target {
            operator: operator.parse().ok(),
            plugin: None,
        };
        for kind in kinds::all(&target) {
            let mut paths = Vec::new();
            for (name, schema) in kind.schema().properties() {
                if !["apiVersion", "kind", "metadata"].contains(&name) {
                    walk(schema, vec![Step::Field(name)], &mut seen, &mut paths);
                }
            }
            if !paths.is_empty() {
                nodes.push((alone(kind), paths));
            }
        }
    }
    let judged = AtomicUsize::new(0);
    let wrong: Vec<_> = nodes
        .par_iter()
        .flat_map_iter(|(kind, paths)| {
            let judge = translate::judge(kind);
            let objects = paths.iter().flat_map(|(path, schema)| {
                let values = mutate::values(*schema);
                values.into_iter().map(|value| object(kind, path, value))
            });
            let wrong = objects.filter_map(|object| {
                judged.fetch_add(1, Ordering::Relaxed);
                let said = said(&object, kind);
                let agree = judge.is_valid(&object) == said.is_empty();
                (!agree).then(|| format!("{kind:?} {object}: {said:?}"))
            });
            wrong.collect::<Vec<_>>()
        })
        .collect();
    let judged = judged.into_inner();
    assert!(judged > 10_000, "only {judged} documents");
    assert!(
        wrong.is_empty(),
        "{} of {judged}: {:#?}",
        wrong.len(),
        wrong.iter().take(20).collect::<Vec<_>>()
    );
}

/// A kind as the schema alone has it, without webhooks.
fn alone(mut kind: Kind) -> Kind {
    kind.decoded_first = false;
    kind.rewritten = false;
    kind.decoded = false;
    kind.status_dropped = false;
    kind.scale = None;
    kind
}

/// Finds a path to every node below a schema that was not seen before.
fn walk(
    schema: Schema,
    path: Vec<Step>,
    seen: &mut HashSet<Schema>,
    found: &mut Vec<(Vec<Step>, Schema)>,
) {
    if !seen.insert(schema) {
        return;
    }
    let step = |step: Step| path.iter().copied().chain([step]).collect::<Vec<_>>();
    for (name, child) in schema.properties() {
        walk(child, step(Step::Field(name)), seen, found);
    }
    if let Some(child) = schema.items() {
        walk(child, step(Step::Item), seen, found);
    }
    if let Some(child) = schema.additional() {
        walk(child, step(Step::Entry), seen, found);
    }
    found.push((path, schema));
}

/// The smallest object of a kind with a value at a path.
fn object(kind: &Kind, path: &[Step], value: Value) -> Value {
    let mut object = mutate::with(kind.schema(), path, value);
    let api_version = match kind.group {
        "" => kind.version.to_owned(),
        group => format!("{group}/{}", kind.version),
    };
    let entries = object.as_object_mut().expect("an object");
    entries.insert("apiVersion".to_owned(), json!(api_version));
    entries.insert("kind".to_owned(), json!(kind.name));
    entries.insert("metadata".to_owned(), json!({"name": "x"}));
    object
}

/// What the check says against an object.
fn said(object: &Value, kind: &Kind) -> Vec<String> {
    let mut documents = Documents::default();
    let errors = documents.add("x.json", object.to_string().as_bytes());
    assert!(errors.is_empty(), "{errors:?}");
    let document = documents.iter().next().unwrap();
    let violations = schema::check(document, kind);
    violations
        .into_iter()
        .map(|it| format!("{}: {}", it.path, it.message))
        .collect()
}
