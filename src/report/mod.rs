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

use crate::document::{Documents, Span, SyntaxError};
use crate::lint::{Outcome, Target};

pub use draw::{Drawing, draw};

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
    /// Files that were not tried.
    pub skipped: &'a [Skipped],
    /// How it looks, in the formats for people.
    pub look: Look,
    /// Whether to tell people which checks lacked their input.
    pub verbose: bool,
}

/// A file or document that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputError {
    /// The name of the file.
    pub file: String,
    /// The line, from 1; 1 if the whole file is meant.
    pub line: u32,
    /// The column, from 1, in characters.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The place, where the file's text is among the documents.
    pub span: Option<Span>,
}

impl InputError {
    /// A file that cannot be read at all.
    pub fn of_file(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            line: 1,
            column: 1,
            message: message.into(),
            help: None,
            span: None,
        }
    }
}

impl From<&SyntaxError> for InputError {
    fn from(error: &SyntaxError) -> Self {
        Self {
            file: error.name().to_owned(),
            line: error.line(),
            column: error.column(),
            message: error.message().to_owned(),
            help: error.help().map(str::to_owned),
            span: Some(error.span()),
        }
    }
}

/// A file that was not tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its name.
    pub file: String,
    /// Why.
    pub why: crate::lint::Why,
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// Letters and signs only: for pipes and files.
    #[default]
    Plain,
    /// Lines of boxes, and colors: for terminals.
    Graphic,
}

/// Writes the report in a format.
pub fn write(format: Format, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Human => human::write(report, out),
        Format::Concise => concise::write(report, out),
        Format::Json => json::write(report, out),
        Format::Sarif => sarif::write(report, out),
        Format::Github => github::write(report, out),
    }
}
