//! What a rendering does to the output folder.

use std::collections::{BTreeMap, BTreeSet};

use super::conflict::Conflict;
use super::desired::{Desired, File, clashes};
use super::hash::Hash;
use super::lock::{Entry, Lock, Scope};
use super::path::FilePath;

/// What stands at a path on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// A regular file.
    File(Hash),
    /// A folder, that is not a link to one.
    Folder,
    /// A link, a device, and the like.
    Other,
}

/// What stands on disk at the paths of [`of_interest`]; nothing where a path is
/// missing.
pub type Found = BTreeMap<FilePath, State>;

/// The paths that must be looked at before [`changes`] can tell.
pub fn of_interest(lock: &Lock, desired: &Desired) -> BTreeSet<FilePath> {
    let files = lock.files.keys().chain(desired.files.keys());
    files
        .flat_map(|path| path.folders().chain([path.clone()]))
        .collect()
}

/// What a rendering does to the output folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// The files to write, with the hash of the file that each replaces.
    pub write: BTreeMap<FilePath, Option<Hash>>,
    /// The files that hold the right bytes and were pgspec's before.
    pub keep: BTreeSet<FilePath>,
    /// The files that hold the right bytes and become pgspec's.
    pub adopt: BTreeSet<FilePath>,
    /// The files to delete, as they are rendered no more.
    pub prune: BTreeMap<FilePath, Hash>,
    /// The lock that follows.
    pub lock: Lock,
    /// Whether the lock differs from the one before.
    pub relock: bool,
}

impl Changes {
    /// Whether the folder is as it should be, the lock included.
    pub fn is_empty(&self) -> bool {
        self.write.is_empty() && self.prune.is_empty() && !self.relock
    }
}

/// Compares what should be with what is.
///
/// Only files of the `scope` are written and pruned; others stay as the lock
/// has them. The lock decides what is pgspec's: a file that it does not list,
/// or that holds something else than it says, is never touched.
pub fn changes(
    lock: &Lock,
    desired: &Desired,
    found: &Found,
    scope: &Scope,
) -> Result<Changes, Vec<Conflict>> {
    let mut conflicts = desired.wrong.clone();
    conflicts.extend(clashes(desired));
    let mut changes = Changes {
        write: BTreeMap::new(),
        keep: BTreeSet::new(),
        adopt: BTreeSet::new(),
        prune: BTreeMap::new(),
        lock: lock.clone(),
        relock: false,
    };
    for (path, file) in &desired.files {
        let owned = lock.files.get(path);
        if scope.covers(&file.owners) || owned.is_some_and(|entry| scope.covers(&entry.owners)) {
            conflicts.extend(changes.place(path, file, owned, found));
        }
    }
    for (path, entry) in &lock.files {
        if !desired.files.contains_key(path) && scope.covers(&entry.owners) {
            conflicts.extend(changes.release(path, entry, found));
        }
    }
    changes.relock = changes.lock != *lock;
    if conflicts.is_empty() {
        Ok(changes)
    } else {
        Err(conflicts.into_iter().collect())
    }
}

impl Changes {
    /// Decides about a file that is rendered.
    fn place(
        &mut self,
        path: &FilePath,
        file: &File,
        owned: Option<&Entry>,
        found: &Found,
    ) -> Option<Conflict> {
        let (path, hash) = (path.clone(), file.hash);
        let entry = Entry {
            hash,
            owners: file.owners.clone(),
        };
        self.lock.files.insert(path.clone(), entry);
        if let Some(folder) = not_a_folder(&path, found) {
            return Some(Conflict::NotAFolder { path: folder });
        }
        match (found.get(&path), owned) {
            (None, _) => {
                self.write.insert(path, None);
            }
            (Some(State::File(there)), Some(_)) if *there == hash => {
                self.keep.insert(path);
            }
            (Some(State::File(there)), None) if *there == hash => {
                self.adopt.insert(path);
            }
            (Some(State::File(there)), Some(entry)) if *there == entry.hash => {
                self.write.insert(path, Some(*there));
            }
            (Some(State::File(_)), Some(_)) => return Some(Conflict::Changed { path }),
            (Some(State::File(_)), None) => return Some(Conflict::NotOurs { path }),
            (Some(State::Folder | State::Other), _) => return Some(Conflict::NotAFile { path }),
        }
        None
    }

