//! Where nodes start and end in the text, where the parser says it otherwise.

use super::arena::offset;

/// A block scalar from its `|` or `>` to the end of its last line; `from` is
/// where the node before it ends, `start..end` what the parser gives.
pub(super) fn block_scalar(text: &str, from: u32, (start, end): (u32, u32)) -> (u32, u32) {
    let header = text
        .get(from as usize..start as usize)
        .and_then(block_header)
        .map_or(start, |at| from + offset(at));
    let written = text.get(header as usize..end as usize);
    let len = written.map_or(0, |text| text.trim_end().len());
    (header, header + offset(len).max(1))
}

/// Where a value would stand that is not there: behind the colon of its key,
/// where the parser gives the end of the key.
pub(super) fn behind_colon(text: &str, at: u32, is_key: bool) -> u32 {
    let rest = text.get(at as usize..).unwrap_or_default();
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    if !is_key && rest.as_bytes().get(blanks) == Some(&b':') {
        at + offset(blanks + 1)
    } else {
        at
    }
}

/// The column of an offset, from 0, in bytes.
pub(super) fn column(text: &str, at: u32) -> usize {
    let before = text.get(..at as usize).unwrap_or_default();
    before.len() - before.rfind(['\n', '\r']).map_or(0, |line| line + 1)
}

/// The place of the `|` or `>` in the text between a key and its block.
fn block_header(before: &str) -> Option<usize> {
    let (mut comment, mut previous) = (false, b' ');
    for (at, byte) in before.bytes().enumerate() {
        match byte {
            b'\n' | b'\r' => comment = false,
            _ if comment => {}
            b'#' if previous.is_ascii_whitespace() => comment = true,
            b'|' | b'>' => return Some(at),
            _ => {}
        }
        previous = byte;
    }
    None
}

/// The `-` before the first item of a sequence, if nothing else is between.
pub(super) fn dash_before(text: &str, start: u32, first: u32) -> u32 {
    let before = text.get(..first as usize).unwrap_or_default();
    let dash = before.trim_end_matches([' ', '\n', '\r', '\t']);
    if dash.ends_with('-') {
        offset(dash.len() - 1).min(start)
    } else {
        start
    }
}
