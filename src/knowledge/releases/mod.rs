//! Releases of the operator, its Barman Cloud plugin, their charts, PostgreSQL
//! and Kubernetes: which there are, for how long they are maintained, and which
//! go together. Nothing here knows what day it is; callers say.

mod charts;
mod kubernetes;
mod operator;
mod postgres;

use std::ops::RangeInclusive;

use crate::kube::civil::Date;
use crate::kube::version::OperatorVersion;

pub use charts::{Chart, Plugin, chart, newest_plugin, plugin};
pub use kubernetes::{Kubernetes, kubernetes, kubernetes_minors};
pub use operator::{
    InTreeBarman, Line, Patch, in_tree_barman, line, lines, newest_operator, patch, patches,
};
pub use postgres::{Postgres, postgres, postgres_majors};

/// Whether a release is maintained on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// It is.
    Supported,
    /// Maintenance ended on that day.
    Ended(Date),
    /// It was planned to have ended by then, but nobody said that it has.
    Unknown,
    /// It was not out yet.
    Unreleased,
}

/// The period in which a release is maintained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The day of the release, where it is known.
    pub released: Option<Date>,
    /// The last day, where it is fixed.
    pub ended: Option<Date>,
    /// The last day as planned, where it is not fixed.
    pub planned_end: Option<Date>,
}

impl Period {
    /// Whether the release is maintained on a day.
    pub fn supported_on(&self, day: Date) -> Support {
        if self.released.is_some_and(|released| day < released) {
            return Support::Unreleased;
        }
        match (self.ended, self.planned_end) {
            (Some(ended), _) if day > ended => Support::Ended(ended),
            (None, Some(planned)) if day > planned => Support::Unknown,
            _ => Support::Supported,
        }
    }
}

/// The minor release and the patch by which a version is judged: the patch that
/// it names, or the newest whose tables are known.
pub(super) fn numbers(version: &OperatorVersion) -> ((u32, u32), u32) {
    let release = version.release();
    let patch = version.patch().or_else(|| operator::judged_patch(release));
    (release, patch.unwrap_or(0))
}

/// The numbers of `1.30.1`.
pub(super) fn parse(text: &str) -> Option<((u32, u32), u32)> {
    let mut parts = text.split('.').map(|part| part.parse::<u32>().ok());
    Some(((parts.next()??, parts.next()??), parts.next()??))
}

/// The day that a field of a table names, if it names one.
fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

/// The ranges of `1.26-1.28 1.30`, by the second number.
fn minors(text: &'static str) -> impl Iterator<Item = RangeInclusive<u32>> {
    text.split_whitespace().filter_map(|range| {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        let minor = |text: &str| text.strip_prefix("1.")?.parse::<u32>().ok();
        Some(minor(first)?..=minor(last)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_has_a_first_and_a_last_day() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        let period = Period {
            released: day("2025-12-09"),
            ended: day("2026-06-30"),
            planned_end: None,
        };
        assert_eq!(period.supported_on(date("2025-12-08")), Support::Unreleased);
        assert_eq!(period.supported_on(date("2025-12-09")), Support::Supported);
        assert_eq!(period.supported_on(date("2026-06-30")), Support::Supported);
        assert_eq!(
            period.supported_on(date("2026-07-01")),
            Support::Ended(date("2026-06-30"))
        );
    }

    #[test]
    fn a_planned_end_that_has_passed_leaves_it_open() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        let period = Period {
            released: None,
            ended: None,
            planned_end: day("2026-12-31"),
        };
        assert_eq!(period.supported_on(date("2026-12-31")), Support::Supported);
        assert_eq!(period.supported_on(date("2027-01-01")), Support::Unknown);
    }
}
