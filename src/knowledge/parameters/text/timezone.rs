//! `TimeZone` (`check_timezone` in `variable.c`): hours, an IANA name, or a
//! POSIX rule.

use super::super::Reason;
use super::super::number::{self, BLANKS};
use crate::knowledge::lines::Lines;

static NAMES: &str = include_str!("../../data/timezones.txt");

/// Checks that a server with a usual time zone database knows the zone.
pub(super) fn check(text: &str) -> Result<(), Reason> {
    let hours = number::real(text).is_some_and(|found| found.length == text.len());
    let interval = text
        .get(..8)
        .is_some_and(|start| start.eq_ignore_ascii_case("interval"));
    if hours || interval || Lines::of(NAMES).find(text).next().is_some() || is_rule(text) {
        return Ok(());
    }
    Err(Reason::Grammar(format!("`{text}` is not a time zone")))
}

/// Whether a text begins as a POSIX rule does: an abbreviation and an offset
/// of at most a week, as in `EST5EDT` and `<+03>-3`.
fn is_rule(text: &str) -> bool {
    let after = match text.strip_prefix('<') {
        Some(quoted) => quoted.split_once('>').map(|(_, rest)| rest),
        None => text
            .find(|letter: char| letter.is_ascii_digit() || "+-,".contains(letter))
            .and_then(|at| text.get(at..)),
    };
    let Some(offset) = after else { return false };
    let digits = offset.strip_prefix(['+', '-']).unwrap_or(offset);
    let end = digits
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(digits.len());
    let hours = digits
        .get(..end)
        .and_then(|digits| digits.parse::<u16>().ok());
    hours.is_some_and(|hours| hours < 24 * 7) && !text.contains(BLANKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_case_hours_and_rules_are_time_zones() {
        for text in [
            "UTC",
            "utc",
            "Europe/Rome",
            "europe/rome",
            "GMT+3",
            "+03",
            "-3.5",
            "<+03>-3",
            "EST5EDT,M3.2.0,M11.1.0",
        ] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn misspelt_names_are_none() {
        for text in ["Mars/X", "Europe/Berln", "", "Europe/Rome "] {
            assert!(check(text).is_err(), "{text}");
        }
    }
}
