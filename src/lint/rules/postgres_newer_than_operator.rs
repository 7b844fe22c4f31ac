//! `postgres-newer-than-operator`: the operator knows the major that a cluster runs.

use crate::knowledge::{parameters::MAJORS, releases};
use crate::kube::Image;
use crate::lint::kind::CLUSTER;

use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("postgres-newer-than-operator"),
    family: Family::Practice,
    topic: Topic::Migration,
    severities: Severities::of(Level::Info, Level::Warning, Level::Error),
    summary: "no cluster runs a major that the operator does not support yet",
    rationale: "
A release of the operator supports the majors that were out when its line began.
A newer one may have parameters, files and tools that it does not know.
",
    sources: &[Source {
        title: "CloudNativePG, Supported releases",
        url: "https://cloudnative-pg.io/documentation/current/supported_releases/",
    }],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  imageName: ghcr.io/cloudnative-pg/postgresql:19.0-standard-trixie  #~
  storage:
    size: 10Gi
"],
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
  imageName: registry.example.com/main:19.4
  storage:
    size: 10Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let operator = &cx.target().operator;
    let Some(supported) = releases::line(operator).and_then(|line| line.postgres()) else {
        return;
    };
    let image = cluster.slot(&["spec", "imageName"]).text();
    let catalog = cluster
        .slot(&["spec", "imageCatalogRef", "major"])
        .integer();
    let named = image.written().flatten().and_then(|text| {
        let image = Image::parse(text);
        // Tags of images of another making count something else.
        let name = image.name().rsplit('/').next()?;
        let tag = image
            .postgres_tag()
            .filter(|_| name.starts_with("postgres"))?;
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
    let (oldest, newest) = (supported.start(), supported.end());
    if major > *newest && MAJORS.contains(&major) {
        reporter
            .report(
                place,
                format!("CloudNativePG {operator} does not support PostgreSQL {major} yet"),
                format!("PostgreSQL {oldest} to {newest} are supported"),
            )
            .help("upgrade the operator first, or stay with a major that it supports");
    }
}
