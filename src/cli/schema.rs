//! `pgspec schema`: print a JSON Schema.

use super::Streams;
use super::error::{Error, Exit};
use crate::spec;

/// Print a JSON Schema for editors and other programs
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What the schema describes
    #[arg(value_enum)]
    subject: Subject,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Subject {
    /// The spec, `pgspec.yaml`
    Spec,
}

pub(super) fn run(args: &Args, streams: &mut Streams<'_>) -> Result<Exit, Error> {
    let schema = match args.subject {
        Subject::Spec => spec::schema(),
    };
    writeln!(streams.stdout, "{schema:#}")?;
    Ok(Exit::Clean)
}
