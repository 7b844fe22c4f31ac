//! `operator-blocked`: network policies let the operator reach the instances.

use crate::knowledge::operator::ports;
use crate::lint::view::network::{self, Direction, End, Gate, Need, Pod, PodKind};
use crate::lint::{
    Check, Collector, Context, Family, FixSafety, Level, Limits, Object, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("operator-blocked"),
    family: Family::NoEffect,
    topic: Topic::Network,
    severities: Severities::all(Level::Error),
    summary: "network policies let the operator reach the instances",
    rationale: "

The operator asks every instance for its state on port 8000, from a namespace of
its own. A policy that isolates the instances without letting it in leaves it
blind: replicas are never made, and nothing fails over. The Cluster's status
tells of instances that do not respond, not of a policy.
",
    sources: &[
        Source {
            title: "CloudNativePG, Networking",
            url: "https://cloudnative-pg.io/documentation/current/networking/",
        },
        Source {
            title: "CloudNativePG, Security, Exposed ports",
            url: "https://cloudnative-pg.io/documentation/current/security/#exposed-ports",
        },
    ],
    bad: &[
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
  podSelector:  #~
    matchLabels:
      cnpg.io/cluster: main
  ingress:
    - from:
        - podSelector:
            matchLabels:
              app: main
      ports:
        - port: 5432
    - from:
        - podSelector:
            matchLabels:
              cnpg.io/cluster: main
      ports:
        - port: 5432
        - port: 8000
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
  podSelector: {}  #~
  policyTypes:
    - Ingress
  ingress:
    - from:
        - podSelector: {}
",
    ],
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
  ingress:
    - from:
        - podSelector:
            matchLabels:
              app: main
      ports:
        - port: 5432
    - from:
        - podSelector:
            matchLabels:
              cnpg.io/cluster: main
      ports:
        - port: 5432
        - port: 8000
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: cnpg-system
          podSelector:
            matchLabels:
              app.kubernetes.io/name: cloudnative-pg
      ports:
        - port: 8000
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
  ingress:
    - from:
        - podSelector:
            matchLabels:
              cnpg.io/cluster: main
      ports:
        - port: 5432
        - port: 8000
    - from:
        - namespaceSelector: {}
      ports:
        - port: status
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
      app: main
  policyTypes:
    - Ingress
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
            "the operator cannot reach the instances",
            "allow TCP 8000 and 5432 from the operator's namespace, to all pods with `cnpg.io/cluster`",
        );
    }
}

/// What the operator asks of instances.
fn needs<'a>(cx: &Context<'a>, cluster: Object<'a>) -> Vec<Need<'a>> {
    vec![Need {
        pod: Pod::of_cluster(cx, PodKind::Instance, cluster),
        direction: Direction::Ingress,
        far: End::Operator,
        gate: Gate::Tcp(ports::STATUS),
    }]
}
