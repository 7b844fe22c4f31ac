//! The steps of a rendering as operations on a real disk.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::error::WriteError;
use crate::tree::{Content, FilePath, Folder, Place, STAGING_NAME, Step};

/// A file of the staging folder, locked by the run that is at work there.
pub(super) const GUARD_NAME: &str = "guard";

/// Where a rendering of an output folder is prepared.
pub(super) fn staging(folder: &Path) -> PathBuf {
    folder.join(STAGING_NAME)
}

/// Whether there is a staging folder.
pub(super) fn is_staged(folder: &Path) -> Result<bool, WriteError> {
    let path = staging(folder);
    match fs::symlink_metadata(&path) {
        Ok(metadata) if metadata.is_dir() => Ok(true),
        Ok(_) => Err(WriteError::InTheWay { path }),
        Err(error) if is_missing(&error) => Ok(false),
        Err(source) => Err(WriteError::Io {
            action: "read",
            path,
            source,
        }),
    }
}

/// Whether a run is at work in a staging folder that is there.
pub(super) fn is_busy(folder: &Path) -> bool {
    File::open(staging(folder).join(GUARD_NAME))
        .is_ok_and(|guard| matches!(guard.try_lock(), Err(TryLockError::WouldBlock)))
}

/// Makes a folder and the ones that it is in; tells which were made, inner
/// before outer.
pub(super) fn make_folder(folder: &Path) -> Result<Vec<PathBuf>, WriteError> {
    let missing = folder.ancestors().filter(|folder| *folder != Path::new(""));
    let missing: Vec<PathBuf> = missing
        .take_while(|folder| !folder.exists())
        .map(Path::to_owned)
        .collect();
    fs::create_dir_all(folder).map_err(|source| {
        remove_empty(&missing);
        WriteError::Io {
            action: "make the folder",
            path: folder.to_owned(),
            source,
        }
    })?;
    Ok(missing)
}

/// Removes folders that were made in vain.
pub(super) fn remove_empty(folders: &[PathBuf]) {
    for folder in folders {
        // One that is not empty is somebody else's by now.
        let _ = fs::remove_dir(folder);
    }
}

/// An output folder in which this run, and no other, is at work.
pub(super) struct Disk {
    folder: PathBuf,
    /// Locked as long as the staging folder is there.
    guard: Option<File>,
}

impl Disk {
    /// Makes the staging folder; `None` where there is one.
    pub(super) fn create(folder: &Path) -> Result<Option<Self>, WriteError> {
        let path = staging(folder);
        match fs::create_dir(&path) {
            Ok(()) => Self::take_over(folder).map(Some),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(None),
            Err(source) => Err(WriteError::Io {
                action: "make the folder",
                path,
                source,
            }),
        }
    }

    /// Locks a staging folder that is there.
    pub(super) fn take_over(folder: &Path) -> Result<Self, WriteError> {
        let path = staging(folder).join(GUARD_NAME);
        let guard = File::options().create(true).append(true).open(&path);
        let locked = guard.map_err(TryLockError::Error).and_then(|guard| {
            guard.try_lock()?;
            Ok(guard)
        });
        match locked {
            Ok(guard) => Ok(Self {
                folder: folder.to_owned(),
                guard: Some(guard),
            }),
            Err(TryLockError::WouldBlock) => Err(WriteError::Busy),
            Err(TryLockError::Error(source)) => Err(WriteError::Io {
                action: "lock",
                path,
                source,
            }),
        }
    }

