//! What Kubernetes refuses about single nodes.

use super::syntax::{self, Problem, SyntaxErrorKind};

/// Kubernetes knows fewer characters in names of anchors than YAML 1.2 does.
pub(super) fn anchor_name(name: &str, range: (u32, u32)) -> Result<(), Problem> {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if name.bytes().all(known) {
        return Ok(());
    }
    Err(Problem::new(
        SyntaxErrorKind::Anchor,
        range,
        format!("`{name}` as the name of an anchor"),
        "quote the value if it is text; names of anchors have letters, digits, `_` and `-`",
    ))
}

pub(super) fn too_deep(range: (u32, u32)) -> Problem {
    let (kind, message, help) = syntax::too_deep();
    Problem::new(kind, range, message, help)
}

pub(super) fn complex_key(range: (u32, u32)) -> Problem {
    Problem::new(
        SyntaxErrorKind::Key,
        range,
        "a key that is a mapping or a sequence",
        "quote the text if the bracket belongs to it",
    )
}

pub(super) fn no_key(range: (u32, u32)) -> Problem {
    Problem::new(
        SyntaxErrorKind::Key,
        range,
        "a key that JSON cannot express",
        "quote the key",
    )
}

pub(super) fn not_finite(range: (u32, u32)) -> Problem {
    Problem::new(
        SyntaxErrorKind::Value,
        range,
        "a number that JSON cannot express",
        "quote the value if it is text",
    )
}

pub(super) fn mismatch(range: (u32, u32)) -> Problem {
    Problem::new(
        SyntaxErrorKind::Value,
        range,
        "a value that its tag does not allow",
        "remove the tag",
    )
}

pub(super) fn not_base64(range: (u32, u32)) -> Problem {
    Problem::new(
        SyntaxErrorKind::Value,
        range,
        "`!!binary` with text that is not base64",
        "encode the text, or remove the tag",
    )
}

pub(super) fn bad_merge(range: (u32, u32)) -> Problem {
    Problem::new(
        SyntaxErrorKind::Merge,
        range,
        "`<<` with a value that is not a mapping",
        "give `<<` an alias of a mapping, or a list of such",
    )
}

pub(super) fn tab(at: u32) -> Problem {
    Problem::new(
        SyntaxErrorKind::Tab,
        (at, at + 1),
        "a tab where Kubernetes reads only spaces",
        "replace it with spaces",
    )
}
