//! `replica-follows-itself`: a replica follows somebody else.

use crate::lint::kind::CLUSTER;
use crate::lint::view::replica;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("replica-follows-itself"),
    family: Family::NoEffect,
    topic: Topic::Availability,
    severities: Severities::all(Level::Error),
    summary: "no replica cluster names itself as its source",
    rationale: "
In a distributed topology each member finds itself among its external clusters.
A replica whose `source` is itself streams from, and restores, its own data: it
waits forever for the changes of the primary.
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
    primary: main-far
    source: main  #~
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
    primary: main-far
    source: main-far
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
    recovery:
      source: main-far
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
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let primary = cluster.slot(&["spec", "replica", "primary"]);
    let source = cluster.slot(&["spec", "replica", "source"]).text();
    let (Some(named), Some(primary)) = (source.written().flatten(), primary.node()) else {
        return;
    };
    let itself = replica::own_name(cluster) == Some(named);
    if itself && replica::is_replica(cluster) == Some(true) {
        reporter
            .report(source, "the replica follows itself", "its own name")
            .relate(primary.span(), "the primary")
            .help("name the primary, or another replica that follows it");
    }
}
