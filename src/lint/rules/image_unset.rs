//! `image-unset`: every cluster says which PostgreSQL it runs.

use crate::lint::kind::CLUSTER;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("image-unset"),
    family: Family::Practice,
    topic: Topic::Postgresql,
    severities: Severities::of(Level::Off, Level::Info, Level::Info),
    summary: "every cluster says which PostgreSQL it runs",
    rationale: "

Without `imageName` or `imageCatalogRef` the operator writes its own default into
the Cluster when it is made. That default is of another major after an upgrade of
the operator, so that a cluster made anew does not fit its old backups.
",
    sources: &[Source {
        title: "CloudNativePG, Image requirements",
        url: "https://cloudnative-pg.io/documentation/current/container_images/",
    }],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main  #~
spec:
  instances: 3
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
  imageCatalogRef:
    apiGroup: postgresql.cnpg.io
    kind: ImageCatalog
    name: main
    major: 18
  storage:
    size: 10Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let image = cluster.slot(&["spec", "imageName"]);
    let catalog = cluster.slot(&["spec", "imageCatalogRef"]);
    if image.is_present() == Some(false) && catalog.is_present() == Some(false) {
        reporter
            .report(
                image,
                "the operator decides which PostgreSQL runs",
                "no image is named",
            )
            .help("add `imageName` with a minor release, or `imageCatalogRef`");
    }
}
