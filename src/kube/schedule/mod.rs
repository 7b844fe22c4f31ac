//! When backups run: cron expressions, and the words that a spec has for them.

mod cron;
mod timing;

pub use cron::{Cron, CronError, Form};
pub use timing::{Interval, Timing};

use super::text::text_type;

/// A schedule of a spec: words such as `daily 02:00`, or a cron expression of
/// six fields.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Schedule {
    /// What was written.
    text: String,
    cron: Cron,
}

/// Why a text is not a schedule of a spec.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// It is neither words nor fields.
    #[error("`{text}` is not a schedule")]
    Form {
        /// What was written.
        text: String,
    },
    /// A time of day is none.
    #[error("`{time}` is not a time of day")]
    Time {
        /// What was written.
        time: String,
    },
    /// A weekday is none.
    #[error("`{day}` is not a day of the week")]
    Weekday {
        /// What was written.
        day: String,
    },
    /// A day is not in every month.
    #[error("not every month has a day `{day}`")]
    MonthDay {
        /// What was written.
        day: String,
    },
    /// A period does not divide the hour or the day.
    #[error("`{period}` does not divide an hour or a day")]
    Period {
        /// What was written.
        period: String,
    },
    /// There are five fields, as in a crontab.
    #[error("a schedule has six fields, the first of them seconds")]
    Five {
        /// What was written.
        text: String,
    },
    /// There is no such day.
    #[error("the schedule `{text}` never fires")]
    Never {
        /// What was written.
        text: String,
    },
    /// The cron expression is wrong.
    #[error(transparent)]
    Cron(#[from] CronError),
}

impl ScheduleError {
    /// What to write instead.
    pub fn help(&self) -> String {
        match self {
            Self::Form { .. } => {
                "write `hourly`, `every 6h`, `daily 02:00`, `weekly sun 03:30`, `monthly 1 02:00` \
                 or six cron fields"
                    .to_owned()
            }
            Self::Time { .. } => "write hours and minutes as `02:00`, in UTC".to_owned(),
            Self::Weekday { .. } => {
                "write `sun`, `mon`, `tue`, `wed`, `thu`, `fri` or `sat`".to_owned()
            }
            Self::MonthDay { .. } => "write a day from 1 to 28".to_owned(),
            Self::Period { .. } => {
                "write minutes that divide an hour, such as `15m`, or hours that divide a day, \
                 such as `6h`"
                    .to_owned()
            }
            Self::Five { text } => format!("write `0 {text}`"),
            Self::Never { .. } => "name a day that exists".to_owned(),
            Self::Cron(error) => error.help(),
        }
    }
}

impl Schedule {
    /// Parses the words or the fields of a schedule.
    pub fn parse(text: &str) -> Result<Self, ScheduleError> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let fields = match *words.as_slice() {
            ["hourly"] => "0 0 * * * *".to_owned(),
            ["every", period] => every(period)?,
            ["daily"] => daily("00:00", "* * *")?,
            ["daily", time] => daily(time, "* * *")?,
            ["weekly", day] => daily("00:00", &format!("* * {}", weekday(day)?))?,
            ["weekly", day, time] => daily(time, &format!("* * {}", weekday(day)?))?,
            ["monthly", day] => daily("00:00", &format!("{} * *", month_day(day)?))?,
            ["monthly", day, time] => daily(time, &format!("{} * *", month_day(day)?))?,
            [word] if word.starts_with('@') => descriptor(word)?,
            [_, _, _, _, _] => {
                return Err(ScheduleError::Five {
                    text: words.join(" "),
                });
            }
            [_, _, _, _, _, _] => words.join(" "),
            _ => {
                return Err(ScheduleError::Form {
                    text: text.to_owned(),
                });
            }
        };
        let cron = Cron::parse(&fields)?;
        if cron.timing().fires_never() {
            return Err(ScheduleError::Never {
                text: text.to_owned(),
            });
        }
        Ok(Self {
            text: text.to_owned(),
            cron,
        })
    }

    /// Parses a text as a spec means it, which is the same.
    pub fn read(text: &str) -> Result<Self, ScheduleError> {
        Self::parse(text)
    }

    /// The schedule as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The cron expression, of six fields.
    pub fn cron(&self) -> &Cron {
        &self.cron
    }
}

