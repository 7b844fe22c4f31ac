//! Reading of the committed tables: lines of tab-separated fields, sorted by
//! their first field, searched where they lie.

use std::cmp::Ordering;

/// A sorted table as text: one line a row, the first field its key. Lines that
/// begin with `#` at the top name the columns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lines {
    body: &'static str,
}

impl Lines {
    /// The rows of a table.
    pub(crate) fn of(table: &'static str) -> Self {
        let mut body = table;
        while body.starts_with('#') {
            body = body.split_once('\n').map_or("", |(_, rest)| rest);
        }
        Self { body }
    }

    /// Every row, in order.
    pub(crate) fn iter(self) -> impl DoubleEndedIterator<Item = &'static str> {
        self.body.lines()
    }

    /// The rows whose key is this one, whatever the case.
    pub(crate) fn find(self, key: &str) -> impl Iterator<Item = &'static str> {
        self.from(key)
            .take_while(move |line| compare(line, key) == Ordering::Equal)
    }

    /// The rows from the first whose key is not smaller than this one.
    pub(crate) fn from(self, key: &str) -> impl Iterator<Item = &'static str> + use<> {
        let (mut low, mut high) = (0, self.body.len());
        // Both ends stay at the start of a line, or at the end of the text.
        while low < high {
            let middle = self.start_of_line(low, low.midpoint(high));
            let rest = self.body.get(middle..).unwrap_or_default();
            let line = rest.lines().next().unwrap_or_default();
            if compare(line, key) == Ordering::Less {
                low = middle + line.len() + 1;
            } else {
                high = middle;
            }
        }
        self.body.get(low..).unwrap_or_default().lines()
    }

    /// The start of the line in which a position lies, not before `low`.
    fn start_of_line(self, low: usize, position: usize) -> usize {
        let before = self.body.as_bytes().get(low..position).unwrap_or_default();
        before
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(low, |at| low + at + 1)
    }
}

/// The first and last number of `13-18`, or twice the one of `13`.
pub(crate) fn range(text: &str) -> Option<(u8, u8)> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    Some((first.parse().ok()?, last.parse().ok()?))
}

/// How a line's key compares with another, without case.
fn compare(line: &str, key: &str) -> Ordering {
    let own = line.split('\t').next().unwrap_or_default();
    own.bytes()
        .map(|byte| byte.to_ascii_lowercase())
        .cmp(key.bytes().map(|byte| byte.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "# key\tvalue\na\t1\nb\t2\nb\t3\nd.e\t4\n";

    #[test]
    fn every_key_is_found_and_no_other() {
        let find = |key| Lines::of(TABLE).find(key).collect::<Vec<_>>();
        assert_eq!(find("a"), ["a\t1"]);
        assert_eq!(find("B"), ["b\t2", "b\t3"]);
        assert_eq!(find("d.e"), ["d.e\t4"]);
        for absent in ["", "0", "aa", "c", "d", "d.", "z"] {
            assert_eq!(find(absent), Vec::<&str>::new(), "{absent}");
        }
    }

    #[test]
    fn an_empty_table_has_no_rows() {
        assert_eq!(Lines::of("# key\n").find("a").next(), None);
        assert_eq!(Lines::of("").find("a").next(), None);
    }

    #[test]
    fn a_range_is_one_number_or_two() {
        assert_eq!(range("13-18"), Some((13, 18)));
        assert_eq!(range("18"), Some((18, 18)));
        assert_eq!(range("x"), None);
    }
}
