//! The lines of a source that a finding is about, ready to be drawn.
//!
//! Whatever a file holds, what is drawn has a bounded size and cannot steer the
//! terminal: a long line is cut around the place, a place that spans lines is
//! drawn on its first, and control characters are replaced.

use std::borrow::Cow;
use std::ops::Range;

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::place;
use crate::document::{Source, Span};
use crate::lint::Label;

/// How many bytes of a line are drawn at most.
const LONGEST_LINE: usize = 300;

/// How many bytes stay on each side of a place in a line that is cut.
const AROUND: usize = 60;

/// Lines of a source, with the places in them that are to be named.
#[derive(Debug)]
pub(super) struct Excerpt<'a> {
    source: &'a Source,
    /// The source's text, or the same number of bytes that are safe to draw.
    text: Cow<'a, str>,
    labels: Vec<LabeledSpan>,
}

impl<'a> Excerpt<'a> {
    /// The lines around the labels, which are all of the same source; the first
    /// is the place that it is all about.
    pub(super) fn new(source: &'a Source, labels: &[&Label]) -> Self {
        let mut drawn = Vec::new();
        let mut first = true;
        for label in labels {
            let range = clipped(source, label.span);
            let text = Some(safe(&label.text).into_owned()).filter(|text| !text.is_empty());
            let span = SourceSpan::new(range.start.into(), range.len());
            drawn.push(if first {
                LabeledSpan::new_primary_with_span(text, span)
            } else {
                LabeledSpan::new_with_span(text, span)
            });
            first = false;
        }
        Self {
            source,
            text: safe(source.text()),
            labels: drawn,
        }
    }

    /// The places to be named.
    pub(super) fn labels(&self) -> impl Iterator<Item = LabeledSpan> + '_ {
        self.labels.iter().cloned()
    }

    /// Whether a label can be drawn together with one at this place: both in
    /// lines that are short enough to be drawn whole.
    pub(super) fn can_share(source: &Source, one: Span, other: Span) -> bool {
        let short = |span: Span| line_of(source, span.start()).len() <= LONGEST_LINE;
        one.source() == other.source() && short(one) && short(other)
    }

    /// The bytes to draw for a place: whole lines with some around them, or a
    /// part of one long line.
    fn window(&self, start: usize, end: usize, before: usize, after: usize) -> Range<usize> {
        let first = self.line(start);
        let last = self.line(end.max(start));
        let mut window = first.start..last.end;
        if before == 0 && after == 0 {
            // This is how the place itself is asked for, to name its line and column.
            return start..end.max(start);
        }
        if window.len() > LONGEST_LINE && first == last {
            let text = self.text.as_ref();
            let from = text.ceil_char_boundary(start.saturating_sub(AROUND).max(first.start));
            let to = text.floor_char_boundary((end + AROUND).min(first.end));
            return from..to.max(from);
        }
        for _ in 0..before {
            let Some(up) = window.start.checked_sub(1).map(|at| self.line(at)) else {
                break;
            };
            if up.len() > LONGEST_LINE || self.is_separator(&up) {
                break;
            }
            window.start = up.start;
        }
        for _ in 0..after {
            let down = self.line((window.end + 1).min(self.text.len()));
            if down.end <= window.end || down.len() > LONGEST_LINE || self.is_separator(&down) {
                break;
            }
            window.end = down.end;
        }
        window
    }

    fn line(&self, at: usize) -> Range<usize> {
        line_of(self.source, u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// Whether a line parts two documents.
    fn is_separator(&self, line: &Range<usize>) -> bool {
        let text = self.text.get(line.clone()).unwrap_or_default();
        text.starts_with("---")
    }
}

impl SourceCode for Excerpt<'_> {
    fn read_span<'s>(
        &'s self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'s> + 's>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        let window = self.window(start, end, before, after);
        let data = self
            .text
            .get(window.clone())
            .ok_or(MietteError::OutOfBounds)?;
        let at = u32::try_from(window.start).unwrap_or(u32::MAX);
        let (line, column) = self.source.line_col(at);
        Ok(Box::new(MietteSpanContents::new_named(
            safe(place::file(self.source.name())).into_owned(),
            data.as_bytes(),
            SourceSpan::new(window.start.into(), window.len()),
            line.saturating_sub(1) as usize,
            column.saturating_sub(1) as usize,
            data.lines().count(),
        )))
    }
}

/// The part of a span that is drawn: on its first line, and not too long.
fn clipped(source: &Source, span: Span) -> Range<usize> {
    let line = line_of(source, span.start());
    let start = span.start() as usize;
    let end = (span.end() as usize)
        .min(line.end)
        .min(start + LONGEST_LINE);
    start..source.text().floor_char_boundary(end).max(start)
}

/// The line that an offset is in, without its break.
fn line_of(source: &Source, at: u32) -> Range<usize> {
    let (line, _) = source.line_col(at);
    let start = source.line_start(line).unwrap_or(0) as usize;
    let next = source.line_start(line + 1).map(|next| next as usize);
    let end = next.unwrap_or(source.text().len());
    let text = source.text().get(start..end).unwrap_or_default();
    start..start + text.trim_end_matches(['\n', '\r']).len()
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
    let bidi =
        matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    (c.is_control() && !layout) || bidi
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn text_that_steers_a_terminal_is_replaced_by_as_many_bytes() {
        let text = "a\u{1b}[2Jb\u{9b}c\u{202e}d\te\n";
        assert_eq!(safe(text), "a?[2Jb¿c\u{fffd}d\te\n");
        assert_eq!(safe(text).len(), text.len());
    }
}
