//! `archive-shared`: no two clusters write the same folder.

use crate::lint::kind::CLUSTER;
use crate::lint::view::archive::{self, Archive};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("archive-shared"),
    family: Family::NoEffect,
    topic: Topic::Backup,
    severities: Severities::all(Level::Error),
    summary: "no two clusters archive to the same folder of an object store",
    rationale: "
The files of two servers have the same names. Where both write to one folder,
each overwrites or blocks the other's WAL, and no backup in it can be restored.
Folders are named by the server name, which is the cluster's own name unless it
is set: two clusters of one name in different namespaces meet there.
",
    sources: &[
        Source {
            title: "CloudNativePG, Recovery, Restoring into a cluster with a backup section",
            url: "https://cloudnative-pg.io/documentation/current/recovery/#restoring-into-a-cluster-with-a-backup-section",
        },
        Source {
            title: "Barman Cloud plugin, issue 263",
            url: "https://github.com/cloudnative-pg/plugin-barman-cloud/issues/263",
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
  storage:
    size: 10Gi
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main-copy
spec:
  instances: 3
  storage:
    size: 10Gi
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
        serverName: main  #~
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: main, namespace: main-prod}
spec:
  storage: {size: 10Gi}
  backup:
    barmanObjectStore: {destinationPath: s3://main/, s3Credentials: {inheritFromIAMRole: true}}
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: main, namespace: main-test}
spec:
  storage: {size: 10Gi}
  backup:
    barmanObjectStore: {destinationPath: s3://main, s3Credentials: {inheritFromIAMRole: true}}  #~
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
  storage:
    size: 10Gi
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main-copy
spec:
  storage:
    size: 10Gi
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
        serverName: main-copy
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  namespace: main-prod
spec:
  storage:
    size: 10Gi
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  namespace: main-test
spec:
  storage:
    size: 10Gi
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
  namespace: main-prod
spec:
  storage:
    size: 10Gi
  backup:
    barmanObjectStore:
      destinationPath: s3://main/
      s3Credentials:
        inheritFromIAMRole: true
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  namespace: main-prod
spec:
  storage:
    size: 10Gi
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

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let Some(own) = Archive::written(cx, cluster) else {
        return;
    };
    let mut before = cx
        .archiving_to(&own)
        .take_while(|other| other.id() != cluster.id());
    let other = before.find(|other| archive::are_apart(cluster, *other));
    if let Some(theirs) = other.and_then(|other| Archive::written(cx, other)) {
        reporter
            .report(
                own.span,
                format!("two clusters archive to {}", own.text()),
                "the same folder",
            )
            .relate(theirs.span, "the other cluster's")
            .help("give each its own `serverName`, path or ObjectStore");
    }
}
