//! Cron expressions as the operator parses them: `cron.Parse` of
//! `github.com/robfig/cron` v1.2.0.
//!
//! It reads six fields, beginning with the seconds. Of five fields it makes
//! seconds to months: what is meant as `minute hour …` fires far more often.
//! Recorded in `tests/data/cron.tsv`.

use super::timing::{Fields, STAR, Timing};
use crate::kube::go_duration::{GoDuration, GoDurationError};
use crate::kube::text::text_type;

/// A cron expression of a `ScheduledBackup`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cron {
    text: String,
    form: Form,
    timing: Timing,
}

/// How a cron expression is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// Six fields: second, minute, hour, day of month, month, day of week.
    Six,
    /// Five fields, read as second, minute, hour, day of month, month.
    Five,
    /// `@daily` and the like.
    Descriptor,
    /// `@every` and a duration.
    Every,
}

/// Why a text is not a cron expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CronError {
    /// There is no text.
    #[error("an empty text is not a schedule")]
    Empty,
    /// It has another number of fields.
    #[error("a schedule has six fields, not {found}")]
    Fields {
        /// How many there are.
        found: usize,
    },
    /// A part is neither a number nor a name that its field knows.
    #[error("`{part}` is not a value of the field `{field}`")]
    Value {
        /// The field.
        field: &'static str,
        /// What stands there.
        part: String,
    },
    /// A range has more than two ends, or more than one step.
    #[error("`{part}` is not a range of the field `{field}`")]
    Range {
        /// The field.
        field: &'static str,
        /// What stands there.
        part: String,
    },
    /// A value is out of bounds.
    #[error("`{part}` is out of bounds: the field `{field}` goes from {first} to {last}")]
    Bounds {
        /// The field.
        field: &'static str,
        /// What stands there.
        part: String,
        /// The smallest value.
        first: u32,
        /// The largest value.
        last: u32,
    },
    /// A range ends before it begins.
    #[error("the range `{part}` of the field `{field}` ends before it begins")]
    Backwards {
        /// The field.
        field: &'static str,
        /// What stands there.
        part: String,
    },
    /// A step is zero.
    #[error("`{part}` of the field `{field}` steps by zero")]
    Step {
        /// The field.
        field: &'static str,
        /// What stands there.
        part: String,
    },
    /// A word that begins with `@` is unknown.
    #[error("there is no schedule `{text}`")]
    Descriptor {
        /// What was written.
        text: String,
    },
    /// What follows `@every` is no duration.
    #[error("`@every` is not followed by a duration")]
    Every(#[source] GoDurationError),
}

impl CronError {
    /// What to write instead.
    pub fn help(&self) -> String {
        match self {
            Self::Value { part, .. } if part.contains(['L', 'W', '#']) => {
                "`L`, `W` and `#` are not known here; list the days".to_owned()
            }
            Self::Bounds {
                field: "day of week",
                part,
                ..
            } if part.contains('7') => "Sunday is `0` or `sun`".to_owned(),
            Self::Empty
            | Self::Fields { .. }
            | Self::Value { .. }
            | Self::Range { .. }
            | Self::Bounds { .. } => {
                "write second, minute, hour, day of month, month and day of week, such as \
                 `0 0 2 * * *`"
                    .to_owned()
            }
            Self::Backwards { .. } => "write the range as two, joined by a comma".to_owned(),
            Self::Step { .. } => "step by at least 1".to_owned(),
            Self::Descriptor { .. } => {
                "write `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly` or `@every 6h`, \
                 without blanks around it"
                    .to_owned()
            }
            Self::Every(error) => error.help(),
        }
    }
}

impl Cron {
    /// Parses a cron expression as the operator does.
    pub fn parse(text: &str) -> Result<Self, CronError> {
        let (form, timing) = if text.is_empty() {
            return Err(CronError::Empty);
        } else if text.starts_with('@') {
            parse_descriptor(text)?
        } else {
            parse_fields(text)?
        };
        Ok(Self {
            text: text.to_owned(),
            form,
            timing,
        })
    }

    /// Parses a text as a spec means it: six fields, or a descriptor.
    pub fn read(text: &str) -> Result<Self, CronError> {
        let cron = Self::parse(text)?;
        match cron.form {
            Form::Five => Err(CronError::Fields { found: 5 }),
            Form::Six | Form::Descriptor | Form::Every => Ok(cron),
        }
    }

    /// The expression as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How it is written.
    pub fn form(&self) -> Form {
        self.form
    }

    /// When it fires.
    pub fn timing(&self) -> &Timing {
        &self.timing
    }
}

text_type!(
    Cron, CronError, of: string, format: "cron",
    about: "A cron expression of six fields: second, minute, hour, day of month, month, day of week.",
    examples: ["0 0 2 * * *", "0 0 */6 * * *"]
);

/// The values of a field, and the names that some of them have.
struct Field {
    name: &'static str,
    first: u32,
    last: u32,
    names: &'static [&'static str],
}

