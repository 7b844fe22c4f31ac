//! Writes what a run found, for people or for machines.
//!
//! In come the documents, the [`crate::lint::Outcome`] of judging them, and what
//! only the command line knows: which files could not be read, which are
//! templates ([`Report`]). Out goes text to a writer, in one [`Format`]. Nothing
//! here decides: what is a finding, and how grave, was decided before.

mod concise;
mod excerpt;
mod human;
mod place;
mod summary;

use std::io::{self, Write};
use std::str::FromStr;

use crate::document::{Documents, SyntaxError};
use crate::lint::{Outcome, Target};

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
    /// What could not be read.
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

/// The formats of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people: each finding with the lines that it is about.
    Human,
    /// For people and for editors: a line for each finding.
    Concise,
}

impl Format {
    /// All formats, in the order in which they are explained.
    pub const ALL: [Self; 2] = [Self::Human, Self::Concise];

    /// The name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Concise => "concise",
        }
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

/// Writes the report in a format; `look` counts for those for people.
pub fn write(
    format: Format,
    report: &Report<'_>,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Human => human::write(report, look, out),
        Format::Concise => concise::write(report, look, out),
    }
}
