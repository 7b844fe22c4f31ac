//! How long backups are kept, as Barman Cloud writes it.

use std::cmp::Ordering;

use super::text::text_type;

/// A recovery window: a number of days, weeks or months.
///
/// The pattern `^[1-9][0-9]*[dwm]$` is that of `spec.retentionPolicy` in the
/// `CustomResourceDefinitions` of the Barman Cloud plugin and of the operator.
/// Windows are ordered and equal by their length in days.
#[derive(Clone, Debug)]
pub struct Retention {
    days: u32,
    text: String,
}

/// Why a text is not a recovery window.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RetentionError {
    /// It is not a number with one of the three units.
    #[error("`{text}` is not a retention")]
    Form {
        /// What was written.
        text: String,
    },
    /// It keeps nothing.
    #[error("the retention `{text}` keeps nothing")]
    Zero {
        /// What was written.
        text: String,
    },
    /// It is more days than 32 bits count.
    #[error("the retention `{text}` is too long")]
    TooLong {
        /// What was written.
        text: String,
    },
}

impl RetentionError {
    /// What to write instead.
    pub fn help(&self) -> String {
        match self {
            Self::Form { .. } => {
                "write days, weeks or months as `30d`, `4w` or `3m`; there are no other units"
                    .to_owned()
            }
            Self::Zero { .. } => "write at least `1d`".to_owned(),
            Self::TooLong { .. } => "write fewer days".to_owned(),
        }
    }
}

impl Retention {
    /// Parses a number with a unit.
    pub fn parse(text: &str) -> Result<Self, RetentionError> {
        let form = || RetentionError::Form {
            text: text.to_owned(),
        };
        let (digits, unit) = match text.char_indices().last() {
            Some((at, 'd')) => (text.get(..at), 1),
            Some((at, 'w')) => (text.get(..at), 7),
            // Barman Cloud counts 31 days a month: `RecoveryWindowRetentionPolicy`.
            Some((at, 'm')) => (text.get(..at), 31),
            _ => return Err(form()),
        };
        let digits = digits.unwrap_or_default();
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(form());
        }
        if digits.trim_start_matches('0').is_empty() {
            return Err(RetentionError::Zero {
                text: text.to_owned(),
            });
        }
        if digits.starts_with('0') {
            return Err(form());
        }
        let days = digits
            .parse()
            .ok()
            .and_then(|number: u32| number.checked_mul(unit));
        let days = days.ok_or_else(|| RetentionError::TooLong {
            text: text.to_owned(),
        })?;
        Ok(Self {
            days,
            text: text.to_owned(),
        })
    }

    /// Parses a text as a spec means it, which is the same.
    pub fn read(text: &str) -> Result<Self, RetentionError> {
        Self::parse(text)
    }

    /// The length in days; a month counts 31, as it does for Barman Cloud.
    pub fn days(&self) -> u32 {
        self.days
    }

    /// The retention as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl PartialEq for Retention {
    fn eq(&self, other: &Self) -> bool {
        self.days == other.days
    }
}

impl Eq for Retention {}

impl PartialOrd for Retention {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Retention {
    fn cmp(&self, other: &Self) -> Ordering {
        self.days.cmp(&other.days)
    }
}

text_type!(
    Retention, RetentionError, of: string, format: "retention",
    about: "How long backups are kept: a number of days (d), weeks (w) or months (m).",
    examples: ["30d", "4w", "3m"]
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_days_weeks_or_months() {
        let days = |text| Retention::parse(text).unwrap().days();
        assert_eq!((days("30d"), days("4w"), days("3m")), (30, 28, 93));
        assert!(Retention::parse("1m").unwrap() > Retention::parse("30d").unwrap());
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "", "d", "30", "0d", "030d", "30 d", "30h", "1y", "-1d", "1.5d", "30D", "é",
        ] {
            assert!(Retention::parse(text).is_err(), "{text}");
        }
        assert!(Retention::parse("99999999999d").is_err());
        assert_eq!(
            Retention::parse("0d").unwrap_err().help(),
            "write at least `1d`"
        );
    }
}
