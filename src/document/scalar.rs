//! Scalars that every reader of YAML takes for the text they are: `kubectl` and
//! its YAML 1.1, Kustomize, and readers of YAML 1.2.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::arena::{Style, Tag};
use super::resolve::{self, Resolved};
use super::timestamp;

/// Text as a scalar on one line that can stand anywhere, in `[ ]` and `{ }` too.
///
/// Plain where that is safe, else in quotes; prettier leaves it as it is.
#[must_use]
pub fn scalar(text: &str) -> Cow<'_, str> {
    one_line(text, Place::Flow)
}

/// Where a scalar is to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In brackets, where commas and brackets end a plain scalar.
    Flow,
    /// Outside of brackets.
    Block,
}

/// Text as a scalar on one line.
pub(super) fn one_line(text: &str, place: Place) -> Cow<'_, str> {
    if is_plain(text, place) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(quoted(text))
}

/// Whether text can be a literal block (`|`) that no reader changes, and that
/// neither prettier nor yamllint objects to.
pub(super) fn is_block(text: &str) -> bool {
    /// yamllint allows no more empty lines in a row.
    const EMPTY_LINES: &str = "\n\n\n\n";
    let content = text.strip_suffix('\n').unwrap_or(text);
    content.contains('\n')
        && !content.ends_with('\n')
        && !content.starts_with(['\n', ' ', '\t'])
        && !content.contains(EMPTY_LINES)
        && !content.contains(['\r', '\u{FEFF}'])
        && content.chars().all(|c| c == '\n' || !must_escape(c))
        && content
            .split('\n')
            .all(|line| !line.ends_with([' ', '\t']) && !line.starts_with('\t'))
}

/// Whether a character must be written as an escape: control characters, line
/// breaks of YAML 1.1, byte order marks, and what no character is.
pub(super) fn must_escape(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{8}'
            | '\u{A}'..='\u{1F}'
            | '\u{7F}'..='\u{9F}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{FEFF}'
            | '\u{FFFE}'
            | '\u{FFFF}'
    )
}

fn is_plain(text: &str, place: Place) -> bool {
    let bytes = text.as_bytes();
    let starts = match bytes {
        [] => false,
        [b'-', second, ..] => second.is_ascii_alphabetic() || is_flag(bytes),
        [first, ..] => !b"-?:,[]{}#&*!|>'\"%@`=<~ \t".contains(first),
    };
    let ends = !text.ends_with([':', ' ', '\t']);
    let flow = place == Place::Flow && text.contains([',', '[', ']', '{', '}']);
    starts
        && ends
        && !flow
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains(|c: char| c == '\t' || must_escape(c) || c != ' ' && c.is_whitespace())
        && !reads_as_another_type(text)
}

/// `--name`, as arguments of programs are; `---` would separate documents.
fn is_flag(bytes: &[u8]) -> bool {
    matches!(bytes, [b'-', b'-', third, ..] if third.is_ascii_alphabetic())
}

/// Whether any reader may take plain text for something else: generous, since
/// quotes harm nobody.
fn reads_as_another_type(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    is_word(unsigned)
        || is_number_like(unsigned)
        || text.starts_with("...")
        || resolve::scalar(Tag::None, Style::Plain, text) != Resolved::Str
        || timestamp::parse(text).is_some()
}

fn is_word(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nil", "nan", "inf", ".nan",
        ".inf",
    ];
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether text looks like a number, a version, a time or a date.
fn is_number_like(text: &str) -> bool {
    let digits = |byte: &u8| byte.is_ascii_digit() || b"_.,:eE+-".contains(byte);
    match text.as_bytes() {
        [b'0', b'x' | b'X' | b'o' | b'O' | b'b' | b'B', ..] => true,
        [a, b, c, d, b'-', ..] if [a, b, c, d].iter().all(|byte| byte.is_ascii_digit()) => true,
        bytes @ [b'0'..=b'9' | b'.', ..] => bytes.iter().all(digits),
        _ => false,
    }
}

/// Text in quotes: the kind that prettier prefers.
fn quoted(text: &str) -> String {
    let escapes = text.contains(|c: char| c == '\t' || must_escape(c));
    if !escapes && text.contains(['"', '\\']) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\0' => quoted.push_str("\\0"),
            c if must_escape(c) => {
                let code = u32::from(c);
                // Writing to a string cannot fail.
                let _ = if code < 0x100 {
                    write!(quoted, "\\x{code:02X}")
                } else {
                    write!(quoted, "\\u{code:04X}")
                };
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
