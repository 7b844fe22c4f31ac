//! `image-lacks-barman`: the image has the tools that its cluster needs.

use crate::knowledge::images;
use crate::kube::Image;
use crate::lint::kind::CLUSTER;
use crate::lint::view::{backup, external};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Slot, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("image-lacks-barman"),
    family: Family::NoEffect,
    topic: Topic::Backup,
    severities: Severities::all(Level::Error),
    summary: "a cluster that uses `barmanObjectStore` has an image with Barman Cloud in it",
    rationale: r#"
`minimal` and `standard` images come without Barman Cloud. The archive command
then fails ("executable file not found"), no backup is made, and WAL piles up on
the volume until it is full.
"#,
    sources: &[
        Source {
            title: "CloudNativePG, PostgreSQL container images",
            url: "https://github.com/cloudnative-pg/postgres-containers#images",
        },
        Source {
            title: "CloudNativePG, WAL archiving",
            url: "https://cloudnative-pg.io/documentation/current/wal_archiving/",
        },
    ],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  imageName: ghcr.io/cloudnative-pg/postgresql:18.1-standard-trixie  #~
  backup:
    barmanObjectStore:
      destinationPath: s3://main/
      s3Credentials:
        inheritFromIAMRole: true
"],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  imageName: ghcr.io/cloudnative-pg/postgresql:18.1-system-trixie
  backup:
    barmanObjectStore:
      destinationPath: s3://main/
      s3Credentials:
        inheritFromIAMRole: true
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
  imageName: ghcr.io/cloudnative-pg/postgresql:18.1-standard-trixie
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
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
  imageName: registry.example.com/postgresql:18.1-standard-trixie
  backup:
    barmanObjectStore:
      destinationPath: s3://main/
      s3Credentials:
        inheritFromIAMRole: true
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let image = cluster.slot(&["spec", "imageName"]).text();
    let Some(name) = image.written().flatten() else {
        return;
    };
    if images::has_barman(&Image::parse(name)) != Some(false) {
        return;
    }
    let source = external::recovery_source(cluster).or_else(|| external::replica_source(cluster));
    let stores = [
        Some(backup::in_tree(cluster)),
        source.map(external::External::in_tree),
    ];
    let mut used = stores.into_iter().flatten().filter_map(Slot::node);
    if let Some(key) = used.find_map(crate::document::Node::key_span) {
        reporter
            .report(
                image,
                "the image lacks Barman Cloud, so nothing is archived or restored",
                "without Barman Cloud",
            )
            .relate(key, "needs it in the image")
            .help("move to the plugin `barman-cloud.cloudnative-pg.io`, or use a `system` image");
    }
}
