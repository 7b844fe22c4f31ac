//! `topology-members-differ`: the members of a distributed topology are alike.

use crate::lint::kind::CLUSTER;
use crate::lint::view::{parameter, topology};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Slot, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("topology-members-differ"),
    family: Family::NoEffect,
    topic: Topic::Availability,
    severities: Severities::of(Level::Warning, Level::Error, Level::Error),
    summary: "the members of a distributed topology have what they need to replay each other's WAL",
    rationale: "
A standby replays WAL of its own major version only, needs every tablespace that
the WAL speaks of, and stops replaying when one of five parameters is smaller
than on its primary. As the roles are meant to change, all members must be alike.
",
    sources: &[
        Source {
            title: "PostgreSQL, Hot standby, Administrator's overview",
            url: "https://www.postgresql.org/docs/current/hot-standby.html#HOT-STANDBY-ADMIN",
        },
        Source {
            title: "CloudNativePG, Replica clusters",
            url: "https://cloudnative-pg.io/documentation/current/replica_cluster/",
        },
    ],
    bad: &[r#"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: main}
spec:
  storage: {size: 10Gi}
  bootstrap: {recovery: {source: main-far}}
  postgresql:
    parameters:
      max_connections: "400"
  replica: {primary: main, source: main-far}
  externalClusters:
    - {name: main, connectionParameters: {host: main-rw}}
    - {name: main-far, connectionParameters: {host: main-far-rw}}
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: main-far}
spec:
  storage: {size: 10Gi}
  bootstrap: {recovery: {source: main}}
  postgresql:
    parameters:
      max_connections: "200"  #~
  replica: {primary: main, source: main}
  externalClusters:
    - {name: main, connectionParameters: {host: main-rw}}
    - {name: main-far, connectionParameters: {host: main-far-rw}}
"#],
    good: &[
        r#"
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
  postgresql:
    parameters:
      max_connections: "400"
  replica:
    primary: main
    source: main-far
  externalClusters:
    - name: main
      connectionParameters:
        host: main-rw
    - name: main-far
      connectionParameters:
        host: main-far-rw
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main-far
spec:
  instances: 3
  storage:
    size: 10Gi
  bootstrap:
    recovery:
      source: main
  postgresql:
    parameters:
      max_connections: "400"
  replica:
    primary: main
    source: main
  externalClusters:
    - name: main
      connectionParameters:
        host: main-rw
    - name: main-far
      connectionParameters:
        host: main-far-rw
"#,
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main-copy
spec:
  instances: 3
  storage:
    size: 10Gi
  postgresql:
    parameters:
      max_connections: "200"
"#,
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

/// Parameters that must not be smaller on a standby.
const NOT_SMALLER: [&str; 5] = [
    "max_connections",
    "max_locks_per_transaction",
    "max_prepared_transactions",
    "max_wal_senders",
    "max_worker_processes",
];

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let Some(other) = topology::earlier_members(cx, cluster).next() else {
        return;
    };
    let mut say = |own: Slot, theirs: Slot, message: String, help: &str| {
        reporter
            .report(own, message, "of this member")
            .relate(theirs.span(), "of the other")
            .help(help);
    };
    for name in NOT_SMALLER {
        let of = |cluster| parameter::integer(cx, cluster, name);
        if let (Some(own), Some(theirs)) = (of(cluster), of(other))
            && own != theirs
        {
            let message = format!("one member has a `{name}` of {own}, another of {theirs}");
            let [mine, yours] = [cluster, other].map(|cluster| parameter::slot(cluster, name));
            say(
                mine,
                yours,
                message,
                "write the larger value in all members",
            );
        }
    }
    if let (Some(own), Some(theirs)) = (topology::major(cluster), topology::major(other))
        && own != theirs
    {
        let message = format!("one member runs PostgreSQL {own}, another {theirs}");
        let [mine, yours] = [cluster, other].map(|cluster| cluster.slot(&["spec", "imageName"]));
        say(
            mine,
            yours,
            message,
            "run the same major version in all members",
        );
    }
    if let (Some(own), Some(theirs)) =
        (topology::tablespaces(cluster), topology::tablespaces(other))
        && own != theirs
    {
        let [mine, yours] = [cluster, other].map(|cluster| cluster.slot(&["spec", "tablespaces"]));
        let message = "the members have different tablespaces".to_owned();
        say(
            mine,
            yours,
            message,
            "declare the same tablespaces in all members",
        );
    }
}
