//! `pgspec templates`: write the built-in templates, to be changed.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::{Error, Exit};
use super::{Streams, input};
use crate::render;

/// Work with the templates that objects are written from
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Write the built-in templates to a folder
    ///
    /// A folder that the spec names under `templates` replaces them by file name.
    Export {
        /// The folder; files that are there already are left alone
        #[arg(value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
        dir: PathBuf,
    },
}

pub(super) fn run(args: &Args, streams: &mut Streams<'_>) -> Result<Exit, Error> {
    let Action::Export { dir } = &args.action;
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Create { path, source }
    };
    let existing = render::templates()
        .iter()
        .map(|template| dir.join(template.name));
    if let Some(path) = existing.into_iter().find(|path| path.exists()) {
        return Err(Error::usage(
            format!("`{}` is there already", input::shown(&path)),
            "nothing was written; choose another folder",
        ));
    }
    fs::create_dir_all(dir).map_err(failed(dir))?;
    for template in render::templates() {
        let path = dir.join(template.name);
        fs::write(&path, template.text).map_err(failed(&path))?;
    }
    let (number, dir) = (render::templates().len(), input::shown(dir));
    writeln!(streams.stderr, "{dir}: {number} templates written")?;
    Ok(Exit::Clean)
}
