//! Tags, as far as Kubernetes tells them apart.

use super::arena::Tag;

/// What a tag means, and whether it is `!!binary`.
pub(super) fn classify(tag: &granit_parser::Tag) -> (Tag, bool) {
    let Some(name) = tag.suffix_in_namespace("tag:yaml.org,2002:") else {
        return (Tag::Text, false);
    };
    match name.as_ref() {
        "str" => (Tag::Str, false),
        "bool" => (Tag::Bool, false),
        "int" => (Tag::Int, false),
        "float" => (Tag::Float, false),
        "null" => (Tag::Null, false),
        "timestamp" => (Tag::Timestamp, false),
        "merge" => (Tag::Merge, false),
        "binary" => (Tag::Text, true),
        _ => (Tag::Text, false),
    }
}

/// Decodes base64 with padding; line breaks are skipped, as Go does.
pub fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut group, mut count, mut padding) = (0_u32, 0, 0);
    for byte in text.bytes() {
        let sextet = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => {
                padding += 1;
                0
            }
            b'\n' | b'\r' => continue,
            _ => return None,
        };
        if padding > 0 && byte != b'=' {
            return None;
        }
        group = group << 6 | u32::from(sextet);
        count += 1;
        if count == 4 {
            let [_, first, second, third] = group.to_be_bytes();
            let decoded = [first, second, third];
            bytes.extend_from_slice(decoded.get(..3_usize.checked_sub(padding)?)?);
            if padding > 0 {
                padding = 4;
            }
            (group, count) = (0, 0);
        }
        if padding > 4 || padding == 3 {
            return None;
        }
    }
    (count == 0).then_some(bytes)
}
