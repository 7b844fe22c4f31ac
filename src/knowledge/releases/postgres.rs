//! Majors of PostgreSQL.

use super::{Period, day};
use crate::knowledge::lines::Lines;

static MAJORS: &str = include_str!("../data/releases/postgres.tsv");

/// A major of PostgreSQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Postgres {
    /// Its number.
    pub major: u8,
    /// The period in which it is maintained.
    pub period: Period,
    /// The newest minor release that is known.
    pub newest_minor: u16,
}

/// The majors that are known, oldest first.
pub fn postgres_majors() -> impl Iterator<Item = Postgres> {
    Lines::of(MAJORS).iter().filter_map(|line| {
        let mut fields = line.split('\t');
        let major = fields.next()?.parse().ok()?;
        let period = Period {
            released: day(fields.next()?),
            ended: day(fields.next()?),
            planned_end: None,
        };
        Some(Postgres {
            major,
            period,
            newest_minor: fields.next()?.parse().ok()?,
        })
    })
}

/// What is known of a major.
pub fn postgres(major: u8) -> Option<Postgres> {
    postgres_majors().find(|known| known.major == major)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::releases::Support;

    #[test]
    fn postgres_14_ended_in_november_2026() {
        let support = |text: &str| {
            postgres(14)
                .unwrap()
                .period
                .supported_on(text.parse().unwrap())
        };
        assert_eq!(support("2026-11-12"), Support::Supported);
        assert!(matches!(support("2026-11-13"), Support::Ended(_)));
        assert_eq!(postgres_majors().count(), 7);
        assert_eq!(postgres(12), None);
    }
}
