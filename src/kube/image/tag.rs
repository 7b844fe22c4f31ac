//! What the tags of PostgreSQL images say.

use super::is_number;
use crate::kube::version::{PostgresVersion, leading_version};

/// The kinds of images that CloudNativePG builds, by what is installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flavor {
    /// PostgreSQL alone.
    Minimal,
    /// With `PGAudit`, pgvector and all locales.
    Standard,
    /// With Barman Cloud as well, which the in-tree backups need.
    System,
}

/// What the tag of a PostgreSQL image says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PostgresTag {
    /// The version.
    pub version: PostgresVersion,
    /// Whether the tag names a minor version.
    pub has_minor: bool,
    /// `beta1`, `rc1` and the like.
    pub prerelease: Option<String>,
    /// The build: a running number, or when it was built.
    pub build: Option<String>,
    /// What is installed, if the tag tells.
    pub flavor: Option<Flavor>,
    /// The release of Debian, if the tag tells: `trixie`.
    pub os: Option<String>,
}

/// The releases of Debian that images are built on.
const OS_RELEASES: &[&str] = &["buster", "bullseye", "bookworm", "trixie", "forky"];

impl PostgresTag {
    /// Reads a tag in the form of CloudNativePG's images: version, build,
    /// flavor and release of Debian, of which only the first must be there.
    pub fn parse(tag: &str) -> Option<Self> {
        let version = PostgresVersion::from_tag(tag).ok()?;
        let numbers = leading_version(tag);
        let mut words = tag.get(numbers.len()..)?.split('-');
        let prerelease = words
            .next()
            .filter(|word| !word.is_empty())
            .map(str::to_owned);
        let mut read = Self {
            version,
            has_minor: numbers.trim_end_matches('.').contains('.'),
            prerelease,
            build: None,
            flavor: None,
            os: None,
        };
        for word in words {
            match word {
                "minimal" => read.flavor = Some(Flavor::Minimal),
                "standard" => read.flavor = Some(Flavor::Standard),
                "system" => read.flavor = Some(Flavor::System),
                os if OS_RELEASES.contains(&os) => read.os = Some(os.to_owned()),
                build if read.build.is_none() && is_number(build) => {
                    read.build = Some(build.to_owned());
                }
                _ => {}
            }
        }
        Some(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_tells_version_build_flavor_and_system() {
        let tag = |text| PostgresTag::parse(text).unwrap();
        let system = tag("18.6-system-trixie");
        assert_eq!(
            (system.flavor, system.os.as_deref()),
            (Some(Flavor::System), Some("trixie"))
        );
        assert_eq!(
            system.version,
            PostgresVersion {
                major: 18,
                minor: 6
            }
        );
        let built = tag("17.5-202505190932-minimal-bookworm");
        assert_eq!(built.build.as_deref(), Some("202505190932"));
        assert_eq!(
            tag("18rc1-standard-trixie").prerelease.as_deref(),
            Some("rc1")
        );
        assert!(!tag("17-minimal-bookworm").has_minor);
        assert_eq!(PostgresTag::parse("bookworm"), None);
    }
}
