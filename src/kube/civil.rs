//! Dates and times of the proleptic Gregorian calendar, in UTC, without a clock.

use std::fmt;
use std::str::FromStr;

/// Seconds in a day, of which none has a leap second.
pub const DAY: i64 = 86_400;

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i64,
    /// 1 to 12.
    month: u32,
    /// 1 to 31.
    day: u32,
}

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a date")]
pub struct DateError {
    text: String,
}

impl DateError {
    /// What to write instead.
    pub fn help(&self) -> String {
        "write year, month and day as `2027-01-31`".to_owned()
    }
}

impl Date {
    /// The day of that name, if there is one.
    pub fn new(year: i64, month: u32, day: u32) -> Option<Self> {
        let exists = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
        exists.then_some(Self { year, month, day })
    }

    /// The day that comes so many days after 1970-01-01.
    pub fn from_days(days: i64) -> Self {
        // Counted from the first of March of year 0, leap days end a year.
        let since = days + 719_468;
        let era = since.div_euclid(146_097);
        let day_of_era = since.rem_euclid(146_097);
        let leaps = day_of_era / 1_460 - day_of_era / 36_524 + day_of_era / 146_096;
        let year_of_era = (day_of_era - leaps) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 {
            march_month + 3
        } else {
            march_month - 9
        };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let small = |number: i64| u32::try_from(number).unwrap_or_default();
        Self {
            year,
            month: small(month),
            day: small(day),
        }
    }

    /// The days since 1970-01-01.
    pub fn days(self) -> i64 {
        let month = i64::from(self.month);
        let year = self.year - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let march_month = if month > 2 { month - 3 } else { month + 9 };
        let day_of_year = (153 * march_month + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The day after this one.
    #[must_use]
    pub fn next_day(self) -> Self {
        let Self { year, month, day } = self;
        if day < days_in(year, month) {
            Self {
                year,
                month,
                day: day + 1,
            }
        } else if month < 12 {
            Self {
                year,
                month: month + 1,
                day: 1,
            }
        } else {
            Self {
                year: year + 1,
                month: 1,
                day: 1,
            }
        }
    }

    /// The year.
    pub fn year(self) -> i64 {
        self.year
    }

    /// The month, from 1.
    pub fn month(self) -> u32 {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u32 {
        self.day
    }

    /// The day of the week, Sunday being 0.
    pub fn weekday(self) -> u32 {
        // 1970-01-01 was a Thursday.
        u32::try_from((self.days() + 4).rem_euclid(7)).unwrap_or_default()
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let numbers = || {
            let mut parts = text.split('-');
            let mut number = |length| {
                let part = parts.next().filter(|part| part.len() == length)?;
                let digits = part.bytes().all(|byte| byte.is_ascii_digit());
                if digits {
                    part.parse::<u32>().ok()
                } else {
                    None
                }
            };
            let date = Self::new(number(4)?.into(), number(2)?, number(2)?)?;
            parts.next().is_none().then_some(date)
        };
        numbers().ok_or_else(|| DateError {
            text: text.to_owned(),
        })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A second, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    /// The second that comes so many seconds after 1970-01-01.
    pub fn from_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// The second of a day, counted from its midnight.
    pub fn of(date: Date, second: u32) -> Self {
        Self(date.days() * DAY + i64::from(second))
    }

    /// The seconds since 1970-01-01.
    pub fn seconds(self) -> i64 {
        self.0
    }

    /// The day.
    pub fn date(self) -> Date {
        Date::from_days(self.0.div_euclid(DAY))
    }

    /// The seconds since midnight.
    pub fn second_of_day(self) -> u32 {
        u32::try_from(self.0.rem_euclid(DAY)).unwrap_or_default()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let second = self.second_of_day();
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(out, "{}T{hour:02}:{minute:02}:{second:02}Z", self.date())
    }
}

/// The number of days in a month.
fn days_in(year: i64, month: u32) -> u32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_are_one_to_one() {
        let mut before = Date::from_days(-150_001);
        for days in -150_000..150_000 {
            let date = Date::from_days(days);
            assert_eq!(date.days(), days);
            assert!(before < date);
            assert_eq!(before.next_day(), date);
            assert_eq!(Date::new(date.year, date.month, date.day), Some(date));
            before = date;
        }
    }

    #[test]
    fn known_days_have_their_weekday() {
        let weekday = |text: &str| text.parse::<Date>().unwrap().weekday();
        assert_eq!(weekday("1970-01-01"), 4);
        assert_eq!(weekday("2000-02-29"), 2);
        assert_eq!(weekday("2026-11-24"), 2);
        assert_eq!(weekday("2100-03-01"), 1);
    }

    #[test]
    fn only_days_that_exist_are_dates() {
        for text in [
            "2026-02-29",
            "2100-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-1-1",
            "2026-01-00",
            "2026-01-01-",
            "26-01-01",
            "+026-01-01",
            "",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
        assert_eq!(
            "2028-02-29".parse::<Date>().unwrap().to_string(),
            "2028-02-29"
        );
        let moment = Moment::of("2027-01-31".parse().unwrap(), 7_384);
        assert_eq!(moment.to_string(), "2027-01-31T02:03:04Z");
    }
}
