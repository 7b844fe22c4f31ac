//! When a cron expression fires.

use crate::kube::civil::{Date, Moment};

/// The bit that says that a field was written with a star.
pub(super) const STAR: u64 = 1 << 63;

/// The days on which weekdays and leap years repeat, outside a century's end.
const CYCLE_DAYS: u32 = 28 * 365 + 7;

/// When a cron expression fires.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Timing {
    /// So many seconds after the last time.
    Every {
        /// The seconds, at least 1.
        seconds: u64,
    },
    /// At the seconds that all fields agree on.
    Fields(Fields),
}

/// The values of each field, as bits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fields {
    pub(super) second: u64,
    pub(super) minute: u64,
    pub(super) hour: u64,
    pub(super) day: u64,
    pub(super) month: u64,
    pub(super) weekday: u64,
}

/// The times between two firings, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The shortest.
    pub shortest: u64,
    /// The longest.
    pub longest: u64,
    /// The average.
    pub average: u64,
}

impl Timing {
    /// The first firing after a moment, in UTC; `None` where there is none in
    /// the five years that the operator looks ahead.
    pub fn next(&self, after: Moment) -> Option<Moment> {
        match self {
            Self::Every { seconds } => {
                let seconds = i64::try_from(*seconds).ok()?;
                after
                    .seconds()
                    .checked_add(seconds)
                    .map(Moment::from_seconds)
            }
            Self::Fields(fields) => fields.next(after),
        }
    }

    /// Whether there is no such second, as on 31 February.
    pub fn fires_never(&self) -> bool {
        match self {
            Self::Every { .. } => false,
            Self::Fields(fields) => !fields.fires(),
        }
    }

    /// How far apart the firings are; `None` where there are none.
    pub fn interval(&self) -> Option<Interval> {
        match self {
            Self::Every { seconds } => {
                let seconds = *seconds;
                Some(Interval {
                    shortest: seconds,
                    longest: seconds,
                    average: seconds,
                })
            }
            Self::Fields(fields) => fields.interval(),
        }
    }
}

impl Fields {
    fn next(&self, after: Moment) -> Option<Moment> {
        // A time of day without a value is found on no day.
        self.second_from(0)?;
        let start = Moment::from_seconds(after.seconds().checked_add(1)?);
        let last_year = start.date().year() + 5;
        let mut earliest = start.second_of_day();
        let mut day = start.date().days();
        loop {
            let date = Date::from_days(day);
            if date.year() > last_year {
                return None;
            }
            if self.has_day(date, date.weekday())
                && let Some(second) = self.second_from(earliest)
            {
                return Some(Moment::of(date, second));
            }
            day += 1;
            earliest = 0;
        }
    }

    /// Whether it fires on a day.
    ///
    /// As everywhere, two restricted day fields mean either of them; a field
    /// counts as unrestricted if a star occurs anywhere in it, `*/2` too.
    fn has_day(&self, date: Date, weekday: u32) -> bool {
        let day = has(self.day, date.day());
        let weekday = has(self.weekday, weekday);
        let days = if (self.day | self.weekday) & STAR == 0 {
            day || weekday
        } else {
            day && weekday
        };
        days && has(self.month, date.month())
    }

    /// The first second of a day, not before `earliest`, at which it fires.
    fn second_from(&self, earliest: u32) -> Option<u32> {
        for hour in values(self.hour).filter(|hour| *hour >= earliest / 3600) {
            for minute in values(self.minute) {
                let minute = hour * 3600 + minute * 60;
                let fitting = values(self.second).find(|second| minute + second >= earliest);
                if let Some(second) = fitting {
                    return Some(minute + second);
                }
            }
        }
        None
    }

    /// Whether there is a day, and a second of it, at which it fires. Mostly the
    /// first day that is looked at.
    fn fires(&self) -> bool {
        self.second_from(0).is_some()
            && days_of_cycle().any(|(_, date, weekday)| self.has_day(date, weekday))
    }

    fn interval(&self) -> Option<Interval> {
        let minute = Gaps::of(values(self.second), 1, Gaps::SECOND)?;
        let hour = Gaps::of(values(self.minute), 60, minute)?;
        let day = Gaps::of(values(self.hour), 3600, hour)?;
        let days = days_of_cycle().filter(|(_, date, weekday)| self.has_day(*date, *weekday));
        let cycle = Gaps::of(days.map(|(day, _, _)| day), 86_400, day)?;
        let length = u64::from(CYCLE_DAYS) * 86_400;
        let around = length + cycle.first - cycle.last;
        Some(Interval {
            shortest: cycle.shortest.min(around),
            longest: cycle.longest.max(around),
            average: length / cycle.count,
        })
    }
}

/// The days after which the calendar repeats: their numbers, dates and weekdays.
fn days_of_cycle() -> impl Iterator<Item = (u32, Date, u32)> {
    let first = Date::from_days(0);
    let dates = std::iter::successors(Some(first), |date| Some(date.next_day()));
    (0..CYCLE_DAYS)
        .zip(dates)
        .map(move |(day, date)| (day, date, (first.weekday() + day) % 7))
}

/// The firings within a minute, an hour, a day or a cycle.
#[derive(Clone, Copy)]
struct Gaps {
    first: u64,
    last: u64,
    count: u64,
    /// [`u64::MAX`] where there is one firing only.
    shortest: u64,
    /// 0 where there is one firing only.
    longest: u64,
}

impl Gaps {
    /// One second, in which there is one firing.
    const SECOND: Self = Self {
        first: 0,
        last: 0,
        count: 1,
        shortest: u64::MAX,
        longest: 0,
    };

    /// The firings that come from repeating those of a `part` at each of
    /// `values`, which count units of `unit` seconds.
    fn of(values: impl Iterator<Item = u32>, unit: u64, part: Self) -> Option<Self> {
        let mut whole: Option<Self> = None;
        for value in values {
            let start = u64::from(value) * unit;
            let (first, last) = (start + part.first, start + part.last);
            whole = Some(match whole {
                None => Self {
                    first,
                    last,
                    ..part
                },
                Some(whole) => Self {
                    first: whole.first,
                    last,
                    count: whole.count + part.count,
                    shortest: whole.shortest.min(first - whole.last),
                    longest: whole.longest.max(first - whole.last),
                },
            });
        }
        whole
    }
}

/// Whether a field has a value.
fn has(bits: u64, value: u32) -> bool {
    bits & (1 << value) != 0
}

/// The values of a field, in order.
fn values(bits: u64) -> impl Iterator<Item = u32> {
    (0..60).filter(move |value| has(bits, *value))
}
