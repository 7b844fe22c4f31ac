//! Images of the project: which there are, with their digests where they are
//! known, and what is installed in them.

pub mod extensions;

use crate::knowledge::lines::Lines;
use crate::knowledge::releases;
use crate::kube::civil::Date;
use crate::kube::image::{Flavor, Image};
use crate::kube::version::OperatorVersion;

use extensions::{Extension, Found};

static POSTGRESQL: &str = include_str!("../data/images/postgresql.tsv");
static EXTENSIONS: &str = include_str!("../data/images/extensions.tsv");

/// The repository of the project's PostgreSQL images.
pub const OPERAND: &str = "ghcr.io/cloudnative-pg/postgresql";

/// The repository of the project's `PgBouncer` images.
pub const POOLER: &str = "ghcr.io/cloudnative-pg/pgbouncer";

/// The Debian release that the newest images are built on.
pub const DEBIAN: &str = "trixie";

/// An image whose digest is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pinned {
    /// The repository, its registry included.
    pub repository: &'static str,
    /// The tag, which names the build.
    pub tag: &'static str,
    /// The digest, with its algorithm.
    pub digest: &'static str,
    /// The day of the build, where it is known.
    pub built: Option<Date>,
}

impl Pinned {
    /// The image by tag and digest.
    pub fn reference(&self) -> String {
        format!("{}:{}@{}", self.repository, self.tag, self.digest)
    }
}

/// The newest known build of PostgreSQL for a major in a flavor.
pub fn postgresql(major: u8, flavor: Flavor) -> Option<Pinned> {
    Lines::of(POSTGRESQL)
        .find(&major.to_string())
        .find_map(|line| {
            let mut fields = line.split('\t').skip(1);
            if fields.next()? != flavor_name(flavor) {
                return None;
            }
            let (tag, digest) = (fields.next()?, fields.next()?);
            Some(Pinned {
                repository: OPERAND,
                tag,
                digest,
                built: fields.next()?.parse().ok(),
            })
        })
}

/// The tag that a major's newest build in a flavor is always found under; the
/// image behind it changes.
pub fn rolling_tag(major: u8, flavor: Flavor) -> String {
    format!("{major}-{}-{DEBIAN}", flavor_name(flavor))
}

/// The image volume of an extension for a major, by its name in the project's
/// catalogs ([`Extension::catalog`]).
pub fn extension(catalog: &str, major: u8) -> Option<Pinned> {
    Lines::of(EXTENSIONS).find(catalog).find_map(|line| {
        let mut fields = line.split('\t').skip(1);
        if fields.next()? != major.to_string() {
            return None;
        }
        let (repository, tag, digest) = (fields.next()?, fields.next()?, fields.next()?);
        Some(Pinned {
            repository,
            tag,
            digest,
            built: None,
        })
    })
}

/// The image that a Pooler without one gets.
pub fn default_pooler(version: &OperatorVersion) -> Option<String> {
    releases::patch(version)?
        .pooler_tag
        .map(|tag| format!("{POOLER}:{tag}"))
}

/// The image that a Cluster without one gets.
pub fn default_operand(version: &OperatorVersion) -> Option<String> {
    releases::patch(version)?
        .image_tag
        .map(|tag| format!("{OPERAND}:{tag}"))
}

/// What is installed in an image, as far as its name tells; none for images of
/// others. Tags without a flavor are those of the system images.
pub fn flavor(image: &Image) -> Option<Flavor> {
    if image.name() != OPERAND {
        return None;
    }
    Some(image.postgres_tag()?.flavor.unwrap_or(Flavor::System))
}

/// Whether the tools of Barman Cloud are in an image, which in-tree backups
/// need; none where its name does not tell.
pub fn has_barman(image: &Image) -> Option<bool> {
    flavor(image).map(|flavor| flavor == Flavor::System)
}

/// Whether an extension or a library is in an image; none where its name does
/// not tell.
pub fn has(image: &Image, extension: &Extension, major: u8) -> Option<bool> {
    let flavor = flavor(image)?;
    if !extension.majors().contains(&major) {
        return Some(false);
    }
    Some(match extension.found {
        Found::Contrib => true,
        Found::Standard => flavor != Flavor::Minimal,
        Found::Elsewhere => false,
    })
}

const fn flavor_name(flavor: Flavor) -> &'static str {
    match flavor {
        Flavor::Minimal => "minimal",
        Flavor::Standard => "standard",
        Flavor::System => "system",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_major_has_an_image_of_every_flavor_by_digest() {
        for major in 13..=18 {
            for flavor in [Flavor::Minimal, Flavor::Standard, Flavor::System] {
                let pinned = postgresql(major, flavor).unwrap();
                let image = Image::read(&pinned.reference()).unwrap();
                assert_eq!(image.postgres_tag().unwrap().flavor, Some(flavor));
                assert_eq!(image.postgres_version().unwrap().major, u64::from(major));
                assert!(pinned.built.is_some(), "{pinned:?}");
            }
        }
        assert_eq!(postgresql(19, Flavor::Standard), None);
        assert_eq!(rolling_tag(18, Flavor::Standard), "18-standard-trixie");
    }

    #[test]
    fn defaults_follow_the_operator() {
        let version = |text| OperatorVersion::parse(text).unwrap();
        assert_eq!(
            default_operand(&version("1.30.1")).unwrap(),
            "ghcr.io/cloudnative-pg/postgresql:18.6-system-trixie"
        );
        assert_eq!(
            default_pooler(&version("1.30.0")).unwrap(),
            "ghcr.io/cloudnative-pg/pgbouncer:1.25.1"
        );
        assert_eq!(default_operand(&version("1.29.3")), None);
    }

    #[test]
    fn only_system_images_have_barman_and_other_images_are_unknown() {
        let barman = |text| has_barman(&Image::parse(text));
        assert_eq!(
            barman("ghcr.io/cloudnative-pg/postgresql:18.6-system-trixie"),
            Some(true)
        );
        assert_eq!(barman("ghcr.io/cloudnative-pg/postgresql:17.5"), Some(true));
        assert_eq!(
            barman("ghcr.io/cloudnative-pg/postgresql:18-standard-trixie"),
            Some(false)
        );
        assert_eq!(barman("registry.example.com/postgresql:18.6"), None);
    }

    #[test]
    fn an_extension_is_in_an_image_or_not_or_nobody_knows() {
        let has = |image, name| has(&Image::parse(image), &extensions::find(name).unwrap(), 18);
        let minimal = "ghcr.io/cloudnative-pg/postgresql:18-minimal-trixie";
        let standard = "ghcr.io/cloudnative-pg/postgresql:18-standard-trixie";
        assert_eq!(has(minimal, "pg_trgm"), Some(true));
        assert_eq!(has(minimal, "vector"), Some(false));
        assert_eq!(has(standard, "vector"), Some(true));
        assert_eq!(has(standard, "timescaledb"), Some(false));
        assert_eq!(
            has("timescale/timescaledb:2.29.0-pg18", "timescaledb"),
            None
        );
    }

    #[test]
    fn every_catalog_name_of_an_extension_has_an_image() {
        for catalog in extensions::all().filter_map(|extension| extension.catalog) {
            let pinned = extension(catalog, 18).unwrap();
            assert!(Image::read(&pinned.reference()).is_ok(), "{catalog}");
        }
    }
}
