//! Numbers as PostgreSQL reads them: C's `strtol` with base 0 and `strtod`,
//! each taking as much of the text's beginning as is a number.

/// A number at the beginning of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Prefix {
    /// The number; never NaN of an unreadable text, that is [`None`].
    pub(super) value: f64,
    /// How many bytes it takes, leading blanks included.
    pub(super) length: usize,
}

/// What C's `isspace` takes for a blank.
pub(super) const BLANKS: [char; 6] = [' ', '\t', '\n', '\u{b}', '\u{c}', '\r'];

/// The number at the beginning of a value for an integer parameter: decimal,
/// octal after `0`, hexadecimal after `0x`, and floating point where a `.` or
/// an exponent follows, as `parse_int` in `guc.c` reads it.
pub(super) fn integer(text: &str) -> Option<Prefix> {
    let (start, negative) = sign(text);
    let rest = text.get(start..)?;
    let (radix, prefix) = match rest.as_bytes() {
        [b'0', b'x' | b'X', digit, ..] if digit.is_ascii_hexdigit() => (16, 2),
        [b'0', ..] => (8, 0),
        _ => (10, 0),
    };
    let digits = rest.get(prefix..)?;
    let count = digits
        .bytes()
        .take_while(|byte| char::from(*byte).is_digit(radix))
        .count();
    let parsed = i64::from_str_radix(digits.get(..count)?, radix).ok();
    let length = start + prefix + count;
    let floating = text.get(length..)?.starts_with(['.', 'e', 'E']);
    match parsed {
        Some(value) if !floating => {
            #[expect(
                clippy::cast_precision_loss,
                reason = "PostgreSQL keeps the number in a double as well"
            )]
            let value = value as f64;
            Some(Prefix {
                value: if negative { -value } else { value },
                length,
            })
        }
        _ => real(text),
    }
}

/// The number at the beginning of a value for a floating-point parameter. A
/// number too large or too small for a double is none.
pub(super) fn real(text: &str) -> Option<Prefix> {
    let (start, negative) = sign(text);
    let rest = text.get(start..)?;
    let found = word(rest)
        .or_else(|| hexadecimal(rest))
        .or_else(|| decimal(rest))?;
    let value = if negative { -found.value } else { found.value };
    Some(Prefix {
        value,
        length: start + found.length,
    })
}

/// Where the digits begin, and whether a minus stands before them.
fn sign(text: &str) -> (usize, bool) {
    let blanks = text.len() - text.trim_start_matches(BLANKS).len();
    match text.as_bytes().get(blanks) {
        Some(b'-') => (blanks + 1, true),
        Some(b'+') => (blanks + 1, false),
        _ => (blanks, false),
    }
}

/// `inf`, `infinity` and `nan` in any case.
fn word(text: &str) -> Option<Prefix> {
    [
        ("infinity", f64::INFINITY),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ]
    .into_iter()
    .find(|(word, _)| {
        text.get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
    })
    .map(|(word, value)| Prefix {
        value,
        length: word.len(),
    })
}

/// `0x1f.8p3`.
fn hexadecimal(text: &str) -> Option<Prefix> {
    let digits = text
        .strip_prefix("0x")
        .or_else(|| text.strip_prefix("0X"))?;
    let (mut value, mut length, mut scale) = (0.0_f64, 2, None::<i32>);
    let mut seen = false;
    for byte in digits.bytes() {
        match (char::from(byte).to_digit(16), scale) {
            (Some(digit), _) => {
                value = value * 16.0 + f64::from(digit);
                scale = scale.map(|places| places.saturating_sub(4));
                seen = true;
            }
            (None, None) if byte == b'.' => scale = Some(0),
            (None, _) => break,
        }
        length += 1;
    }
    if !seen {
        return None;
    }
    let mut exponent = scale.unwrap_or(0);
    if let Some((power, taken)) = text.get(length..).and_then(|rest| power(rest, ['p', 'P'])) {
        exponent = exponent.saturating_add(power);
        length += taken;
    }
    in_range(value * 2.0_f64.powi(exponent), value != 0.0, length)
}

/// `12.5e3`.
fn decimal(text: &str) -> Option<Prefix> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(text);
    let mut length = whole;
    if text.get(length..)?.starts_with('.') {
        let fraction = digits(text.get(length + 1..)?);
        if whole + fraction == 0 {
            return None;
        }
        length += 1 + fraction;
    }
    if length == 0 {
        return None;
    }
    let nonzero = text
        .get(..length)?
        .bytes()
        .any(|byte| matches!(byte, b'1'..=b'9'));
    if let Some((_, taken)) = power(text.get(length..)?, ['e', 'E']) {
        length += taken;
    }
    in_range(text.get(..length)?.parse().ok()?, nonzero, length)
}

/// The exponent that a text begins with, and its length.
fn power(text: &str, marks: [char; 2]) -> Option<(i32, usize)> {
    let rest = text.strip_prefix(marks)?;
    let signs = usize::from(rest.starts_with(['+', '-']));
    let count = rest
        .get(signs..)?
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count();
    let number = rest.get(..signs + count)?.trim_start_matches('+');
    if count == 0 {
        return None;
    }
    let limit = if number.starts_with('-') {
        i32::MIN
    } else {
        i32::MAX
    };
    Some((number.parse().unwrap_or(limit), 1 + signs + count))
}

/// The number unless C's `strtod` would say `ERANGE`.
fn in_range(value: f64, nonzero: bool, length: usize) -> Option<Prefix> {
    let fits = value.is_finite() && (value.is_normal() || !nonzero);
    fits.then_some(Prefix { value, length })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(found: Option<Prefix>, value: f64, length: usize) {
        assert_eq!(found, Some(Prefix { value, length }));
    }

    #[test]
    fn integers_are_read_in_the_base_they_begin_with() {
        reads(integer("4096"), 4096.0, 4);
        reads(integer(" +12kB"), 12.0, 4);
        reads(integer("0x1F"), 31.0, 4);
        reads(integer("010"), 8.0, 3);
        reads(integer("08"), 0.0, 1);
        reads(integer("0x"), 0.0, 1);
        reads(integer("-7"), -7.0, 2);
    }

    #[test]
    fn a_point_or_an_exponent_makes_it_a_floating_point_number() {
        reads(integer("4.5MB"), 4.5, 3);
        reads(integer("1e3"), 1000.0, 3);
        reads(integer("0x10.8"), 16.5, 6);
        reads(integer("1ex"), 1.0, 1);
        reads(integer("99999999999999999999"), 1e20, 20);
        reads(real(".5"), 0.5, 2);
        reads(real("5."), 5.0, 2);
        reads(real("0x1p4"), 16.0, 5);
    }

    #[test]
    fn what_is_no_number_or_too_large_is_none() {
        for text in ["", " ", "x", "-", ".", "'4MB'", "1e309", "1e-400"] {
            assert_eq!(real(text), None, "{text}");
            assert_eq!(integer(text), None, "{text}");
        }
        reads(real("-inf"), f64::NEG_INFINITY, 4);
    }
}
