//! `pgspec plan`: what goes where, what it takes, and what a loss costs.

use std::path::PathBuf;

use super::Streams;
use super::error::{Error, Exit};
use super::rendering::{Planned, SPEC};
use crate::overview;

/// Tell what goes where, what it takes, what it would take otherwise, and what a loss costs
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The spec
    #[arg(value_name = "SPEC", default_value = SPEC, value_hint = clap::ValueHint::FilePath)]
    spec: PathBuf,

    /// Only this environment; may be given several times
    #[arg(long = "env", value_name = "ENV")]
    environments: Vec<String>,

    /// How to write it
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// The forms of an overview.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
    /// A flowchart for Markdown
    Mermaid,
    /// A drawing
    Svg,
}

impl From<Format> for overview::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Text => Self::Text,
            Format::Json => Self::Json,
            Format::Mermaid => Self::Mermaid,
            Format::Svg => Self::Svg,
        }
    }
}

pub(super) fn run(args: &Args, streams: &mut Streams<'_>) -> Result<Exit, Error> {
    let planned = Planned::open(&args.spec, streams.stderr)?;
    planned.scope(&args.environments)?;
    planned.warn(&planned.plan.overlaps(), streams.stderr)?;
    let overview = overview::of(&planned.spec, &planned.plan, &args.environments);
    let text = overview::write(&overview, args.format.into());
    write!(streams.stdout, "{text}")?;
    Ok(Exit::Clean)
}
