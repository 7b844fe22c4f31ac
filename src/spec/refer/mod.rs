//! What one part of a spec says about another: names that must be there, and
//! things that exclude each other.
//!
//! These checks work on the tree, so that they speak in the same run as the
//! structural ones; what has the wrong form they pass over.

mod names;
mod places;
mod stores;

use super::Problem;
use super::tree::{Entry, Tree};

/// Every contradiction within a spec.
pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    names::check(tree, &mut problems);
    places::check(tree, &mut problems);
    stores::check(tree, &mut problems);
    problems
}

/// The entries of a map of the spec.
fn entries<'t>(tree: &'t Tree, key: &str) -> &'t [Entry] {
    tree.get(key).map_or(&[], Tree::entries)
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

/// A name that stands for nothing, with the one that was probably meant or what
/// to do about it.
fn unknown<'n>(
    what: &str,
    tree: &Tree,
    name: &str,
    known: impl IntoIterator<Item = &'n str>,
    otherwise: &str,
) -> Problem {
    let message = format!("no {what} is named `{}`", super::check::shortened(name));
    let problem = Problem::new(tree.span.clone(), message);
    match super::check::similar(name, known) {
        Some(near) => problem.help(format!("did you mean `{near}`")),
        None => problem.help(otherwise),
    }
}
