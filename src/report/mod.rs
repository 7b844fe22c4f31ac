//! Writes what a run found, for people or for machines.
//!
//! In come the documents, the [`crate::lint::Outcome`] of judging them, and what
//! only the command line knows: what could not be read, and which files were not
//! tried ([`Report`]). Out goes text to a writer, in one [`Format`]. Nothing here
//! decides: what is a finding, and how grave, was decided before.

mod concise;
mod draw;
mod excerpt;
mod fingerprint;
mod github;
mod human;
mod json;
mod line_hash;
mod place;
mod sarif;
mod summary;
#[cfg(test)]
mod tests;

use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

use crate::document::{Documents, SyntaxError};
use crate::lint::{Outcome, Target};

pub use draw::{Mistake, draw};

/// Everything there is to report of a run.
#[derive(Debug)]
pub struct Report<'a> {
    /// What was judged, with the texts.
    pub documents: &'a Documents,
    /// What was found.
    pub outcome: &'a Outcome,
    /// What it was judged for.
    pub target: &'a Target,
    /// How many files were looked at, those that could not be read included.
    pub files: usize,
    /// What could not be read, one entry for each cause.
    pub errors: &'a [InputError],
    /// Files that are the source of templates, not manifests.
    pub templates: &'a [String],
}

/// A file or document that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputError {
    /// The file cannot be read at all.
    File {
        /// Its name.
        name: String,
        /// Why not.
        message: String,
    },
    /// A document of it cannot.
    Syntax(SyntaxError),
}

impl InputError {
    /// The name of the file.
    pub fn file(&self) -> &str {
        match self {
            Self::File { name, .. } => name,
            Self::Syntax(error) => error.name(),
        }
    }

    /// Line and column, from 1; of a whole file, both are 1.
    pub fn position(&self) -> (u32, u32) {
        match self {
            Self::File { .. } => (1, 1),
            Self::Syntax(error) => (error.line(), error.column()),
        }
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        match self {
            Self::File { message, .. } => message,
            Self::Syntax(error) => error.message(),
        }
    }
}

/// The formats of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people: each finding with the lines that it is about.
    Human,
    /// For people and for editors: a line for each finding.
    Concise,
    /// For programs; its shape is kept.
    Json,
    /// For code scanning.
    Sarif,
    /// For GitHub Actions: annotations at the lines.
    Github,
}

impl Format {
    /// All formats, in the order in which they are explained.
    pub const ALL: [Self; 5] = [
        Self::Human,
        Self::Concise,
        Self::Json,
        Self::Sarif,
        Self::Github,
    ];

    /// The name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Github => "github",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.as_str())
    }
}

/// A name that no format has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no format is called `{0}`")]
pub struct UnknownFormat(String);

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        let found = Self::ALL.into_iter().find(|format| format.as_str() == name);
        found.ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

/// How a report for people looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether colors and box drawing may be used: on a terminal that wants them.
    pub drawing: Drawing,
    /// The width of a line, in characters.
    pub width: usize,
    /// Whether to tell which checks lacked their input.
    pub unknowns: Unknowns,
}

/// What lines and colors a report for people is drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// Lines of boxes, and colors.
    Colored,
    /// Lines of boxes, without colors.
    Lines,
    /// Letters and signs only.
    Plain,
}

/// Whether to tell which checks lacked their input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknowns {
    /// Say nothing of them.
    Hidden,
    /// Name each.
    Shown,
}

impl Look {
    /// Letters and signs only, as into a pipe.
    pub const PLAIN: Self = Self {
        drawing: Drawing::Plain,
        width: 80,
        unknowns: Unknowns::Hidden,
    };
}

/// Writes the report in a format; `look` counts in those for people.
pub fn write(
    format: Format,
    report: &Report<'_>,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Human => human::write(report, look, out),
        Format::Concise => concise::write(report, look, out),
        Format::Json => json::write(report, out),
        Format::Sarif => sarif::write(report, out),
        Format::Github => github::write(report, look, out),
    }
}
