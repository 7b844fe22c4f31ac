//! Lengths of time as a spec writes them.

use std::fmt::Write as _;

use super::text::text_type;

/// Seconds in each unit of [`Duration`], largest first.
const UNITS: &[(char, u64)] = &[
    ('w', 7 * 86_400),
    ('d', 86_400),
    ('h', 3_600),
    ('m', 60),
    ('s', 1),
];

/// A length of time in a spec: `30d`, `4h`, `1h30m`, `0s`.
#[derive(Clone, Debug)]
pub struct Duration {
    seconds: u64,
    /// What was written.
    text: String,
}

/// Why a text is not a duration of a spec.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DurationError {
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
    /// A unit is unknown.
    #[error("`{text}` is not a duration: there is no unit `{unit}`")]
    Unit {
        /// What was written.
        text: String,
        /// The part that was taken for the unit.
        unit: String,
    },
    /// Its units do not get smaller from left to right.
    #[error("the units of `{text}` do not get smaller")]
    Order {
        /// What was written.
        text: String,
    },
    /// It is more seconds than 32 bits count: 136 years.
    #[error("the duration `{text}` is too long")]
    TooLong {
        /// What was written.
        text: String,
    },
}

impl DurationError {
    /// What to write instead.
    pub fn help(&self) -> String {
        match self {
            Self::Unit { unit, .. } if unit == "mo" || unit.starts_with("month") => {
                "months differ in length; write days, such as `30d`".to_owned()
            }
            Self::Unit { unit, .. } if unit.starts_with('y') => {
                "write days, such as `365d`".to_owned()
            }
            Self::NoUnit { text } => format!("write `{text}s` for seconds, or another unit"),
            Self::Form { .. } | Self::Unit { .. } => {
                "write weeks, days, hours, minutes and seconds as `2w`, `30d`, `4h`, `15m`, `30s`"
                    .to_owned()
            }
            Self::Order { .. } => "begin with the largest unit, such as `1d12h`".to_owned(),
            Self::TooLong { .. } => "write less than 100 years".to_owned(),
        }
    }
}

impl Duration {
    /// Parses a sequence of whole numbers with units, largest first.
    pub fn parse(text: &str) -> Result<Self, DurationError> {
        let mut seconds: u64 = 0;
        let mut smaller_than = u64::MAX;
        let mut rest = text;
        loop {
            let (digits, after) = split_while(rest, |c| c.is_ascii_digit());
            let (unit, after) = split_while(after, |c| !c.is_ascii_digit());
            if digits.is_empty() {
                return Err(DurationError::Form {
                    text: text.to_owned(),
                });
            }
            let size = unit_size(text, unit)?;
            if size >= smaller_than {
                return Err(DurationError::Order {
                    text: text.to_owned(),
                });
            }
            let number: Option<u64> = digits.parse().ok();
            seconds = number
                .and_then(|number| number.checked_mul(size))
                .and_then(|part| part.checked_add(seconds))
                .filter(|seconds| *seconds <= u32::MAX.into())
                .ok_or_else(|| DurationError::TooLong {
                    text: text.to_owned(),
                })?;
            smaller_than = size;
            rest = after;
            if rest.is_empty() {
                return Ok(Self {
                    seconds,
                    text: text.to_owned(),
                });
            }
        }
    }

    /// Parses a text as a spec means it, which is the same.
    pub fn read(text: &str) -> Result<Self, DurationError> {
        Self::parse(text)
    }

    /// So many seconds, written in the largest units that hold them: `1h30m`.
    pub fn from_seconds(seconds: u64) -> Self {
        let mut text = String::new();
        let mut rest = seconds;
        // Days are the largest: nobody says a retention of 4w2d.
        for (unit, size) in UNITS.iter().skip(1) {
            if rest >= *size {
                // Writing to a string cannot fail.
                let _ = write!(text, "{}{unit}", rest / size);
                rest %= size;
            }
        }
        if text.is_empty() {
            text.push_str("0s");
        }
        Self { seconds, text }
    }

    /// The length in seconds.
    pub fn seconds(&self) -> u64 {
        self.seconds
    }

    /// The duration as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl PartialEq for Duration {
    fn eq(&self, other: &Self) -> bool {
        self.seconds == other.seconds
    }
}

impl Eq for Duration {}

impl PartialOrd for Duration {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Duration {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.seconds.cmp(&other.seconds)
    }
}

text_type!(
    Duration, DurationError, of: string, format: "time-span",
    about: "A length of time: whole numbers with the units w, d, h, m (minutes) and s.",
    examples: ["30d", "4h", "1h30m", "0s"]
);

/// The seconds of a unit.
fn unit_size(text: &str, unit: &str) -> Result<u64, DurationError> {
    if unit.is_empty() {
        return Err(DurationError::NoUnit {
            text: text.to_owned(),
        });
    }
    let known = UNITS.iter().find(|(name, _)| unit.chars().eq([*name]));
    known
        .map(|(_, size)| *size)
        .ok_or_else(|| DurationError::Unit {
            text: text.to_owned(),
            unit: unit.trim().to_owned(),
        })
}

/// The longest beginning of `text` whose characters all are as asked.
pub(super) fn split_while(text: &str, wanted: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c| !wanted(c)).unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_of_a_spec_adds_its_units_up() {
        let seconds = |text| Duration::parse(text).unwrap().seconds();
        assert_eq!(seconds("30d"), 30 * 86_400);
        assert_eq!(seconds("0s"), 0);
        assert_eq!(seconds("1h30m"), 5_400);
        assert_eq!(seconds("1w2d3h4m5s"), 788_645);
        assert_eq!(Duration::from_seconds(5_400).as_str(), "1h30m");
        assert_eq!(Duration::from_seconds(14 * 86_400).as_str(), "14d");
        assert_eq!(Duration::from_seconds(0).as_str(), "0s");
    }

    #[test]
    fn what_is_no_duration_says_why() {
        let said = |text: &str| Duration::parse(text).unwrap_err().to_string();
        assert_eq!(said("30"), "`30` is not a duration: the unit is missing");
        assert_eq!(
            said("5min"),
            "`5min` is not a duration: there is no unit `min`"
        );
        assert_eq!(said("1m1h"), "the units of `1m1h` do not get smaller");
        assert_eq!(said("1h1h"), "the units of `1h1h` do not get smaller");
        assert_eq!(said("-1h"), "`-1h` is not a duration");
        assert_eq!(said(""), "`` is not a duration");
        assert_eq!(
            said("99999999999999999999d"),
            "the duration `99999999999999999999d` is too long"
        );
        assert_eq!(
            Duration::parse("3months").unwrap_err().help(),
            "months differ in length; write days, such as `30d`"
        );
    }
}
