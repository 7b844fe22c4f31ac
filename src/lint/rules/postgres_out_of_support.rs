//! `postgres-out-of-support`: no cluster runs a major release of PostgreSQL that is no longer maintained.

use crate::knowledge::releases::{self, Support};
use crate::kube::Image;
use crate::kube::civil::Date;
use crate::lint::kind::CLUSTER;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("postgres-out-of-support"),
    family: Family::Practice,
    topic: Topic::Postgresql,
    severities: Severities::of(Level::Warning, Level::Warning, Level::Error),
    summary: "no cluster runs a major release of PostgreSQL that is no longer maintained",
    rationale: "

A major release gets fixes for five years. After that, holes that are found stay
open, and no image with them fixed is built.
",
    sources: &[Source {
        title: "PostgreSQL, Versioning Policy",
        url: "https://www.postgresql.org/support/versioning/",
    }],
    bad: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  imageName: ghcr.io/cloudnative-pg/postgresql:13.20-standard-bookworm  #~
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  imageCatalogRef:
    apiGroup: postgresql.cnpg.io
    kind: ImageCatalog
    name: main
    major: 12  #~
  storage:
    size: 10Gi
",
    ],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  imageName: ghcr.io/cloudnative-pg/postgresql:18.6-standard-trixie
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  imageName: registry.example.com/main:latest
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  imageCatalogRef:
    apiGroup: postgresql.cnpg.io
    kind: ImageCatalog
    name: main
    major: 17
  storage:
    size: 10Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let image = cluster.slot(&["spec", "imageName"]).text();
    let catalog = cluster
        .slot(&["spec", "imageCatalogRef", "major"])
        .integer();
    let named = image.written().flatten().and_then(|text| {
        let tag = Image::parse(text).postgres_tag()?;
        u8::try_from(tag.version.major).ok()
    });
    let chosen = catalog
        .written()
        .flatten()
        .and_then(|major| u8::try_from(major).ok());
    let (place, major) = match (named, chosen) {
        (Some(major), _) => (image.slot(), major),
        (None, Some(major)) => (catalog.slot(), major),
        (None, None) => return,
    };
    let Some(since) = ended(major, cx.today()) else {
        return;
    };
    reporter
        .report(
            place,
            format!("PostgreSQL {major} is no longer maintained"),
            since,
        )
        .help("plan an upgrade to a major release that is maintained");
}

/// Since when a major is no longer maintained on a day, in a few words.
fn ended(major: u8, today: Date) -> Option<String> {
    let oldest = releases::postgres_majors().map(|known| known.major).min()?;
    // Those that the table does not know ended long ago; tags of images of
    // another making may begin with any small number.
    if (9..oldest).contains(&major) {
        return Some("ended years ago".to_owned());
    }
    match releases::postgres(major)?.period.supported_on(today) {
        Support::Ended(day) => Some(format!("ended on {day}")),
        Support::Supported | Support::Unknown | Support::Unreleased => None,
    }
}