text_type!(
    Schedule, ScheduleError, of: string, format: "schedule",
    about: "When something runs, in UTC: `hourly`, `every 6h`, `daily 02:00`, `weekly sun 03:30`, `monthly 1 02:00`, or six cron fields, the first of them seconds.",
    examples: ["daily 02:00", "every 6h", "weekly sun 03:30", "0 30 1 * * *"]
);

/// `every 6h`, `every 15m`: what an hour or a day is divided by.
fn every(period: &str) -> Result<String, ScheduleError> {
    let error = || ScheduleError::Period {
        period: period.to_owned(),
    };
    let (number, unit) = period
        .split_at_checked(period.len().saturating_sub(1))
        .ok_or_else(error)?;
    let number: u32 = number.parse().map_err(|_| error())?;
    match (unit, number) {
        ("m", 1..=30) if 60 % number == 0 => Ok(format!("0 */{number} * * * *")),
        ("h", 1) | ("m", 60) => Ok("0 0 * * * *".to_owned()),
        ("h", 2..=12) if 24 % number == 0 => Ok(format!("0 0 */{number} * * *")),
        ("h", 24) | ("d", 1) => Ok("0 0 0 * * *".to_owned()),
        _ => Err(error()),
    }
}

/// A time of day, and the three fields that choose the days.
fn daily(time: &str, days: &str) -> Result<String, ScheduleError> {
    let numbers = || {
        let (hour, minute) = time.split_once(':')?;
        let digits = |text: &str| text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(hour) || !digits(minute) || minute.len() != 2 {
            return None;
        }
        let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
        (hour < 24 && minute < 60).then_some((hour, minute))
    };
    let (hour, minute) = numbers().ok_or_else(|| ScheduleError::Time {
        time: time.to_owned(),
    })?;
    Ok(format!("0 {minute} {hour} {days}"))
}

/// The number of a weekday, whose name may be written out.
fn weekday(day: &str) -> Result<usize, ScheduleError> {
    const DAYS: [&str; 7] = [
        "sunday",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
    ];
    let lower = day.to_ascii_lowercase();
    DAYS.iter()
        .position(|name| *name == lower || name.get(..3) == Some(&lower))
        .ok_or_else(|| ScheduleError::Weekday {
            day: day.to_owned(),
        })
}

/// A day that every month has.
fn month_day(day: &str) -> Result<u32, ScheduleError> {
    let number = day.parse().ok().filter(|number| (1..=28).contains(number));
    number.ok_or_else(|| ScheduleError::MonthDay {
        day: day.to_owned(),
    })
}

