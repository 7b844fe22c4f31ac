//! `read-only-without-replica`: who only reads has someone to read from.

use crate::lint::kind::{CLUSTER, POOLER};

use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("read-only-without-replica"),
    family: Family::NoEffect,
    topic: Topic::Availability,
    severities: Severities::all(Level::Warning),
    summary: "a pooler for reading only belongs to a cluster with replicas",
    rationale: "
A pooler of `type: ro` goes to the Service `-ro`, behind which are the replicas
and never the primary. With one instance nobody is there, and each connection
fails.
",
    sources: &[
        Source {
            title: "CloudNativePG, Service management",
            url: "https://cloudnative-pg.io/documentation/current/service_management/",
        },
        Source {
            title: "CloudNativePG, Connection pooling",
            url: "https://cloudnative-pg.io/documentation/current/connection_pooling/",
        },
    ],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 1
  storage:
    size: 10Gi
---
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
spec:
  cluster:
    name: main
  instances: 2
  type: ro  #~
  pgbouncer:
    poolMode: session
"],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 2
  storage:
    size: 10Gi
---
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
spec:
  cluster:
    name: main
  instances: 2
  type: ro
  pgbouncer:
    poolMode: session
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 1
  storage:
    size: 10Gi
---
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
spec:
  cluster:
    name: main
  instances: 2
  type: r
  pgbouncer:
    poolMode: session
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 1
  storage:
    size: 10Gi
---
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
spec:
  cluster:
    name: main
  instances: 2
  type: rw
  pgbouncer:
    poolMode: session
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&POOLER], check),
};

fn check(cx: &Context, pooler: Object, reporter: &mut Reporter) {
    let kind = pooler.slot(&["spec", "type"]).text_or("rw");
    let name = pooler
        .slot(&["spec", "cluster", "name"])
        .text()
        .written()
        .flatten();
    let (Some("ro"), Some(name)) = (reporter.need(kind), name) else {
        return;
    };
    let Some(cluster) = cx.find(pooler, &CLUSTER, name).found() else {
        return;
    };
    let instances = cluster.slot(&["spec", "instances"]).integer_or(1);
    if reporter.need(instances) == Some(1) {
        reporter
            .report(
                kind,
                format!("nobody answers at this pooler, as `{name}` has no replica"),
                "goes to replicas only",
            )
            .relate(instances.slot().span(), "is the primary alone")
            .help("give the cluster a second instance, or remove the pooler");
    }
}
