//! `recovery-without-source`: a recovery has something to recover from.

use crate::lint::kind::CLUSTER;
use crate::lint::view::external;
use crate::lint::{
    Check, Context, Family, FixSafety, Key, Level, Limits, Object, Reporter, Rule, RuleId,
    Severities, Slot, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("recovery-without-source"),
    family: Family::NoEffect,
    topic: Topic::Backup,
    severities: Severities::all(Level::Error),
    summary: "every recovery says what to recover from",
    rationale: r#"
Without `source`, `backup` and `volumeSnapshots`, or with a source that only has
connection parameters, the object is accepted, but the Job that sets up the
first instance fails: "recovery source not specified", "missing barman object
store configuration for source".
"#,
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
  bootstrap:
    recovery:  #~
      database: main
      owner: main
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
      source: main-origin  #~
  externalClusters:
    - name: main-origin
      connectionParameters:
        host: main-origin-rw
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
  bootstrap:
    recovery:
      source: main-origin
      database: main
      owner: main
  externalClusters:
    - name: main-origin
      plugin:
        name: barman-cloud.cloudnative-pg.io
        parameters:
          barmanObjectName: main-backups
          serverName: main-origin
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
    pg_basebackup:
      source: main-origin
  externalClusters:
    - name: main-origin
      connectionParameters:
        host: main-origin-rw
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
      backup:
        name: main-once
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let recovery = cluster.slot(&["spec", "bootstrap", "recovery"]);
    let Some(node) = recovery.node().filter(|node| node.is_map()) else {
        return;
    };
    let absent = |slot: Slot| slot.is_present() == Some(false);
    let source = recovery.at(&["source"]);
    let others = [recovery.at(&["backup"]), recovery.at(&["volumeSnapshots"])];
    if !others.into_iter().all(absent) {
        return;
    }
    if absent(source) {
        reporter
            .report(
                Key(node),
                "the recovery has no source",
                "names nothing to recover from",
            )
            .at_field(source.path())
            .help("add `source` with the name of an external cluster, or `backup`");
        return;
    }
    let Some(external) = external::recovery_source(cluster) else {
        return;
    };
    if absent(external.in_tree()) && absent(external.slot.at(&["plugin"])) {
        reporter
            .report(
                source,
                "a recovery needs an object store, and its source has none",
                "the source of the recovery",
            )
            .relate(
                external.slot.at(&["name"]).span(),
                "has neither a plugin nor an object store",
            )
            .help(
                "add a `plugin` to the external cluster, or use `pg_basebackup` to copy a server",
            );
    }
}
