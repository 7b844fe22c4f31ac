//! The command line: reads files, calls the stages, writes streams.

use std::ffi::OsString;
use std::io::{Read, Write};

use crate::error::Exit;

/// Runs `pgspec` with the given arguments, touching only the given streams.
pub fn run(
    args: impl IntoIterator<Item = OsString>,
    _stdin: &mut dyn Read,
    _stdout: &mut dyn Write,
    _stderr: &mut dyn Write,
) -> Exit {
    let _ = args.into_iter().count();
    Exit::Clean
}
