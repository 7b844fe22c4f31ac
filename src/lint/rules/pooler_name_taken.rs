//! `pooler-name-taken`: no pooler has the name of something that the operator makes for a cluster.

use crate::knowledge::operator::names::Service;
use crate::lint::kind::{CLUSTER, POOLER};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("pooler-name-taken"),
    family: Family::NoEffect,
    topic: Topic::Network,
    severities: Severities::all(Level::Error),
    summary: "no pooler has the name of something that the operator makes for a cluster",
    rationale: "

A Pooler gets a Service, a ServiceAccount and a Role of its own name. With the
name of a Cluster's Service it takes that Service over, and replicas then follow
the pooler instead of the primary.
",
    sources: &[
        Source {
            title: "CloudNativePG, Connection pooling",
            url: "https://cloudnative-pg.io/documentation/current/connection_pooling/",
        },
        Source {
            title: "CloudNativePG, issue 4964",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/issues/4964",
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
---
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-rw  #~
spec:
  cluster:
    name: main
  type: rw
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
  storage:
    size: 10Gi
---
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler-rw
spec:
  cluster:
    name: main
  type: rw
  pgbouncer:
    poolMode: session
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-rw
spec:
  cluster:
    name: main
  type: rw
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
  name: main-rwx
spec:
  cluster:
    name: main
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
    let Some(name) = pooler.name() else { return };
    let near =
        |cluster: &Object<'_>| cluster.namespace() == pooler.namespace() && !cluster.is_partial();
    for cluster in cx.near(&CLUSTER, pooler).filter(near) {
        let Some(owner) = cluster.name() else {
            continue;
        };
        let service = Service::ALL
            .into_iter()
            .any(|service| service.name(owner) == name);
        let listed = cluster.slot(&["spec", "managed", "services", "disabledDefaultServices"]);
        let all_made = listed.is_present() == Some(false);
        if name == owner || service && all_made {
            let what = if name == owner {
                format!("`{name}` is the name of a cluster")
            } else {
                format!("`{name}` is the name of a Service of the cluster `{owner}`")
            };
            reporter
                .report(pooler, what, "makes objects of the same name")
                .help(format!("call it `{owner}-pooler-rw`, or anything else"))
                .relate(cluster.grip(), "the cluster");
            return;
        }
    }
}