    /// Carries out steps one after the other.
    pub(super) fn steps<'a>(
        &mut self,
        steps: &[Step],
        content: &dyn Fn(&Content) -> &'a [u8],
    ) -> Result<(), WriteError> {
        steps.iter().try_for_each(|step| self.step(step, content))
    }

    /// Carries out one step.
    pub(super) fn step<'a>(
        &mut self,
        step: &Step,
        content: &dyn Fn(&Content) -> &'a [u8],
    ) -> Result<(), WriteError> {
        let (action, path, result) = match step {
            Step::Write {
                staged,
                content: what,
            } => {
                let path = self.staged(staged);
                let result = self.write(&path, what, content(what));
                ("write", path, result)
            }
            Step::Rename { staged, to } => {
                let path = self.place(to);
                let result = fs::rename(self.staged(staged), &path);
                ("replace", path, result)
            }
            Step::Delete(place) => {
                let path = self.place(place);
                let result = unless_missing(fs::remove_file(&path));
                ("delete", path, result)
            }
            Step::MakeFolder(folder) => {
                let path = self.tree(folder);
                let result = match fs::create_dir(&path) {
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => {
                        Ok(())
                    }
                    other => other,
                };
                ("make the folder", path, result)
            }
            Step::RemoveFolder(folder) => {
                let path = self.tree(folder);
                let result = match unless_missing(fs::remove_dir(&path)) {
                    Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(()),
                    other => other,
                };
                ("remove the folder", path, result)
            }
            Step::Sync(folder) => {
                let (path, result) = match folder {
                    Folder::Staging => {
                        let path = staging(&self.folder);
                        let result = sync_files(&path);
                        (path, result)
                    }
                    Folder::Tree(None) => (self.folder.clone(), Ok(())),
                    Folder::Tree(Some(folder)) => (self.tree(folder), Ok(())),
                };
                let result = result.and_then(|()| unless_missing(sync(&path)));
                ("write", path, result)
            }
            Step::RemoveStaging => {
                let result = self.remove_staging();
                ("remove the folder", staging(&self.folder), result)
            }
        };
        result.map_err(|source| WriteError::Io {
            action,
            path,
            source,
        })
    }

    fn write(&self, path: &Path, what: &Content, bytes: &[u8]) -> io::Result<()> {
        let mut file = File::options().write(true).create_new(true).open(path)?;
        file.write_all(bytes)?;
        // Who may read a file, or run it, is not for a rendering to change.
        if let Content::File(target) = what
            && let Ok(replaced) = fs::metadata(self.tree(target))
        {
            file.set_permissions(replaced.permissions())?;
        }
        Ok(())
    }

    fn remove_staging(&mut self) -> io::Result<()> {
        let staging = staging(&self.folder);
        for entry in fs::read_dir(&staging)? {
            let entry = entry?;
            if entry.file_name() != GUARD_NAME {
                unless_missing(fs::remove_file(entry.path()))?;
            }
        }
        // Some systems keep the name of a file as long as it is open.
        drop(self.guard.take());
        unless_missing(fs::remove_file(staging.join(GUARD_NAME)))?;
        unless_missing(fs::remove_dir(staging))
    }

    fn staged(&self, name: &str) -> PathBuf {
        staging(&self.folder).join(name)
    }

    fn tree(&self, path: &FilePath) -> PathBuf {
        self.folder.join(path.as_str())
    }

    fn place(&self, place: &Place) -> PathBuf {
        match place {
            Place::Staging(name) => self.staged(name),
            Place::Tree(path) => self.tree(path),
        }
    }
}

fn is_missing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

fn unless_missing(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if is_missing(&error) => Ok(()),
        other => other,
    }
}

/// Waits until what the files of a folder hold is on the disk, of all at once:
/// the system then writes its own journal once for many.
fn sync_files(folder: &Path) -> io::Result<()> {
    let entries: Vec<fs::DirEntry> = fs::read_dir(folder)?.collect::<io::Result<_>>()?;
    entries.into_par_iter().try_for_each(|entry| {
        // Windows flushes what is open for writing only; elsewhere a file may
        // have the mode of one that nobody may write to.
        let file = File::options()
            .read(true)
            .append(cfg!(windows))
            .open(entry.path());
        unless_missing(file.and_then(|file| file.sync_all()))
    })
}

/// Waits until the names in a folder are on the disk, where folders can be
/// asked for that.
fn sync(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        match File::open(folder)?.sync_all() {
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
            other => other,
        }
    } else {
        Ok(())
    }
}
