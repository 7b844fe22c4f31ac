//! Why a rendering cannot be written.

use super::path::FilePath;

/// A reason to write nothing at all.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Conflict {
    /// A rendered file would be outside the output folder, or is pgspec's own.
    #[error("`{path}` is not a path in the output folder")]
    Leaves {
        /// The path.
        path: String,
    },
    /// Two rendered files have one path.
    #[error("two files are rendered as `{path}`")]
    Twice {
        /// The path.
        path: FilePath,
    },
    /// Two paths are one where upper case does not count.
    #[error("`{path}` and `{other}` are one file on some file systems")]
    Case {
        /// One path.
        path: FilePath,
        /// The other.
        other: FilePath,
    },
    /// A rendered file has the path of a folder of others.
    #[error("`{path}` is rendered as a file and as a folder")]
    FileAndFolder {
        /// The path.
        path: FilePath,
    },
    /// A file is in the way that pgspec did not write.
    #[error("`{path}` is in the way: pgspec did not write it")]
    NotOurs {
        /// The path.
        path: FilePath,
    },
    /// A file that pgspec wrote was changed since.
    #[error("`{path}` was changed by hand")]
    Changed {
        /// The path.
        path: FilePath,
    },
    /// A file that pgspec wrote, was changed since, and is rendered no more.
    #[error("`{path}` is rendered no more, and was changed by hand")]
    ChangedOrphan {
        /// The path.
        path: FilePath,
    },
    /// What an interrupted run staged is not what it meant to.
    #[error("what was to become `{path}` is damaged")]
    Damaged {
        /// The path.
        path: FilePath,
    },
    /// A folder, a link or a device stands where a file must be.
    #[error("`{path}` is in the way: it is not a regular file")]
    NotAFile {
        /// The path.
        path: FilePath,
    },
    /// A file or a link stands where a folder must be.
    #[error("`{path}` is in the way: it is not a folder")]
    NotAFolder {
        /// The path.
        path: FilePath,
    },
}

impl Conflict {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Leaves { .. }
            | Self::Twice { .. }
            | Self::Case { .. }
            | Self::FileAndFolder { .. } => "choose other names in the spec",
            Self::NotOurs { .. } | Self::NotAFile { .. } | Self::NotAFolder { .. } => {
                "move it away, or render to another folder"
            }
            Self::Changed { .. } => {
                "put the change into the spec, then delete or restore the file and render again"
            }
            Self::ChangedOrphan { .. } => "move it away, or delete it",
            Self::Damaged { .. } => "delete the folder `.pgspec-staging` and render again",
        }
    }

    /// Whether something on disk is in the way; else the spec asks for what
    /// cannot be.
    pub fn is_on_disk(&self) -> bool {
        match self {
            Self::Leaves { .. }
            | Self::Twice { .. }
            | Self::Case { .. }
            | Self::FileAndFolder { .. } => false,
            Self::NotOurs { .. }
            | Self::Damaged { .. }
            | Self::Changed { .. }
            | Self::ChangedOrphan { .. }
            | Self::NotAFile { .. }
            | Self::NotAFolder { .. } => true,
        }
    }
}
