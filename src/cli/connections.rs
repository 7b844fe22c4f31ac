//! `pgspec connections`: what applications need to know to connect.

use std::path::PathBuf;

use super::Streams;
use super::error::{Error, Exit};
use super::rendering::{Planned, SPEC};
use crate::contract;

/// Tell what applications need to know to connect: hosts, databases, roles, Secrets
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The spec
    #[arg(value_name = "SPEC", default_value = SPEC, value_hint = clap::ValueHint::FilePath)]
    spec: PathBuf,

    /// Only this environment; may be given several times
    #[arg(long = "env", value_name = "ENV")]
    environments: Vec<String>,

    /// Only this application; may be given several times
    #[arg(long = "app", value_name = "APP")]
    apps: Vec<String>,

    /// How to write them
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// The forms in which connections are told.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
    /// The variables of libpq, as the `env` of a container
    Env,
    /// The connection strings of Prisma, as the `env` of a container
    Prisma,
    /// Values for the Helm chart of Waldur
    Waldur,
}

impl From<Format> for contract::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Text => Self::Text,
            Format::Json => Self::Json,
            Format::Env => Self::Env,
            Format::Prisma => Self::Prisma,
            Format::Waldur => Self::Waldur,
        }
    }
}

pub(super) fn run(args: &Args, streams: &mut Streams<'_>) -> Result<Exit, Error> {
    let planned = Planned::open(&args.spec, streams.stderr)?;
    planned.scope(&args.environments)?;
    let known = planned.apps();
    if let Some(unknown) = args.apps.iter().find(|app| !known.contains(app.as_str())) {
        let known: Vec<&str> = known.into_iter().collect();
        return Err(Error::usage(
            format!("the spec has no application `{unknown}`"),
            format!("it has {}", known.join(", ")),
        ));
    }
    let selected = contract::select(&planned.plan, &args.environments, &args.apps);
    let text = contract::write(&selected, args.format.into());
    write!(streams.stdout, "{text}")?;
    if selected.is_empty() {
        writeln!(
            streams.stderr,
            "none of the applications is in these environments"
        )?;
    }
    Ok(Exit::Clean)
}
