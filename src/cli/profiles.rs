//! `pgspec profiles`: print the built-in profiles.

use super::Streams;
use super::error::{Error, Exit};
use crate::knowledge::profiles;

/// Print the built-in profiles, as a spec could have said them
///
/// Without a name: what every profile builds on, the profiles, and the sizes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// One of them: base, dev, staging, prod or sizes
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

pub(super) fn run(args: &Args, streams: &mut Streams<'_>) -> Result<Exit, Error> {
    let all = || ["base"].into_iter().chain(profiles::NAMES).chain(["sizes"]);
    let names: Vec<&str> = match &args.name {
        Some(name) => vec![name],
        None => all().collect(),
    };
    for (index, name) in names.into_iter().enumerate() {
        let Some(text) = profiles::text(name) else {
            let known: Vec<&str> = all().collect();
            return Err(Error::usage(
                format!("no profile is called `{name}`"),
                format!("there are {}", known.join(", ")),
            ));
        };
        if index > 0 {
            writeln!(streams.stdout, "---")?;
        }
        write!(streams.stdout, "{text}")?;
    }
    Ok(Exit::Clean)
}
