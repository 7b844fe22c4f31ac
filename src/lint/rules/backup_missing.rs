//! `backup-missing`: every cluster can be restored from somewhere.

use crate::lint::kind::CLUSTER;
use crate::lint::kind::SCHEDULED_BACKUP;
use crate::lint::view::{backup, replica};
use crate::lint::{
    Check, Context, Family, FixSafety, Limits, Object, Reporter, Rule, RuleId, Severities, Source,
    Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("backup-missing"),
    family: Family::Practice,
    topic: Topic::Backup,
    severities: Severities::RISING,
    summary: "every cluster has something to make backups with",
    rationale: "
Replicas copy mistakes within milliseconds: a dropped table is gone on all of
them. Without a backup there is nothing to go back to, and the operator reports
no error for a cluster that never asked for one.

Replica clusters are passed over, as their data is somebody else's.
",
    sources: &[
        Source {
            title: "CloudNativePG, Backup",
            url: "https://cloudnative-pg.io/documentation/current/backup/",
        },
        Source {
            title: "CloudNativePG, WAL archiving",
            url: "https://cloudnative-pg.io/documentation/current/wal_archiving/",
        },
    ],
    bad: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main  #~
spec:
  instances: 3
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main  #~
spec:
  instances: 3
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      enabled: false
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
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
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
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
  backup:
    volumeSnapshot:
      className: fast
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
  bootstrap:
    pg_basebackup:
      source: main-origin
  replica:
    enabled: true
    source: main-origin
  externalClusters:
    - name: main-origin
      connectionParameters:
        host: main-origin-rw
  storage:
    size: 10Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let (Some(possible), Some(replica)) =
        (backup::is_possible(cluster), replica::is_replica(cluster))
    else {
        return reporter.unknown(cluster, "what it backs up with is not known here");
    };
    // A schedule that fits no method of the cluster has a finding of its own.
    let scheduled = !cx.referring(&SCHEDULED_BACKUP, cluster).objects.is_empty();
    if possible || replica || scheduled {
        return;
    }
    reporter
        .report(
            cluster,
            "the cluster has no backup",
            "nothing to restore it from",
        )
        .at_field("spec.plugins")
        .help(
            "add the plugin `barman-cloud.cloudnative-pg.io` with `isWALArchiver: true`, an \
             ObjectStore for it, and a ScheduledBackup",
        );
}
