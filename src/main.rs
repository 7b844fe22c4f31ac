//! The `pgspec` binary: hands the process environment to [`pgspec::cli::run`].

use std::process::ExitCode;

fn main() -> ExitCode {
    pgspec::cli::run(
        std::env::args_os(),
        &mut std::io::stdin().lock(),
        &mut anstream::stdout().lock(),
        &mut anstream::stderr().lock(),
    )
    .into()
}
