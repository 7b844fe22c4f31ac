//! `api-server-blocked`: network policies let the pods of a cluster reach the API server.

use crate::lint::view::network::{self, Direction, End, Gate, Need, Pod};
use crate::lint::{
    Check, Collector, Context, Family, FixSafety, Level, Limits, Object, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("api-server-blocked"),
    family: Family::NoEffect,
    topic: Topic::Network,
    severities: Severities::all(Level::Error),
    summary: "network policies let the pods of a cluster reach the API server",
    rationale: "

The instance manager in every pod reads its Cluster from the API server, and the
primary holds its place there. The API server is no pod: only a rule without
peers, or with a block of addresses, lets connections to it pass.
",
    sources: &[
        Source {
            title: "CloudNativePG, Troubleshooting, Networking",
            url: "https://cloudnative-pg.io/documentation/current/troubleshooting/#networking",
        },
        Source {
            title: "Kubernetes, Network Policies",
            url: "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
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
  policyTypes:
    - Egress
  egress:
    - to:
        - namespaceSelector: {}
      ports:
        - port: 53
          protocol: UDP
    - to:
        - podSelector:
            matchLabels:
              cnpg.io/cluster: main
      ports:
        - port: 5432
        - port: 8000
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
  policyTypes:
    - Egress
  egress:
    - to:
        - namespaceSelector: {}
      ports:
        - port: 53
          protocol: UDP
    - to:
        - podSelector:
            matchLabels:
              cnpg.io/cluster: main
      ports:
        - port: 5432
        - port: 8000
    - to:
        - ipBlock:
            cidr: 10.0.0.1/32
      ports:
        - port: 6443
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
  policyTypes:
    - Egress
  egress:
    - to:
        - podSelector:
            matchLabels:
              cnpg.io/cluster: main
      ports:
        - port: 5432
        - port: 8000
    - ports:
        - port: 443
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
  policyTypes:
    - Egress
  egress:
    - {}
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
            "the pods cannot reach the API server",
            "allow TCP to the addresses of the API server, on its own port (6443 in most places) and on 443",
        );
    }
}

/// Every pod reads its Cluster, or its Pooler.
fn needs<'a>(cx: &Context<'a>, cluster: Object<'a>) -> Vec<Need<'a>> {
    Pod::all_of(cx, cluster)
        .into_iter()
        .map(|pod| Need {
            pod,
            direction: Direction::Egress,
            far: End::ApiServer,
            gate: Gate::OtherTcp,
        })
        .collect()
}
