//! What stands in the output folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::disk::{GUARD_NAME, staging};
use super::error::WriteError;
use crate::tree::{FilePath, Found, Hash, LOCK_NAME, Lock, LockError, LockErrorKind, State};

/// Looks at paths, of which outer folders come first. Links are not followed.
pub(super) fn look(folder: &Path, paths: &BTreeSet<FilePath>) -> Result<Found, WriteError> {
    let mut found = Found::new();
    for path in paths {
        if path
            .parent()
            .is_some_and(|parent| found.get(&parent) != Some(&State::Folder))
        {
            continue;
        }
        if let Some(state) = state(&folder.join(path.as_str()))? {
            found.insert(path.clone(), state);
        }
    }
    Ok(found)
}

/// Reads the lock, with the hash of its text; none is an empty one.
pub(super) fn lock(folder: &Path) -> Result<(Lock, Option<Hash>), WriteError> {
    let path = folder.join(LOCK_NAME);
    let Some(bytes) = bytes(&path)? else {
        return Ok((Lock::default(), None));
    };
    let text = str::from_utf8(&bytes).map_err(|_| LockError {
        line: 1,
        kind: LockErrorKind::Head,
    });
    match text.and_then(Lock::parse) {
        Ok(lock) => Ok((lock, Some(Hash::of(&bytes)))),
        Err(source) => Err(WriteError::Lock { path, source }),
    }
}

/// The files of the staging folder, whose names are plain.
pub(super) fn staged(folder: &Path) -> Result<BTreeMap<String, Hash>, WriteError> {
    let staging = staging(folder);
    let refused = |source| WriteError::Io {
        action: "read",
        path: staging.clone(),
        source,
    };
    let mut staged = BTreeMap::new();
    for entry in fs::read_dir(&staging).map_err(refused)? {
        let entry = entry.map_err(refused)?;
        if let (Ok(name), Some(State::File(hash))) =
            (entry.file_name().into_string(), state(&entry.path())?)
            && name != GUARD_NAME
        {
            staged.insert(name, hash);
        }
    }
    Ok(staged)
}

/// Reads a file, if it is there.
pub(super) fn bytes(path: &Path) -> Result<Option<Vec<u8>>, WriteError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(WriteError::Io {
            action: "read",
            path: path.to_owned(),
            source,
        }),
    }
}

fn state(path: &Path) -> Result<Option<State>, WriteError> {
    let refused = |source| WriteError::Io {
        action: "read",
        path: path.to_owned(),
        source,
    };
    let kind = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata.file_type(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(refused(error)),
    };
    Ok(Some(if kind.is_dir() {
        State::Folder
    } else if kind.is_file() {
        State::File(hash(path).map_err(refused)?)
    } else {
        State::Other
    }))
}

fn hash(path: &Path) -> io::Result<Hash> {
    let mut bytes = Vec::new();
    File::open(path)?.read_to_end(&mut bytes)?;
    Ok(Hash::of(&bytes))
}