const SECOND: Field = Field {
    name: "second",
    first: 0,
    last: 59,
    names: &[],
};
const MINUTE: Field = Field {
    name: "minute",
    first: 0,
    last: 59,
    names: &[],
};
const HOUR: Field = Field {
    name: "hour",
    first: 0,
    last: 23,
    names: &[],
};
const DAY: Field = Field {
    name: "day of month",
    first: 1,
    last: 31,
    names: &[],
};
const MONTH: Field = Field {
    name: "month",
    first: 1,
    last: 12,
    names: &[
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ],
};
const WEEKDAY: Field = Field {
    name: "day of week",
    first: 0,
    last: 6,
    names: &["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
};

fn parse_fields(text: &str) -> Result<(Form, Timing), CronError> {
    let written: Vec<&str> = text.split_whitespace().collect();
    let form = match written.len() {
        6 => Form::Six,
        5 => Form::Five,
        found => return Err(CronError::Fields { found }),
    };
    let mut written = written.into_iter();
    let mut next = || written.next().unwrap_or("*");
    let fields = Fields {
        second: SECOND.parse(next())?,
        minute: MINUTE.parse(next())?,
        hour: HOUR.parse(next())?,
        day: DAY.parse(next())?,
        month: MONTH.parse(next())?,
        weekday: WEEKDAY.parse(next())?,
    };
    Ok((form, Timing::Fields(fields)))
}

fn parse_descriptor(text: &str) -> Result<(Form, Timing), CronError> {
    let six = match text {
        "@yearly" | "@annually" => "0 0 0 1 1 *",
        "@monthly" => "0 0 0 1 * *",
        "@weekly" => "0 0 0 * * 0",
        "@daily" | "@midnight" => "0 0 0 * * *",
        "@hourly" => "0 0 * * * *",
        _ => {
            let Some(duration) = text.strip_prefix("@every ") else {
                return Err(CronError::Descriptor {
                    text: text.to_owned(),
                });
            };
            let duration = GoDuration::parse(duration).map_err(CronError::Every)?;
            // Fractions of a second are cut off, and nothing is below one.
            let seconds = duration.seconds().max(1).unsigned_abs();
            return Ok((Form::Every, Timing::Every { seconds }));
        }
    };
    parse_fields(six).map(|(_, timing)| (Form::Descriptor, timing))
}

impl Field {
    /// The bits of the values that a field lists; empty items count nothing.
    fn parse(&self, text: &str) -> Result<u64, CronError> {
        let items = text.split(',').filter(|item| !item.is_empty());
        items
            .map(|item| self.parse_item(item))
            .try_fold(0, |bits, item| Ok(bits | item?))
    }

    fn parse_item(&self, item: &str) -> Result<u64, CronError> {
        let (range, step) = match item.split_once('/') {
            None => (item, None),
            Some((range, step)) => (range, Some(step)),
        };
        let (low, high) = match range.split_once('-') {
            None => (range, None),
            Some((low, high)) => (low, Some(high)),
        };
        let (first, mut last, star) = if matches!(low, "*" | "?") {
            // What follows a hyphen here is not looked at.
            (self.first.into(), self.last.into(), STAR)
        } else {
            let first = self.value(low)?;
            match high {
                None => (first, first, 0),
                Some(high) if high.contains('-') => return Err(self.range_error(item)),
                Some(high) => (first, self.value(high)?, 0),
            }
        };
        let step = match step {
            None => 1,
            Some(step) if step.contains('/') => return Err(self.range_error(item)),
            Some(step) => {
                // A single value with a step goes on to the end.
                if high.is_none() {
                    last = self.last.into();
                }
                self.number(step)?
            }
        };
        self.bits(item, first, last, step).map(|bits| bits | star)
    }

    fn bits(&self, item: &str, first: u64, last: u64, step: u64) -> Result<u64, CronError> {
        let (field, part) = (self.name, item.to_owned());
        if first < self.first.into() || last > self.last.into() {
            let (first, last) = (self.first, self.last);
            return Err(CronError::Bounds {
                field,
                part,
                first,
                last,
            });
        }
        if first > last {
            return Err(CronError::Backwards { field, part });
        }
        if step == 0 {
            return Err(CronError::Step { field, part });
        }
        let step = usize::try_from(step).unwrap_or(usize::MAX);
        Ok((first..=last)
            .step_by(step)
            .fold(0, |bits, value| bits | 1 << value))
    }

    fn value(&self, text: &str) -> Result<u64, CronError> {
        let lower = text.to_lowercase();
        match self
            .names
            .iter()
            .zip(u64::from(self.first)..)
            .find(|(name, _)| **name == lower)
        {
            Some((_, value)) => Ok(value),
            None => self.number(text),
        }
    }

    /// A number as Go's `strconv.Atoi` reads it, if it is not negative.
    fn number(&self, text: &str) -> Result<u64, CronError> {
        let number: Option<i64> = text.parse().ok();
        number
            .and_then(|number| u64::try_from(number).ok())
            .ok_or_else(|| CronError::Value {
                field: self.name,
                part: text.to_owned(),
            })
    }

    fn range_error(&self, item: &str) -> CronError {
        CronError::Range {
            field: self.name,
            part: item.to_owned(),
        }
    }
}