/// The fields of `@daily` and the like, or of `@every 6h`.
fn descriptor(word: &str) -> Result<String, ScheduleError> {
    match word {
        "@hourly" => Ok("0 0 * * * *".to_owned()),
        "@daily" | "@midnight" => Ok("0 0 0 * * *".to_owned()),
        "@weekly" => Ok("0 0 0 * * 0".to_owned()),
        "@monthly" => Ok("0 0 0 1 * *".to_owned()),
        _ => Err(ScheduleError::Form {
            text: word.to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kube::civil::{Date, Moment};
    use crate::kube::text::{recorded, unquoted};

    #[test]
    fn expressions_fire_when_the_operator_says() {
        let mut rows = 0;
        for row in recorded(include_str!("../../../tests/data/cron.tsv")) {
            let text = unquoted(row[0]);
            let parsed = Cron::parse(&text);
            rows += 1;
            if row[1] == "no" {
                assert!(parsed.is_err(), "{text}");
                continue;
            }
            let cron = parsed.unwrap_or_else(|error| panic!("{text}: {error}"));
            let mut moment = moment(row[1]);
            for expected in row[2].split(' ') {
                let next = cron.timing().next(moment);
                let Some(next) = next else {
                    assert_eq!(expected, "never", "{text}");
                    break;
                };
                assert_eq!(
                    (next.seconds() - moment.seconds()).to_string(),
                    expected,
                    "{text}"
                );
                moment = next;
            }
        }
        assert!(rows > 1500);
    }

    #[test]
    fn intervals_are_those_of_the_firings() {
        for row in recorded(include_str!("../../../tests/data/cron.tsv")).step_by(7) {
            let Some(firings) = row.get(2) else { continue };
            let timing = Cron::parse(&unquoted(row[0])).unwrap().timing().clone();
            // The first is counted from a moment that is no firing.
            let gaps = firings
                .split(' ')
                .skip(1)
                .filter_map(|gap| gap.parse::<u64>().ok());
            let Some(interval) = timing.interval() else {
                assert_eq!(*firings, "never");
                continue;
            };
            for gap in gaps {
                assert!(
                    (interval.shortest..=interval.longest).contains(&gap),
                    "{row:?}"
                );
            }
            assert!(
                (interval.shortest..=interval.longest).contains(&interval.average),
                "{row:?}"
            );
        }
    }

    #[test]
    fn intervals_of_known_schedules() {
        let interval = |text| {
            let Interval {
                shortest,
                longest,
                average,
            } = Cron::parse(text).unwrap().timing().interval().unwrap();
            (shortest, longest, average)
        };
        assert_eq!(interval("0 0 2 * * *"), (86_400, 86_400, 86_400));
        assert_eq!(interval("0 0 */5 * * *"), (4 * 3600, 5 * 3600, 86_400 / 5));
        assert_eq!(interval("* * * * * *"), (1, 1, 1));
        assert_eq!(interval("0 2 * * *"), (3600, 3600, 3600));
        assert_eq!(interval("0 0 0 1 * *").0, 28 * 86_400);
        assert_eq!(interval("0 0 0 1 * *").1, 31 * 86_400);
        assert_eq!(interval("@every 90m"), (5400, 5400, 5400));
        assert!(Cron::parse("0 0 0 31 2 *").unwrap().timing().fires_never());
        assert!(!Cron::parse("0 0 0 29 2 1").unwrap().timing().fires_never());
    }

    #[test]
    fn words_become_six_fields() {
        let cron = |text| Schedule::parse(text).unwrap().cron().as_str().to_owned();
        assert_eq!(cron("daily 02:00"), "0 0 2 * * *");
        assert_eq!(cron("daily"), "0 0 0 * * *");
        assert_eq!(cron("hourly"), "0 0 * * * *");
        assert_eq!(cron("every 6h"), "0 0 */6 * * *");
        assert_eq!(cron("every 15m"), "0 */15 * * * *");
        assert_eq!(cron("weekly sun 03:30"), "0 30 3 * * 0");
        assert_eq!(cron("weekly Saturday 3:05"), "0 5 3 * * 6");
        assert_eq!(cron("monthly 1 02:00"), "0 0 2 1 * *");
        assert_eq!(cron("@midnight"), "0 0 0 * * *");
        assert_eq!(cron("0 30 1 * * mon-fri"), "0 30 1 * * mon-fri");
    }

    #[test]
    fn what_is_no_schedule_says_what_to_write() {
        let help = |text| Schedule::parse(text).unwrap_err().help();
        assert_eq!(help("0 2 * * *"), "write `0 0 2 * * *`");
        assert_eq!(help("0 0 0 * * 7"), "Sunday is `0` or `sun`");
        assert_eq!(
            help("0 0 0 L * *"),
            "`L`, `W` and `#` are not known here; list the days"
        );
        assert_eq!(help("0 0 0 30 2 *"), "name a day that exists");
        assert_eq!(
            help("daily 24:00"),
            "write hours and minutes as `02:00`, in UTC"
        );
        assert_eq!(help("monthly 31 02:00"), "write a day from 1 to 28");
        let said = |text| Schedule::parse(text).unwrap_err().to_string();
        assert_eq!(said("every 5h"), "`5h` does not divide an hour or a day");
        assert_eq!(said("every é"), "`é` does not divide an hour or a day");
        assert_eq!(said("nightly"), "`nightly` is not a schedule");
        assert_eq!(
            said("0 0 25 * * *"),
            "`25` is out of bounds: the field `hour` goes from 0 to 23"
        );
        assert_eq!(said(""), "`` is not a schedule");
    }

    fn moment(text: &str) -> Moment {
        let (date, time) = text.split_once('T').unwrap();
        let date: Date = date.parse().unwrap();
        let seconds = time
            .split(':')
            .fold(0, |all, part| all * 60 + part.parse::<u32>().unwrap());
        Moment::of(date, seconds)
    }
}
