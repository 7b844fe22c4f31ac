//! Lengths of time as Go writes them, which Kubernetes and the operator read.

use std::fmt::Write as _;

use super::duration::split_while;
use super::text::text_type;

/// Nanoseconds in each unit of Go's `time.ParseDuration`.
const GO_UNITS: &[(&str, u64)] = &[
    ("ns", 1),
    ("us", 1_000),
    // U+00B5, the micro sign, and U+03BC, the Greek letter.
    ("\u{b5}s", 1_000),
    ("\u{3bc}s", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

/// The largest amount of nanoseconds, which only a negative duration reaches.
const GO_LIMIT: u64 = 1 << 63;

/// A duration as Go's `time.ParseDuration` reads it: `1h30m`, `-1.5s`, `0`.
///
/// Recorded from Go 1.26 in `tests/data/durations.tsv`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GoDuration {
    nanoseconds: i64,
    text: String,
}

/// Why a text is not a duration of Go.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GoDurationError {
    /// It is not a sequence of numbers and units.
    #[error("`{text}` is not a duration")]
    Form {
        /// What was written.
        text: String,
    },
    /// A number has no unit.
    #[error("`{text}` is not a duration: the unit is missing")]
    NoUnit {
        /// What was written.
        text: String,
    },
    /// A unit is none of Go's.
    #[error("`{text}` is not a duration: there is no unit `{unit}`")]
    Unit {
        /// What was written.
        text: String,
        /// The part that was taken for the unit.
        unit: String,
    },
    /// It is longer than 292 years.
    #[error("the duration `{text}` is too long")]
    TooLong {
        /// What was written.
        text: String,
    },
}

impl GoDurationError {
    /// What to write instead.
    pub fn help(&self) -> String {
        "write hours, minutes and seconds, such as `1h30m`, `90s` or `0.5s`".to_owned()
    }
}

impl GoDuration {
    /// Parses a text as `time.ParseDuration` does.
    pub fn parse(text: &str) -> Result<Self, GoDurationError> {
        let form = || GoDurationError::Form {
            text: text.to_owned(),
        };
        let too_long = || GoDurationError::TooLong {
            text: text.to_owned(),
        };
        let (negative, mut rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        if rest == "0" {
            return Ok(Self::from_nanoseconds(0));
        }
        if rest.is_empty() {
            return Err(form());
        }
        let mut total: u64 = 0;
        while !rest.is_empty() {
            let (whole, after) = split_while(rest, |c| c.is_ascii_digit());
            let (fraction, after) = match after.strip_prefix('.') {
                Some(after) => split_while(after, |c| c.is_ascii_digit()),
                None => ("", after),
            };
            if whole.is_empty() && fraction.is_empty() {
                return Err(form());
            }
            let (unit, after) = split_while(after, |c| c != '.' && !c.is_ascii_digit());
            if unit.is_empty() {
                return Err(GoDurationError::NoUnit {
                    text: text.to_owned(),
                });
            }
            let Some((_, size)) = GO_UNITS.iter().find(|(name, _)| *name == unit) else {
                let unit = unit.to_owned();
                return Err(GoDurationError::Unit {
                    text: text.to_owned(),
                    unit,
                });
            };
            total = part(whole, fraction, *size)
                .and_then(|part| total.checked_add(part))
                .filter(|total| *total <= GO_LIMIT)
                .ok_or_else(too_long)?;
            rest = after;
        }
        let signed = if negative {
            -i128::from(total)
        } else {
            i128::from(total)
        };
        i64::try_from(signed)
            .map(Self::from_nanoseconds)
            .map_err(|_| too_long())
    }

    /// Parses a text as a spec means it, which is the same.
    pub fn read(text: &str) -> Result<Self, GoDurationError> {
        Self::parse(text)
    }

    /// The duration of so many nanoseconds.
    pub fn from_nanoseconds(nanoseconds: i64) -> Self {
        Self {
            nanoseconds,
            text: go_text(nanoseconds),
        }
    }

    /// The length in nanoseconds.
    pub fn nanoseconds(&self) -> i64 {
        self.nanoseconds
    }

    /// The length in whole seconds, what is less than one cut off.
    pub fn seconds(&self) -> i64 {
        self.nanoseconds / 1_000_000_000
    }

    /// The text that Go writes for it: `1h30m0s`.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

text_type!(
    GoDuration, GoDurationError, of: string, format: "go-duration",
    about: "A length of time as Go writes it: hours, minutes and seconds.",
    examples: ["1h30m", "90s"]
);

/// The nanoseconds of one number and its unit.
fn part(whole: &str, fraction: &str, unit: u64) -> Option<u64> {
    let whole: u64 = if whole.is_empty() {
        0
    } else {
        whole.parse().ok()?
    };
    let whole = whole.checked_mul(unit).filter(|total| *total <= GO_LIMIT)?;
    whole
        .checked_add(fraction_of(fraction, unit))
        .filter(|total| *total <= GO_LIMIT)
}

/// The nanoseconds of a decimal fraction of a unit.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "Go computes this in 64-bit floating point, and its rounding is what counts"
)]
fn fraction_of(digits: &str, unit: u64) -> u64 {
    let mut value: u64 = 0;
    let mut scale: f64 = 1.0;
    for digit in digits.bytes() {
        // Digits that do not fit are dropped.
        if value > (GO_LIMIT - 1) / 10 {
            break;
        }
        let longer = value * 10 + u64::from(digit - b'0');
        if longer > GO_LIMIT {
            break;
        }
        value = longer;
        scale *= 10.0;
    }
    (value as f64 * (unit as f64 / scale)) as u64
}

/// What Go writes for a duration.
fn go_text(nanoseconds: i64) -> String {
    let sign = if nanoseconds < 0 { "-" } else { "" };
    let all = nanoseconds.unsigned_abs();
    let (unit, size) = match all {
        0 => return "0s".to_owned(),
        1..1_000 => ("ns", 1),
        1_000..1_000_000 => ("\u{b5}s", 1_000),
        1_000_000..1_000_000_000 => ("ms", 1_000_000),
        _ => ("s", 1_000_000_000),
    };
    let mut text = sign.to_owned();
    let mut whole = all / size;
    if whole >= 3_600 && unit == "s" {
        let _ = write!(text, "{}h", whole / 3_600);
    }
    if whole >= 60 && unit == "s" {
        let _ = write!(text, "{}m", whole / 60 % 60);
        whole %= 60;
    }
    let digits = size.ilog10() as usize;
    let fraction = format!("{:0digits$}", all % size);
    match fraction.trim_end_matches('0') {
        "" => {
            let _ = write!(text, "{whole}{unit}");
        }
        fraction => {
            let _ = write!(text, "{whole}.{fraction}{unit}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kube::text::{recorded, unquoted};

    #[test]
    fn texts_mean_what_go_makes_of_them() {
        let mut rows = 0;
        for row in recorded(include_str!("../../tests/data/durations.tsv")) {
            let text = unquoted(row[0]);
            let parsed = GoDuration::parse(&text);
            rows += 1;
            if row[1] == "no" {
                assert!(parsed.is_err(), "{text} gave {parsed:?}");
                continue;
            }
            let parsed = parsed.unwrap();
            assert_eq!(parsed.nanoseconds().to_string(), row[1], "{text}");
            assert_eq!(parsed.as_str(), row[2], "{text}");
        }
        assert!(rows > 1500);
    }
}
