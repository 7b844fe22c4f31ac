//! When something changed in the operator, which got most changes in several
//! minor releases at once.

use std::fmt;

use crate::kube::version::OperatorVersion;

use super::releases;

/// The releases that brought a change: in each minor that got it, the first
/// patch with it. Minors newer than all of them have it too, minors between or
/// before them do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change(&'static str);

impl Change {
    /// The change that came with these releases, oldest first, separated by
    /// blanks; with none it was always there.
    pub const fn with(releases: &'static str) -> Self {
        Self(releases)
    }

    /// Whether a release has the change. A minor without a patch means the
    /// patch by which it is judged.
    pub fn reached(self, version: &OperatorVersion) -> bool {
        let (wanted, patch) = releases::numbers(version);
        let mut newest = None;
        for (line, first) in self.releases() {
            if line == wanted {
                return patch >= first;
            }
            newest = Some(line);
        }
        newest.is_none_or(|newest| wanted > newest)
    }

    /// The first release that brought the change; none where it was always there.
    pub fn first(self) -> Option<&'static str> {
        self.0.split_whitespace().next()
    }

    fn releases(self) -> impl Iterator<Item = ((u32, u32), u32)> {
        self.0.split_whitespace().filter_map(releases::parse)
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.replace(' ', ", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(change: Change, version: &str) -> bool {
        change.reached(&OperatorVersion::parse(version).unwrap())
    }

    #[test]
    fn each_minor_has_the_change_from_its_own_patch_on() {
        let change = Change::with("1.23.5 1.24.1 1.25.0");
        for version in [
            "1.23.5", "1.23", "1.24.4", "1.25", "1.25.0", "1.26.0", "1.31",
        ] {
            assert!(reached(change, version), "{version}");
        }
        for version in ["1.22.5", "1.23.4", "1.24.0"] {
            assert!(!reached(change, version), "{version}");
        }
    }

    #[test]
    fn a_minor_that_was_left_out_lacks_the_change() {
        let change = Change::with("1.27.4 1.29.0");
        assert!(!reached(change, "1.28.9"));
        assert!(reached(change, "1.30.0"));
    }

    #[test]
    fn what_no_release_brought_was_always_there() {
        assert!(reached(Change::with(""), "1.22.0"));
        assert_eq!(Change::with("").first(), None);
        assert_eq!(Change::with("1.23.5 1.24.1").to_string(), "1.23.5, 1.24.1");
    }
}
