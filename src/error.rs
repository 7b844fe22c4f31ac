//! How a run ends: [`Error`] when it could not be carried out, and [`Exit`].

use std::process::ExitCode;

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
