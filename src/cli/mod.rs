//! The command line: reads files, calls the stages, writes streams.
//!
//! A command is one file here: its `Args` and `run`, which reads, calls the
//! stages in order, and writes. No logic that a stage could own lives here.

mod around;
mod connections;
mod data;
mod error;
mod explain;
mod init;
mod input;
mod judge;
mod lint;
mod plan;
mod profiles;
mod recover;
mod render;
mod rendering;
mod rules;
mod schema;
mod templates;
mod terminal;
mod today;
mod torn;
mod why;

pub mod write;

use std::ffi::OsString;
use std::io::{Read, Write};
use std::panic::{self, AssertUnwindSafe};

use clap::{Parser, Subcommand};

use self::error::Error;
pub use self::error::Exit;

/// PostgreSQL on Kubernetes as code: render everything that CloudNativePG needs
/// from one small file, and lint its manifests.
#[derive(Debug, Parser)]
#[command(name = "pgspec", version, about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Args),
    Render(render::Args),
    Lint(lint::Args),
    Recover(recover::Args),
    Plan(plan::Args),
    Why(why::Args),
    Connections(connections::Args),
    Rules(rules::Args),
    Explain(explain::Args),
    Profiles(profiles::Args),
    Templates(templates::Args),
    Schema(schema::Args),
}

/// The streams of a run.
struct Streams<'a> {
    stdin: &'a mut dyn Read,
    stdout: &'a mut dyn Write,
    stderr: &'a mut dyn Write,
}

/// Runs `pgspec` with the given arguments, writing only to the given streams.
///
/// This is the whole program: tests call it without starting a process. A panic,
/// which is a defect of pgspec, ends in [`Exit::Bug`].
pub fn run(
    args: impl IntoIterator<Item = OsString>,
    stdin: &mut dyn Read,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> Exit {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return show_usage(&error, stdout, stderr),
    };
    let mut streams = Streams {
        stdin,
        stdout,
        stderr,
    };
    let ended = panic::catch_unwind(AssertUnwindSafe(|| {
        let exit = dispatch(&cli.command, &mut streams)?;
        streams.stdout.flush()?;
        Ok::<_, Error>(exit)
    }));
    match ended {
        Ok(Ok(exit)) => exit,
        Ok(Err(error)) if error.is_broken_pipe() => Exit::Clean,
        Ok(Err(error)) => {
            // Nothing is left to do if standard error is closed too.
            let _ = show_error(&error, streams.stderr);
            error.exit()
        }
        Err(_) => {
            let _ = writeln!(
                streams.stderr,
                "error: this is a defect of pgspec\n\nhint: report it, with what you ran, at {}/issues",
                env!("CARGO_PKG_REPOSITORY")
            );
            Exit::Bug
        }
    }
}

fn dispatch(command: &Command, streams: &mut Streams<'_>) -> Result<Exit, Error> {
    match command {
        Command::Init(args) => init::run(args, streams),
        Command::Render(args) => render::run(args, streams),
        Command::Lint(args) => lint::run(args, streams),
        Command::Recover(args) => recover::run(args, streams),
        Command::Plan(args) => plan::run(args, streams),
        Command::Why(args) => why::run(args, streams),
        Command::Connections(args) => connections::run(args, streams),
        Command::Rules(args) => rules::run(args, streams),
        Command::Explain(args) => explain::run(args, streams),
        Command::Profiles(args) => profiles::run(args, streams),
        Command::Templates(args) => templates::run(args, streams),
        Command::Schema(args) => schema::run(args, streams),
    }
}

/// Writes what clap has to say: `--help` and `--version` arrive here too.
fn show_usage(error: &clap::Error, stdout: &mut dyn Write, stderr: &mut dyn Write) -> Exit {
    let text = error.render();
    if error.use_stderr() {
        let _ = write!(stderr, "{}", text.ansi());
        Exit::Usage
    } else {
        let _ = write!(stdout, "{}", text.ansi());
        Exit::Clean
    }
}

fn show_error(error: &Error, stderr: &mut dyn Write) -> std::io::Result<()> {
    write!(stderr, "error: {error}")?;
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        write!(stderr, ": {cause}")?;
        source = cause.source();
    }
    writeln!(stderr)?;
    if let Some(hint) = error.hint() {
        writeln!(stderr, "\nhint: {hint}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
