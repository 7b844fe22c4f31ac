//! Marks in rendered text: which bytes a planned value became.
//!
//! A template engine writes into captured strings (macros, `set` blocks) before
//! it writes into the output, so counting bytes beside it is unsound. Marks are
//! part of the text instead and travel through captures: `\x01` origin `\x02`
//! scalar `\x03`. The scalar between them is written with control characters
//! escaped, so no value can forge one.

use std::ops::Range;

/// Stands before the origin of a value.
pub(super) const OPEN: char = '\u{1}';
/// Stands between the origin and the scalar.
pub(super) const MIDDLE: char = '\u{2}';
/// Stands after the scalar.
pub(super) const CLOSE: char = '\u{3}';

/// The place of one value in text that was stripped of its marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// The bytes of the scalar in the stripped text.
    pub(super) range: Range<usize>,
    /// The number of its origin, 0 for none.
    pub(super) origin: u32,
}

/// Text without marks, and where they were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Stripped {
    /// The text as it will be parsed.
    pub(super) text: String,
    /// The marks in the order of the text; they never overlap.
    pub(super) marks: Vec<Mark>,
    /// How many bytes of marks were taken out before each byte that follows one:
    /// (offset in the stripped text, bytes taken out up to there).
    shifts: Vec<(usize, usize)>,
}

impl Stripped {
    /// The offset in the text with marks of an offset in the text without.
    pub(super) fn marked_offset(&self, offset: usize) -> usize {
        let before = self.shifts.partition_point(|&(at, _)| at <= offset);
        let shift = before.checked_sub(1).and_then(|last| self.shifts.get(last));
        offset + shift.map_or(0, |&(_, taken)| taken)
    }
}

/// Takes the marks out of rendered text. `None` when one is broken, which only a
/// template that cuts formatted text into pieces can do.
pub(super) fn strip(marked: &str) -> Option<Stripped> {
    let mut stripped = Stripped::default();
    stripped.text.reserve(marked.len());
    let mut taken = 0;
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let (origin, after) = after.split_once(MIDDLE)?;
        let (scalar, after) = after.split_once(CLOSE)?;
        if scalar.contains([OPEN, MIDDLE]) || before.contains([MIDDLE, CLOSE]) {
            return None;
        }
        stripped.text.push_str(before);
        let start = stripped.text.len();
        stripped.text.push_str(scalar);
        let end = stripped.text.len();
        stripped.marks.push(Mark {
            range: start..end,
            origin: origin.parse().ok()?,
        });
        taken += OPEN.len_utf8() + origin.len() + MIDDLE.len_utf8();
        stripped.shifts.push((start, taken));
        taken += CLOSE.len_utf8();
        stripped.shifts.push((end, taken));
        rest = after;
    }
    if rest.contains([MIDDLE, CLOSE]) {
        return None;
    }
    stripped.text.push_str(rest);
    Some(stripped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out_and_remembered() {
        let stripped = strip("a: \u{1}7\u{2}x\u{3}\nb: \u{1}0\u{2}yy\u{3}\n").unwrap();
        assert_eq!(stripped.text, "a: x\nb: yy\n");
        assert_eq!(
            stripped.marks,
            [
                Mark {
                    range: 3..4,
                    origin: 7
                },
                Mark {
                    range: 8..10,
                    origin: 0
                }
            ]
        );
    }

    #[test]
    fn an_offset_finds_its_way_back_into_the_marked_text() {
        let marked = "a: \u{1}7\u{2}x\u{3}\nb: \u{1}0\u{2}yy\u{3}\n";
        let stripped = strip(marked).unwrap();
        for (offset, char) in stripped.text.char_indices() {
            let back = stripped.marked_offset(offset);
            assert_eq!(marked[back..].chars().next(), Some(char), "at {offset}");
        }
    }

    #[test]
    fn broken_marks_are_refused() {
        for broken in [
            "\u{1}7",
            "\u{1}7\u{2}x",
            "\u{3}",
            "\u{2}x\u{3}",
            "\u{1}7\u{1}8\u{2}x\u{3}",
            "\u{1}x\u{2}y\u{3}",
            "\u{1}1\u{2}a\u{1}2\u{2}b\u{3}c\u{3}",
        ] {
            assert_eq!(strip(broken), None, "{broken:?}");
        }
    }
}
