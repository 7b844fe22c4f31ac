//! What Kubernetes takes a scalar for.
//!
//! `kubectl` and the API server read YAML with go-yaml v2 and turn it into JSON
//! (`sigs.k8s.io/yaml`). This follows go-yaml's `resolve`, Go's number grammar
//! and the detour through JSON, where `1e3` becomes the integer 1000.

use super::arena::{Style, Tag};
use super::timestamp;

/// What a scalar is to Kubernetes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Resolved {
    /// Null.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number that JSON decoding makes an integer.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    Str,
    /// Infinity or no number, which JSON cannot express.
    NotFinite(f64),
    /// What its tag does not allow.
    Mismatch,
}

/// What go-yaml itself makes of a scalar, before JSON.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Native {
    Null,
    Bool(bool),
    Int(i64),
    Unsigned(u64),
    Float(f64),
    Timestamp,
    Str,
}

/// What Kubernetes makes of a scalar.
pub(super) fn scalar(tag: Tag, style: Style, text: &str) -> Resolved {
    if tag == Tag::None && (style != Style::Plain || !may_resolve(text)) {
        return Resolved::Str;
    }
    tagged(tag, text)
}

fn tagged(tag: Tag, text: &str) -> Resolved {
    match (tag, native(text, timestamps(tag))) {
        (Tag::Str | Tag::Text | Tag::Merge, _) => Resolved::Str,
        (Tag::None, native)
        | (Tag::Bool, native @ Native::Bool(_))
        | (Tag::Null, native @ Native::Null)
        | (Tag::Int, native @ (Native::Int(_) | Native::Unsigned(_)))
        | (Tag::Float, native @ Native::Float(_))
        | (Tag::Timestamp, native @ Native::Timestamp) => json(native),
        (Tag::Float, Native::Int(value)) => json(Native::Float(to_float(value))),
        (Tag::Bool | Tag::Null | Tag::Int | Tag::Float | Tag::Timestamp, _) => Resolved::Mismatch,
    }
}

/// Whether a key may not be read as the text that it is; cheap.
pub(super) fn may_be_odd(tag: Tag, style: Style, text: &str) -> bool {
    match tag {
        Tag::None => style == Style::Plain && may_resolve(text),
        Tag::Str | Tag::Text | Tag::Merge => false,
        Tag::Bool | Tag::Int | Tag::Float | Tag::Null | Tag::Timestamp => true,
    }
}

/// How a key is spelled in JSON, if it can be.
pub(super) fn key(tag: Tag, style: Style, text: &str) -> Option<String> {
    if !may_be_odd(tag, style, text) {
        return Some(text.to_owned());
    }
    if tagged(tag, text) == Resolved::Mismatch {
        return None;
    }
    match native(text, timestamps(tag)) {
        Native::Int(value) if tag == Tag::Float => Some(float_key(to_float(value))),
        Native::Null | Native::Unsigned(_) => None,
        Native::Bool(value) => Some(value.to_string()),
        Native::Int(value) => Some(value.to_string()),
        Native::Float(value) => Some(float_key(value)),
        Native::Timestamp | Native::Str => Some(text.to_owned()),
    }
}

/// go-yaml looks for a timestamp only where no other tag is written.
fn timestamps(tag: Tag) -> bool {
    matches!(tag, Tag::None | Tag::Timestamp)
}

#[expect(clippy::cast_precision_loss, reason = "go-yaml loses it too")]
fn to_float(value: i64) -> f64 {
    value as f64
}

/// Whether a plain scalar may be something other than text: cheap, and true for
/// some that are text after all.
fn may_resolve(text: &str) -> bool {
    matches!(
        text.as_bytes().first(),
        None | Some(
            b'0'..=b'9'
                | b'+'
                | b'-'
                | b'.'
                | b'~'
                | b'y'
                | b'Y'
                | b'n'
                | b'N'
                | b't'
                | b'T'
                | b'f'
                | b'F'
                | b'o'
                | b'O'
        )
    )
}

fn native(text: &str, timestamps: bool) -> Native {
    if let Some(native) = word(text) {
        return native;
    }
    match text.as_bytes().first() {
        Some(b'.') => dotted_float(text).map_or(Native::Str, Native::Float),
        Some(b'0'..=b'9' | b'+' | b'-') => {
            if timestamps && timestamp::parse(text).is_some() {
                return Native::Timestamp;
            }
            number(text).unwrap_or(Native::Str)
        }
        _ => Native::Str,
    }
}

fn word(text: &str) -> Option<Native> {
    Some(match text {
        "" | "~" | "null" | "Null" | "NULL" => Native::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Native::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Native::Bool(false)
        }
        ".nan" | ".NaN" | ".NAN" => Native::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Native::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => Native::Float(f64::NEG_INFINITY),
        _ => return None,
    })
}

