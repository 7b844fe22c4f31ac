//! `pooler-blocked`: network policies let poolers reach the instances.

use crate::knowledge::operator::ports;
use crate::lint::view::network::{self, Direction, End, Gate, Need, Pod, PodKind};
use crate::lint::{
    Check, Collector, Context, Family, FixSafety, Level, Limits, Object, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("pooler-blocked"),
    family: Family::NoEffect,
    topic: Topic::Network,
    severities: Severities::all(Level::Error),
    summary: "network policies let poolers reach the instances",
    rationale: "

Clients connect to the pooler, and the pooler connects to the instances on port
5432. Its pods have the label `cnpg.io/poolerName` and `cnpg.io/podRole: pooler`.
",
    sources: &[
        Source {
            title: "CloudNativePG, Connection pooling",
            url: "https://cloudnative-pg.io/documentation/current/connection_pooling/",
        },
        Source {
            title: "CloudNativePG, Security, Exposed ports",
            url: "https://cloudnative-pg.io/documentation/current/security/#exposed-ports",
        },
    ],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  namespace: main
spec:
  instances: 3
  storage:
    size: 10Gi
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: main
  namespace: main
spec:
  podSelector:  #~
    matchLabels:
      cnpg.io/cluster: main
      cnpg.io/podRole: instance
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: cnpg-system
          podSelector:
            matchLabels:
              app.kubernetes.io/name: cloudnative-pg
      ports:
        - port: 8000
    - from:
        - podSelector:
            matchLabels:
              cnpg.io/podRole: instance
      ports:
        - port: 5432
        - port: 8000
---
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
  namespace: main
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
  namespace: main
spec:
  instances: 3
  storage:
    size: 10Gi
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: main
  namespace: main
spec:
  podSelector:
    matchLabels:
      cnpg.io/cluster: main
      cnpg.io/podRole: instance
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: cnpg-system
          podSelector:
            matchLabels:
              app.kubernetes.io/name: cloudnative-pg
      ports:
        - port: 8000
    - from:
        - podSelector:
            matchLabels:
              cnpg.io/cluster: main
      ports:
        - port: 5432
        - port: 8000
---
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
  namespace: main
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
  namespace: main
spec:
  instances: 3
  storage:
    size: 10Gi
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: main
  namespace: main
spec:
  podSelector:
    matchLabels:
      cnpg.io/cluster: main
      cnpg.io/podRole: instance
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: cnpg-system
          podSelector:
            matchLabels:
              app.kubernetes.io/name: cloudnative-pg
      ports:
        - port: 8000
    - from:
        - podSelector:
            matchLabels:
              cnpg.io/podRole: instance
      ports:
        - port: 5432
        - port: 8000
    - from:
        - podSelector:
            matchLabels:
              cnpg.io/poolerName: main-pooler
      ports:
        - port: 5432
        - port: 8000
---
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
  namespace: main
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
  namespace: main
spec:
  instances: 3
  storage:
    size: 10Gi
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: main
  namespace: main
spec:
  podSelector:
    matchLabels:
      cnpg.io/cluster: main
      cnpg.io/podRole: instance
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: cnpg-system
          podSelector:
            matchLabels:
              app.kubernetes.io/name: cloudnative-pg
      ports:
        - port: 8000
    - from:
        - podSelector:
            matchLabels:
              cnpg.io/podRole: instance
      ports:
        - port: 5432
        - port: 8000
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Set(check),
};

fn check(cx: &Context, all: &mut Collector) {
    for cut in network::cuts(cx, needs) {
        cut.tell(
            all,
            "the poolers cannot reach the instances",
            "allow TCP 5432 from pods with `cnpg.io/podRole: pooler` to the instances",
        );
    }
}

/// What connects to the instances for the clients.
fn needs<'a>(cx: &Context<'a>, cluster: Object<'a>) -> Vec<Need<'a>> {
    let instance = Pod::of_cluster(cx, PodKind::Instance, cluster);
    let pods = Pod::all_of(cx, cluster).into_iter();
    pods.filter(|pod| pod.kind == PodKind::Pooler)
        .flat_map(|pooler| {
            let connection = |pod, direction, far| Need {
                pod,
                direction,
                far: End::Pod(far),
                gate: Gate::Tcp(ports::POSTGRES),
            };
            [
                connection(instance, Direction::Ingress, pooler),
                connection(pooler, Direction::Egress, instance),
            ]
        })
        .collect()
}
