//! From trees to text.

use std::fmt::Write as _;
use std::ops::Range;

use super::arena::offset;
use super::scalar::{self, Place};
use super::tree::{Content, Tree};

/// YAML text, and where its parts come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Emitted {
    /// The text: one document with a leading `---`, two spaces a level, line
    /// feeds only, one at the end.
    pub text: String,
    /// The bytes of every key, scalar, mapping and sequence that has an origin,
    /// with that origin; a mapping stands before what is in it.
    pub ranges: Vec<(Range<u32>, u32)>,
}

/// Writes a document. The same tree gives the same text; neither prettier nor
/// yamllint (the length of lines aside) has anything to change about it.
#[must_use]
pub fn emit(tree: &Tree) -> Emitted {
    let mut emitter = Emitter::default();
    emitter.out.text.push_str("---\n");
    emitter.comments(&tree.above, 0);
    if !emitter.inside(tree, 0, false) {
        emitter.scalar(tree, 2);
        emitter.out.text.push('\n');
    }
    emitter.comments(&tree.below, 0);
    emitter.out
}

/// Keys longer than this, written, are marked with `?`: YAML reads a key without
/// it only if its `:` comes within 1024 characters.
const LONG_KEY: usize = 1000;

#[derive(Debug, Default)]
struct Emitter {
    out: Emitted,
}

impl Emitter {
    /// The fields of a mapping at an indentation; `inline` if the first of them
    /// goes on a line that has been started.
    fn fields(&mut self, map: &Tree, indent: usize, inline: bool) {
        let mut slot = None;
        for (at, field) in map.fields().iter().enumerate() {
            if at > 0 || !inline {
                self.comments(&field.value.above, indent);
                self.indent(indent);
            }
            if at == 0 {
                slot = self.begin(map.origin);
            }
            let key = scalar::one_line(&field.key, Place::Block);
            let long = key.len() > LONG_KEY;
            self.out.text.push_str(if long { "? " } else { "" });
            let start = self.here();
            self.out.text.push_str(&key);
            self.note(start, field.origin);
            if long {
                self.out.text.push('\n');
                self.indent(indent);
            }
            self.out.text.push(':');
            self.value(&field.value, indent);
        }
        self.end(slot);
    }

    /// The value of a key, after its colon.
    fn value(&mut self, value: &Tree, indent: usize) {
        if value.fields().is_empty() && value.items().is_empty() {
            self.out.text.push(' ');
            self.scalar(value, indent + 2);
        }
        self.out.text.push('\n');
        self.inside(value, indent + 2, false);
    }

    /// The fields or items of a mapping or sequence, if there are any.
    fn inside(&mut self, tree: &Tree, indent: usize, inline: bool) -> bool {
        if !tree.fields().is_empty() {
            self.fields(tree, indent, inline);
        } else if !tree.items().is_empty() {
            self.items(tree, indent, inline);
        } else {
            return false;
        }
        true
    }

    /// The items of a sequence, each after a dash at an indentation.
    fn items(&mut self, seq: &Tree, indent: usize, inline: bool) {
        let mut slot = None;
        for (at, item) in seq.items().iter().enumerate() {
            if at > 0 || !inline {
                self.lead(item, indent);
                self.indent(indent);
            }
            if at == 0 {
                slot = self.begin(seq.origin);
            }
            self.out.text.push_str("- ");
            if !self.inside(item, indent + 2, true) {
                self.scalar(item, indent + 2);
                self.out.text.push('\n');
            }
        }
        self.end(slot);
    }

    /// A scalar, or an empty mapping or sequence; the lines of a block at an
    /// indentation.
    fn scalar(&mut self, tree: &Tree, indent: usize) {
        let start = self.here();
        match &tree.content {
            Content::Bool(value) => self.print(value),
            Content::Int(value) => self.print(value),
            // Debug writes an exponent where the digits would go on for long.
            Content::Float(value) if value.is_finite() => self.print(&format_args!("{value:?}")),
            Content::Float(_) | Content::Null => self.out.text.push_str("null"),
            Content::Plain(text) => self.out.text.push_str(text),
            Content::Str(text) if scalar::is_block(text) => self.block(text, indent),
            Content::Str(text) => self
                .out
                .text
                .push_str(&scalar::one_line(text, Place::Block)),
            Content::Map(_) => self.out.text.push_str("{}"),
            Content::Seq(_) => self.out.text.push_str("[]"),
        }
        self.note(start, tree.origin);
    }

    fn block(&mut self, text: &str, indent: usize) {
        let content = text.strip_suffix('\n');
        self.out
            .text
            .push_str(if content.is_some() { "|" } else { "|-" });
        for line in content.unwrap_or(text).split('\n') {
            self.out.text.push('\n');
            if !line.is_empty() {
                self.indent(indent);
                self.out.text.push_str(line);
            }
        }
    }

    /// Comments at an indentation; what would end a line ends the comment.
    fn comments(&mut self, comments: &[String], indent: usize) {
        for line in comments.iter().flat_map(|comment| lines(comment)) {
            self.indent(indent);
            self.out.text.push('#');
            let line = line.trim();
            if !line.is_empty() {
                self.out.text.push(' ');
                self.out.text.push_str(line);
            }
            self.out.text.push('\n');
        }
    }

    /// The comments of an item, and those of what starts on its line.
    fn lead(&mut self, item: &Tree, indent: usize) {
        self.comments(&item.above, indent);
        let mut at = item;
        while let [first, ..] = at.items() {
            self.comments(&first.above, indent);
            at = first;
        }
        if let [first, ..] = at.fields() {
            self.comments(&first.value.above, indent);
        }
    }

    fn print(&mut self, value: &dyn std::fmt::Display) {
        // Writing to a string cannot fail.
        let _ = write!(self.out.text, "{value}");
    }

    fn indent(&mut self, indent: usize) {
        self.out.text.extend(std::iter::repeat_n(' ', indent));
    }

    fn here(&self) -> u32 {
        offset(self.out.text.len())
    }

    fn note(&mut self, start: u32, origin: u32) {
        if origin != 0 {
            let end = self.here();
            self.out.ranges.push((start..end, origin));
        }
    }

    /// A mapping or sequence starts: the place of its range among the others.
    fn begin(&mut self, origin: u32) -> Option<usize> {
        let start = self.here();
        self.note(start, origin);
        (origin != 0).then(|| self.out.ranges.len() - 1)
    }

    /// It ends, before the line feed of its last line; its range starts at its
    /// first key or dash.
    fn end(&mut self, slot: Option<usize>) {
        let end = self.here().saturating_sub(1);
        if let Some((range, _)) = slot.and_then(|slot| self.out.ranges.get_mut(slot)) {
            range.end = end;
        }
    }
}

/// The lines of a comment, by anyone's idea of a line, without what YAML does
/// not allow in text.
fn lines(comment: &str) -> impl Iterator<Item = String> {
    comment
        .split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'])
        .map(|line| {
            line.chars()
                .map(|c| {
                    if scalar::must_escape(c) {
                        char::REPLACEMENT_CHARACTER
                    } else {
                        c
                    }
                })
                .collect()
        })
}
