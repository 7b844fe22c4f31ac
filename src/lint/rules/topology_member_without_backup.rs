//! `topology-member-without-backup`: whoever may become the primary has an archive.

use crate::lint::kind::CLUSTER;
use crate::lint::view::{backup, replica};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("topology-member-without-backup"),
    family: Family::Practice,
    topic: Topic::Backup,
    severities: Severities::of(Level::Off, Level::Info, Level::Warning),
    summary: "every member of a distributed topology has something to make backups with",
    rationale: "
A replica cluster of a distributed topology is there to take over. Without an
archive of its own it has no backups from the moment at which it does, and the
former primary has nothing to follow it by.
",
    sources: &[Source {
        title: "CloudNativePG, Replica clusters, Backup and symmetric architectures",
        url: "https://cloudnative-pg.io/documentation/current/replica_cluster/",
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
  bootstrap:
    recovery:
      source: main-far
  replica:
    primary: main-far  #~
    source: main-far
  externalClusters:
    - name: main
      connectionParameters:
        host: main-rw
    - name: main-far
      plugin:
        name: barman-cloud.cloudnative-pg.io
        parameters:
          barmanObjectName: main-far-backups
          serverName: main-far
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
      source: main-far
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
        serverName: main
  replica:
    primary: main-far
    source: main-far
  externalClusters:
    - name: main
      connectionParameters:
        host: main-rw
    - name: main-far
      plugin:
        name: barman-cloud.cloudnative-pg.io
        parameters:
          barmanObjectName: main-far-backups
          serverName: main-far
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
      source: main-far
  replica:
    enabled: true
    source: main-far
  externalClusters:
    - name: main-far
      connectionParameters:
        host: main-far-rw
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let primary = cluster.slot(&["spec", "replica", "primary"]);
    let is_member = primary.node().is_some() && replica::is_replica(cluster) == Some(true);
    if is_member && backup::is_possible(cluster) == Some(false) {
        reporter
            .report(
                primary,
                "the cluster has no backup from the moment at which it takes over",
                "member of a distributed topology",
            )
            .at_field("spec.plugins")
            .help(
                "add the plugin `barman-cloud.cloudnative-pg.io` with `isWALArchiver: true` and \
                 an ObjectStore of its own",
            );
    }
}
