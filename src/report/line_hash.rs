//! The hash of a line and what follows it, by which GitHub's code scanning finds
//! an alert again after lines have moved (`primaryLocationLineHash`).
//!
//! The algorithm is that of `fingerprints.ts` of `github/codeql-action`: of the
//! text in UTF-16, blanks left out and line breaks made one, a rolling hash of
//! the hundred units that start each line.

use std::collections::HashMap;

use crate::document::Source;

/// How many units are hashed from the start of each line.
const BLOCK: usize = 100;

/// The base of the rolling hash.
const BASE: u64 = 37;

/// What stands for the end of the text.
const END: u16 = 65_535;

/// The hashes of the lines of a source.
#[derive(Debug)]
pub(super) struct LineHashes(Vec<String>);

impl LineHashes {
    /// The hashes of all lines, if the text is the file's own.
    pub(super) fn of(source: &Source) -> Option<Self> {
        let mark = source.has_byte_order_mark().then_some('\u{FEFF}');
        let text = mark.into_iter().chain(source.text().chars());
        source.is_verbatim().then(|| Self(hashes(text)))
    }

    /// The hash of a line; lines count from 1.
    pub(super) fn line(&self, line: u32) -> Option<&str> {
        let index = (line as usize).checked_sub(1)?;
        self.0.get(index).map(String::as_str)
    }
}

fn hashes(text: impl Iterator<Item = char>) -> Vec<String> {
    let (units, starts) = units(text);
    let mut seen: HashMap<u64, usize> = HashMap::new();
    let mut hashes = Vec::with_capacity(starts.len());
    for start in starts {
        let mut hash: u64 = 0;
        for at in start..start + BLOCK {
            let unit = units.get(at).copied().unwrap_or(0);
            hash = hash.wrapping_mul(BASE).wrapping_add(u64::from(unit));
        }
        let count = seen.entry(hash).or_default();
        *count += 1;
        hashes.push(format!("{hash:x}:{count}"));
    }
    hashes
}

/// The units that are hashed, and where each line starts among them.
fn units(text: impl Iterator<Item = char>) -> (Vec<u16>, Vec<usize>) {
    let (mut units, mut starts) = (Vec::new(), vec![0]);
    let mut after_return = false;
    for c in text {
        let was_after_return = std::mem::replace(&mut after_return, false);
        match c {
            ' ' | '\t' => {}
            '\n' if was_after_return => {}
            '\n' | '\r' => {
                after_return = c == '\r';
                units.push(u16::from(b'\n'));
                starts.push(units.len());
            }
            _ => units.extend_from_slice(c.encode_utf16(&mut [0; 2])),
        }
    }
    units.push(END);
    (units, starts)
}

#[cfg(test)]
mod tests {
    use super::hashes;

    #[test]
    fn the_vectors_of_codeql_action_hold() {
        let of = |text: &str| hashes(text.chars());
        assert_eq!(of(""), ["c129715d7a2bc9a3:1"]);
        let blank = of(" a\nb\n  \t\tc\n d");
        assert_eq!(
            blank[..3],
            [
                "271789c17abda88f:1",
                "54703d4cd895b18:1",
                "180aee12dab6264:1"
            ]
        );
        assert_eq!(blank[3], "a23a3dc5e078b07b:1");
        let lorem = of(&"Lorem ipsum dolor sit amet.\n".repeat(10));
        assert_eq!(lorem[0], "a7f2ff13bc495cf2:1");
        assert_eq!(lorem[5], "a7f2ff13bc495cf2:6");
        assert_eq!(lorem[6], "a7f2ff1481e87703:1");
        assert_eq!(lorem[10], "c129715d7a2bc9a3:1");
    }

    #[test]
    fn line_breaks_of_every_kind_are_the_same() {
        let of = |text: &str| hashes(text.chars());
        assert_eq!(of("a\r\nb\rc"), of("a\nb\nc"));
    }
}
