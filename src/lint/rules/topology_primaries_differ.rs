//! `topology-primaries-differ`: the members of a distributed topology agree.

use crate::lint::kind::CLUSTER;
use crate::lint::view::topology;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("topology-primaries-differ"),
    family: Family::NoEffect,
    topic: Topic::Availability,
    severities: Severities::all(Level::Error),
    summary: "all members of a distributed topology name the same primary",
    rationale: "
Each member decides by `replica.primary` whether it is the one that writes. Two
that call themselves the primary accept different writes, which nobody can
merge; with none, nobody accepts any.
",
    sources: &[Source {
        title: "CloudNativePG, Replica clusters, Distributed topology",
        url: "https://cloudnative-pg.io/documentation/current/replica_cluster/#distributed-topology",
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
    primary: main
    source: main-far
  externalClusters:
    - {name: main, connectionParameters: {host: main-rw}}
    - {name: main-far, connectionParameters: {host: main-far-rw}}
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
  replica:
    primary: main-far  #~
    source: main
  externalClusters:
    - {name: main, connectionParameters: {host: main-rw}}
    - {name: main-far, connectionParameters: {host: main-far-rw}}
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

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let own = cluster.slot(&["spec", "replica", "primary"]).text();
    let Some(named) = own.written().flatten() else {
        return;
    };
    for other in topology::earlier_members(cx, cluster) {
        let theirs = other.slot(&["spec", "replica", "primary"]).text();
        let Some(primary) = theirs
            .written()
            .flatten()
            .filter(|primary| *primary != named)
        else {
            continue;
        };
        reporter
            .report(
                own,
                format!("one member takes `{named}` for the primary, another `{primary}`"),
                "named by this member",
            )
            .relate(theirs.slot().span(), "named by the other")
            .help("name the same `primary` in all members");
        return;
    }
}
