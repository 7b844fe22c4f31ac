//! What one part of a spec says about another: names that must be there, and
//! things that exclude each other.
//!
//! These checks work on the tree, so that they speak in the same run as the
//! structural ones; what has the wrong form they pass over.

mod known;
mod names;
mod places;
mod stores;

use known::Known;

use super::Problem;
use super::problem::MAX_PROBLEMS;
use super::tree::{Entry, Tree};

/// Every contradiction within a spec.
pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let known = Known::of(tree);
    let mut found = Found(Vec::new());
    names::check(tree, &known, &mut found);
    places::check(tree, &known, &mut found);
    stores::check(tree, &mut found);
    found.0
}

/// Problems, as many as are told of.
struct Found(Vec<Problem>);

impl Found {
    /// Adds a problem. It is only made if there is room for it, since looking for
    /// similar names takes time.
    fn push(&mut self, problem: impl FnOnce() -> Problem) {
        if self.0.len() < MAX_PROBLEMS {
            self.0.push(problem());
        }
    }
}

/// The entries of a map of the spec.
fn entries<'t>(tree: &'t Tree, key: &str) -> &'t [Entry] {
    tree.get(key).map_or(&[], Tree::entries)
}

/// The items of a list of the spec.
fn items<'t>(tree: &'t Tree, key: &str) -> &'t [Tree] {
    tree.get(key).map_or(&[], Tree::items)
}

/// Every level of settings: `defaults`, profiles, environments, clusters,
/// applications, and applications in an environment.
fn levels(tree: &Tree) -> Vec<&Tree> {
    let mut levels: Vec<&Tree> = tree.get("defaults").into_iter().collect();
    for (key, inner) in [
        ("profiles", None),
        ("environments", Some("clusters")),
        ("apps", Some("environments")),
    ] {
        for entry in entries(tree, key) {
            levels.push(&entry.value);
            let below = inner.map_or(&[][..], |inner| entries(&entry.value, inner));
            levels.extend(below.iter().map(|entry| &entry.value));
        }
    }
    levels
}
