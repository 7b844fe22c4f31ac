//! Which table a release is judged by.

use std::str::FromStr;

/// A release that was asked for: `1.28` or `1.28.0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Release {
    /// The first number.
    pub major: u32,
    /// The second number.
    pub minor: u32,
    /// The third number; `None` is the newest known one.
    pub patch: Option<u32>,
}

impl FromStr for Release {
    type Err = ();

    /// Two or three numbers with dots between them.
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text
            .split('.')
            .map(|part| part.parse::<u32>().map_err(|_| ()));
        let major = parts.next().ok_or(())??;
        let minor = parts.next().ok_or(())??;
        let patch = parts.next().transpose()?;
        match parts.next() {
            Some(_) => Err(()),
            None => Ok(Self {
                major,
                minor,
                patch,
            }),
        }
    }
}

/// How the release used relates to the one asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It is that one.
    Exact,
    /// It is another patch of the same minor.
    Near,
    /// What was asked for is newer than what is known.
    Newer,
    /// What was asked for is older than what is known.
    Older,
}

/// A release in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Known {
    /// The text of it.
    pub(super) name: &'static str,
    /// Its three numbers.
    pub(super) numbers: [u32; 3],
}

impl Known {
    /// The release, without its patch where another one is of another minor.
    pub(super) fn apart_from(&self, other: &Self) -> &'static str {
        let ([major, minor, _], [other_major, other_minor, _]) = (self.numbers, other.numbers);
        let line = self
            .name
            .rsplit_once('.')
            .map_or(self.name, |(line, _)| line);
        if (major, minor) == (other_major, other_minor) {
            self.name
        } else {
            line
        }
    }
}

/// The release to use, of those known (oldest first).
pub(super) fn choose(known: &[Known], wanted: Option<Release>) -> Option<(Known, Fit)> {
    let (oldest, newest) = (known.first()?, known.last()?);
    let Some(wanted) = wanted else {
        return Some((*newest, Fit::Exact));
    };
    let line = [wanted.major, wanted.minor];
    let mut same = known
        .iter()
        .filter(|known| known.numbers.starts_with(&line));
    let Some(first) = same.clone().next() else {
        // A minor without a table: the last one before it, else the first.
        let before = known
            .iter()
            .rfind(|known| known.numbers < [line[0], line[1], 0]);
        return Some(match before {
            Some(before) if before == newest => (*before, Fit::Newer),
            Some(before) => (*before, Fit::Near),
            None => (*oldest, Fit::Older),
        });
    };
    let last = same.clone().next_back().unwrap_or(first);
    let Some(patch) = wanted.patch else {
        return Some((*last, Fit::Exact));
    };
    let at_or_below = same.rfind(|known| known.numbers[2] <= patch);
    Some(match at_or_below {
        Some(found) if found.numbers[2] == patch => (*found, Fit::Exact),
        Some(found) if found == last => (*found, Fit::Newer),
        Some(found) => (*found, Fit::Near),
        None => (*first, Fit::Near),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[Known] = &[
        Known {
            name: "1.22.3",
            numbers: [1, 22, 3],
        },
        Known {
            name: "1.28.0",
            numbers: [1, 28, 0],
        },
        Known {
            name: "1.28.4",
            numbers: [1, 28, 4],
        },
        Known {
            name: "1.30.1",
            numbers: [1, 30, 1],
        },
    ];

    #[track_caller]
    fn assert_used(wanted: &str, name: &str, fit: Fit) {
        let (known, found) = choose(KNOWN, Some(wanted.parse().unwrap())).unwrap();
        assert_eq!((known.name, found), (name, fit), "for {wanted}");
    }

    #[test]
    fn a_minor_means_its_newest_known_patch() {
        assert_used("1.28", "1.28.4", Fit::Exact);
        assert_used("1.22", "1.22.3", Fit::Exact);
    }

    #[test]
    fn an_unknown_patch_is_judged_as_the_nearest_below_else_above() {
        assert_used("1.28.0", "1.28.0", Fit::Exact);
        assert_used("1.28.3", "1.28.0", Fit::Near);
        assert_used("1.22.1", "1.22.3", Fit::Near);
    }

    #[test]
    fn what_is_newer_or_older_than_all_is_told_apart() {
        assert_used("1.28.9", "1.28.4", Fit::Newer);
        assert_used("1.31", "1.30.1", Fit::Newer);
        assert_used("2.0.0", "1.30.1", Fit::Newer);
        assert_used("1.20", "1.22.3", Fit::Older);
        assert_used("1.25.1", "1.22.3", Fit::Near);
    }

    #[test]
    fn without_a_wish_it_is_the_newest() {
        assert_eq!(choose(KNOWN, None).unwrap().0.name, "1.30.1");
        assert_eq!(choose(&[], None), None);
    }

    #[test]
    fn a_release_is_two_or_three_numbers() {
        for text in ["", "1", "1.", "1.2.3.4", "v1.2", "1.2-rc1", "1.-2"] {
            assert!(text.parse::<Release>().is_err(), "{text}");
        }
    }
}
