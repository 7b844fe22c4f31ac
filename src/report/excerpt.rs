//! The lines of a text that a mistake is in, ready to be drawn.
//!
//! Whatever a file holds, what is drawn has a bounded size and cannot steer the
//! terminal: a long line is cut around the place, a place that spans lines is
//! drawn on its first, and control characters are replaced.

use std::borrow::Cow;
use std::ops::Range;

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::concise::one_line;
use super::place;
use crate::document::Source;

/// How many bytes of a line are drawn at most.
const LONGEST_LINE: usize = 300;

/// How many bytes stay on each side of a place in a line that is cut.
const AROUND: usize = 60;

/// Lines of a text, with the places in them that are to be named.
#[derive(Debug)]
pub(super) struct Excerpt<'a> {
    name: String,
    /// As many bytes as the text has, all of them safe to draw.
    text: Cow<'a, str>,
    /// Counts lines without reading all of the text each time, where there is one.
    source: Option<&'a Source>,
    labels: Vec<LabeledSpan>,
}

impl<'a> Excerpt<'a> {
    /// The lines of a text around some places; the first is what it is all about.
    pub(super) fn of_text(name: &str, text: &'a str, labels: &[(Range<usize>, &str)]) -> Self {
        let labels = labels.iter().enumerate();
        let drawn = labels.map(|(index, (range, words))| {
            let range = clipped(text, range);
            let words = Some(one_line(words)).filter(|words| !words.is_empty());
            let span = SourceSpan::new(range.start.into(), range.len());
            if index == 0 {
                LabeledSpan::new_primary_with_span(words, span)
            } else {
                LabeledSpan::new_with_span(words, span)
            }
        });
        Self {
            name: one_line(place::file(name)),
            text: safe(text),
            source: None,
            labels: drawn.collect(),
        }
    }

    /// The lines of a source around some places.
    pub(super) fn of_source(source: &'a Source, labels: &[(Range<usize>, &str)]) -> Self {
        Self {
            source: Some(source),
            ..Self::of_text(source.name(), source.text(), labels)
        }
    }

    /// The places to be named.
    pub(super) fn labels(&self) -> impl Iterator<Item = LabeledSpan> + '_ {
        self.labels.iter().cloned()
    }

    /// The bytes to draw for a place: whole lines with some around them, or a
    /// part of one long line.
    fn window(&self, place: Range<usize>, before: usize, after: usize) -> Range<usize> {
        if before == 0 && after == 0 {
            // This is how the place itself is asked for, to name its line and column.
            return place;
        }
        let text = self.text.as_ref();
        let (first, last) = (line_at(text, place.start), line_at(text, place.end));
        let mut window = first.start..last.end;
        if window.len() > LONGEST_LINE {
            let from = place.start.saturating_sub(AROUND).max(first.start);
            let to = (place.end + AROUND).min(last.end);
            return text.ceil_char_boundary(from)..text.floor_char_boundary(to).max(place.end);
        }
        for _ in 0..before {
            let Some(up) = window.start.checked_sub(1).map(|at| line_at(text, at)) else {
                break;
            };
            if is_far(text, &up) {
                break;
            }
            window.start = up.start;
        }
        for _ in 0..after {
            let down = line_at(text, window.end + 1);
            if window.end + 1 >= text.len() || is_far(text, &down) {
                break;
            }
            window.end = down.end;
        }
        window
    }

    /// Line and column of an offset, both from 0.
    fn position(&self, at: usize) -> (usize, usize) {
        if let Some(source) = self.source {
            let (line, column) = source.line_col(u32::try_from(at).unwrap_or(u32::MAX));
            return (line as usize - 1, column as usize - 1);
        }
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.matches('\n').count();
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (
            line,
            before.get(start..).unwrap_or_default().chars().count(),
        )
    }
}

impl SourceCode for Excerpt<'_> {
    fn read_span<'s>(
        &'s self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'s> + 's>, MietteError> {
        let place = span.offset()..span.offset() + span.len();
        let window = self.window(place, before, after);
        let data = self
            .text
            .get(window.clone())
            .ok_or(MietteError::OutOfBounds)?;
        let (line, column) = self.position(window.start);
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            data.as_bytes(),
            SourceSpan::new(window.start.into(), window.len()),
            line,
            column,
            data.lines().count(),
        )))
    }
}

/// Whether two places can be drawn as one: in lines that are drawn whole.
pub(super) fn can_share(text: &str, one: usize, other: usize) -> bool {
    let is_short = |at| line_at(text, at).len() <= LONGEST_LINE;
    is_short(one) && is_short(other)
}

/// The part of a place that is drawn: on its first line, and not too long.
fn clipped(text: &str, place: &Range<usize>) -> Range<usize> {
    let line = line_at(text, place.start);
    let start = text.floor_char_boundary(place.start).min(line.end);
    let end = place.end.min(line.end).min(start + LONGEST_LINE);
    start..text.floor_char_boundary(end).max(start)
}

/// The line that an offset is in, without its break.
fn line_at(text: &str, at: usize) -> Range<usize> {
    let (before, after) = text.split_at(text.floor_char_boundary(at));
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let end = after
        .find('\n')
        .map_or(text.len(), |newline| before.len() + newline);
    start..end
}

/// Whether a line is no context: it parts two documents, or is too long.
fn is_far(text: &str, line: &Range<usize>) -> bool {
    line.len() > LONGEST_LINE
        || text
            .get(line.clone())
            .unwrap_or_default()
            .starts_with("---")
}

/// Text that cannot steer the terminal, byte for byte as long.
pub(super) fn safe(text: &str) -> Cow<'_, str> {
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let replaced = text.chars().map(|c| match c.len_utf8() {
        _ if !steers(c) => c,
        1 => '?',
        2 => '¿',
        _ => char::REPLACEMENT_CHARACTER,
    });
    Cow::Owned(replaced.collect())
}

/// Whether a character moves the cursor, or changes the order of others.
fn steers(c: char) -> bool {
    let layout = matches!(c, '\n' | '\r' | '\t');
    let order =
        matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    (c.is_control() && !layout) || order
}

#[cfg(test)]
mod tests {
    use super::{clipped, line_at, safe};

    #[test]
    fn text_that_steers_a_terminal_is_replaced_by_as_many_bytes() {
        let text = "a\u{1b}[2Jb\u{9b}c\u{202e}d\te\n";
        assert_eq!(safe(text), "a?[2Jb¿c\u{fffd}d\te\n");
        assert_eq!(safe(text).len(), text.len());
    }

    #[test]
    fn a_place_that_spans_lines_is_drawn_on_its_first() {
        assert_eq!(clipped("a: |\n  b\n  c\n", &(3..9)), 3..4);
        assert_eq!(clipped("a\n", &(1..2)), 1..1);
        assert_eq!(clipped("a", &(5..9)), 1..1);
    }

    #[test]
    fn a_line_is_what_stands_between_two_breaks() {
        assert_eq!(line_at("ab\ncd\n", 4), 3..5);
        assert_eq!(line_at("ab\ncd\n", 2), 0..2);
        assert_eq!(line_at("ab", 9), 0..2);
    }
}
