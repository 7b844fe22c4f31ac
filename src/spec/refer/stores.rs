//! Object stores: of one kind, with one way to authenticate.

use super::super::Problem;
use super::super::check::shortened;
use super::super::tree::{Content, Entry, Tree};
use super::{Found, entries};

/// The kinds of object stores.
const KINDS: [&str; 3] = ["s3", "gcs", "azure"];
/// The ways to authenticate.
const WAYS: [&str; 2] = ["credentialsSecret", "identity"];

/// Checks every object store.
pub(super) fn check(tree: &Tree, found: &mut Found) {
    for store in entries(tree, "objectStores") {
        let kinds = given(&store.value, &KINDS);
        match kinds.as_slice() {
            [] if matches!(store.value.content, Content::Map(_) | Content::Null) => {
                let message = format!("object store `{}` has no kind", shortened(&store.key));
                let problem = Problem::new(store.key_span.clone(), message);
                found.push(|| problem.help("add `s3`, `gcs` or `azure`"));
            }
            [first, second, ..] => {
                let message = format!("object store `{}` has two kinds", shortened(&store.key));
                let problem = Problem::new(second.key_span.clone(), message);
                found.push(|| {
                    problem
                        .help("make two object stores of it")
                        .related(first.key_span.clone(), "the other")
                });
            }
            _ => {}
        }
        for kind in kinds {
            way(kind, found);
        }
    }
}

fn given<'t>(tree: &'t Tree, keys: &[&str]) -> Vec<&'t Entry> {
    let given =
        |entry: &&Entry| keys.contains(&entry.key.as_str()) && entry.value.content != Content::Null;
    tree.entries().iter().filter(given).collect()
}

/// The way to authenticate: exactly one.
fn way(store: &Entry, found: &mut Found) {
    if !matches!(store.value.content, Content::Map(_)) {
        return;
    }
    match given(&store.value, &WAYS).as_slice() {
        [] => {
            let message = format!("`{}` says nothing about how to authenticate", store.key);
            let problem = Problem::new(store.key_span.clone(), message);
            found.push(|| {
                problem.help("add `credentialsSecret`, the name of a Secret, or `identity`")
            });
        }
        [first, second, ..] => {
            let message = format!("`{}` authenticates in two ways", store.key);
            let problem = Problem::new(second.key_span.clone(), message);
            found.push(|| {
                problem
                    .help("keep one of them")
                    .related(first.key_span.clone(), "the other")
            });
        }
        [_] => {}
    }
}
