//! What a run is told beside the documents.

use std::collections::{BTreeMap, HashSet};

use super::selection::Selection;
use super::severity::Environment;
use super::target::Target;
use crate::kube::civil::Date;

/// What a run is told beside the documents.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The versions that the objects are judged for.
    pub target: Target,
    /// Which environment an object is for.
    pub environments: Environments,
    /// Which rules run.
    pub selection: Selection,
    /// Whether everything was given.
    pub scope: Scope,
    /// Files that are patches, beside those of which the documents tell.
    pub patches: HashSet<String>,
    /// The day of the run: releases end, and suppressions expire.
    pub today: Date,
}

/// Whether everything was given that will be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// A folder, or what a spec renders: what is missing is missing.
    Whole,
    /// Single files, or standard input: what is missing may be elsewhere.
    Part,
}

/// Which environment an object is for.
#[derive(Clone, Debug, Default)]
pub struct Environments {
    /// That of all objects, whatever they say themselves.
    pub forced: Option<Environment>,
    /// What the names stand for that objects give, beside `dev`, `staging` and
    /// `prod`: an environment `qa` of a spec may have the profile `staging`.
    pub named: BTreeMap<String, Environment>,
}

impl Environments {
    /// What a name stands for, as an object gives it.
    pub(super) fn named(&self, name: &str) -> Option<Environment> {
        let named = self.named.get(name).copied();
        named.or_else(|| Environment::named(name))
    }
}
