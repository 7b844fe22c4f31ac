//! How a run ends: [`Error`] when it could not be carried out, and [`Exit`].

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use super::write::WriteError;

/// A run that could not be carried out.
///
/// Findings are not errors: a run that reports a hundred findings succeeded.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// The command line or the configuration makes no sense.
    #[error("{message}")]
    Usage {
        /// What makes no sense.
        message: String,
        /// What to do instead.
        hint: Option<String>,
    },
    /// A file or folder could not be read.
    #[error("`{path}` cannot be read", path = path.display())]
    Read {
        /// The file in question.
        path: PathBuf,
        /// Why the operating system refuses.
        source: io::Error,
    },
    /// No path that was given holds a file to check.
    #[error("no YAML file found in {paths}")]
    NothingMatched {
        /// The paths, as they were given.
        paths: String,
    },
    /// A spec is wrong; its problems were told.
    #[error("{problems} problem{} in `{name}`", if *problems == 1 { "" } else { "s" })]
    Spec {
        /// The spec, as it is shown.
        name: String,
        /// How many problems it has.
        problems: usize,
    },
    /// A file or folder could not be made.
    #[error("`{path}` cannot be written", path = path.display())]
    Create {
        /// The file or folder in question.
        path: PathBuf,
        /// Why the operating system refuses.
        source: io::Error,
    },
    /// The files of a rendering could not be written.
    #[error(transparent)]
    Output(Box<WriteError>),
    /// The output could not be written.
    #[error("the output cannot be written")]
    Write(#[from] io::Error),
}

impl Error {
    /// A mistake of usage, with the way out.
    pub(super) fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Usage {
            message: message.into(),
            hint: Some(hint.into()),
        }
    }

    /// What the user can do about it, if there is something to say.
    pub(super) fn hint(&self) -> Option<&str> {
        match self {
            Self::Usage { hint, .. } => hint.as_deref(),
            Self::NothingMatched { .. } => Some(
                "files ending in `.yaml` or `.yml` are looked for, hidden and ignored ones aside",
            ),
            Self::Output(error) => error.help(),
            Self::Spec { .. } | Self::Create { .. } | Self::Read { .. } | Self::Write(_) => None,
        }
    }

    /// Whether the reader of our output went away, which is no fault of ours.
    pub(super) fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Write(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// The exit status that tells of it.
    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::Usage { .. } => Exit::Usage,
            Self::Output(error) => written(error),
            Self::Read { .. }
            | Self::NothingMatched { .. }
            | Self::Spec { .. }
            | Self::Create { .. }
            | Self::Write(_) => Exit::Input,
        }
    }
}

/// The exit status of a rendering that was not written: a file in the way, or a disk
/// that refuses or cannot be read.
fn written(error: &WriteError) -> Exit {
    match error {
        WriteError::Interrupted(_)
        | WriteError::Meanwhile(_)
        | WriteError::Busy
        | WriteError::InTheWay { .. } => Exit::Usage,
        WriteError::Io { .. }
        | WriteError::Lock { .. }
        | WriteError::Journal(_)
        | WriteError::Unfinished { .. } => Exit::Input,
    }
}

/// The exit status of a run. The numbers are part of the public interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Exit {
    /// Nothing to report.
    Clean = 0,
    /// Findings at or above `--fail-on`, a stale tree under `--check`, or a
    /// rendering that its own lint refuses.
    Findings = 1,
    /// Wrong usage or configuration, or a file in the way that pgspec did not write.
    Usage = 2,
    /// Input that could not be read or is wrong, a disk that refuses, or no
    /// file matched.
    Input = 3,
    /// A defect of pgspec.
    Bug = 70,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
