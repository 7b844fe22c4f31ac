//! The files that a rendering wants.

use std::collections::{BTreeMap, BTreeSet};

use super::conflict::Conflict;
use super::hash::Hash;
use super::lock::Owners;
use super::path::FilePath;

/// The files that a rendering is made of, whatever the scope.
#[derive(Clone, Debug, Default)]
pub struct Desired {
    pub(super) files: BTreeMap<FilePath, File>,
    /// What is wrong with the paths that were added.
    pub(super) wrong: BTreeSet<Conflict>,
}

/// A rendered file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its content.
    pub bytes: Vec<u8>,
    /// Which environments it is for.
    pub owners: Owners,
    /// The hash of its content.
    pub(super) hash: Hash,
}

impl Desired {
    /// Adds a file. What is wrong with its path is a [`Conflict`] later.
    pub fn add(&mut self, path: &str, owners: Owners, bytes: Vec<u8>) {
        let Some(path) = FilePath::new(path) else {
            self.wrong.insert(Conflict::Leaves {
                path: path.to_owned(),
            });
            return;
        };
        let hash = Hash::of(&bytes);
        if self
            .files
            .insert(
                path.clone(),
                File {
                    bytes,
                    owners,
                    hash,
                },
            )
            .is_some()
        {
            self.wrong.insert(Conflict::Twice { path });
        }
    }

    /// A file by its path.
    pub fn get(&self, path: &FilePath) -> Option<&File> {
        self.files.get(path)
    }

    /// All files, in order of their paths.
    pub fn files(&self) -> impl Iterator<Item = (&FilePath, &File)> {
        self.files.iter()
    }
}

/// The rendered paths that cannot be there together.
pub(super) fn clashes(desired: &Desired) -> BTreeSet<Conflict> {
    let mut clashes = BTreeSet::new();
    let mut folded: BTreeMap<String, FilePath> = BTreeMap::new();
    for path in desired.files.keys() {
        for part in path.folders().chain([path.clone()]) {
            if part != *path && desired.files.contains_key(&part) {
                clashes.insert(Conflict::FileAndFolder { path: part.clone() });
            }
            let other = folded.entry(part.folded()).or_insert_with(|| part.clone());
            if *other != part {
                clashes.insert(Conflict::Case {
                    path: other.clone(),
                    other: part,
                });
            }
        }
    }
    clashes
}
