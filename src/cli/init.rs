//! `pgspec init`: write a spec to start from.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use super::error::{Error, Exit};
use super::rendering::SPEC;
use super::{Streams, input};

/// The spec to start from.
const STARTER: &str = include_str!("init.yaml");

/// Write a commented spec to start from
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder
    #[arg(value_name = "DIR", default_value = ".", value_hint = clap::ValueHint::DirPath)]
    dir: PathBuf,
}

pub(super) fn run(args: &Args, streams: &mut Streams<'_>) -> Result<Exit, Error> {
    let path = args.dir.join(SPEC);
    let failed = |source| Error::Create {
        path: path.clone(),
        source,
    };
    fs::create_dir_all(&args.dir).map_err(failed)?;
    let mut file = match fs::File::create_new(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(Error::usage(
                format!("`{}` is there already", input::shown(&path)),
                "nothing was written; `pgspec render` renders it",
            ));
        }
        Err(error) => return Err(failed(error)),
    };
    file.write_all(STARTER.as_bytes()).map_err(failed)?;
    writeln!(
        streams.stderr,
        "{} written: change it, then run `pgspec render`",
        input::shown(&path)
    )?;
    Ok(Exit::Clean)
}