fn number(text: &str) -> Option<Native> {
    let cleaned;
    let text = if text.contains('_') {
        cleaned = text.replace('_', "");
        cleaned.as_str()
    } else {
        text
    };
    integer(text)
        .or_else(|| float(text).map(Native::Float))
        .or_else(|| binary(text))
}

/// Go's `strconv.ParseInt` and then `ParseUint`, with base 0.
fn integer(text: &str) -> Option<Native> {
    let (negative, signed, digits) = match text.as_bytes().first()? {
        b'-' => (true, true, text.get(1..)?),
        b'+' => (false, true, text.get(1..)?),
        _ => (false, false, text),
    };
    let (radix, digits) = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, digits.get(2..)?),
        [b'0', b'o' | b'O', ..] => (8, digits.get(2..)?),
        [b'0', b'b' | b'B', ..] => (2, digits.get(2..)?),
        [b'0', _, ..] => (8, digits.get(1..)?),
        _ => (10, digits),
    };
    if !digits.as_bytes().first()?.is_ascii_alphanumeric() {
        return None;
    }
    let magnitude = u64::from_str_radix(digits, radix).ok()?;
    match (i64::try_from(magnitude), negative) {
        (Ok(value), false) => Some(Native::Int(value)),
        (Ok(value), true) => Some(Native::Int(-value)),
        (Err(_), true) if magnitude == i64::MIN.unsigned_abs() => Some(Native::Int(i64::MIN)),
        (Err(_), false) if !signed => Some(Native::Unsigned(magnitude)),
        (Err(_), _) => None,
    }
}

/// A number of the form `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
/// that does not overflow.
fn float(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (unsigned.get(..at)?, unsigned.get(at + 1..)),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    if let Some(exponent) = exponent {
        let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        if exponent.is_empty() || !digits(exponent) {
            return None;
        }
    }
    let value: f64 = text.parse().ok()?;
    value.is_finite().then_some(value)
}

/// A float that starts with a dot; Go allows underscores between its digits.
fn dotted_float(text: &str) -> Option<f64> {
    if !text.contains('_') {
        return float(text);
    }
    let bytes = text.as_bytes();
    let digit = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at))
            .is_some_and(u8::is_ascii_digit)
    };
    let placed = bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'_')
        .all(|(at, _)| {
            let before = bytes.get(..at).unwrap_or_default();
            let run = before
                .iter()
                .rev()
                .take_while(|byte| **byte == b'_')
                .count();
            run == 0 && digit(at.checked_sub(1)) && digit(at.checked_add(1))
        });
    placed.then(|| float(&text.replace('_', ""))).flatten()
}

/// go-yaml's own reading of `0b`, which also takes `0b-1` and `0b+1`.
fn binary(text: &str) -> Option<Native> {
    let (sign, digits) = if let Some(digits) = text.strip_prefix("0b") {
        ("", digits)
    } else {
        ("-", text.strip_prefix("-0b")?)
    };
    let value = i64::from_str_radix(&format!("{sign}{digits}"), 2).ok()?;
    Some(Native::Int(value))
}

/// The value after JSON: Go writes whole floats below 1e21 without a fraction,
/// and Kubernetes reads what then looks like an integer as one.
fn json(native: Native) -> Resolved {
    match native {
        Native::Null => Resolved::Null,
        Native::Bool(value) => Resolved::Bool(value),
        Native::Int(value) => Resolved::Int(value),
        #[expect(clippy::cast_precision_loss, reason = "Kubernetes loses it too")]
        Native::Unsigned(value) => Resolved::Float(value as f64),
        Native::Float(value) if !value.is_finite() => Resolved::NotFinite(value),
        Native::Float(value) => whole(value).map_or(Resolved::Float(value), Resolved::Int),
        Native::Timestamp | Native::Str => Resolved::Str,
    }
}

/// The integer that a float without a fraction is, if it fits.
pub(super) fn whole(value: f64) -> Option<i64> {
    // The first float that does not fit in an `i64`.
    const BEYOND: f64 = 9_223_372_036_854_775_808.0;
    let fits = value.fract() == 0.0 && (-BEYOND..BEYOND).contains(&value);
    #[expect(clippy::cast_possible_truncation, reason = "just checked to be exact")]
    fits.then_some(value as i64)
}

/// Go's `strconv.FormatFloat(value, 'g', -1, 32)`, which is how
/// `sigs.k8s.io/yaml` spells a float that is a key.
fn float_key(value: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "Go rounds it to 32 bits")]
    let value = value as f32;
    if value.is_nan() {
        return ".nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { ".inf" } else { "-.inf" }.to_owned();
    }
    let scientific = format!("{value:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if !(-4..6).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{digits}e{sign}{:02}", exponent.abs());
    }
    format!("{value}")
}
