//! `snapshot-owned-by-cluster`: snapshots outlive their cluster.

use crate::lint::kind::CLUSTER;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("snapshot-owned-by-cluster"),
    family: Family::Practice,
    topic: Topic::Backup,
    severities: Severities::of(Level::Off, Level::Warning, Level::Warning),
    summary: "no volume snapshot is deleted together with its cluster",
    rationale: "
With `snapshotOwnerReference: cluster` Kubernetes deletes the snapshots when the
Cluster is deleted: by mistake, or by a GitOps tool that prunes. That is when
they are needed.
",
    sources: &[Source {
        title: "CloudNativePG, Backup on volume snapshots, Persistence of volume snapshot objects",
        url: "https://cloudnative-pg.io/documentation/current/appendixes/backup_volumesnapshot/",
    }],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  backup:
    volumeSnapshot:
      className: fast
      snapshotOwnerReference: cluster  #~
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
  backup:
    volumeSnapshot:
      className: fast
      snapshotOwnerReference: none
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
  backup:
    volumeSnapshot:
      className: fast
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let owner = cluster
        .slot(&["spec", "backup", "volumeSnapshot", "snapshotOwnerReference"])
        .text();
    if owner.written().flatten() == Some("cluster") {
        reporter
            .report(
                owner,
                "the snapshots are deleted together with the cluster",
                "owned by the cluster",
            )
            .help("remove the line; by default snapshots stay");
    }
}
