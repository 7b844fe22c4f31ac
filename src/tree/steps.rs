//! The steps that carry out a journal, undo it, or finish it after a crash.
//!
//! Each is one operation of the file system. Everything is written to a
//! staging folder first; renaming the plan to the journal is the point from
//! which on a rendering is finished, before which it is undone.

use std::collections::{BTreeMap, BTreeSet};

use super::changes::{Found, State};
use super::conflict::Conflict;
use super::hash::Hash;
use super::journal::{Journal, LOCK_STAGED, Rename};
use super::path::FilePath;

/// The name of the journal in the staging folder before the point of no return.
pub const PLAN_NAME: &str = "plan";

/// Its name from there on.
pub const JOURNAL_NAME: &str = "journal";

/// What a file is called before it is whole.
const PART_NAME: &str = "part";

/// A file that comes and goes, to see whether a folder can be written to.
const PROBE_NAME: &str = ".pgspec-probe";

/// An operation of the file system.
///
/// What is to be deleted or removed and is not there, or to be made and is,
/// is as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Write a new file of the staging folder.
    Write {
        /// Its name there.
        staged: String,
        /// What it holds.
        content: Content,
    },
    /// Rename a file of the staging folder; what has the new name is replaced.
    Rename {
        /// Its name there.
        staged: String,
        /// Its new place.
        to: Place,
    },
    /// Delete a file.
    Delete(Place),
    /// Make a folder.
    MakeFolder(FilePath),
    /// Remove a folder if it is empty.
    RemoveFolder(FilePath),
    /// Wait until the names in a folder are on the disk.
    Sync(Folder),
    /// Remove the staging folder with all that is in it.
    RemoveStaging,
}

/// Where a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the staging folder, under this name.
    Staging(String),
    /// In the output folder.
    Tree(FilePath),
}

/// A folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Folder {
    /// The staging folder.
    Staging,
    /// The output folder, or one below it.
    Tree(Option<FilePath>),
}

/// What a staged file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// The journal.
    Journal,
    /// The rendered file of this path.
    File(FilePath),
    /// The lock.
    Lock,
    /// Nothing.
    Empty,
}

/// What an interrupted run left in the staging folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// Nothing of use.
    Junk,
    /// A rendering that replaced nothing yet.
    Planned(Journal),
    /// A rendering that may have replaced some files.
    Committed(Journal),
}

/// The steps of a rendering, and after how many of them it is past undoing.
#[must_use]
pub fn steps(journal: &Journal) -> (Vec<Step>, usize) {
    let mut steps = Vec::new();
    write_atomically(&mut steps, PLAN_NAME, Content::Journal);
    for (staged, rename) in journal.staged() {
        let content = if staged == LOCK_STAGED {
            Content::Lock
        } else {
            Content::File(rename.path.clone())
        };
        steps.push(Step::Write { staged, content });
    }
    steps.extend(journal.folders.iter().cloned().map(Step::MakeFolder));
    for folder in journal.touched() {
        // Whoever may rename a file into a folder may replace and delete there.
        let probe = Place::Tree(probe(folder.as_ref()));
        steps.push(Step::Write {
            staged: PART_NAME.to_owned(),
            content: Content::Empty,
        });
        steps.push(Step::Rename {
            staged: PART_NAME.to_owned(),
            to: probe.clone(),
        });
        steps.push(Step::Delete(probe));
    }
    steps.push(Step::Sync(Folder::Staging));
    let to = Place::Staging(JOURNAL_NAME.to_owned());
    steps.push(Step::Rename {
        staged: PLAN_NAME.to_owned(),
        to,
    });
    let committed = steps.len();
    steps.push(Step::Sync(Folder::Staging));
    let mut replacements: Vec<_> = journal.staged().collect();
    let lock = replacements.pop_if(|(name, _)| name == LOCK_STAGED);
    steps.extend(
        replacements
            .into_iter()
            .map(|(name, rename)| replace(name, rename)),
    );
    steps.extend(
        journal
            .prunes
            .iter()
            .map(|(path, _)| Step::Delete(Place::Tree(path.clone()))),
    );
    finish(
        &mut steps,
        journal,
        lock.map(|(name, rename)| replace(name, rename)),
    );
    (steps, committed)
}

/// The steps that undo a rendering that replaced nothing yet.
#[must_use]
pub fn undo(journal: &Journal) -> Vec<Step> {
    let probes = journal
        .touched()
        .into_iter()
        .map(|folder| probe(folder.as_ref()));
    let mut steps: Vec<Step> = probes.map(Place::Tree).map(Step::Delete).collect();
    steps.extend(
        journal
            .folders
            .iter()
            .rev()
            .cloned()
            .map(Step::RemoveFolder),
    );
    steps.push(Step::RemoveStaging);
    steps
}

