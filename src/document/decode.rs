//! From the bytes of a file to text, and the characters that Kubernetes does
//! not read as other YAML readers do.

use super::arena::offset;
use super::syntax::{Problem, SyntaxErrorKind};

/// The text of a file.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    /// Whether the text is what the file holds, byte for byte.
    pub(super) verbatim: bool,
    /// Whether a UTF-8 byte order mark was cut off.
    pub(super) byte_order_mark: bool,
}

/// Decodes UTF-8, or UTF-16 with a byte order mark. What cannot be decoded
/// becomes U+FFFD, as it does for `kubectl`.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest, true),
        _ => utf8(bytes, false),
    }
}

fn utf8(bytes: &[u8], byte_order_mark: bool) -> Decoded {
    let text = String::from_utf8_lossy(bytes);
    Decoded {
        verbatim: matches!(text, std::borrow::Cow::Borrowed(_)),
        text: text.into_owned(),
        byte_order_mark,
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let mut text: String = char::decode_utf16(units)
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    if !rest.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    Decoded {
        text,
        verbatim: false,
        byte_order_mark: true,
    }
}

/// The first character of a document that Kubernetes refuses or takes for a
/// line break. `start` is where the document starts in its source.
pub(super) fn unreadable(document: &str, start: u32) -> Option<Problem> {
    let bytes = document.as_bytes();
    let mut from = 0;
    // Nothing in ordinary text is suspicious, so this loop rarely goes round.
    while let Some(at) = next_suspicious(bytes, from) {
        let character = document.get(at..).and_then(|rest| rest.chars().next());
        let Some(character) = character else {
            from = at + 1;
            continue;
        };
        from = at + character.len_utf8();
        if let Some((kind, what, help)) = judge(character) {
            let message = format!("U+{:04X}, {what}", u32::from(character));
            let range = (start + offset(at), start + offset(from));
            return Some(Problem::new(kind, range, message, help));
        }
    }
    None
}

/// The next byte to look at; goes by blocks, which the compiler makes fast.
fn next_suspicious(bytes: &[u8], from: usize) -> Option<usize> {
    const BLOCK: usize = 64;
    let mut at = from;
    for block in bytes.get(from..)?.chunks(BLOCK) {
        let any = block
            .iter()
            .fold(false, |any, byte| any | suspicious(*byte));
        if any && let Some(found) = block.iter().position(|byte| suspicious(*byte)) {
            return Some(at + found);
        }
        at += block.len();
    }
    None
}

/// Whether a byte is, or starts, a character to look at.
fn suspicious(byte: u8) -> bool {
    byte < 0x20 && byte != b'\n' && byte != b'\t' && byte != b'\r'
        || matches!(byte, 0x7F | 0xC2 | 0xE2 | 0xEF)
}

fn judge(character: char) -> Option<(SyntaxErrorKind, &'static str, &'static str)> {
    match character {
        '\u{85}' | '\u{2028}' | '\u{2029}' => Some((
            SyntaxErrorKind::LineBreak,
            "which Kubernetes takes for a line break and other readers do not",
            "remove it, or write it as an escape in double quotes",
        )),
        '\u{FFFE}' | '\u{FFFF}' | '\u{7F}'..='\u{9F}' => Some(CONTROL),
        '\0'..' ' if !matches!(character, '\n' | '\t' | '\r') => Some(CONTROL),
        _ => None,
    }
}

const CONTROL: (SyntaxErrorKind, &str, &str) = (
    SyntaxErrorKind::ControlCharacter,
    "a control character that YAML does not allow",
    "remove it, or write it as an escape in double quotes",
);

/// Where text was not UTF-8, in a document of a source that is not verbatim.
pub(super) fn replaced(document: &str, start: u32) -> Option<Problem> {
    let at = document.find(char::REPLACEMENT_CHARACTER)?;
    let range = (start + offset(at), start + offset(at + 3));
    Some(Problem::new(
        SyntaxErrorKind::Encoding,
        range,
        "bytes that are not UTF-8",
        "save the file as UTF-8; Kubernetes would replace them by U+FFFD",
    ))
}
