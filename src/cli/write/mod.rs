//! Writes a rendering: looks at the output folder, carries out the steps that
//! [`crate::tree`] plans, and finishes what a killed run left.
//!
//! Nothing is replaced before everything is staged and every folder was seen
//! to take a file; from there on a journal lets the next run go on.

mod disk;
mod error;
mod look;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use self::disk::{Disk, staging};
pub use self::error::WriteError;
use crate::tree::{
    Changes, Conflict, Content, Desired, Found, Hash, JOURNAL_NAME, Journal, JournalError, Left,
    Lock, PLAN_NAME, Scope, Step, changes, of_interest, recovery, steps, undo,
};

/// The output folder as it was found.
#[derive(Debug)]
pub struct Output {
    folder: PathBuf,
    lock: Lock,
    /// The hash of the lock's text, if there is a lock.
    lock_hash: Option<Hash>,
    found: Found,
}

/// What an interrupted run left, and what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Recovered {
    /// There was none.
    Nothing,
    /// It had replaced nothing yet, and was cleared away.
    Undone,
    /// It was finished.
    Finished,
}

/// What stands in the staging folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Pending {
    /// Nothing.
    Nothing,
    /// Another run, at work.
    Running,
    /// Leftovers of a run that replaced nothing.
    Leftovers,
    /// A run that may have replaced some files and not others.
    Unfinished,
}

/// Tells what stands in the staging folder of an output folder.
pub fn pending(folder: &Path) -> Pending {
    if !staging(folder).is_dir() {
        Pending::Nothing
    } else if disk::is_busy(folder) {
        Pending::Running
    } else if staging(folder).join(JOURNAL_NAME).exists() {
        Pending::Unfinished
    } else {
        Pending::Leftovers
    }
}

/// Finishes or undoes what an interrupted run left in an output folder.
pub fn recover(folder: &Path) -> Result<Recovered, WriteError> {
    if !disk::is_staged(folder)? {
        return Ok(Recovered::Nothing);
    }
    let mut disk = Disk::take_over(folder)?;
    let left = left(folder)?;
    let (staged, found) = match &left {
        Left::Junk | Left::Planned(_) => (BTreeMap::new(), Found::new()),
        Left::Committed(journal) => (
            look::staged(folder)?,
            look::look(folder, &journal.of_interest())?,
        ),
    };
    let steps = recovery(&left, &staged, &found).map_err(WriteError::Interrupted)?;
    for step in &steps {
        disk.step(step, &|_| &[])?;
    }
    Ok(match left {
        Left::Junk | Left::Planned(_) => Recovered::Undone,
        Left::Committed(_) => Recovered::Finished,
    })
}

impl Output {
    /// Looks at the lock of an output folder, and at each path that the lock or
    /// the rendering names. Nothing need be there.
    pub fn look(folder: &Path, desired: &Desired) -> Result<Self, WriteError> {
        let (lock, lock_hash) = look::lock(folder)?;
        let found = look::look(folder, &of_interest(&lock, desired))?;
        Ok(Self {
            folder: folder.to_owned(),
            lock,
            lock_hash,
            found,
        })
    }

    /// What the rendering would do to the folder.
    pub fn changes(&self, desired: &Desired, scope: &Scope) -> Result<Changes, Vec<Conflict>> {
        changes(&self.lock, desired, &self.found, scope)
    }

    /// Carries out the changes, all or none of them.
    ///
    /// A failure leaves the folder as it was; only one that comes when files
    /// are being replaced, [`WriteError::Unfinished`], leaves that to the next
    /// run.
    pub fn apply(&self, desired: &Desired, changes: &Changes) -> Result<(), WriteError> {
        if changes.is_empty() {
            return Ok(());
        }
        let journal = Journal::new(changes, &self.found, self.lock_hash);
        let (steps, committed) = steps(&journal);
        let made = disk::make_folder(&self.folder)?;
        let result = self.write(&Written::new(&journal, desired, changes), &steps, committed);
        if matches!(&result, Err(error) if !matches!(error, WriteError::Unfinished { .. })) {
            disk::remove_empty(&made);
        }
        result
    }

    fn write(&self, written: &Written, steps: &[Step], committed: usize) -> Result<(), WriteError> {
        let mut disk = if let Some(disk) = Disk::create(&self.folder)? {
            disk
        } else {
            // Another run was here since, and was killed.
            let _ = recover(&self.folder)?;
            Disk::create(&self.folder)?.ok_or(WriteError::Busy)?
        };
        let content = |what: &Content| written.bytes(what);
        let done = self
            .unchanged(written.journal)
            .and_then(|()| disk.steps(steps.get(..committed).unwrap_or_default(), &content));
        if let Err(error) = done {
            for step in undo(written.journal) {
                // What cannot be undone is undone by the next run.
                let _ = disk.step(&step, &content);
            }
            return Err(error);
        }
        disk.steps(steps.get(committed..).unwrap_or_default(), &content)
            .map_err(|error| WriteError::Unfinished {
                source: Box::new(error),
            })
    }

    /// Whether what is to be replaced or deleted is still what was found.
    fn unchanged(&self, journal: &Journal) -> Result<(), WriteError> {
        let (_, lock_hash) = look::lock(&self.folder)?;
        let now = look::look(&self.folder, &journal.of_interest())?;
        let paths = journal.renames.iter().map(|rename| &rename.path);
        let paths = paths.chain(journal.prunes.iter().map(|(path, _)| path));
        let mut conflicts: Vec<Conflict> = paths
            .filter(|path| now.get(*path) != self.found.get(*path))
            .map(|path| Conflict::Changed { path: path.clone() })
            .collect();
        if lock_hash != self.lock_hash {
            conflicts.push(Conflict::Changed {
                path: crate::tree::FilePath::lock(),
            });
        }
        if conflicts.is_empty() {
            Ok(())
        } else {
            Err(WriteError::Meanwhile(conflicts))
        }
    }
}

/// What the staged files hold.
struct Written<'a> {
    journal: &'a Journal,
    desired: &'a Desired,
    journal_text: String,
    lock_text: String,
}

impl<'a> Written<'a> {
    fn new(journal: &'a Journal, desired: &'a Desired, changes: &Changes) -> Self {
        let (journal_text, lock_text) = (journal.text(), changes.lock.text());
        Self {
            journal,
            desired,
            journal_text,
            lock_text,
        }
    }

    fn bytes(&self, what: &Content) -> &[u8] {
        match what {
            Content::Journal => self.journal_text.as_bytes(),
            Content::Lock => self.lock_text.as_bytes(),
            Content::File(path) => self.desired.get(path).map_or(&[], |file| &file.bytes),
            Content::Empty => &[],
        }
    }
}

/// What a run left in the staging folder, where no run is at work.
fn left(folder: &Path) -> Result<Left, WriteError> {
    let read = |name| look::bytes(&staging(folder).join(name));
    let parse = |bytes: Vec<u8>| {
        str::from_utf8(&bytes)
            .map_err(|_| JournalError)
            .and_then(Journal::parse)
    };
    if let Some(bytes) = read(JOURNAL_NAME)? {
        return Ok(Left::Committed(parse(bytes)?));
    }
    // A plan is renamed when it is whole; without one, no folder was made.
    let plan = read(PLAN_NAME)?.and_then(|bytes| parse(bytes).ok());
    Ok(plan.map_or(Left::Junk, Left::Planned))
}
