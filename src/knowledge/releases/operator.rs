//! Releases of `CloudNativePG`.

use std::cmp::Ordering;
use std::ops::RangeInclusive;

use super::{Period, day, minors, parse};
use crate::knowledge::lines::{self, Lines};
use crate::kube::version::OperatorVersion;

static LINES: &str = include_str!("../data/releases/lines.tsv");
static PATCHES: &str = include_str!("../data/releases/operator.tsv");

/// A minor release and all of its patches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its name, such as `1.30`.
    pub name: &'static str,
    /// The period in which it is maintained.
    pub period: Period,
    kubernetes: &'static str,
    tested: &'static str,
    postgres: &'static str,
}

/// One release of the operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patch {
    /// Its name, such as `1.30.1`.
    pub name: &'static str,
    /// The day of its release.
    pub released: &'static str,
    /// The tag of the PostgreSQL image that a Cluster without one gets, where known.
    pub image_tag: Option<&'static str>,
    /// The tag of the `PgBouncer` image that a Pooler without one gets, where known.
    pub pooler_tag: Option<&'static str>,
}

/// How a release treats `barmanObjectStore` of a Cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InTreeBarman {
    /// As the way to back up to an object store.
    Current,
    /// With a warning; the plugin takes its place.
    Deprecated,
    /// It is announced to be gone.
    Removed,
}

impl Line {
    fn read(line: &'static str) -> Option<Self> {
        let mut fields = line.split('\t');
        let mut next = || fields.next().unwrap_or_default();
        let name = next();
        let period = Period {
            released: day(next()),
            ended: day(next()),
            planned_end: day(next()),
        };
        (!name.is_empty()).then(|| Self {
            name,
            period,
            kubernetes: next(),
            tested: next(),
            postgres: next(),
        })
    }

    /// The minors of Kubernetes 1 that it supports.
    pub fn kubernetes(&self) -> Option<RangeInclusive<u32>> {
        minors(self.kubernetes).next()
    }

    /// Whether it was at least tested with a minor of Kubernetes 1.
    pub fn tested_with(&self, minor: u32) -> bool {
        minors(self.kubernetes)
            .chain(minors(self.tested))
            .any(|range| range.contains(&minor))
    }

    /// The majors of PostgreSQL that it supports.
    pub fn postgres(&self) -> Option<RangeInclusive<u8>> {
        lines::range(self.postgres).map(|(first, last)| first..=last)
    }
}

/// The minor releases that are known, oldest first.
pub fn lines() -> impl Iterator<Item = Line> {
    Lines::of(LINES).iter().filter_map(Line::read)
}

/// The minor release that a version belongs to, if it is a known one.
pub fn line(version: &OperatorVersion) -> Option<Line> {
    let (major, minor) = version.release();
    lines().find(|line| line.name == format!("{major}.{minor}"))
}

/// The patches that are known, oldest first.
pub fn patches() -> impl DoubleEndedIterator<Item = Patch> {
    Lines::of(PATCHES).iter().map(read_patch)
}

/// The release that a version means: the patch that it names, or the newest
/// known one of its minor.
pub fn patch(version: &OperatorVersion) -> Option<Patch> {
    let release = version.release();
    match version.patch() {
        Some(number) => patches().find(|patch| parse(patch.name) == Some((release, number))),
        None => patches().rfind(|patch| parse(patch.name).is_some_and(|(line, _)| line == release)),
    }
}

/// The newest release that is known.
pub fn newest_operator() -> OperatorVersion {
    let newest = patches()
        .filter_map(|patch| parse(patch.name))
        .max_by(Ord::cmp);
    let ((major, minor), patch) = newest.unwrap_or_default();
    OperatorVersion::new(major, minor, Some(patch))
}

/// The patch by which a minor release is judged: the newest whose schemas are
/// known. What is in 1.29.3 beside its release notes is not.
pub(super) fn judged_patch(release: (u32, u32)) -> Option<u32> {
    patches()
        .filter(|patch| patch.image_tag.is_some())
        .filter_map(|patch| parse(patch.name))
        .filter(|(line, _)| *line == release)
        .map(|(_, number)| number)
        .max()
}

/// How a release treats `barmanObjectStore`: deprecated with 1.26, announced
/// (with 1.30) to be removed with 1.31.
pub fn in_tree_barman(version: &OperatorVersion) -> InTreeBarman {
    match (
        version.release().cmp(&(1, 26)),
        version.release().cmp(&(1, 31)),
    ) {
        (Ordering::Less, _) => InTreeBarman::Current,
        (_, Ordering::Less) => InTreeBarman::Deprecated,
        _ => InTreeBarman::Removed,
    }
}

fn read_patch(line: &'static str) -> Patch {
    let mut fields = line.split('\t');
    let mut next = || fields.next().unwrap_or_default();
    let (name, released) = (next(), next());
    let mut tag = || Some(next()).filter(|tag| !tag.is_empty());
    Patch {
        name,
        released,
        image_tag: tag(),
        pooler_tag: tag(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::releases::Support;

    fn version(text: &str) -> OperatorVersion {
        OperatorVersion::parse(text).unwrap()
    }

    #[test]
    fn every_line_and_every_patch_is_read() {
        assert_eq!(lines().count(), 9);
        for line in lines() {
            assert!(line.period.released.is_some(), "{line:?}");
            assert!(
                line.kubernetes().is_some() && line.postgres().is_some(),
                "{line:?}"
            );
            assert!(patch(&version(line.name)).is_some(), "{line:?}");
        }
        for patch in patches() {
            let (release, _) = parse(patch.name).unwrap();
            assert!(day(patch.released).is_some(), "{patch:?}");
            assert!(
                line(&OperatorVersion::new(release.0, release.1, None)).is_some(),
                "{patch:?}"
            );
        }
    }

    #[test]
    fn only_1_30_was_maintained_at_the_end_of_november_2026() {
        let day = day("2026-11-24").unwrap();
        let supported: Vec<_> = lines()
            .filter(|line| line.period.supported_on(day) == Support::Supported)
            .collect();
        assert_eq!(
            supported.iter().map(|line| line.name).collect::<Vec<_>>(),
            ["1.30"]
        );
    }

    #[test]
    fn a_minor_means_its_newest_patch() {
        assert_eq!(patch(&version("1.30")).unwrap().name, "1.30.1");
        assert_eq!(
            patch(&version("1.28.0")).unwrap().image_tag,
            Some("18.1-system-trixie")
        );
        assert_eq!(patch(&version("1.28.9")), None);
        assert_eq!(newest_operator(), version("1.30.1"));
        assert_eq!(judged_patch((1, 29)), Some(2));
    }

    #[test]
    fn a_line_knows_what_it_goes_with() {
        let line = line(&version("1.30.0")).unwrap();
        assert_eq!(line.kubernetes(), Some(34..=36));
        assert!(line.tested_with(37) && !line.tested_with(38));
        assert_eq!(line.postgres(), Some(14..=18));
    }

    #[test]
    fn in_tree_barman_is_deprecated_and_then_gone() {
        assert_eq!(in_tree_barman(&version("1.25.4")), InTreeBarman::Current);
        assert_eq!(in_tree_barman(&version("1.30.1")), InTreeBarman::Deprecated);
        assert_eq!(in_tree_barman(&version("1.31")), InTreeBarman::Removed);
    }
}
