//! `recovery-source-ignored`: a recovery has one source.

use crate::lint::kind::CLUSTER;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("recovery-source-ignored"),
    family: Family::NoEffect,
    topic: Topic::Backup,
    severities: Severities::all(Level::Warning),
    summary: "no recovery names both a `source` and a `backup`",
    rationale: "
The two exclude each other. Both are accepted, and the operator silently takes
the `backup`.
",
    sources: &[
        Source {
            title: "CloudNativePG, restore.go",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/pkg/management/postgres/restore.go",
        },
        Source {
            title: "CloudNativePG, Recovery",
            url: "https://cloudnative-pg.io/documentation/current/recovery/",
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
  bootstrap:
    recovery:
      source: main-origin  #~
      backup:
        name: main-once
  externalClusters:
    - name: main-origin
      plugin:
        name: barman-cloud.cloudnative-pg.io
        parameters:
          barmanObjectName: main-backups
          serverName: main-origin
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
  bootstrap:
    recovery:
      backup:
        name: main-once
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
  bootstrap:
    recovery:
      source: main-origin
      volumeSnapshots:
        storage:
          name: main-once
          kind: VolumeSnapshot
          apiGroup: snapshot.storage.k8s.io
  externalClusters:
    - name: main-origin
      plugin:
        name: barman-cloud.cloudnative-pg.io
        parameters:
          barmanObjectName: main-backups
          serverName: main-origin
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let recovery = cluster.slot(&["spec", "bootstrap", "recovery"]);
    let (source, backup) = (recovery.at(&["source"]), recovery.at(&["backup"]));
    if let (Some(source), Some(backup)) = (source.node(), backup.node()) {
        reporter
            .report(source, "the recovery ignores its source", "has no effect")
            .relate(
                backup.key_span().unwrap_or_else(|| backup.span()),
                "is used instead",
            )
            .help("remove `source` or `backup`");
    }
}
