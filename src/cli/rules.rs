//! `pgspec rules`: list the rules.

use super::Streams;
use super::error::{Error, Exit};
use crate::lint::{self, DocumentationFormat};

/// List the rules
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How to write the list
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// The forms in which rules are described.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
pub(super) enum Format {
    /// For a terminal
    #[default]
    Text,
    /// For programs
    Json,
    /// For a page
    Markdown,
}

impl From<Format> for DocumentationFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Text => Self::Text,
            Format::Json => Self::Json,
            Format::Markdown => Self::Markdown,
        }
    }
}

pub(super) fn run(args: &Args, streams: &mut Streams<'_>) -> Result<Exit, Error> {
    write!(streams.stdout, "{}", lint::list(args.format.into()))?;
    Ok(Exit::Clean)
}
