//! What the terminal can show.

use std::env;
use std::io::{IsTerminal as _, stderr, stdout};

use crate::report::{Drawing, Look, Unknowns};

/// The widest text that is easy to read.
const MAX_WIDTH: usize = 100;

/// The stream that something is drawn on.
#[derive(Clone, Copy, Debug)]
pub(super) enum Stream {
    Stdout,
    Stderr,
}

/// How a report for people looks on a stream: boxes on a terminal only, colors
/// unless `NO_COLOR` is set.
pub(super) fn look(stream: Stream, unknowns: Unknowns) -> Look {
    let terminal = match stream {
        Stream::Stdout => stdout().is_terminal(),
        Stream::Stderr => stderr().is_terminal(),
    };
    let colored = env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let drawing = match (terminal, colored) {
        (true, true) => Drawing::Colored,
        (true, false) => Drawing::Lines,
        (false, _) => Drawing::Plain,
    };
    Look {
        drawing,
        width: width().min(MAX_WIDTH),
        unknowns,
    }
}

/// The width of the terminal as the shell tells it, else 80.
fn width() -> usize {
    let told = env::var("COLUMNS").ok();
    told.and_then(|text| text.parse().ok())
        .filter(|width| *width >= 40)
        .unwrap_or(80)
}
