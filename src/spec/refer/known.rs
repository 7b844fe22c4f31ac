//! The names that a spec defines.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::super::check::{shortened, similar};
use super::super::tree::{Entry, Tree};
use super::super::{Problem, builtin};
use super::entries;
use crate::knowledge::profiles;

/// The names that a spec defines, and the built-in ones.
pub(super) struct Known<'t> {
    pub(super) apps: BTreeMap<&'t str, &'t Entry>,
    pub(super) environments: Names<'t>,
    /// The profiles that the spec has itself.
    pub(super) own_profiles: BTreeMap<&'t str, &'t Entry>,
    pub(super) profiles: Names<'t>,
    pub(super) sizes: Names<'t>,
    pub(super) stores: Names<'t>,
}

/// Names of one kind of thing.
pub(super) struct Names<'t> {
    what: &'static str,
    /// What to do about a name that resembles none of them.
    otherwise: &'static str,
    known: BTreeSet<&'t str>,
}

impl<'t> Known<'t> {
    /// The names in a spec.
    pub(super) fn of(tree: &'t Tree) -> Self {
        let keys = |key| entries(tree, key).iter().map(|entry| entry.key.as_str());
        let by_name = |key| {
            let entries = entries(tree, key).iter();
            entries.map(|entry| (entry.key.as_str(), entry)).collect()
        };
        Self {
            apps: by_name("apps"),
            own_profiles: by_name("profiles"),
            environments: Names {
                what: "environment",
                otherwise: "define it under `environments`",
                known: keys("environments").collect(),
            },
            profiles: Names {
                what: "profile",
                otherwise: "the built-in ones are `dev`, `staging` and `prod`; others stand under `profiles`",
                known: keys("profiles").chain(profiles::NAMES).collect(),
            },
            sizes: Names {
                what: "size",
                otherwise: "define it under `sizes`",
                known: keys("sizes").chain(builtin::sizes()).collect(),
            },
            stores: Names {
                what: "object store",
                otherwise: "define it under `objectStores`",
                known: keys("objectStores").collect(),
            },
        }
    }
}

impl Names<'_> {
    /// Whether there is something of this name.
    pub(super) fn contains(&self, name: &str) -> bool {
        self.known.contains(name)
    }

    /// That there is nothing of a name.
    pub(super) fn lack(&self, name: &str, span: &Range<usize>) -> Problem {
        let names = self.known.iter().copied();
        unknown(self.what, name, span, names, self.otherwise)
    }
}

/// A name that stands for nothing, with the one that was probably meant or what
/// to do about it.
pub(super) fn unknown<'n>(
    what: &str,
    name: &str,
    span: &Range<usize>,
    known: impl IntoIterator<Item = &'n str>,
    otherwise: &str,
) -> Problem {
    let message = format!("no {what} is named `{}`", shortened(name));
    let problem = Problem::new(span.clone(), message);
    match similar(name, known) {
        Some(near) => problem.help(format!("did you mean `{near}`")),
        None => problem.help(otherwise),
    }
}
