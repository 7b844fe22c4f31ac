//! Why a rendering was not written.

use std::io;
use std::path::PathBuf;

use crate::tree::{Conflict, JournalError, LockError};

/// Why a rendering was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The file system refused.
    #[error("failed to {action} `{path}`", path = path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// Why it was refused.
        source: io::Error,
    },
    /// The lock is damaged.
    #[error("failed to read `{path}`, line {line}", path = path.display(), line = source.line)]
    Lock {
        /// The lock.
        path: PathBuf,
        /// What is wrong with it, and where.
        source: LockError,
    },
    /// The journal of an interrupted run is damaged.
    #[error("an interrupted rendering cannot be finished")]
    Journal(#[from] JournalError),
    /// Files were changed after a run was interrupted.
    #[error("an interrupted rendering cannot be finished: files were changed since")]
    Interrupted(Vec<Conflict>),
    /// Files were changed while this run rendered.
    #[error("files were changed while they were rendered")]
    Meanwhile(Vec<Conflict>),
    /// Another run is at work in the folder.
    #[error("another rendering is being written to this folder")]
    Busy,
    /// Something that is not a folder has the name of the staging folder.
    #[error("`{path}` is in the way: it is not a folder", path = path.display())]
    InTheWay {
        /// Its path.
        path: PathBuf,
    },
    /// Some files were replaced, some not.
    #[error("the rendering was written in part")]
    Unfinished {
        /// What stopped it.
        source: Box<WriteError>,
    },
}

impl WriteError {
    /// What to do about it, if there is something to say.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::Io { .. } => None,
            Self::Lock { source, .. } => Some(source.kind.help()),
            Self::Journal(_) | Self::Interrupted(_) => Some(
                "restore the files from version control, or delete the folder `.pgspec-staging` \
                 to give the interrupted rendering up",
            ),
            Self::Meanwhile(_) => Some("render again"),
            Self::Busy => Some("wait until it is done"),
            Self::InTheWay { .. } => Some("move it away"),
            Self::Unfinished { .. } => Some("render again: that goes on where it stopped"),
        }
    }

    /// The files that are the reason, if it is files.
    pub fn conflicts(&self) -> &[Conflict] {
        match self {
            Self::Interrupted(conflicts) | Self::Meanwhile(conflicts) => conflicts,
            Self::Io { .. }
            | Self::Lock { .. }
            | Self::Journal(_)
            | Self::Busy
            | Self::InTheWay { .. }
            | Self::Unfinished { .. } => &[],
        }
    }
}