    /// Decides about a file that is rendered no more.
    fn release(&mut self, path: &FilePath, entry: &Entry, found: &Found) -> Option<Conflict> {
        self.lock.files.remove(path);
        // Behind a link, what seems to be the file is somewhere else.
        if not_a_folder(path, found).is_some() {
            return None;
        }
        match found.get(path) {
            Some(State::File(there)) if *there == entry.hash => {
                self.prune.insert(path.clone(), *there);
                None
            }
            Some(State::File(_)) => Some(Conflict::ChangedOrphan { path: path.clone() }),
            // Somebody put something else there; it is not pgspec's.
            Some(State::Folder | State::Other) | None => None,
        }
    }
}

/// The folder of a path that is something else.
fn not_a_folder(path: &FilePath, found: &Found) -> Option<FilePath> {
    path.folders()
        .find(|folder| matches!(found.get(folder), Some(State::File(_) | State::Other)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::lock::Owners;

    fn path(text: &str) -> FilePath {
        FilePath::new(text).unwrap()
    }

    fn desired(files: &[(&str, &str)]) -> Desired {
        let mut desired = Desired::default();
        for (name, content) in files {
            let owners = match name.split_once('/') {
                Some(("charts", _)) | None => Owners::every(),
                Some((environment, _)) => Owners::of([environment]),
            };
            desired.add(name, owners, content.as_bytes().to_vec());
        }
        desired
    }

    fn lock(files: &[(&str, &str)]) -> Lock {
        let entry = |file: &File| Entry {
            hash: file.hash,
            owners: file.owners.clone(),
        };
        Lock {
            files: desired(files)
                .files()
                .map(|(path, file)| (path.clone(), entry(file)))
                .collect(),
        }
    }

    fn found(files: &[(&str, &str)]) -> Found {
        let mut found = Found::new();
        for (name, content) in files {
            let file = path(name);
            found.extend(file.folders().map(|folder| (folder, State::Folder)));
            found.insert(file, State::File(Hash::of(content.as_bytes())));
        }
        found
    }

    fn paths<'a>(paths: impl IntoIterator<Item = &'a FilePath>) -> Vec<&'a str> {
        paths.into_iter().map(FilePath::as_str).collect()
    }

    #[test]
    fn files_are_written_kept_adopted_and_pruned() {
        let lock = lock(&[
            ("prod/old", "1"),
            ("prod/same", "1"),
            ("prod/new", "1"),
            ("prod/gone", "1"),
        ]);
        let desired = desired(&[
            ("prod/same", "1"),
            ("prod/new", "2"),
            ("prod/there", "3"),
            ("prod/none", "4"),
        ]);
        let found = found(&[
            ("prod/old", "1"),
            ("prod/same", "1"),
            ("prod/new", "1"),
            ("prod/there", "3"),
            ("prod/mine", "x"),
        ]);
        let changes = changes(&lock, &desired, &found, &Scope::Whole).unwrap();
        assert_eq!(paths(changes.write.keys()), ["prod/new", "prod/none"]);
        assert_eq!(paths(&changes.keep), ["prod/same"]);
        assert_eq!(paths(&changes.adopt), ["prod/there"]);
        assert_eq!(paths(changes.prune.keys()), ["prod/old"]);
        assert_eq!(
            paths(changes.lock.files.keys()),
            ["prod/new", "prod/none", "prod/same", "prod/there"]
        );
        assert!(changes.relock && !changes.is_empty());
    }

    #[test]
    fn a_folder_as_it_should_be_needs_nothing() {
        let files = [("prod/a", "1"), ("charts/b", "2")];
        let changes = changes(
            &lock(&files),
            &desired(&files),
            &found(&files),
            &Scope::Whole,
        )
        .unwrap();
        assert!(changes.is_empty());
    }

    #[test]
    fn all_conflicts_are_told_at_once() {
        let lock = lock(&[("a/changed", "1"), ("a/orphan", "1")]);
        let desired = desired(&[
            ("a/changed", "2"),
            ("a/foreign", "2"),
            ("a/dir", "2"),
            ("b/c", "2"),
            ("../x", ""),
        ]);
        let mut found = found(&[
            ("a/changed", "x"),
            ("a/orphan", "x"),
            ("a/foreign", "x"),
            ("b", "x"),
        ]);
        found.insert(path("a/dir"), State::Folder);
        let conflicts = changes(&lock, &desired, &found, &Scope::Whole).unwrap_err();
        assert_eq!(
            conflicts,
            [
                Conflict::Leaves {
                    path: "../x".to_owned()
                },
                Conflict::NotOurs {
                    path: path("a/foreign")
                },
                Conflict::Changed {
                    path: path("a/changed")
                },
                Conflict::ChangedOrphan {
                    path: path("a/orphan")
                },
                Conflict::NotAFile {
                    path: path("a/dir")
                },
                Conflict::NotAFolder { path: path("b") },
            ]
        );
    }

    #[test]
    fn a_link_is_never_followed() {
        let lock = lock(&[("prod/old", "1")]);
        let mut found = found(&[("prod/old", "1")]);
        found.insert(path("prod"), State::Other);
        let into = changes(&lock, &desired(&[("prod/new", "1")]), &found, &Scope::Whole);
        assert_eq!(into, Err(vec![Conflict::NotAFolder { path: path("prod") }]));
        let away = changes(&lock, &desired(&[]), &found, &Scope::Whole).unwrap();
        assert!(away.prune.is_empty() && away.lock.files.is_empty());
    }

    #[test]
    fn names_that_cannot_be_together_are_refused() {
        let clash = |files: &[(&str, &str)]| {
            changes(
                &Lock::default(),
                &desired(files),
                &Found::new(),
                &Scope::Whole,
            )
            .unwrap_err()
        };
        assert_eq!(
            clash(&[("a", ""), ("a/b", "")]),
            [Conflict::FileAndFolder { path: path("a") }]
        );
        assert_eq!(
            clash(&[("A/b", ""), ("a/c", "")]),
            [Conflict::Case {
                path: path("A"),
                other: path("a")
            }]
        );
        assert_eq!(
            clash(&[("a", ""), ("a", "")]),
            [Conflict::Twice { path: path("a") }]
        );
    }

    #[test]
    fn a_scope_leaves_other_environments_alone() {
        let before = [
            ("dev/a", "1"),
            ("prod/a", "1"),
            ("prod/b", "1"),
            ("charts/c", "1"),
            ("dev/old", "1"),
        ];
        let desired = desired(&[("dev/a", "2"), ("prod/a", "2"), ("charts/c", "2")]);
        let mut found = found(&before);
        found.insert(path("dev/a"), State::File(Hash::of(b"by hand")));
        let scope = Scope::Environments(BTreeSet::from(["prod".to_owned()]));
        let changes = changes(&lock(&before), &desired, &found, &scope).unwrap();
        assert_eq!(paths(changes.write.keys()), ["charts/c", "prod/a"]);
        assert_eq!(paths(changes.prune.keys()), ["prod/b"]);
        assert_eq!(changes.lock.files[&path("dev/a")].hash, Hash::of(b"1"));
        assert!(changes.lock.files.contains_key(&path("dev/old")));
    }

    #[test]
    fn without_a_lock_what_is_right_is_adopted() {
        let files = [("prod/a", "1"), ("prod/b", "2")];
        let changes = changes(
            &Lock::default(),
            &desired(&files),
            &found(&files),
            &Scope::Whole,
        )
        .unwrap();
        assert_eq!(paths(&changes.adopt), ["prod/a", "prod/b"]);
        assert!(changes.write.is_empty() && changes.relock);
    }
}
