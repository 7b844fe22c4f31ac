//! Points in time to recover to, as the operator reads them.

use super::civil::Date;

/// A time that `recoveryTarget.targetTime` may have.
///
/// The operator takes what either of two parsers takes (`ParseTargetTime` of
/// `github.com/cloudnative-pg/machinery/pkg/types`): that of PostgreSQL's own text
/// format, which checks no ranges, and Go's for RFC 3339, with or without a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TargetTime {
    /// Whether it says its offset from UTC.
    pub has_zone: bool,
    /// Whether it says a time of the day.
    pub has_time: bool,
}

/// Why a text is not a time to recover to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a time that the operator can read")]
pub struct TargetTimeError {
    text: String,
}

impl TargetTimeError {
    /// What to write instead.
    pub fn help(&self) -> String {
        let utc = ["UTC", "GMT"]
            .iter()
            .find_map(|zone| self.text.strip_suffix(zone));
        match utc.map(str::trim_end) {
            Some(time) if TargetTime::parse(time).is_ok_and(|time| !time.has_zone) => {
                format!("write `{time}Z`: the operator knows no names of zones")
            }
            _ => "write date, time and offset as `2026-11-20 11:14:21+01:00`".to_owned(),
        }
    }
}

impl TargetTime {
    /// Parses a time as the operator does.
    pub fn parse(text: &str) -> Result<Self, TargetTimeError> {
        postgres(text)
            .or_else(|| rfc3339(text))
            .ok_or_else(|| TargetTimeError {
                text: text.to_owned(),
            })
    }
}

/// Reads `YYYY-MM-DD[ HH:MM:SS[.FFF][Z|±HH[:MM[:SS]]]][ BC]` as `lib/pq` does:
/// numbers of any size and sign, and a date alone.
fn postgres(text: &str) -> Option<TargetTime> {
    let text = text.strip_suffix(" BC").unwrap_or(text);
    let mut rest = Rest(text);
    let (year, _) = text.split_once('-')?;
    rest.number(year.len())?;
    rest.literal("-")?;
    rest.number(2)?;
    rest.literal("-")?;
    rest.number(2)?;
    if rest.0.is_empty() {
        return Some(TargetTime {
            has_zone: false,
            has_time: false,
        });
    }
    rest.literal(" ")?;
    rest.number(2)?;
    rest.literal(":")?;
    rest.number(2)?;
    rest.literal(":")?;
    rest.number(2)?;
    if rest.literal(".").is_some() {
        let end = rest.0.find(['-', '+', 'Z', ' ']).unwrap_or(rest.0.len());
        rest.number(end)?;
    }
    let has_zone = rest.literal("Z").is_some() || {
        let signed = rest.literal("+").or_else(|| rest.literal("-")).is_some();
        if signed {
            rest.number(2)?;
            for _ in 0..2 {
                if rest.literal(":").is_some() {
                    rest.number(2)?;
                }
            }
        }
        signed
    };
    rest.0.is_empty().then_some(TargetTime {
        has_zone,
        has_time: true,
    })
}

/// Reads `YYYY-MM-DDTHH:MM:SS[.FFF][Z|±HH:MM]` as Go does: ranges are checked, an
/// hour may have one digit, and a comma may stand for the point.
fn rfc3339(text: &str) -> Option<TargetTime> {
    let mut rest = Rest(text);
    let year = rest.digits(4)?;
    rest.literal("-")?;
    let month = rest.digits(2)?;
    rest.literal("-")?;
    Date::new(year.into(), month, rest.digits(2)?)?;
    rest.literal("T")?;
    let hour = rest.digits(2).or_else(|| rest.digits(1))?;
    rest.literal(":")?;
    let minute = rest.digits(2)?;
    rest.literal(":")?;
    let second = rest.digits(2)?;
    if rest.literal(".").or_else(|| rest.literal(",")).is_some() {
        let digits = rest.0.bytes().take_while(u8::is_ascii_digit).count();
        rest.0 = rest.0.get(digits..).filter(|_| digits > 0)?;
    }
    let has_zone = rest.literal("Z").is_some() || {
        let signed = rest.literal("+").or_else(|| rest.literal("-")).is_some();
        if signed {
            let hours = rest.digits(2)?;
            rest.literal(":")?;
            // Go takes offsets of 24 hours and of 60 minutes.
            (hours <= 24 && rest.digits(2)? <= 60).then_some(())?;
        }
        signed
    };
    (hour < 24 && minute < 60 && second < 60 && rest.0.is_empty()).then_some(TargetTime {
        has_zone,
        has_time: true,
    })
}

/// What of a text is not read yet.
struct Rest<'a>(&'a str);

impl Rest<'_> {
    /// Reads a text that must come next.
    fn literal(&mut self, expected: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(expected)?;
        Some(())
    }

    /// Reads exactly so many digits.
    fn digits(&mut self, length: usize) -> Option<u32> {
        let (digits, rest) = self.0.split_at_checked(length)?;
        let number = digits.bytes().all(|byte| byte.is_ascii_digit());
        self.0 = if number { rest } else { return None };
        digits.parse().ok()
    }

    /// Reads so many bytes as Go's `strconv.Atoi` does: a sign may stand first.
    fn number(&mut self, length: usize) -> Option<i64> {
        let (number, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        number.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kube::text::{recorded, unquoted};

    #[test]
    fn times_are_read_as_the_operator_reads_them() {
        for row in recorded(include_str!("../../tests/data/target-times.tsv")) {
            let text = unquoted(row[0]);
            assert_eq!(TargetTime::parse(&text).is_ok(), row[1] == "true", "{text}");
        }
    }

    #[test]
    fn an_offset_is_told_from_the_dashes_of_the_date() {
        let zone = |text| TargetTime::parse(text).unwrap().has_zone;
        assert!(zone("2026-11-20 11:14:21-05"));
        assert!(zone("2026-11-20T11:14:21Z"));
        assert!(!zone("2026-11-20 11:14:21.5"));
        assert!(!TargetTime::parse("2026-11-20").unwrap().has_time);
    }

    #[test]
    fn the_name_of_a_zone_is_replaced_by_its_letter() {
        let help = |text| TargetTime::parse(text).unwrap_err().help();
        assert_eq!(
            help("2026-11-20 11:14:21 UTC"),
            "write `2026-11-20 11:14:21Z`: the operator knows no names of zones"
        );
        assert!(help("yesterday").starts_with("write date, time and offset"));
    }
}