/// The steps that finish or undo what an interrupted run left, given the files
/// that are `staged` and what stands in the tree.
///
/// A file that somebody changed since is a conflict: nothing is done then.
pub fn recovery(
    left: &Left,
    staged: &BTreeMap<String, Hash>,
    found: &Found,
) -> Result<Vec<Step>, Vec<Conflict>> {
    let journal = match left {
        Left::Junk => return Ok(vec![Step::RemoveStaging]),
        Left::Planned(journal) => return Ok(undo(journal)),
        Left::Committed(journal) => journal,
    };
    let mut conflicts = Vec::new();
    let mut due = Vec::new();
    for (name, rename) in journal.staged() {
        match is_due(&name, rename, staged, found) {
            Ok(true) => due.push((name, rename)),
            Ok(false) => {}
            Err(conflict) => conflicts.push(conflict),
        }
    }
    if !conflicts.is_empty() {
        return Err(conflicts);
    }
    let lock = due.pop_if(|(name, _)| name == LOCK_STAGED);
    let folders: BTreeSet<FilePath> = due
        .iter()
        .flat_map(|(_, rename)| rename.path.folders())
        .collect();
    let mut steps: Vec<Step> = folders.into_iter().map(Step::MakeFolder).collect();
    steps.extend(due.into_iter().map(|(name, rename)| replace(name, rename)));
    let unchanged = |(path, hash): &&(FilePath, Hash)| found.get(path) == Some(&State::File(*hash));
    let prunes = journal.prunes.iter().filter(unchanged);
    steps.extend(prunes.map(|(path, _)| Step::Delete(Place::Tree(path.clone()))));
    finish(
        &mut steps,
        journal,
        lock.map(|(name, rename)| replace(name, rename)),
    );
    Ok(steps)
}

/// Whether a staged file is still to be put in place.
fn is_due(
    name: &str,
    rename: &Rename,
    staged: &BTreeMap<String, Hash>,
    found: &Found,
) -> Result<bool, Conflict> {
    let Rename { path, new, old } = rename;
    let Some(hash) = staged.get(name) else {
        return Ok(false);
    };
    let something_else = |folder: &FilePath| {
        found
            .get(folder)
            .is_some_and(|state| *state != State::Folder)
    };
    if let Some(path) = path.folders().find(something_else) {
        return Err(Conflict::NotAFolder { path });
    }
    let path = path.clone();
    match found.get(&path) {
        _ if hash != new => Err(Conflict::Damaged { path }),
        None => Ok(true),
        Some(State::File(there)) if Some(*there) == *old || there == new => Ok(true),
        Some(State::File(_)) => Err(Conflict::Changed { path }),
        Some(State::Folder | State::Other) => Err(Conflict::NotAFile { path }),
    }
}

/// Removes the folders that pruning emptied, puts the lock in place, and then
/// clears the staging folder away.
fn finish(steps: &mut Vec<Step>, journal: &Journal, lock: Option<Step>) {
    let pruned = journal.prunes.iter().flat_map(|(path, _)| path.folders());
    let emptied: BTreeSet<FilePath> = pruned.collect();
    // Inner folders come after outer ones in order of their text.
    steps.extend(emptied.into_iter().rev().map(Step::RemoveFolder));
    steps.extend(
        journal
            .touched()
            .into_iter()
            .map(Folder::Tree)
            .map(Step::Sync),
    );
    if let Some(lock) = lock {
        steps.push(lock);
        steps.push(Step::Sync(Folder::Tree(None)));
    }
    steps.push(Step::Delete(Place::Staging(JOURNAL_NAME.to_owned())));
    steps.push(Step::RemoveStaging);
}

/// Writes a file of the staging folder so that it is there whole or not at all.
fn write_atomically(steps: &mut Vec<Step>, name: &str, content: Content) {
    steps.push(Step::Write {
        staged: PART_NAME.to_owned(),
        content,
    });
    let to = Place::Staging(name.to_owned());
    steps.push(Step::Rename {
        staged: PART_NAME.to_owned(),
        to,
    });
}

fn replace(staged: String, rename: &Rename) -> Step {
    Step::Rename {
        staged,
        to: Place::Tree(rename.path.clone()),
    }
}

/// The probe of a folder.
fn probe(folder: Option<&FilePath>) -> FilePath {
    folder.map_or_else(
        || FilePath::named(PROBE_NAME),
        |folder| folder.join(PROBE_NAME),
    )
}
