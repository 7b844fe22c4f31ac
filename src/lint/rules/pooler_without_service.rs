//! `pooler-without-service`: every pooler connects to a Service that its cluster has.

use crate::lint::kind::{CLUSTER, POOLER};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("pooler-without-service"),
    family: Family::NoEffect,
    topic: Topic::Network,
    severities: Severities::all(Level::Error),
    summary: "every pooler connects to a Service that its cluster has",
    rationale: "

A pooler connects to the Service of its cluster that is named by its type. Where
the cluster disables that Service, the name does not resolve, and every client of
the pooler waits in vain.
",
    sources: &[
        Source {
            title: "CloudNativePG, Connection pooling",
            url: "https://cloudnative-pg.io/documentation/current/connection_pooling/",
        },
        Source {
            title: "CloudNativePG, Service management",
            url: "https://cloudnative-pg.io/documentation/current/service_management/",
        },
    ],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  managed:
    services:
      disabledDefaultServices:
        - ro
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
  instances: 3
  managed:
    services:
      disabledDefaultServices:
        - r
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
  instances: 3
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
  type: ro
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
    let name = pooler.slot(&["spec", "cluster", "name"]).text();
    let (Some(wanted), Some(Some(name))) = (kind.value(), name.value()) else {
        return;
    };
    let Some(cluster) = cx.find(pooler, &CLUSTER, name).found() else {
        return;
    };
    let disabled = cluster
        .slot(&["spec", "managed", "services", "disabledDefaultServices"])
        .items()
        .find(|item| item.text().written().flatten() == Some(wanted));
    if let Some(disabled) = disabled {
        reporter
            .report(
                kind,
                format!("the cluster has no Service `{name}-{wanted}`"),
                "has nothing to connect to",
            )
            .relate(disabled.span(), "disabled here")
            .help("take the Service off the list, or choose another type");
    }
}
