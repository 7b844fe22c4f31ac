//! `image-floating`: the image of every cluster names a minor release or a digest.

use crate::kube::Image;
use crate::lint::kind::CLUSTER;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("image-floating"),
    family: Family::Practice,
    topic: Topic::Postgresql,
    severities: Severities::of(Level::Off, Level::Warning, Level::Warning),
    summary: "the image of every cluster names a minor release or a digest",
    rationale: "

A tag like `17` or `17-standard-trixie` means another image from one pull to the
next: instances of one cluster can run different minors, and a node that is
replaced upgrades PostgreSQL without anybody having asked for it.
",
    sources: &[
        Source {
            title: "CloudNativePG, Image requirements",
            url: "https://cloudnative-pg.io/documentation/current/container_images/",
        },
        Source {
            title: "CloudNativePG, Rolling updates",
            url: "https://cloudnative-pg.io/documentation/current/rolling_update/",
        },
    ],
    bad: &[
"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  imageName: ghcr.io/cloudnative-pg/postgresql:18-standard-trixie  #~
  storage:
    size: 10Gi
"
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
","
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  imageName: registry.example.com/main:18@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
  storage:
    size: 10Gi
","
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
    major: 18
  storage:
    size: 10Gi
"
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let written = cluster.slot(&["spec", "imageName"]).text();
    let Some(Some(text)) = reporter.need(written) else {
        return;
    };
    // What is no image is refused, or is filled in by a tool of another kind.
    let Ok(image) = Image::read(text) else {
        return;
    };
    // Whatever else names no version of PostgreSQL is refused.
    let names_one = image.postgres_tag().is_some() || image.tag() == Some("latest");
    if image.is_floating() && names_one {
        reporter
            .report(
                written,
                "another minor release may be pulled under this tag",
                "names no minor",
            )
            .help("name the minor release, or the digest");
    }
}
